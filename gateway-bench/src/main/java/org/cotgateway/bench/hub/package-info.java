/**
 * What the hub does for each event that comes in.
 *
 * <p>May import: the core, {@code bench}, Netty's buffers.
 */
@NullMarked
package org.cotgateway.bench.hub;

import org.jspecify.annotations.NullMarked;
