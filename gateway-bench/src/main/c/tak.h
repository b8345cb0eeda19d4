/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * The events of event.h in TAK Protocol, version 1, on streams: how it is agreed upon, and frames of which all are equally
 * long. What the mark says stands in the XML of their detail, as text, so that receivers find it as they do in XML.
 */
#ifndef TAK_H
#define TAK_H

#include "event.h"
#include "stream.h"

#include <stdbool.h>

/* What a time in milliseconds takes as a varint until the year 2109. */
enum { TAK_TIME_BYTES = 6, TAK_MAGIC = 0xbf };

struct tak_writer {
    char frame[MAX_EVENT];
    size_t bytes;
    size_t uid, callsign, times[3], lat, lon, number;
};

/* ---- agreeing ---- */

/* What comes with it is thrown away: nobody publishes yet. */
static inline void tak_read_until(int fd, const char *type) {
    char text[8192];
    size_t bytes = 0;
    const char *found;
    while ((found = memmem(text, bytes, type, strlen(type))) == NULL ||
           memmem(found, (size_t)(text + bytes - found), END_OF_EVENT, END_BYTES) == NULL) {
        ssize_t n = read(fd, text + bytes, sizeof text - bytes);
        if (n <= 0) {
            give_up(type);
        }
        bytes += (size_t)n;
    }
}

/* The socket blocks. From its end on, frames go both ways. */
static inline void tak_agree(int fd) {
    tak_read_until(fd, "t-x-takp-v");
    char now[TIME_CHARS + 1] = "", later[TIME_CHARS + 1] = "", text[1024];
    struct timespec clock;
    clock_gettime(CLOCK_REALTIME, &clock);
    put_time(now, clock.tv_sec * 1000LL);
    put_time(later, clock.tv_sec * 1000LL + STALE_S * 1000);
    int bytes = snprintf(text, sizeof text,
                         "<event version=\"2.0\" uid=\"protouid\" type=\"t-x-takp-q\" how=\"m-g\" time=\"%s\" start=\"%s\""
                         " stale=\"%s\"><point lat=\"0\" lon=\"0\" hae=\"0\" ce=\"999999\" le=\"999999\"/><detail><TakControl>"
                         "<TakRequest version=\"1\"/></TakControl></detail></event>",
                         now, now, later);
    if (send(fd, text, (size_t)bytes, MSG_NOSIGNAL) != bytes) {
        give_up("the request for TAK Protocol");
    }
    tak_read_until(fd, "t-x-takp-r");
}

/* ---- writing ---- */

/* Protobuf, as far as an event needs it: what is in a message must be written before its length is known, so from behind. */
struct tak_buffer {
    char bytes[MAX_EVENT];
    size_t start;
};

static inline void tak_put(struct tak_buffer *buffer, const void *data, size_t bytes) {
    if (bytes > buffer->start) {
        fprintf(stderr, "too long an event\n");
        exit(2);
    }
    buffer->start -= bytes;
    memcpy(buffer->bytes + buffer->start, data, bytes);
}

static inline void tak_put_varint(struct tak_buffer *buffer, uint64_t value) {
    unsigned char varint[10];
    size_t bytes = 0;
    do {
        varint[bytes] = (unsigned char)(value & 0x7f) | 0x80;
        value >>= 7;
        bytes++;
    } while (value != 0);
    varint[bytes - 1] &= 0x7f;
    tak_put(buffer, varint, bytes);
}

enum tak_wire { TAK_VARINT = 0, TAK_FIXED64 = 1, TAK_BYTES = 2 };

static inline void tak_put_tag(struct tak_buffer *buffer, unsigned field, enum tak_wire wire) {
    tak_put_varint(buffer, field << 3 | wire);
}

static inline void tak_put_text(struct tak_buffer *buffer, unsigned field, const char *text) {
    tak_put(buffer, text, strlen(text));
    tak_put_varint(buffer, strlen(text));
    tak_put_tag(buffer, field, TAK_BYTES);
}

static inline void tak_put_double(struct tak_buffer *buffer, unsigned field, double value) {
    tak_put(buffer, &value, sizeof value);
    tak_put_tag(buffer, field, TAK_FIXED64);
}

/* Everything from there on becomes one field. */
static inline void tak_wrap(struct tak_buffer *buffer, unsigned field, size_t end) {
    tak_put_varint(buffer, end - buffer->start);
    tak_put_tag(buffer, field, TAK_BYTES);
}

static inline void tak_put_ms(char *to, int64_t time_ms) {
    for (int i = 0; i < TAK_TIME_BYTES; i++) {
        to[i] = (char)((time_ms & 0x7f) | (i < TAK_TIME_BYTES - 1 ? 0x80 : 0));
        time_ms >>= 7;
    }
}

static inline size_t tak_after(const struct tak_writer *writer, const void *what, size_t bytes) {
    const char *found = memmem(writer->frame, writer->bytes, what, bytes);
    if (found == NULL) {
        fprintf(stderr, "a part of the event is missing in TAK Protocol\n");
        exit(1);
    }
    return (size_t)(found - writer->frame) + bytes;
}

static inline void tak_put_detail(struct tak_buffer *buffer, const char *mark) {
    size_t end = buffer->start, part = end;
    tak_put_double(buffer, 2, 274.0528);
    tak_put_double(buffer, 1, 1.3871);
    tak_wrap(buffer, 7, part);
    part = buffer->start;
    tak_put_varint(buffer, 87);
    tak_put_tag(buffer, 1, TAK_VARINT);
    tak_wrap(buffer, 5, part);
    part = buffer->start;
    tak_put_text(buffer, 2, "Team Member");
    tak_put_text(buffer, 1, "Dark Green");
    tak_wrap(buffer, 3, part);
    part = buffer->start;
    tak_put_text(buffer, 2, "UNIT-00000000");
    tak_wrap(buffer, 2, part);
    char xml[512];
    snprintf(xml, sizeof xml,
             "<remarks>On the way to checkpoint 4, next report there</remarks>%s0000000000\" ns=\"0000000000000000000\"/>", mark);
    tak_put_text(buffer, 1, xml);
    tak_wrap(buffer, 15, end);
}

/* The same unit and mark as the XML of event.h. */
static inline void tak_writer_init(struct tak_writer *writer, const struct event_writer *as) {
    static struct tak_buffer buffer;
    buffer.start = sizeof buffer.bytes;
    size_t end = buffer.start;
    const double lat = 48.000001, lon = 11.000001;
    tak_put_detail(&buffer, as->mark);
    tak_put_double(&buffer, 14, 9999999);
    tak_put_double(&buffer, 13, 4.9);
    tak_put_double(&buffer, 12, 519.32);
    tak_put_double(&buffer, 11, lon);
    tak_put_double(&buffer, 10, lat);
    tak_put_text(&buffer, 9, "m-g");
    size_t times[3];
    for (unsigned field = 8; field >= 6; field--) {
        char ms[TAK_TIME_BYTES];
        tak_put_ms(ms, 1);
        tak_put(&buffer, ms, sizeof ms);
        times[field - 6] = buffer.start;
        tak_put_tag(&buffer, field, TAK_VARINT);
    }
    tak_put_text(&buffer, 5, "drive-00000000");
    tak_put_text(&buffer, 1, "a-f-G-U-C");
    tak_wrap(&buffer, 2, end);
    tak_put_varint(&buffer, end - buffer.start);
    tak_put(&buffer, &(char){(char)TAK_MAGIC}, 1);
    writer->bytes = end - buffer.start;
    memcpy(writer->frame, buffer.bytes + buffer.start, writer->bytes);
    for (int i = 0; i < 3; i++) {
        writer->times[i] = times[i] - buffer.start;
    }
    writer->uid = tak_after(writer, "drive-", 6);
    writer->callsign = tak_after(writer, "UNIT-", 5);
    writer->lat = tak_after(writer, &lat, sizeof lat) - sizeof lat;
    writer->lon = tak_after(writer, &lon, sizeof lon) - sizeof lon;
    writer->number = tak_after(writer, as->mark, MARK_BYTES);
}

static inline void tak_write_event(struct tak_writer *writer, const struct event_writer *as, char *to, uint64_t n,
                                   int64_t sent_ns) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    int64_t time_ms = now.tv_sec * 1000LL + now.tv_nsec / 1000000;
    uint64_t unit = n % (uint64_t)as->uids, way = n / (uint64_t)as->uids;
    double lat = 48 + (double)(unit * 37 + way * 11) / 1e6, lon = 11 + (double)(unit * 53 + way * 17) / 1e6;
    tak_put_ms(writer->frame + writer->times[0], time_ms);
    tak_put_ms(writer->frame + writer->times[1], time_ms);
    tak_put_ms(writer->frame + writer->times[2], time_ms + STALE_S * 1000);
    memcpy(writer->frame + writer->lat, &lat, sizeof lat);
    memcpy(writer->frame + writer->lon, &lon, sizeof lon);
    put_digits(writer->frame + writer->uid, 8, unit);
    put_digits(writer->frame + writer->callsign, 8, unit);
    put_digits(writer->frame + writer->number, NUMBER_CHARS, n);
    put_digits(writer->frame + writer->number + NUMBER_TO_TIME, NS_CHARS, (uint64_t)sent_ns);
    memcpy(to, writer->frame, writer->bytes);
}

#endif
