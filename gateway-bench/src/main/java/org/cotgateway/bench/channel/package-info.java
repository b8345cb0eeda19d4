/**
 * The way out to receivers: to many at once, over channels with and without sockets, and what waits for those who cannot be
 * reached. That of {@code channel.fanout} is here too, since all of them need the same events.
 *
 * <p>May import: the core, {@code bench}, Netty.
 */
@NullMarked
package org.cotgateway.bench.channel;

import org.jspecify.annotations.NullMarked;
