/**
 * The HTTP server: one pipeline on the gateway's event loop, a router, and the routes that
 * serve data packages to devices and say to operators how the gateway is doing. Others add theirs to the router. On epoll
 * small packages are answered before there is a pipeline.
 *
 * <p>May import: event, datapackage, transport, metrics, Jackson's core, Netty.
 */
@NullMarked
package org.cotgateway.http;

import org.jspecify.annotations.NullMarked;
