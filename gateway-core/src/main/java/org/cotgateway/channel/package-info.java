/**
 * Sockets that carry events: what an endpoint is, the outbox before each of them, direct TCP, streams that are dialled or
 * that clients open, datagrams, and the listeners. One event loop owns everything here.
 *
 * <p>The way of an outgoing event:
 *
 * <pre>
 *   EndpointSenders ──→ Outbox ──→ DirectSender   ─┐
 *   (one per gateway)   (one per   StreamSender   ─┼─→ ConnectGate ──→ socket
 *                       endpoint)  DatagramSender ─┘   (TCP only)
 *
 *   fanout.Fanout ──→ one batch for each format ──→ Receiver: a Client (ClientStream, WebSocketClient)
 *                                                             or an endpoint (KeptEndpoint)
 * </pre>
 *
 * <p>And of one that comes in:
 *
 * <pre>
 *   StreamListener, StreamSender ──→ StreamConnection ──→ StreamInput ─┐
 *   DirectTcpListener ──→ DirectMessage ───────────────────────────────┼─→ MessageIntake ──→ EventSink
 *   DatagramListener ──────────────────────────────────────────────────┤
 *   WebSocketClients ──→ WebSocketConnection ──→ WebSocketInput ───────┘
 * </pre>
 *
 * <p>May import: event, codec, metrics, tls, transport, Netty; not its own {@code fanout}, which builds on it.
 */
@NullMarked
package org.cotgateway.channel;

import org.jspecify.annotations.NullMarked;
