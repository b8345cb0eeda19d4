package org.cotgateway.channel;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of one receiver, and with it for the whole gateway. Plain numbers: counting allocates nothing. Times are
 * milliseconds since 1970. Loop-only.
 *
 * <p>What is written past an outbox has no promise of its own. It counts as {@link #wrote in the channel} until the
 * channel is found empty, or something that was written after it has left; then it was sent. If the connection ends
 * before, all of it counts as lost, though the first of it may have gone: at most what fits between a channel's water
 * marks.
 */
final class Tally {

    private static final DropReason[] REASONS = DropReason.values();
    private static final long NEVER_MS = 0;

    private final Counters counters;
    private final long[] dropped = new long[REASONS.length];
    private long sentEvents;
    private long sentBytes;
    private long receivedEvents;
    private final BadInputCount bad = new BadInputCount();
    private BadInput badBefore = BadInput.NONE;
    private long lastSentMs = NEVER_MS;
    private long lastReceivedMs = NEVER_MS;
    private long connectedMs = NEVER_MS;
    private int inChannel;
    private long bytesInChannel;

    Tally(Counters counters) {
        this.counters = counters;
    }

    void connected(long nowMs) {
        connectedMs = nowMs;
        badBefore = bad();
    }

    void disconnected() {
        connectedMs = NEVER_MS;
    }

    void sent(int events, long bytes, long nowMs) {
        counters.add(Counter.EVENTS_SENT, events);
        counters.add(Counter.BYTES_SENT, bytes);
        sentEvents += events;
        sentBytes += bytes;
        lastSentMs = nowMs;
    }

    /** Events went to the operating system past the outbox; whoever sent them counts them for the gateway. */
    void sentWithOthers(long events, long bytes, long nowMs) {
        sentEvents += events;
        sentBytes += bytes;
        lastSentMs = nowMs;
    }

    /** Events were given to the channel past the outbox. */
    void wrote(int events, long bytes) {
        counters.add(Counter.EVENTS_OFFERED, events);
        inChannel += events;
        bytesInChannel += bytes;
    }

    long sentEvents() {
        return sentEvents;
    }

    /** Whether something was written past the outbox of which nothing more is known. */
    boolean hasInChannel() {
        return inChannel > 0;
    }

    int eventsInChannel() {
        return inChannel;
    }

    long bytesInChannel() {
        return bytesInChannel;
    }

    /** All that was written past the outbox has left the channel. */
    void leftChannel(long nowMs) {
        if (inChannel > 0) {
            sent(inChannel, bytesInChannel, nowMs);
            inChannel = 0;
            bytesInChannel = 0;
        }
    }

    /** The connection is over, and with it what was in its channel. */
    void lostChannel() {
        counters.add(DropReason.LOST.counter(), inChannel);
        dropped[DropReason.LOST.ordinal()] += inChannel;
        inChannel = 0;
        bytesInChannel = 0;
    }

    void dropped(DropReason reason) {
        counters.increment(reason.counter());
        dropped[reason.ordinal()]++;
    }

    /** Events were dropped before they came to the outbox, and counted for the gateway. */
    void droppedBefore(DropReason reason, long events) {
        dropped[reason.ordinal()] += events;
    }

    void received(long nowMs) {
        counters.increment(Counter.EVENTS_RECEIVED);
        receivedEvents++;
        lastReceivedMs = nowMs;
    }

    /** A message was no event; counted for the gateway where it was read. */
    void malformed() {
        bad.malformed();
    }

    /** An event broke rules; counted for the gateway where it was refused. */
    void invalid() {
        bad.invalid();
    }

    void tooLarge() {
        counters.increment(Counter.RECEIVED_TOO_LARGE);
        bad.tooLarge();
    }

    /** An event was too large for streams; counted for the gateway where that was found. */
    void tooLargeForStreams() {
        bad.tooLargeForStreams();
    }

    void unfinished() {
        counters.increment(Counter.RECEIVED_UNFINISHED);
        bad.unfinished();
    }

    void skipped(long bytes) {
        counters.add(Counter.STREAM_BYTES_SKIPPED, bytes);
        bad.skipped(bytes);
    }

    /** What is bad from now on counts for that, too. */
    void badIsPartOf(BadInputCount all) {
        bad.isPartOf(all);
    }

    BadInput bad() {
        return bad.read();
    }

    /** {@code ; of what it sent 3 events broke rules} since it connected; empty if nothing was bad. */
    String badInConnection() {
        String bad = bad().since(badBefore).toString();
        return bad.isEmpty() ? "" : "; of what it sent " + bad;
    }

    @Nullable
    Instant connectedSince() {
        return instant(connectedMs);
    }

    ReceiverStatus.Traffic traffic() {
        Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
        for (DropReason reason : REASONS) {
            if (dropped[reason.ordinal()] > 0) {
                drops.put(reason, dropped[reason.ordinal()]);
            }
        }
        return new ReceiverStatus.Traffic(
                sentEvents, sentBytes, drops, receivedEvents, bad(), instant(lastReceivedMs), instant(lastSentMs));
    }

    private static @Nullable Instant instant(long ms) {
        return ms == NEVER_MS ? null : Instant.ofEpochMilli(ms);
    }
}
