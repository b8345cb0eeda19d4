/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * How late events come: to each receiver, and to the last of all. What devices answer when they are asked, and how many events
 * they have.
 */
#ifndef RECEIPTS_H
#define RECEIPTS_H

#include "histogram.h"
#include "mark.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* So many events may be under way together; more would be minutes of them. */
enum { RECEIPT_EVENTS = 1 << 16 };

struct receipts {
    struct histogram each, last;
    /* How many receivers have an event that not all have. */
    uint16_t holders[RECEIPT_EVENTS];
    /* Whether a device has been asked for them: until then it does not look for marks. */
    bool are_wanted;
};

static inline void receipts_clear(struct receipts *receipts) {
    bool were_wanted = receipts->are_wanted;
    memset(receipts, 0, sizeof *receipts);
    receipts->are_wanted = were_wanted;
}

static inline uint64_t lateness(int64_t due_ns, int64_t now_ns) {
    return now_ns > due_ns ? (uint64_t)(now_ns - due_ns) : 0;
}

/* One of so many receivers has an event now. */
static inline void receipts_add(struct receipts *receipts, uint64_t number, int64_t due_ns, int64_t now_ns, int receivers) {
    uint16_t *holders = &receipts->holders[number % RECEIPT_EVENTS];
    histogram_add(&receipts->each, lateness(due_ns, now_ns));
    if (++*holders == receivers) {
        *holders = 0;
        histogram_add(&receipts->last, lateness(due_ns, now_ns));
    }
}

/* Six numbers, each with a blank before it. */
static inline void print_quantiles(const struct histogram *of) {
    static const double fractions[] = {0.5, 0.9, 0.99, 0.999, 0.9999};
    for (size_t i = 0; i < sizeof fractions / sizeof fractions[0]; i++) {
        printf(" %llu", (unsigned long long)histogram_quantile(of, fractions[i]));
    }
    printf(" %llu", (unsigned long long)of->max);
}

/*
 * One line "count p50 p90 p99 p999 p9999 max lastCount lastP50 ...", of all that came since the last one, in nanoseconds. What is
 * between two of them is over.
 */
static inline void receipts_answer(struct receipts *receipts) {
    printf("%llu", (unsigned long long)receipts->each.total);
    print_quantiles(&receipts->each);
    printf(" %llu", (unsigned long long)receipts->last.total);
    print_quantiles(&receipts->last);
    printf("\n");
    receipts->are_wanted = true;
    receipts_clear(receipts);
}

/* How many the device with the fewest has, and the one with the most. */
struct least_and_most {
    long long least, most;
};

static inline struct least_and_most least_and_most(const long long *counts, int devices) {
    struct least_and_most found = {.least = counts[0]};
    for (int i = 0; i < devices; i++) {
        found.least = counts[i] < found.least ? counts[i] : found.least;
        found.most = counts[i] > found.most ? counts[i] : found.most;
    }
    return found;
}

/* Answers the line that has come: "receipts", or "count" as the devices do that. False at the end of all lines. */
static inline bool devices_answer(struct receipts *receipts, void (*count)(void)) {
    char line[256];
    ssize_t n = read(STDIN_FILENO, line, sizeof line - 1);
    if (n <= 0) {
        return false;
    }
    line[n] = '\0';
    if (strcmp(line, "receipts\n") == 0) {
        receipts_answer(receipts);
    } else if (strcmp(line, "count\n") == 0) {
        count();
    } else {
        fprintf(stderr, "neither \"count\" nor \"receipts\": %s", line);
        exit(2);
    }
    return true;
}

/* The mark of the one event in it; NULL if there is none, or not all of it, or nobody has asked for receipts. */
static inline const char *find_mark(const struct receipts *receipts, const char *data, size_t bytes) {
    const char *mark = !receipts->are_wanted ? NULL : memmem(data, bytes, MARK_BEGIN, sizeof MARK_BEGIN - 1);
    return mark == NULL || (size_t)(data + bytes - mark) < MARKED_BYTES ? NULL : mark;
}

static inline uint64_t mark_number(const char *mark) {
    return digits(mark + MARK_BYTES, NUMBER_CHARS);
}

static inline int64_t mark_due_ns(const char *mark) {
    return (int64_t)digits(mark + MARK_BYTES + NUMBER_TO_TIME, NS_CHARS);
}

#endif
