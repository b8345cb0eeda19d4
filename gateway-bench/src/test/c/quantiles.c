/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * Quantiles as the load runs have them: reads whole numbers and prints their median, their 99th and 99.9th percentile and
 * the greatest.
 */
#include "../../main/c/histogram.h"

#include <inttypes.h>
#include <stdio.h>

int main(void) {
    static struct histogram histogram;
    uint64_t value;
    histogram_clear(&histogram);
    while (scanf("%" SCNu64, &value) == 1) {
        histogram_add(&histogram, value);
    }
    printf("%" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", histogram_quantile(&histogram, 0.5),
           histogram_quantile(&histogram, 0.99), histogram_quantile(&histogram, 0.999), histogram.max);
    return 0;
}
