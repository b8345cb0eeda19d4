/**
 * Events both ways by WebSocket, at {@code /api/v1/stream}: what a request for it must say, and JSON in its messages.
 *
 * <p>May import: api, http, json, hub, channel, route, codec, event, metrics, Jackson's streaming core, Netty.
 */
@NullMarked
package org.cotgateway.api.stream;

import org.jspecify.annotations.NullMarked;
