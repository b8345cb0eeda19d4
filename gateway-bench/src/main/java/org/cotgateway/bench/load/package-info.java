/**
 * Load runs: the gateway and the C programs as processes of their own, over loopback sockets, in turns.
 *
 * <p>May import: the core, {@code bench}, {@code bench.report}.
 */
@NullMarked
package org.cotgateway.bench.load;

import org.jspecify.annotations.NullMarked;
