/**
 * What waits for receivers who cannot be reached. Those who can be are in {@code channel.fanout}.
 *
 * <p>May import: the core, {@code bench}, Netty.
 */
@NullMarked
package org.cotgateway.bench.channel;

import org.jspecify.annotations.NullMarked;
