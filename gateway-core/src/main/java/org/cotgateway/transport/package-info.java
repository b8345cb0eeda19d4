/**
 * The one event loop, how long work shares it and when it looks again before it sleeps, the kind of sockets that it drives
 * (native epoll where there is one, NIO else), and why they fail to listen. Shared by everything that opens sockets or works on
 * the loop for long, so that channel, http, feed and device need not know each other.
 *
 * <p>May import: Netty's transport.
 */
@NullMarked
package org.cotgateway.transport;

import org.jspecify.annotations.NullMarked;
