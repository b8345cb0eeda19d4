/**
 * The events that all benchmarks speak of. The packages below hold the benchmarks themselves: {@code load} what runs whole
 * processes and sockets, {@code report} what comes of it, and the others, named as the core's packages are, JMH's.
 *
 * <p>May import: the core.
 */
@NullMarked
package org.cotgateway.bench;

import org.jspecify.annotations.NullMarked;
