/**
 * The way out to many receivers at once, over channels with and without sockets, beside Netty's own way to do it.
 *
 * <p>May import: the core, {@code bench}, Netty.
 */
@NullMarked
package org.cotgateway.bench.channel.fanout;

import org.jspecify.annotations.NullMarked;
