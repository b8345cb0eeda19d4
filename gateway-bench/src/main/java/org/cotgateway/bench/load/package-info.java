/**
 * Load runs: the gateway and the C programs as processes of their own, over loopback sockets, in turns.
 *
 * <p>May import: the core, {@code bench}, {@code bench.codec}, {@code bench.report}, Jackson, picocli, Netty, JMH.
 */
@NullMarked
package org.cotgateway.bench.load;

import org.jspecify.annotations.NullMarked;
