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
 * The last resort for memory: when the events that wait hold more than they may, or are too many, the streams that bring new
 * ones are not read, so that their senders wait, until there is less than three quarters of that. It should never come so far:
 * outboxes are bounded, and whoever lets one stay full is closed.
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

    private final EventLoop loop;
    private final long maxBytes;
    private final LongSupplier usedBytes;
    private final WaitingEvents waiting;
    private final Counters counters;
    private final Set<Reader> readers = new LinkedHashSet<>();
    private @Nullable Future<?> looking;
    private boolean on;

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
        if (!on && (used > maxBytes || waiting.areTooMany())) {
            on = true;
            counters.increment(Counter.READING_PAUSED);
            log.warn(
                    "{} wait in memory, over the limit of {}: streams are not read for now",
                    held(used, waiting.events()),
                    held(maxBytes, waiting.max()));
            tellReaders();
        } else if (on && used < maxBytes - maxBytes / 4 && waiting.areFewAgain()) {
            on = false;
            log.info("{} wait in memory: streams are read again", held(used, waiting.events()));
            tellReaders();
        }
    }

    private static String held(long bytes, long events) {
        return bytes + " bytes of events in " + events + " places of outboxes";
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
