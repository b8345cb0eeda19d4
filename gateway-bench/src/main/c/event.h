/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * The events of the relay load run: of one of many units, of one kind or another (kinds.h), as long as they are or as is
 * wanted; all that one writer writes are equally long. The last element of the detail says which run sent it, its number in
 * the run and when it was sent.
 */
#ifndef EVENT_H
#define EVENT_H

#include "kinds.h"
#include "mark.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_EVENT = 32768, TIME_CHARS = 24, STALE_S = 75 };

/* The mark as it stands in JSON: two bytes more between the number and the time. */
#define JSON_MARK_FORMAT "\":{\"run\":\"%010d\",\"n\":\""
enum { JSON_NUMBER_TO_TIME = 18, MAX_MARKED_BYTES = MARKED_BYTES + 2 };

struct event_writer {
    const struct event_kind *kind;
    char mark[MARK_BYTES + 1];
    char event[MAX_EVENT];
    size_t bytes;
    /* Where the parts that change are; those of some kinds have no callsign, but 0. */
    size_t uid, callsign, times[2], stale, lat, lon, number;
    int64_t time_ms;
    int uids;
    uint64_t first_uid;
};

static inline size_t after(const struct event_writer *writer, const char *what) {
    const char *found = strstr(writer->event, what);
    if (found == NULL) {
        fprintf(stderr, "no %s in the event\n", what);
        exit(1);
    }
    return (size_t)(found - writer->event) + strlen(what);
}

static inline void event_insert(struct event_writer *writer, size_t at, const char *text, size_t bytes) {
    if (writer->bytes + bytes >= MAX_EVENT) {
        fprintf(stderr, "an event has less than %d bytes\n", MAX_EVENT);
        exit(2);
    }
    memmove(writer->event + at + bytes, writer->event + at, writer->bytes + 1 - at);
    memcpy(writer->event + at, text, bytes);
    writer->bytes += bytes;
}

/* The endpoint that a unit says of itself may be NULL: then it has none. What is missing to so many bytes its remarks make up. */
static inline void event_writer_init(struct event_writer *writer, const struct event_kind *kind, int uids,
                                     const char *endpoint, size_t size) {
    char mark[MARK_BYTES + 1];
    snprintf(mark, sizeof mark, MARK_BEGIN "%010d\" n=\"", (int)getpid());
    memcpy(writer->mark, mark, sizeof mark);
    int bytes = snprintf(writer->event, sizeof writer->event,
                         "%s%s0000000000\" ns=\"0000000000000000000\"/></detail></event>", kind->head, mark);
    writer->kind = kind;
    writer->bytes = (size_t)bytes;
    if (endpoint != NULL && kind->is_own) {
        static const char attribute[] = " endpoint=\"\"";
        size_t at = after(writer, "callsign=\"UNIT-00000000\""), length = strlen(attribute);
        event_insert(writer, at, attribute, length);
        event_insert(writer, at + length - 1, endpoint, strlen(endpoint));
    }
    if (size > writer->bytes) {
        static char padding[MAX_EVENT];
        for (size_t i = 0; i < sizeof padding; i++) {
            padding[i] = "and so on; "[i % 11];
        }
        event_insert(writer, after(writer, "</remarks>") - strlen("</remarks>"), padding, size - writer->bytes);
    }
    writer->uid = after(writer, "drive-");
    writer->callsign = strstr(writer->event, "\"UNIT-") == NULL ? 0 : after(writer, "\"UNIT-");
    writer->times[0] = after(writer, " time=\"");
    writer->times[1] = after(writer, " start=\"");
    writer->stale = after(writer, " stale=\"");
    writer->lat = after(writer, " lat=\"48.");
    writer->lon = after(writer, " lon=\"11.");
    writer->number = after(writer, writer->mark);
    writer->time_ms = 0;
    writer->uids = uids;
    /* Contacts of a process that has gone are still being taken leave of when the next one begins. */
    writer->first_uid = endpoint == NULL ? 0 : (uint64_t)getpid() % 10000 * 10000;
}

static inline void put_time(char *to, int64_t time_ms) {
    time_t seconds = time_ms / 1000;
    struct tm utc;
    char text[TIME_CHARS + 8];
    gmtime_r(&seconds, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.000Z", &utc);
    memcpy(to, text, TIME_CHARS);
    put_digits(to + TIME_CHARS - 4, 3, (uint64_t)(time_ms % 1000));
}

static inline void put_times(struct event_writer *writer) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    int64_t time_ms = now.tv_sec * 1000LL + now.tv_nsec / 1000000;
    if (time_ms != writer->time_ms) {
        writer->time_ms = time_ms;
        put_time(writer->event + writer->times[0], time_ms);
        put_time(writer->event + writer->times[1], time_ms);
        put_time(writer->event + writer->stale, time_ms + STALE_S * 1000);
    }
}

/* Writes writer->bytes: event number n of the run, of the next unit in turn, which has moved on since its last one. */
static inline void write_event(struct event_writer *writer, char *to, uint64_t n, int64_t sent_ns) {
    uint64_t unit = n % (uint64_t)writer->uids;
    uint64_t way = n / (uint64_t)writer->uids;
    put_times(writer);
    put_digits(writer->event + writer->uid, 8, writer->first_uid + unit);
    if (writer->callsign != 0) {
        put_digits(writer->event + writer->callsign, 8, unit);
    }
    put_digits(writer->event + writer->lat, 6, unit * 37 + way * 11);
    put_digits(writer->event + writer->lon, 6, unit * 53 + way * 17);
    put_digits(writer->event + writer->number, NUMBER_CHARS, n);
    put_digits(writer->event + writer->number + NUMBER_TO_TIME, NS_CHARS, (uint64_t)sent_ns);
    memcpy(to, writer->event, writer->bytes);
}

#endif
