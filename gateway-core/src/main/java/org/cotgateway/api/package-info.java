/**
 * The routes of {@code /api/v1}, {@code /Marti} and {@code /health}: a package for each subject below this one, which holds
 * what they share. Each has a class that adds its routes. Those of {@code /api} are for operators only.
 *
 * <p>May import: http, json, datapackage, push, hub, feed, route, channel, event, codec, metrics, transport, Jackson's core,
 * Netty's buffers, HTTP names and event loop. Imported by the root only, its settings by config too.
 */
@NullMarked
package org.cotgateway.api;

import org.jspecify.annotations.NullMarked;
