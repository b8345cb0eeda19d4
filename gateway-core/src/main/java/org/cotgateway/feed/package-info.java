/**
 * What sensors and partners send in formats of their own, made into events: JSON, NDJSON and CSV by a mapping in the
 * settings, ADS-B and AIS by rules that are built in.
 *
 * <pre>
 *   HTTP body · datagram · TCP stream · followed file
 *        │ bytes
 *        ▼
 *   FeedIntake (one each): lines, CSV rows or JSON items ──→ a row that cannot be read: counted, with its line
 *        │ row
 *        ▼
 *   mapping, aircraft or ship: Sighting ──→ a row that says too little yet, or nothing new: ignored
 *        │
 *        ▼
 *   EventMaker: stale by the interval observed, rules ──→ CotEvent ──→ FeedSink
 * </pre>
 *
 * <p>May import: event, codec, json, transport, metrics, Netty, Jackson's core, the AIS library.
 */
@NullMarked
package org.cotgateway.feed;

import org.jspecify.annotations.NullMarked;
