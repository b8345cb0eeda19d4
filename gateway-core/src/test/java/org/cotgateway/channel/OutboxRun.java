package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.CotEvent;
import org.cotgateway.metrics.Counters;

/** An outbox with room for four events and a million bytes, and everything that became of what it was offered. */
final class OutboxRun {

    static final int EVENT_BYTES = 100_000;
    static final int GAP_MS = 10;

    final Counters counters = new Counters();
    final List<String> drops = new ArrayList<>();
    final Set<OutboundEvent> underWay = new HashSet<>();
    final WaitingEvents waiting = new WaitingEvents(1_000);
    final Outbox outbox =
            new Outbox(new OutboxSettings(4, 1_000_000, Duration.ofMillis(GAP_MS)), Transport.TCP, waiting, counters);
    long nowMs = 1_000;

    /** Closes it, takes back what is on its way, and sees that it holds nothing then. */
    void end() {
        outbox.close("test over");
        underWay.forEach(event -> outbox.putBack(event, nowMs));
        assertThat(outbox.waiting()).isZero();
        assertThat(outbox.underWay()).isZero();
        assertThat(outbox.bytes()).isZero();
        assertThat(waiting.events()).isZero();
    }

    OfferOutcome offer(OutboundEvent event) {
        return outbox.offer(event, WireProtocol.XML, nowMs);
    }

    OutboundEvent take() {
        OutboundEvent event = Objects.requireNonNull(outbox.take(WireProtocol.XML, nowMs), "nothing to take");
        underWay.add(event);
        return event;
    }

    boolean putBack(OutboundEvent event) {
        underWay.remove(event);
        return outbox.putBack(event, nowMs);
    }

    boolean retryLater(OutboundEvent event) {
        underWay.remove(event);
        return outbox.retryLater(event, nowMs);
    }

    void justSent(OutboundEvent event) {
        underWay.remove(event);
        outbox.done(event, nowMs);
        event.sent(nowMs, outbox.tally());
    }

    /** Sent, and the gap after it is over. */
    void sent(OutboundEvent event) {
        justSent(event);
        nowMs += GAP_MS;
        outbox.hasReady(nowMs);
    }

    OutboundEvent routine(String uid) {
        return routine(uid, 0);
    }

    OutboundEvent routine(String uid, long timeMs) {
        return event(uid, Priority.ROUTINE, timeMs, EVENT_BYTES);
    }

    /** A routine one as from a fan-out, which nobody is told of. */
    OutboundEvent plain(String uid, long timeMs) {
        Instant time = Instant.ofEpochMilli(timeMs);
        EventImage image = Gateway.images()
                .of(CotEvent.builder()
                        .uid(uid)
                        .type("a-f-G")
                        .how("m-g")
                        .time(time)
                        .start(time)
                        .stale(Instant.ofEpochMilli(nowMs + 1_000_000))
                        .build());
        try {
            return OutboundEvent.of(image, Edition.CLIENT, OutboundEvent.NEVER_MS, SendObserver.NONE);
        } finally {
            image.release();
        }
    }

    OutboundEvent urgent(String uid) {
        return urgent(uid, 0);
    }

    OutboundEvent urgent(String uid, long timeMs) {
        return event(uid, Priority.URGENT, timeMs, EVENT_BYTES);
    }

    OutboundEvent event(String uid, Priority priority, long timeMs, int bytes) {
        return event(uid, priority, timeMs, OutboundEvent.NEVER_MS, OutboundEvent.NEVER_MS, bytes);
    }

    OutboundEvent until(String uid, long staleMs, long deadlineMs) {
        return event(uid, Priority.ROUTINE, 0, staleMs, deadlineMs, EVENT_BYTES);
    }

    private OutboundEvent event(String uid, Priority priority, long timeMs, long staleMs, long deadlineMs, int bytes) {
        return Gateway.outbound(
                uid,
                priority,
                timeMs,
                staleMs,
                deadlineMs,
                PooledByteBufAllocator.DEFAULT.directBuffer(bytes).writeZero(bytes),
                new SendObserver() {
                    @Override
                    public void dropped(DropReason reason, String why) {
                        drops.add(uid + "@" + timeMs + " " + reason + ": " + why);
                    }
                });
    }
}
