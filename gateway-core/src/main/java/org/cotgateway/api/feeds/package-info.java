/**
 * Data of feeds that comes by HTTP, and how feeds are doing, at {@code /api/v1/feeds}.
 *
 * <p>May import: api, http, feed, event, Jackson's core, Netty's buffers and HTTP names.
 */
@NullMarked
package org.cotgateway.api.feeds;

import org.jspecify.annotations.NullMarked;
