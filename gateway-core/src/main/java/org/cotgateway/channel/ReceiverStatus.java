package org.cotgateway.channel;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one receiver is doing at a moment: a client that has connected, or an endpoint that is sent to. Immutable.
 *
 * @param name a client's address, or the endpoint as it is written
 * @param transport how it is reached
 * @param protocol what is sent to it: {@code xml} or {@code tak1}
 * @param state a word for people: connected, connecting, idle, paused, slow, full ...
 * @param connectedSince when its present connection began; null without one
 * @param failures in a row, 0 after a success
 * @param trouble what keeps it from being reached now; null when nothing is known to
 * @param queue what waits for it
 * @param traffic what has been going on
 */
public record ReceiverStatus(
        String name,
        Transport transport,
        String protocol,
        String state,
        @Nullable Instant connectedSince,
        int failures,
        @Nullable String trouble,
        Queue queue,
        Traffic traffic) {

    /**
     * What waits for a receiver.
     *
     * @param waiting events in its outbox that are not on their way
     * @param underWay events on their way
     * @param bytes of both
     */
    public record Queue(int waiting, int underWay, long bytes) {

        /** Nothing. */
        public static final Queue EMPTY = new Queue(0, 0, 0);

        /** What waits for two. */
        public Queue plus(Queue other) {
            return new Queue(waiting + other.waiting, underWay + other.underWay, bytes + other.bytes);
        }

        /** All events that have not left. */
        public int events() {
            return waiting + underWay;
        }
    }

    /**
     * What was counted of a receiver. A client is counted from when it connects, an endpoint from when it is first sent
     * to until it is forgotten.
     *
     * @param sentEvents events whose last byte went to the operating system
     * @param sentBytes of these, without framing
     * @param dropped events that it did not get, by reason, without the reasons that never were. {@link
     *     DropReason#CONFLATED} has those of its own outbox and those that were replaced for its whole audience while it
     *     was part of it, without what it sent itself
     * @param receivedEvents events that came from it, pings among them
     * @param bad what else came from it and was no good
     * @param lastReceived when the last one was complete; null if none was
     * @param lastSent when one last went out, of a datagram up to 10 ms early; null if none did
     */
    public record Traffic(
            long sentEvents,
            long sentBytes,
            Map<DropReason, Long> dropped,
            long receivedEvents,
            BadInput bad,
            @Nullable Instant lastReceived,
            @Nullable Instant lastSent) {

        public Traffic {
            Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
            counts.putAll(dropped);
            dropped = Collections.unmodifiableMap(counts);
        }

        /** Events that a newer one of the same uid made superfluous. */
        public long conflated() {
            return dropped.getOrDefault(DropReason.CONFLATED, 0L);
        }

        /** Events that it did not get for any other reason. */
        public long lost() {
            return dropped.values().stream().mapToLong(Long::longValue).sum() - conflated();
        }
    }
}
