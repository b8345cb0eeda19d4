/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * How a driver's events say which of its they are and when they were due: the last element of their detail.
 */
#ifndef MARK_H
#define MARK_H

#include <stdint.h>

#define MARK_BEGIN "<_drive run=\""

/* What events of one process alone contain, and what follows it: the number, and when it was sent or was due. */
enum { MARK_BYTES = 28, NUMBER_CHARS = 10, NUMBER_TO_TIME = 16, NS_CHARS = 19, MARKED_BYTES = 28 + 16 + 19 };

static inline void put_digits(char *to, int count, uint64_t value) {
    while (count-- > 0) {
        to[count] = (char)('0' + value % 10);
        value /= 10;
    }
}

static inline uint64_t digits(const char *from, int count) {
    uint64_t value = 0;
    for (int i = 0; i < count; i++) {
        value = value * 10 + (uint64_t)(from[i] - '0');
    }
    return value;
}

#endif
