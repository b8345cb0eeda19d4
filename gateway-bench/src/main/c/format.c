/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * The least that it takes to write events as XML: what CotXmlWriter writes, byte for byte, from plain structs of strings
 * and numbers. It escapes what must be escaped and writes the shortest decimals that read back the same; it does not check
 * names, and trusts that all of it is UTF-8 that XML can hold.
 *
 *   format FILE
 *
 * FILE holds the events as FormatFile.java writes them. One command a line on the standard input:
 *
 *   time MS     writes all events, over and over for so long, and prints the nanoseconds that one took in tenths, of the
 *               wall clock and of the processor
 *   write FILE  writes them all once, one after the other, into a file, and prints its bytes
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "decimal.h"

enum { PADDING = 8, OPTIONAL = 5, SLACK = 64 };

struct text {
    const char *chars;
    size_t length;
};

struct attribute {
    struct text name, value;
};

struct node {
    struct text name; /* none for text, which is the first attribute's value then */
    size_t attributes, children;
    struct attribute *attribute;
    struct node *child;
};

struct event {
    struct text version, uid, type, how, optional[OPTIONAL];
    int64_t time_ms, start_ms, stale_ms;
    double lat, lon, hae, ce, le;
    struct node detail;
};

static const char *const OPTIONAL_START[OPTIONAL] = {"\" access=\"", "\" qos=\"", "\" opex=\"", "\" caveat=\"",
                                                     "\" releasableTo=\""};

_Noreturn static void fail(const char *what) {
    fprintf(stderr, "format: %s\n", what);
    exit(1);
}

static void *need(void *memory) {
    if (memory == NULL) {
        fail("no memory");
    }
    return memory;
}

/* ---- reading the file ---- */

static uint64_t take(const char **in, size_t bytes) {
    uint64_t value = 0;
    memcpy(&value, *in, bytes);
    *in += bytes;
    return value;
}

static double take_double(const char **in) {
    double value;
    memcpy(&value, *in, sizeof value);
    *in += sizeof value;
    return value;
}

/* A copy of its own, since a copy of words reads beyond the end. */
static struct text take_text(const char **in) {
    uint32_t length = (uint32_t)take(in, 4);
    if (length == UINT32_MAX) {
        return (struct text){NULL, 0};
    }
    char *chars = need(calloc(1, length + PADDING));
    memcpy(chars, *in, length);
    *in += length;
    return (struct text){chars, length};
}

static struct node take_node(const char **in) {
    struct node node = {.name = take_text(in), .attributes = take(in, 4), .children = 0};
    node.attribute = need(calloc(node.attributes + 1, sizeof *node.attribute));
    if (node.name.chars == NULL) {
        node.attribute[0].value = take_text(in);
    }
    for (size_t i = 0; i < node.attributes; i++) {
        node.attribute[i].name = take_text(in);
        node.attribute[i].value = take_text(in);
    }
    node.children = take(in, 4);
    node.child = need(calloc(node.children + 1, sizeof *node.child));
    for (size_t i = 0; i < node.children; i++) {
        node.child[i] = take_node(in);
    }
    return node;
}

static struct event take_event(const char **in) {
    struct event event = {.version = take_text(in), .uid = take_text(in), .type = take_text(in), .how = take_text(in)};
    event.time_ms = (int64_t)take(in, 8);
    event.start_ms = (int64_t)take(in, 8);
    event.stale_ms = (int64_t)take(in, 8);
    for (int i = 0; i < OPTIONAL; i++) {
        event.optional[i] = take_text(in);
    }
    event.lat = take_double(in);
    event.lon = take_double(in);
    event.hae = take_double(in);
    event.ce = take_double(in);
    event.le = take_double(in);
    event.detail = take_node(in);
    return event;
}

/* ---- writing ---- */

#define PUT(to, constant) put_bytes(to, constant, sizeof(constant) - 1)

static inline char *put_bytes(char *to, const char *constant, size_t bytes) {
    memcpy(to, constant, bytes);
    return to + bytes;
}

/* The length is known to be short; words are written, and what is too much is written over. */
static inline char *put_name(char *to, struct text name) {
    for (size_t i = 0; i < name.length; i += 8) {
        memcpy(to + i, name.chars + i, 8);
    }
    return to + name.length;
}

/* The highest bit of each byte that is the given one; above the first of them there may be others. */
static inline uint64_t bytes_like(uint64_t word, uint64_t ignored_bits, uint64_t byte) {
    uint64_t difference = (word & ~(ignored_bits * 0x0101010101010101)) ^ byte * 0x0101010101010101;
    return (difference - 0x0101010101010101) & ~difference;
}

/* Non-zero if one of the eight bytes is & < > " ' or below a space; the lowest such bit is at the first of them. */
static inline uint64_t odd_bytes(uint64_t word) {
    uint64_t control = (word - 0x2020202020202020) & ~word;
    return (control | bytes_like(word, 1, '&') | bytes_like(word, 2, '<') | bytes_like(word, 0, '"'))
        & 0x8080808080808080;
}

static char *put_escape(char *to, char c) {
    switch (c) {
    case '&':
        return PUT(to, "&amp;");
    case '<':
        return PUT(to, "&lt;");
    case '>':
        return PUT(to, "&gt;");
    case '"':
        return PUT(to, "&quot;");
    case '\'':
        return PUT(to, "&apos;");
    case '\n':
        return PUT(to, "&#10;");
    case '\r':
        return PUT(to, "&#13;");
    case '\t':
        return PUT(to, "&#9;");
    default:
        fail("a character that cannot stand in XML");
    }
}

static inline char *put_text(char *to, struct text text) {
    size_t i = 0;
    while (i < text.length) {
        uint64_t word;
        memcpy(&word, text.chars + i, 8);
        memcpy(to, &word, 8);
        uint64_t odd = odd_bytes(word);
        size_t plain = odd == 0 ? 8 : (size_t)__builtin_ctzll(odd) / 8;
        if (plain >= text.length - i) {
            return to + (text.length - i);
        }
        to += plain;
        i += plain;
        if (odd != 0) {
            to = put_escape(to, text.chars[i++]);
        }
    }
    return to;
}

static inline void put_two(char *to, unsigned number) {
    to[0] = (char)('0' + number / 10);
    to[1] = (char)('0' + number % 10);
}

static char *put_date(char *to, int64_t day) {
    /* Days are counted from 1 March of the year 0, in which a leap day is the last of a year. */
    unsigned from_march = (unsigned)(day + 719468);
    unsigned era = from_march / 146097, day_of_era = from_march % 146097;
    unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    unsigned month = (5 * day_of_year + 2) / 153;
    unsigned year = era * 400 + year_of_era + (month >= 10);
    put_two(to, year / 100);
    put_two(to + 2, year % 100);
    to[4] = '-';
    put_two(to + 5, month < 10 ? month + 3 : month - 9);
    to[7] = '-';
    put_two(to + 8, day_of_year - (153 * month + 2) / 5 + 1);
    to[10] = 'T';
    return to + 11;
}

static char *put_time_of_day(char *to, unsigned ms) {
    unsigned second = ms / 1000, minute = second / 60;
    ms -= second * 1000;
    put_two(to, minute / 60);
    to[2] = ':';
    put_two(to + 3, minute % 60);
    to[5] = ':';
    put_two(to + 6, second % 60);
    to[8] = '.';
    put_two(to + 9, ms / 10);
    to[11] = (char)('0' + ms % 10);
    to[12] = 'Z';
    return to + 13;
}

/* The date of the event's time is copied if this time is of the same day. From 1970 on. */
static inline char *put_other_time(char *to, int64_t ms, const struct event *event, const char *time) {
    int64_t day = ms / 86400000;
    if (day == event->time_ms / 86400000) {
        memcpy(to, time, 11);
        return put_time_of_day(to + 11, (unsigned)(ms - day * 86400000));
    }
    return put_time_of_day(put_date(to, day), (unsigned)(ms - day * 86400000));
}

static char *put_node(char *to, const struct node *node);

static char *put_children(char *to, const struct node *node) {
    for (size_t i = 0; i < node->children; i++) {
        to = put_node(to, &node->child[i]);
    }
    return to;
}

static char *put_node(char *to, const struct node *node) {
    if (node->name.chars == NULL) {
        return put_text(to, node->attribute[0].value);
    }
    *to++ = '<';
    to = put_name(to, node->name);
    for (size_t i = 0; i < node->attributes; i++) {
        *to++ = ' ';
        to = PUT(put_name(to, node->attribute[i].name), "=\"");
        to = put_text(to, node->attribute[i].value);
        *to++ = '"';
    }
    if (node->children == 0) {
        return PUT(to, "/>");
    }
    *to++ = '>';
    to = put_children(to, node);
    to = put_name(PUT(to, "</"), node->name);
    *to++ = '>';
    return to;
}

static char *put_event(char *to, const struct event *event) {
    to = put_text(PUT(to, "<event version=\""), event->version);
    to = put_text(PUT(to, "\" uid=\""), event->uid);
    to = put_text(PUT(to, "\" type=\""), event->type);
    to = put_text(PUT(to, "\" how=\""), event->how);
    char *time = to = PUT(to, "\" time=\"");
    int64_t day = event->time_ms / 86400000;
    to = put_time_of_day(put_date(to, day), (unsigned)(event->time_ms - day * 86400000));
    to = put_other_time(PUT(to, "\" start=\""), event->start_ms, event, time);
    to = put_other_time(PUT(to, "\" stale=\""), event->stale_ms, event, time);
    for (int i = 0; i < OPTIONAL; i++) {
        if (event->optional[i].chars != NULL) {
            to = put_text(stpcpy(to, OPTIONAL_START[i]), event->optional[i]);
        }
    }
    to = put_decimal(PUT(to, "\"><point lat=\""), event->lat);
    to = put_decimal(PUT(to, "\" lon=\""), event->lon);
    to = put_decimal(PUT(to, "\" hae=\""), event->hae);
    to = put_decimal(PUT(to, "\" ce=\""), event->ce);
    to = put_decimal(PUT(to, "\" le=\""), event->le);
    to = PUT(to, "\"/>");
    if (event->detail.children == 0) {
        to = PUT(to, "<detail/>");
    } else {
        to = PUT(put_children(PUT(to, "<detail>"), &event->detail), "</detail>");
    }
    return PUT(to, "</event>");
}

/* ---- the program ---- */

/* What a node can need at the most: every character as an entity of six bytes. */
static size_t most_bytes(const struct node *node) {
    size_t bytes = SLACK + node->name.length * 2;
    for (size_t i = 0; i < node->attributes + (node->name.chars == NULL); i++) {
        bytes += SLACK + node->attribute[i].name.length + node->attribute[i].value.length * 6;
    }
    for (size_t i = 0; i < node->children; i++) {
        bytes += most_bytes(&node->child[i]);
    }
    return bytes;
}

static size_t most_bytes_of(const struct event *event) {
    size_t bytes = 16 * SLACK + 5 * MAX_DECIMAL + 6 * (event->version.length + event->uid.length)
        + 6 * (event->type.length + event->how.length) + most_bytes(&event->detail);
    for (int i = 0; i < OPTIONAL; i++) {
        bytes += 6 * event->optional[i].length;
    }
    return bytes;
}

static int64_t now_ns(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void run(const struct event *events, size_t count, char *out, int64_t ms) {
    int64_t wall = now_ns(CLOCK_MONOTONIC), processor = now_ns(CLOCK_PROCESS_CPUTIME_ID), end = wall;
    uint64_t written = 0;
    while (end - wall < ms * 1000000) {
        for (size_t i = 0; i < count; i++) {
            char *to = put_event(out, &events[i]);
            /* The compiler must take it that somebody reads what was written. */
            __asm__ volatile("" : : "r"(to), "r"(out) : "memory");
        }
        written += count;
        end = now_ns(CLOCK_MONOTONIC);
    }
    processor = now_ns(CLOCK_PROCESS_CPUTIME_ID) - processor;
    printf("%" PRId64 " %" PRId64 "\n", (end - wall) * 10 / (int64_t)written, processor * 10 / (int64_t)written);
}

static void write_all(const struct event *events, size_t count, char *out, const char *path) {
    FILE *file = fopen(path, "wb");
    size_t bytes = 0;
    for (size_t i = 0; i < count && file != NULL; i++) {
        size_t length = (size_t)(put_event(out, &events[i]) - out);
        bytes += fwrite(out, 1, length, file);
    }
    if (file == NULL || fclose(file) != 0) {
        fail("cannot write the file");
    }
    printf("%zu\n", bytes);
}

static char *read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        fail("cannot read the file of events");
    }
    long size = ftell(file);
    rewind(file);
    char *bytes = need(malloc((size_t)size + 1));
    if (fread(bytes, 1, (size_t)size, file) != (size_t)size) {
        fail("cannot read the file of events");
    }
    fclose(file);
    return bytes;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: format FILE\n");
        return 2;
    }
    const char *in = read_file(argv[1]);
    size_t count = take(&in, 4), most = 0;
    struct event *events = need(calloc(count, sizeof *events));
    for (size_t i = 0; i < count; i++) {
        events[i] = take_event(&in);
        size_t bytes = most_bytes_of(&events[i]);
        most = bytes > most ? bytes : most;
    }
    char *out = need(malloc(most));
    char line[4096];
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "time ", 5) == 0) {
            run(events, count, out, atoll(line + 5));
        } else if (strncmp(line, "write ", 6) == 0) {
            write_all(events, count, out, line + 6);
        } else {
            fail("neither time nor write");
        }
        fflush(stdout);
    }
    return 0;
}
