/**
 * Sockets that carry events: what an endpoint is, the outbox before each of them, direct TCP, streams that are dialled or
 * that clients open, datagrams, the listeners, and the fan-out to many receivers at once. One event loop owns everything
 * here.
 *
 * <p>The way of an outgoing event:
 *
 * <pre>
 *   EndpointSenders ──→ Outbox ──→ DirectSender   ─┐
 *   (one per gateway)   (one per   StreamSender   ─┼─→ ConnectGate ──→ socket
 *                       endpoint)  DatagramSender ─┘   (TCP only)
 *
 *   Fanout ──→ one batch for each format ──→ Receiver: a client (ClientStream) or an endpoint (KeptEndpoint)
 * </pre>
 *
 * <p>May import: event, codec, metrics, tls, transport, Netty.
 */
@NullMarked
package org.cotgateway.channel;

import org.jspecify.annotations.NullMarked;
