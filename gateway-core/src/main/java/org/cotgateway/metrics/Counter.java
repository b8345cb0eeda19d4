package org.cotgateway.metrics;

/** What the gateway counts. The sentence is what an operator reads beside the number. */
public enum Counter {
    EVENTS_OFFERED("events", "Events offered to the senders of endpoints, refused ones among them."),
    EVENTS_SENT("events", "Events whose last byte went to the operating system, and for direct TCP were taken in."),
    EVENTS_CONFLATED("events", "Waiting events replaced by a newer one of the same uid for the same endpoint."),
    DROPPED_STALE("events", "Events dropped unsent because their stale time had passed."),
    DROPPED_DEADLINE("events", "Events given up because the deadline of their push had passed."),
    DROPPED_WITHDRAWN("events", "Events dropped unsent because their push was cancelled."),
    DROPPED_FULL("events", "Events refused or pushed out because the endpoint's outbox was full."),
    DROPPED_TOO_LARGE("events", "Events refused because they are over the limit of the endpoint's transport."),
    DROPPED_UNRESOLVED("events", "Events given up because the endpoint's host name does not exist."),
    DROPPED_UNUSABLE("events", "Events given up because their endpoint cannot be sent to as it is written."),
    DROPPED_CLOSED(
            "events", "Events dropped because the gateway or their endpoint was closed, or their client had left."),
    DROPPED_LOST(
            "events",
            "Events that lay written in a connection when it ended, or were just being written; the first may have gone."),
    WRITES_FAILED("writes", "Batches of events lost to one receiver because writing them failed inside the gateway."),
    BYTES_SENT("bytes", "Bytes of events handed to the operating system."),
    CONNECTS_STARTED("connections", "Connections to endpoints begun."),
    CONNECTS_FAILED("connections", "Connections to endpoints that were refused, unreachable or never answered."),
    CONNECTS_YIELDED("connections", "Unanswered connects put back in line so that another endpoint could be tried."),
    SENDS_RETRIED("events", "Sends by direct TCP or datagram that failed and will be tried again."),
    STREAMS_OPENED("connections", "Streams to endpoints established."),
    STREAMS_LOST("connections", "Streams to endpoints that were lost and will be dialled again."),
    STREAM_BYTES_SKIPPED("bytes", "Bytes received on streams that belonged to no event."),
    STREAMS_UNREADABLE(
            "connections", "Streams closed because their first bytes announced a frame over the size limit."),
    STREAMS_SWITCHED(
            "connections", "Streams that went over to TAK Protocol, by agreement or because the peer began so."),
    NEGOTIATIONS_IGNORED("messages", "Offers, requests and answers about TAK Protocol that were not taken."),
    NEGOTIATIONS_UNANSWERED(
            "connections", "Streams closed because the server did not answer a request that it invited."),
    TAK_CONTROLS_SENT("messages", "Messages in which we say which versions of TAK Protocol we read."),
    TAK_CONTROLS_RECEIVED("messages", "Messages in which a peer says which versions of TAK Protocol it reads."),
    CONNECTIONS_ACCEPTED("connections", "Direct TCP connections accepted."),
    CONNECTIONS_REFUSED("connections", "Direct TCP connections closed at once because too many were open."),
    CONNECTIONS_BROKEN(
            "connections", "Direct TCP connections that ended without a byte, or by a reset before a whole event."),
    CONNECTIONS_TIMED_OUT("connections", "Direct TCP connections closed because they stayed silent."),
    CLIENTS_CONNECTED("connections", "Clients that opened a stream."),
    CLIENTS_REFUSED("connections", "Clients whose stream was closed at once because too many were open."),
    CLIENTS_LEFT("connections", "Clients whose stream ended, for whatever reason."),
    HANDSHAKES_REFUSED(
            "connections", "Clients whose TLS stream was closed at once because too many were in their handshake."),
    HANDSHAKES_FAILED("connections", "Clients that never connected because there was no TLS with them."),
    CLIENTS_UNAUTHENTICATED("connections", "Clients closed because of who they said they were."),
    CLIENTS_IDLE("connections", "Clients closed because nothing came from them and nothing went to them for too long."),
    CLIENTS_PAUSED(
            "pauses", "Times that a client was not read for a while because it did not take the answers to its pings."),
    READING_PAUSED("pauses", "Times that no stream was read for a while because too much waited in memory."),
    CLIENTS_TOO_SLOW(
            "connections",
            "Clients closed because their outbox stayed full, or nothing of what waited could be written, for too long."),
    CLIENTS_VANISHED(
            "connections",
            "Clients whose machine acknowledged nothing for too long, neither data nor the operating system's questions."),
    WEBSOCKETS_CONNECTED("connections", "Clients that opened a WebSocket."),
    WEBSOCKETS_REFUSED("requests", "Requests for a WebSocket that were refused because too many were open."),
    WEBSOCKETS_MALFORMED("requests", "Requests for a WebSocket that were refused because of what they said."),
    WEBSOCKETS_LEFT("connections", "Clients whose WebSocket ended, for whatever reason."),
    WEBSOCKETS_BROKEN("connections", "WebSockets closed because of frames or messages that break the protocol."),
    WEBSOCKETS_SILENT("connections", "WebSockets closed because a ping was not answered."),
    WEBSOCKET_EVENTS_UNWANTED("events", "Events from WebSocket clients that had asked only to receive; not taken."),
    WEBSOCKET_ANSWERS_DROPPED(
            "messages", "Answers about bad events left out because the WebSocket client did not take those before."),
    DATAGRAMS_OWN("datagrams", "Datagrams thrown away because this gateway itself had sent them."),
    EVENTS_ROUTED("events", "Events taken in to be passed on."),
    EVENTS_LOOPED("events", "Events dropped because they bore this gateway's own flow tag: they had been here before."),
    EVENTS_REPEATED(
            "events",
            "Events dropped because they had come by another way, through another server, a short while before."),
    EVENTS_CONTROL("events", "Control events, which are answered or dropped and never passed on."),
    RECEIVED_INVALID("events", "Received events that break rules and are not passed on."),
    CONTACTS_NOT_KEPT("events", "Positions of contacts too large, or too many together, to be shown to newcomers."),
    CONTACTS_SHARED(
            "contacts",
            "Times that a client began to be a contact that another one is: two devices with one uid, or one that came"
                    + " back."),
    CHATS_RETURNED("events", "Chat messages given back to their sender because nobody of that name is there."),
    EVENTS_RECEIVED("events", "Events received and read."),
    RECEIVED_MALFORMED("events", "Received messages that are not a CoT event."),
    RECEIVED_TOO_LARGE("events", "Received messages over the size limit."),
    RECEIVED_TOO_LARGE_FOR_STREAMS(
            "events",
            "Received events that are not too large to be taken, but too large to be sent by a stream in the form that some"
                    + " there get: they do not get it."),
    RECEIVED_UNFINISHED(
            "events",
            "Received events that the next event, the end of their connection or listener, or the time limit cut off."),
    RECEIVED_STALE(
            "events",
            "Received events whose stale time had passed when they came; sent at once or not at all. If there are many, a"
                    + " sender's clock is behind, or ours ahead."),
    RECEIVED_AHEAD(
            "events",
            "Received events whose time is more than a minute from now; passed on. A sender's clock is ahead, or ours"
                    + " behind."),
    RECEIVED_UNUSED("events", "Received events that nobody here was waiting for."),
    RECEIVED_TOO_LATE(
            "events",
            "Received events that came when the gateway had been told to stop, or their sender had been let go."),
    EVENTS_PUBLISHED("events", "Events published by partners, feeds and the program itself, among those received."),
    LATEST_PUSHED_OUT(
            "events", "Events that were the newest of their uid and are kept no longer because there was no room."),
    LATEST_UNWRITABLE(
            "events", "Events that were asked for by HTTP and left out, for they could not be written as asked."),
    API_REJECTED("events", "Events that partners sent by HTTP and that were no events, or broke rules."),
    FEED_ROWS("rows", "Rows that came in by feeds: lines, CSV rows, aircraft or objects."),
    FEED_ROWS_REJECTED("rows", "Rows of feeds that became no event; the status says why, feed by feed."),
    FEED_CONNECTIONS_REFUSED("connections", "Connections to feeds closed at once because too many were open."),
    FEED_CONNECTIONS_TIMED_OUT("connections", "Connections to feeds closed because they stayed silent."),
    FEED_DATAGRAMS_DROPPED("datagrams", "Datagrams for feeds dropped because too much waited in memory."),
    ACKS_MATCHED("acknowledgements", "Acknowledgements that answer a request of this gateway."),
    ACKS_UNSOLICITED("acknowledgements", "Acknowledgements that nobody here asked for; not believed."),
    ACKS_REPEATED("acknowledgements", "Acknowledgements of a request that had been answered before."),
    PUSHES_ACCEPTED("pushes", "Pushes begun."),
    PUSHES_CANCELLED("pushes", "Pushes of which the rest was cancelled."),
    PUSHES_FORGOTTEN("pushes", "Ended pushes that cannot be asked for any more since there was no room for them."),
    PUSHES_REFUSED("pushes", "Pushes refused: invalid, too many under way, or the gateway closed."),
    HTTP_REQUESTS("requests", "HTTP requests received."),
    HTTP_REJECTED("requests", "HTTP requests answered with a 4xx status."),
    HTTP_FORBIDDEN(
            "requests",
            "HTTP requests answered with 403: not from an address that may ask that, or by a page of another site."),
    HTTP_MISDIRECTED(
            "requests", "Operators' HTTP requests answered with 421: they name a host that http.hosts does not name."),
    HTTP_FAILED("requests", "HTTP requests answered with a 5xx status, or cut off by an error of the gateway."),
    HTTP_CONNECTIONS_REFUSED("connections", "HTTP connections closed at once because too many were open."),
    HTTP_TIMED_OUT("connections", "HTTP connections closed because the client sent or took nothing for too long."),
    FETCHES_STARTED("fetches", "Downloads of data packages begun."),
    FETCHES_COMPLETED("fetches", "Downloads of data packages written to the last byte."),
    FETCHES_ABORTED("fetches", "Downloads of data packages that ended before the last byte."),
    FETCH_BYTES("bytes", "Bytes of data packages handed to the operating system."),
    UPLOADS_STARTED("uploads", "Uploads begun: data packages, and pushes by HTTP with or without files."),
    UPLOADS_COMPLETED("uploads", "Uploads that came in whole and were written to disk."),
    UPLOADS_BROKEN(
            "uploads", "Uploads that ended early, broke rules, were too large or could not be written; deleted."),
    UPLOADS_REFUSED("uploads", "Uploads refused because too many were under way."),
    PACKAGES_UPLOADED("packages", "Data packages stored that somebody uploaded."),
    PACKAGES_UNSAFE(
            "packages",
            "Uploads refused since the names of their entries would have led whoever unpacks them out of their directory."),
    PACKAGES_DELETED("packages", "Data packages removed because somebody asked for it."),
    PACKAGES_BUILT("packages", "Data packages built and stored."),
    PACKAGES_EVICTED("packages", "Data packages removed from the store to make room."),
    PACKAGES_CORRUPT("packages", "Stored data packages whose content did not match their name; removed."),
    PACKAGES_UNREADABLE(
            "packages",
            "Attempts to read a stored data package into memory that failed; the cache's own meters have these as loaded."),
    LEDGER_CLIENTS_FORGOTTEN("clients", "Clients dropped from the fetch ledger because it was full."),
    LEDGER_LINES_SKIPPED("lines", "Unreadable lines skipped when the fetch ledger was loaded.");

    private final String unit;
    private final String meaning;

    Counter(String unit, String meaning) {
        this.unit = unit;
        this.meaning = meaning;
    }

    /** What one count stands for, in the plural. */
    public String unit() {
        return unit;
    }

    /** One sentence for the operator. */
    public String meaning() {
        return meaning;
    }
}
