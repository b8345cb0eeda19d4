package org.cotgateway.channel;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done when the events that wait hold more memory than they may, or are too many. It should never come so far:
 * outboxes are bounded, and whoever lets one stay full is closed.
 *
 * <pre>
 *   calm ── too much ──→ streams are not read ── 2 s, and still too much ──→ large outboxes give up what is oldest
 *     ↑                        │                                                │       ↑            │
 *     │←── below three quarters┘                                   far too much ↓       │ no more    │
 *     │                                                        streams are not read ────┘            │
 *     └────────────── below three quarters, and not too much for a minute ───────────────────────────┘
 * </pre>
 *
 * <p>First the senders wait, so that a burst loses nothing if the receivers take it soon. But who is not read gets no answer to
 * his pings, and ATAK leaves after 25 s (ATAK 4.6 and 5.5): so before long those pay who do not take what they are sent,
 * counted as full.
 *
 * <p>What is looked at is the memory that buffers really use, ten times a second, since outboxes share their events' bytes, and
 * a sum over them would count a thousand times what a thousand receivers wait for; and besides how many events wait, each
 * for each receiver, at once when they have become too many. Loop-only.
 */
final class ReadingPause {

    /** A stream that brings events. */
    interface Reader {

        /** Is to look again at {@link ReadingPause#isOn}. */
        void pauseChanged();
    }

    private static final Logger log = LoggerFactory.getLogger(ReadingPause.class);

    private static final long LOOK_EVERY_MS = 100;
    private static final long LONGEST_PAUSE_MS = 2_000;
    private static final long SHED_FOR_MS = 60_000;

    private final EventLoop loop;
    private final long maxBytes;
    private final LongSupplier usedBytes;
    private final WaitingEvents waiting;
    private final Counters counters;
    private final Set<Reader> readers = new LinkedHashSet<>();
    private @Nullable Future<?> looking;
    private boolean on;
    private long onSinceMs;
    private long tooMuchAtMs;

    /** @param usedBytes how much is held now; asked on the loop */
    ReadingPause(EventLoop loop, long maxBytes, LongSupplier usedBytes, WaitingEvents waiting, Counters counters) {
        this.loop = loop;
        this.maxBytes = maxBytes;
        this.usedBytes = usedBytes;
        this.waiting = waiting;
        this.counters = counters;
        // At once: until the loop comes to its tasks, many streams more may be read.
        waiting.whenTooMany(this::look);
    }

    /** Whether there is too much, or was not long ago. */
    boolean isMemoryShort() {
        return on || waiting.areShed();
    }

    /** Whether nobody is to read, nor to take events in by another way. */
    boolean isOn() {
        if (looking == null) {
            // No stream is there; events may come by requests all the same.
            look();
        }
        return on;
    }

    void join(Reader reader) {
        assert loop.inEventLoop();
        readers.add(reader);
        if (looking == null) {
            looking = loop.scheduleWithFixedDelay(this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
        }
    }

    void leave(Reader reader) {
        assert loop.inEventLoop();
        readers.remove(reader);
        if (readers.isEmpty() && looking != null) {
            looking.cancel(false);
            looking = null;
        }
    }

    private void look() {
        long used = usedBytes.getAsLong();
        boolean tooMuch = used > maxBytes || waiting.areTooMany();
        boolean farTooMuch = used > maxBytes + maxBytes / 2 || waiting.areFarTooMany();
        boolean littleAgain = used < maxBytes - maxBytes / 4 && waiting.areFewAgain();
        long nowMs = TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime());
        if (tooMuch) {
            tooMuchAtMs = nowMs;
        }
        boolean sheds = waiting.areShed();
        if (!on && (sheds ? farTooMuch : tooMuch)) {
            on = true;
            onSinceMs = nowMs;
            counters.increment(Counter.READING_PAUSED);
            log.warn("{}: streams are not read for now", tooMuch(used));
            tellReaders();
        } else if (on && (littleAgain || sheds && !farTooMuch)) {
            on = false;
            log.warn(
                    "{} bytes of events wait in {} places of outboxes: streams are read again", used, waiting.events());
            tellReaders();
        } else if (on && !sheds && nowMs - onSinceMs >= LONGEST_PAUSE_MS) {
            waiting.shed(true);
            on = farTooMuch;
            log.warn("{}: receivers for which much waits lose what is oldest of it", tooMuch(used));
            tellReaders();
        }
        if (sheds && littleAgain && nowMs - tooMuchAtMs >= SHED_FOR_MS) {
            waiting.shed(false);
            log.warn(
                    "{} bytes of events wait in {} places of outboxes: nobody loses any for others now",
                    used,
                    waiting.events());
        }
    }

    private String tooMuch(long used) {
        return waiting.areTooMany()
                ? waiting.events() + " events wait in all outboxes, more than " + waiting.max()
                : used + " bytes of events wait in memory, more than " + maxBytes;
    }

    private void tellReaders() {
        for (Reader reader : List.copyOf(readers)) {
            try {
                reader.pauseChanged();
            } catch (RuntimeException | Error bug) {
                // The task must go on, or nobody would ever read again.
                log.error("telling a stream to read or not failed", bug);
            }
        }
    }
}
