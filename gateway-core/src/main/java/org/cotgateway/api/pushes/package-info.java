/**
 * Pushes by HTTP, at {@code /api/v1/pushes}: beginning them by a form, reading their reports, following them live, cancelling
 * them.
 *
 * <p>May import: api, api.upload, http, push, hub, datapackage, channel, event, json, metrics, transport, Netty's buffers, HTTP
 * names and event loop.
 */
@NullMarked
package org.cotgateway.api.pushes;

import org.jspecify.annotations.NullMarked;
