package org.cotgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotText;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading a track allocates what its event is made of, and nothing else. */
class TrackAllocationTest {

    private static final int ROUNDS = 1_000;
    private static final int TIMES = 5;

    private static final String TRACK = "{\"uid\":\"ship-1\",\"type\":\"a-n-S\",\"how\":\"m-g\","
            + "\"time\":\"2026-11-21T10:15:30.123Z\",\"stale\":\"2026-11-21T10:17:30.000Z\","
            + "\"point\":{\"lat\":48.137154,\"lon\":-11.576124},\"callsign\":\"MV NUMBER 1\",\"course\":274.1,"
            + "\"speed\":7.12,\"remarks\":\"Bound for port\"}\n";
    private static final String FEATURE = "{\"type\":\"Feature\",\"id\":\"ship-1\",\"geometry\":{\"type\":\"Point\","
            + "\"coordinates\":[-11.576124,48.137154,519.3]},\"properties\":{\"type\":\"a-n-S\",\"how\":\"m-g\","
            + "\"time\":\"2026-11-21T10:15:30.123Z\",\"stale\":\"2026-11-21T10:17:30.000Z\","
            + "\"callsign\":\"MV NUMBER 1\",\"course\":274.1,\"speed\":7.12,\"remarks\":\"Bound for port\"}}\n";

    private static final byte[] COURSE = "274.1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SPEED = "7.12".getBytes(StandardCharsets.US_ASCII);

    /** Keeps the last event, so that nobody can do without making it. */
    private static final class Last implements EventItems {
        private @Nullable CotEvent event;

        @Override
        public void event(CotEvent taken, long index, int line) {
            event = taken;
        }

        @Override
        public void rejected(long index, int line, List<Violation> violations) {
            throw new AssertionError(violations);
        }
    }

    private final Last last = new Last();
    private final List<CotNode> copies = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {TRACK, FEATURE})
    void readingATrackAllocatesItsEvent(String track) {
        ByteBuf lines = Unpooled.copiedBuffer(track.repeat(ROUNDS), StandardCharsets.US_ASCII);
        try (EventDocument document = DocumentFormat.NDJSON.open(last)) {
            document.feed(lines);
            CotEvent event = Objects.requireNonNull(last.event);

            long reading = allocated(() -> document.feed(lines.readerIndex(0)));
            long making = allocated(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    last.event = copy(event);
                }
            });

            assertThat(last.event).isEqualTo(event);
            assertThat(reading).isEqualTo(making);
        }
    }

    /** The least of several times: what a class or the compiler does once in between is not the work's. */
    private static long allocated(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TIMES; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            work.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    /** The same event of new objects, but for texts that come again and again. */
    private CotEvent copy(CotEvent event) {
        List<CotNode> nodes = event.detail().nodes();
        CotElement contact = (CotElement) nodes.get(0);
        CotElement remarks = (CotElement) nodes.get(2);
        String callsign = contact.attributes().get(0).value();
        String text = ((CotText) remarks.children().get(0)).text();
        CotPoint point = event.point();
        copies.clear();
        copies.add(CotElement.of("contact", new CotAttribute("callsign", callsign)));
        copies.add(CotElement.of(
                "track",
                new CotAttribute("course", new String(COURSE, StandardCharsets.ISO_8859_1)),
                new CotAttribute("speed", new String(SPEED, StandardCharsets.ISO_8859_1))));
        copies.add(CotElement.ofText("remarks", text));
        return new CotEvent(
                event.version(),
                event.uid(),
                event.type(),
                event.how(),
                event.timeMs(),
                event.startMs(),
                event.staleMs(),
                null,
                null,
                null,
                null,
                null,
                new CotPoint(point.lat(), point.lon(), point.hae(), point.ce(), point.le()),
                new CotDetail(copies));
    }
}
