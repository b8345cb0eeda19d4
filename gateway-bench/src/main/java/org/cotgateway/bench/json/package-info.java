/**
 * Events as JSON and GeoJSON, beside the parser and generator of Jackson over the same bytes.
 *
 * <p>May import: the core, {@code bench}, Netty's buffers, Jackson.
 */
@NullMarked
package org.cotgateway.bench.json;

import org.jspecify.annotations.NullMarked;
