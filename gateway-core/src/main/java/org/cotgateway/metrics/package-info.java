/**
 * Every counter of the gateway, each an enum constant with a sentence and a unit. A gateway has one {@link
 * org.cotgateway.metrics.Counters}; there is no global one. {@link org.cotgateway.metrics.PrometheusText} says them to
 * Prometheus.
 *
 * <p>May import: Micrometer.
 */
@NullMarked
package org.cotgateway.metrics;

import org.jspecify.annotations.NullMarked;
