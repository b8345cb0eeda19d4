package org.cotgateway.channel.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.RecordingReceiver;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fan-out with two receivers, on a clock that a test turns. */
abstract class FanoutCase {

    static final long GAP_MS = 10;
    static final long INTERVAL_MS = 1_000;
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    final EmbeddedChannel clock = new EmbeddedChannel();
    final Counters counters = new Counters();
    final EventImages images = new EventImages(
            PooledByteBufAllocator.DEFAULT, "CoT-Gateway-test", InstantSource.system(), XmlLimits.DEFAULT);
    final List<EventImage> made = new ArrayList<>();
    /** What the observer was told: the event, whose it is, and how large. */
    final List<String> oversized = new ArrayList<>();

    final RecordingReceiver one = new RecordingReceiver();
    final RecordingReceiver two = new RecordingReceiver();
    Fanout fanout = new Fanout(clock.eventLoop(), GAP_MS, GAP_MS, counters, this::tooLarge);

    @BeforeEach
    void bothAreThere() {
        clock.freezeTime();
        fanout.join(one);
        fanout.join(two);
    }

    @AfterEach
    void allIsReleased() {
        fanout.close();
        endPass();
        release();
        clock.close();
    }

    /** Lets go of all events so far, which nobody else may hold any more. */
    void release() {
        made.forEach(image -> image.release());
        assertThat(made).allMatch(image -> image.refCnt() == 0);
        made.clear();
    }

    void startAgain(long intervalMs) {
        fanout.close();
        fanout = new Fanout(clock.eventLoop(), GAP_MS, intervalMs, counters, this::tooLarge);
        fanout.join(one);
        fanout.join(two);
    }

    void offer(String uid, String remarks, long second) {
        offer(uid, remarks, second, null);
    }

    void offer(String uid, String remarks, long second, @Nullable Receiver from) {
        fanout.offer(image(uid, remarks, second, "a-f-G"), from);
    }

    void urgent(String uid, String remarks, long second) {
        fanout.offer(image(uid, remarks, second, "b-t-f"), null);
    }

    void delete(String uid, String remarks, long second) {
        fanout.offer(deletion(uid, remarks, second), null);
    }

    void delete(String uid, String remarks, long second, Receiver to) {
        fanout.offerTo(Fanout.outbound(deletion(uid, remarks, second), to), to);
    }

    void offerTo(String uid, String remarks, long second, Receiver to) {
        fanout.offerTo(Fanout.outbound(image(uid, remarks, second, "a-f-G"), to), to);
    }

    EventImage deletion(String uid, String remarks, long second) {
        return keep(CotEvents.delete(uid, "a-f-G"), remarks, second);
    }

    EventImage image(String uid, String remarks, long second, String type) {
        return keep(CotEvents.marker(uid, uid, 48, 16).type(type), remarks, second);
    }

    EventImage keep(CotEvent.Builder event, String remarks, long second) {
        EventImage image = images.of(event.time(START.plusSeconds(second))
                .staleAfter(Duration.ofMinutes(1))
                .remarks(remarks)
                .build());
        made.add(image);
        return image;
    }

    /** The loop comes to the end of its pass. */
    void endPass() {
        clock.runPendingTasks();
    }

    void passMs(long ms) {
        clock.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        clock.runScheduledPendingTasks();
        clock.runPendingTasks();
    }

    void tooLarge(EventImage image, @Nullable Receiver from, Receiver to, int bytes) {
        oversized.add(image.summary().uid() + " of " + (from == two ? "two" : from) + ": " + bytes);
    }
}
