/**
 * The same events for many receivers: collected during one pass of the event loop, kept apart by uid, encoded once for each
 * format, and written to each receiver at once. Knows receivers, not sockets; of the packages around it only {@code hub}
 * has a use for it.
 *
 * <p>May import: channel, codec, event, metrics, Netty.
 */
@NullMarked
package org.cotgateway.channel.fanout;

import org.jspecify.annotations.NullMarked;
