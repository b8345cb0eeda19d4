/**
 * The HTTP server: one pipeline on the gateway's event loop, a router, and the routes. Serves data packages to devices, and
 * says to operators how the gateway is doing.
 *
 * <p>May import: datapackage, transport, metrics, Netty.
 */
@NullMarked
package org.cotgateway.http;

import org.jspecify.annotations.NullMarked;
