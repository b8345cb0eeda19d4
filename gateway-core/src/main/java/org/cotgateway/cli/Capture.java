package org.cotgateway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.cotgateway.channel.EventSink;
import org.cotgateway.channel.Inlet;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.recording.BoundedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Takes events in from sources and hands them to a taker on the calling thread, which may be slow: what comes faster than it
 * takes is kept up to a bound, then lost, counted and told.
 */
final class Capture implements EventSink {

    private static final int MAX_CHARS = 16 * 1024 * 1024;
    private static final int EVENT_CHARS = 1_024;
    private static final long LOOK_EVERY_MS = 100;

    /** Takes what came, all on one thread. */
    interface Taker {

        void event(CapturedEvent event) throws IOException;

        /**
         * Events are missing before the next one.
         *
         * @param sinceMs when that was noticed, in milliseconds since the beginning
         */
        void lost(long sinceMs, long events) throws IOException;

        /** What happened to a connection. */
        void news(String line);

        /** Nothing waits, or nothing has come for a moment. */
        void pause(long sinceMs) throws IOException;
    }

    /**
     * What a capture took.
     *
     * @param events handed on
     * @param broken of these, those that break rules
     * @param lost that came faster than they were taken
     * @param malformed messages that held no event
     * @param unreached the dialled sources that were never connected, each with the reason
     * @param elapsed how long it took
     */
    record Outcome(long events, long broken, long lost, long malformed, List<String> unreached, Duration elapsed) {

        /** Whether nothing is missing that could be known of. */
        boolean complete() {
            return lost == 0 && unreached.isEmpty();
        }
    }

    private final CaptureOptions options;
    private final BoundedQueue<CapturedEvent> queue =
            new BoundedQueue<>(MAX_CHARS, event -> EVENT_CHARS + event.xml().length());
    private final Queue<String> news = new ConcurrentLinkedQueue<>();
    private final AtomicLong lost = new AtomicLong();
    private final long startNs = System.nanoTime();
    private final Instant start = Instant.now();

    private volatile boolean ended;
    private long taken;
    private long broken;
    private long lostTold;

    Capture(CaptureOptions options) {
        this.options = options;
    }

    /** When it began. */
    Instant start() {
        return start;
    }

    /** Makes {@link #run} end soon. On any thread. */
    void end() {
        ended = true;
    }

    @Override
    public void received(EventImage image, List<Violation> violations, Inlet from) {
        if (!options.wants(image.summary().type(), image.summary().uid())) {
            return;
        }
        CapturedEvent captured = new CapturedEvent(
                Instant.now(),
                sinceMs(),
                OpenSources.sender(from),
                image.isTak() ? "tak1" : "xml",
                image.event(),
                violations,
                xml(image));
        if (!queue.offer(captured)) {
            lost.incrementAndGet();
        }
    }

    /** Takes until the count or the duration of the options is reached or {@link #end} is called. */
    Outcome run(List<Source> sources, Taker taker) throws IOException, InterruptedException {
        List<String> unreached;
        OpenSources open = new OpenSources(sources, options.tls(), this, news::add);
        try (open) {
            open.names().forEach(taker::news);
            Duration duration = options.duration();
            long endMs = duration == null ? Long.MAX_VALUE : sinceMs() + duration.toMillis();
            while (!ended && taken < options.count() && sinceMs() < endMs) {
                take(taker, queue.poll(Math.max(1, Math.min(LOOK_EVERY_MS, endMs - sinceMs()))));
            }
            unreached = open.unreached();
        }
        // What came before the end belongs to it.
        CapturedEvent event;
        while (taken < options.count() && (event = queue.poll()) != null) {
            take(taker, event);
        }
        take(taker, null);
        return new Outcome(
                taken,
                broken,
                lost.get(),
                open.counters().get(Counter.RECEIVED_MALFORMED)
                        + open.counters().get(Counter.RECEIVED_TOO_LARGE),
                unreached,
                Duration.ofMillis(sinceMs()));
    }

    private void take(Taker taker, @Nullable CapturedEvent event) throws IOException {
        String line;
        while ((line = news.poll()) != null) {
            taker.news(line);
        }
        long lostNow = lost.get();
        if (lostNow > lostTold) {
            taker.lost(event == null ? sinceMs() : event.sinceMs(), lostNow - lostTold);
            lostTold = lostNow;
        }
        if (event == null) {
            taker.pause(sinceMs());
            return;
        }
        taken++;
        if (!event.broken().isEmpty()) {
            broken++;
        }
        taker.event(event);
    }

    private long sinceMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }

    private static String xml(EventImage image) {
        return image.bytes(WireProtocol.XML, Edition.WHOLE).toString(StandardCharsets.UTF_8);
    }
}
