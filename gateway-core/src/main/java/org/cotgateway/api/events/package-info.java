/**
 * Events for partners, at {@code /api/v1/events}: publishing documents of them, the newest of each uid, deleting one. For
 * operators only. {@link org.cotgateway.api.events.EventsRoutes} is where to begin.
 *
 * <p>May import: api, http, json, hub, channel (its limit for the log), feed, route, codec, event, metrics, transport, Jackson's
 * core, Netty's buffers, HTTP names and event loop.
 */
@NullMarked
package org.cotgateway.api.events;

import org.jspecify.annotations.NullMarked;
