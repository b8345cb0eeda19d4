/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * How often which value came: exact up to 511, above that to within 1/256 of the value. As HdrHistogram does: each power of
 * two has as many places, so that what is stored does not depend on how many values come.
 */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdint.h>
#include <string.h>

enum { HISTOGRAM_BITS = 8, HISTOGRAM_SUBS = 1 << HISTOGRAM_BITS, HISTOGRAM_SIZE = (65 - HISTOGRAM_BITS) * HISTOGRAM_SUBS };

struct histogram {
    uint64_t counts[HISTOGRAM_SIZE];
    uint64_t total;
    uint64_t max;
};

static inline void histogram_clear(struct histogram *histogram) {
    memset(histogram, 0, sizeof *histogram);
}

/* Each power of two from 256 on has 256 places of equal width; what is less has a place of its own. */
static inline void histogram_add(struct histogram *histogram, uint64_t value) {
    unsigned shift = value < 2 * HISTOGRAM_SUBS ? 0 : 63 - HISTOGRAM_BITS - (unsigned)__builtin_clzll(value);
    histogram->counts[shift * HISTOGRAM_SUBS + (value >> shift)]++;
    histogram->total++;
    if (value > histogram->max) {
        histogram->max = value;
    }
}

/* The least value that the fraction of all does not exceed, rounded up to the end of its place; 0 if there is none. */
static inline uint64_t histogram_quantile(const struct histogram *histogram, double fraction) {
    uint64_t wanted = (uint64_t)(fraction * (double)histogram->total + 0.999999);
    uint64_t seen = 0;
    for (unsigned i = 0; i < HISTOGRAM_SIZE; i++) {
        seen += histogram->counts[i];
        if (seen >= wanted && seen > 0) {
            unsigned shift = i < 2 * HISTOGRAM_SUBS ? 0 : i / HISTOGRAM_SUBS - 1;
            uint64_t end = (((uint64_t)i - shift * HISTOGRAM_SUBS + 1) << shift) - 1;
            return end < histogram->max ? end : histogram->max;
        }
    }
    return histogram->max;
}

#endif
