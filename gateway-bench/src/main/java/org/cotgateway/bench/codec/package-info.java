/**
 * Events to bytes and back: what writing, splitting, reading and checking one costs, beside the parsers and writers that
 * one would use instead, over the same bytes.
 *
 * <p>May import: the core, {@code bench}, Netty's buffers, Aalto and the other parsers.
 */
@NullMarked
package org.cotgateway.bench.codec;

import org.jspecify.annotations.NullMarked;
