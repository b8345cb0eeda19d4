package org.cotgateway.feed;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of a feed's data, by whichever ways it comes: what is remembered of an aircraft or a ship is shared by all of
 * them. Loop-only, but for the constructor.
 */
public final class FeedReader {

    private final FeedSettings settings;
    private final FeedSink sink;
    private final Counters counters;
    private final InstantSource clock;
    private final EventMaker maker;
    private final FeedTally tally;
    private final RowFormat format;

    /**
     * Reads tables that the format needs: not for the loop.
     *
     * @param settings in which nothing is wrong
     */
    public FeedReader(FeedSettings settings, FeedSink sink, Counters counters, InstantSource clock) {
        this(settings, sink, counters, clock, new FeedTally());
    }

    /** @param tally goes on counting */
    FeedReader(FeedSettings settings, FeedSink sink, Counters counters, InstantSource clock, FeedTally tally) {
        this.settings = settings;
        this.sink = sink;
        this.counters = counters;
        this.clock = clock;
        this.tally = tally;
        this.maker = new EventMaker(settings.stale(), settings.maxTracks());
        this.format = RowFormat.of(settings, clock);
    }

    /** Begins a document, connection or file that is all that its sender sends. */
    public FeedIntake open(FeedObserver observer) {
        return open(observer, new Object());
    }

    /**
     * Begins a document or datagram of a sender who may send more of them.
     *
     * @param sender by which it is known, with {@code equals}: what is of several parts comes from one
     */
    FeedIntake open(FeedObserver observer, Object sender) {
        return format.open((reading, line) -> take(reading, line, observer), sender);
    }

    /** What it has counted so far. */
    public FeedCounts counts() {
        return tally.counts();
    }

    FeedTally tally() {
        return tally;
    }

    /** In which zone times without one are; null if those are not to be believed. */
    static @Nullable ZoneId zone(FeedSettings settings) {
        String zone = settings.timeZone();
        return zone == null ? null : ZoneId.of(zone);
    }

    private void take(SightingReading reading, int line, FeedObserver observer) {
        tally.came();
        counters.increment(Counter.FEED_ROWS);
        Sighting sighting = reading.sighting();
        if (reading.reason() != null) {
            reject(line, reading.reason(), reading.violations(), observer);
        } else if (sighting == null) {
            ignore(line, observer);
        } else {
            take(sighting, line, observer);
        }
    }

    private void take(Sighting sighting, int line, FeedObserver observer) {
        long arrivalMs = clock.millis();
        CotEvent event = maker.event(sighting, arrivalMs);
        if (event == null) {
            ignore(line, observer);
            return;
        }
        List<Violation> broken = EventRules.check(event);
        if (!broken.isEmpty()) {
            reject(line, RejectReason.INVALID, broken, observer);
        } else if (!sink.offer(event, settings)) {
            reject(line, RejectReason.REFUSED, List.of(Violation.of("event", null, "was not taken")), observer);
        } else {
            EventTiming timing = EventTiming.of(event, arrivalMs);
            tally.taken(sighting.timeMs(), timing, arrivalMs);
            observer.event(event, timing, line);
        }
    }

    private void ignore(int line, FeedObserver observer) {
        tally.ignored();
        observer.ignored(line);
    }

    private void reject(int line, RejectReason reason, List<Violation> violations, FeedObserver observer) {
        tally.rejected(line, reason, violations);
        counters.increment(Counter.FEED_ROWS_REJECTED);
        observer.rejected(line, reason, violations);
    }
}
