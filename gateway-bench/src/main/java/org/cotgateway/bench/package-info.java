/**
 * The events that all benchmarks speak of, as they are when they are made, have come in, or nobody has looked at them. The
 * packages below hold the benchmarks themselves: {@code load} what runs whole processes and sockets, {@code report} what comes
 * of it, and the others, named as the core's packages are, JMH's.
 *
 * <p>May import: the core, Netty's buffers, JMH's annotations.
 */
@NullMarked
package org.cotgateway.bench;

import org.jspecify.annotations.NullMarked;
