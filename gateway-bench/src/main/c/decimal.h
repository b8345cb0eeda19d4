/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * Doubles as the shortest decimals that read back to the same double, in plain notation, the nearest of the shortest: what
 * Decimals.java writes. Numbers with few digits, which are nearly all, take one multiplication for each digit they have
 * behind the point; those with more take whole numbers of 128 bits, which are exact; the rest, very small and very large
 * ones, are left to printf.
 */
#ifndef DECIMAL_H
#define DECIMAL_H

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A sign, 1,100 digits at the most, a point; and what a store of a word writes too much. */
enum { MAX_DECIMAL = 1160, MAX_PLACES = 19 };

static const double POWERS[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
static const uint64_t WHOLE_POWERS[] = {1,
                                        10,
                                        100,
                                        1000,
                                        10000,
                                        100000,
                                        1000000,
                                        10000000,
                                        100000000,
                                        1000000000,
                                        10000000000,
                                        100000000000,
                                        1000000000000,
                                        10000000000000,
                                        100000000000000,
                                        1000000000000000,
                                        10000000000000000,
                                        100000000000000000,
                                        1000000000000000000,
                                        10000000000000000000u};

/* The eight digits of a number, the first in the lowest byte: halved three times, into lanes of four, two and one. */
static inline uint64_t eight_digits(uint32_t number) {
    uint64_t fours = number / 10000 | (uint64_t)(number % 10000) << 32;
    uint64_t hundreds = (fours * 10486 >> 20) & 0x0000007f0000007f;
    uint64_t twos = hundreds | (fours - hundreds * 100) << 16;
    uint64_t tens = (twos * 103 >> 10) & 0x000f000f000f000f;
    return (tens | (twos - tens * 10) << 8) + 0x3030303030303030;
}

/* The last digits of a number, as many as said, zeros in front if it has fewer. Up to seven bytes more are written over. */
static inline char *put_last_digits(char *to, uint64_t number, int count) {
    if (count > 16) {
        to = put_last_digits(to, number / 10000000000000000, count - 16);
        number %= 10000000000000000;
        count = 16;
    }
    if (count > 8) {
        uint64_t upper = eight_digits((uint32_t)(number / 100000000)) >> (16 - count) * 8;
        memcpy(to, &upper, 8);
        to += count - 8;
        number %= 100000000;
        count = 8;
    }
    uint64_t digits = eight_digits((uint32_t)number) >> (8 - count) * 8;
    memcpy(to, &digits, 8);
    return to + count;
}

static inline int count_digits(uint64_t number) {
    int count = (64 - __builtin_clzll(number | 1)) * 1233 >> 12;
    count += number >= WHOLE_POWERS[count];
    return count == 0 ? 1 : count;
}

/* scaled / 10^places, which has a digit other than 0 in its last place. */
static inline char *put_scaled(char *to, uint64_t scaled, int places) {
    uint64_t whole = scaled / WHOLE_POWERS[places];
    to = put_last_digits(to, whole, count_digits(whole));
    *to++ = '.';
    return put_last_digits(to, scaled - whole * WHOLE_POWERS[places], places);
}

/* By printf and strtod, as few digits as read back the same. */
static char *put_odd(char *to, double magnitude) {
    char text[40];
    int precision = 0;
    do {
        snprintf(text, sizeof text, "%.*e", precision, magnitude);
    } while (strtod(text, NULL) != magnitude && ++precision < 17);
    int exponent = atoi(strchr(text, 'e') + 1);
    char digits[24] = {text[0]};
    memcpy(digits + 1, text + 2, (size_t)precision);
    int count = precision + 1;
    while (count > 1 && digits[count - 1] == '0') {
        count--;
    }
    if (exponent < 0) {
        *to++ = '0';
        *to++ = '.';
        memset(to, '0', (size_t)(-exponent - 1));
        to += -exponent - 1;
        memcpy(to, digits, (size_t)count);
        return to + count;
    }
    for (int i = 0; i <= exponent || i < count; i++) {
        if (i == exponent + 1) {
            *to++ = '.';
        }
        *to++ = i < count ? digits[i] : '0';
    }
    return to;
}

/*
 * The double is c / 2^shift. What reads back to it is less than half a unit of c away, or half a unit if c is even: in
 * units of 1 / (4 * 2^shift) that is a range of whole numbers, and all of it times 10^places still fits in 128 bits. With
 * fewer than the least places there is known to be none.
 */
static char *put_exactly(char *to, double magnitude, int least_places) {
    int exponent;
    uint64_t c = (uint64_t)ldexp(frexp(magnitude, &exponent), 53);
    int shift = 53 - exponent;
    if (shift < 1 || shift > 80 || c == (uint64_t)1 << 52) {
        return put_odd(to, magnitude);
    }
    for (int places = least_places; places <= MAX_PLACES; places++) {
        unsigned __int128 unit = (unsigned __int128)1 << (shift + 2);
        unsigned __int128 power = WHOLE_POWERS[places];
        unsigned __int128 below = (4 * (unsigned __int128)c - 2) * power + (c & 1);
        unsigned __int128 above = (4 * (unsigned __int128)c + 2) * power - (c & 1);
        uint64_t first = (uint64_t)((below + unit - 1) >> (shift + 2));
        uint64_t last = (uint64_t)(above >> (shift + 2));
        if (first <= last) {
            unsigned __int128 exact = 4 * (unsigned __int128)c * power;
            uint64_t nearest = (uint64_t)((exact + unit / 2) >> (shift + 2));
            if ((exact + unit / 2) << (126 - shift) == 0 && (nearest & 1) == 1) {
                nearest--;
            }
            return put_scaled(to, nearest < first ? first : nearest > last ? last : nearest, places);
        }
    }
    return put_odd(to, magnitude);
}

/* Writes a finite number; up to seven bytes behind it are written over. */
static inline char *put_decimal(char *to, double value) {
    if (signbit(value)) {
        *to++ = '-';
        value = -value;
    }
    if (value < 0x1p53 && value == (double)(uint64_t)value) {
        return put_last_digits(to, (uint64_t)value, count_digits((uint64_t)value));
    }
    int places = 1;
    for (; places < 16; places++) {
        double scaled = value * POWERS[places];
        if (scaled >= 0x1p50) {
            break;
        }
        double rounded = (double)(uint64_t)(scaled + 0.5);
        if (fabs(scaled - rounded) <= scaled * 0x1p-52 && rounded / POWERS[places] == value) {
            return put_scaled(to, (uint64_t)rounded, places);
        }
    }
    return put_exactly(to, value, places);
}

#endif
