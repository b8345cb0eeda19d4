/**
 * What happens to an event between the socket that brought it and the sockets that take it: control events are consumed,
 * what goes in a circle is dropped, routing says who gets it, clients that come are shown who is there, and that one has
 * left is told to the others.
 *
 * <p>May import: event, codec, route, channel, metrics, tls, transport (how long work goes on) and Netty's buffers, event loop,
 * TLS contexts and address filter.
 */
@NullMarked
package org.cotgateway.hub;

import org.jspecify.annotations.NullMarked;
