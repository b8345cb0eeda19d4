/**
 * Sockets that carry events: what an endpoint is, the outbox before each of them, direct TCP, streams that are dialled,
 * datagrams, and the listener for direct TCP. One event loop owns everything here.
 *
 * <p>The way of an outgoing event:
 *
 * <pre>
 *   EndpointSenders ──→ Outbox ──→ DirectSender   ─┐
 *   (one per gateway)   (one per   StreamSender   ─┼─→ ConnectGate ──→ socket
 *                       endpoint)  DatagramSender ─┘   (TCP only)
 * </pre>
 *
 * <p>May import: event, codec, metrics, tls, transport, Netty.
 */
@NullMarked
package org.cotgateway.channel;

import org.jspecify.annotations.NullMarked;
