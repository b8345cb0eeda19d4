/**
 * Documents of events that partners send and get: our JSON of an event, GeoJSON, JSON and GeoJSON line by line, and sequences
 * of XML. Reading is fed piece by piece and keeps at most one item; writing goes straight into buffers.
 *
 * <p>May import: event, codec, Jackson's streaming core, Netty's buffers.
 */
@NullMarked
package org.cotgateway.json;

import org.jspecify.annotations.NullMarked;
