package org.cotgateway.channel;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Lets lines that may repeat without end into the log: of each kind one every ten seconds, with how many of the same kind
 * were left out. It remembers a bounded number of kinds; while there are more, the rest share one place. One thread.
 */
public final class LogLimit {

    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int MAX_KINDS = 32;
    private static final Object ANY = new Object();

    private static final class Kind {
        private long lastNs;
        private long leftOut;
    }

    private final LongSupplier clockNs;
    /** The one that was logged least recently first. */
    private final Map<Object, Kind> kinds = new LinkedHashMap<>();

    private final Kind others = new Kind();
    private boolean hasOthers;

    public LogLimit() {
        this(System::nanoTime);
    }

    LogLimit(LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    /** Logs the line unless one was logged a short while ago, when all lines are of one kind. */
    public void warn(Logger log, Supplier<String> line) {
        warn(log, ANY, line);
    }

    /**
     * Logs the line unless one of its kind was logged a short while ago.
     *
     * @param kind whose lines are alike: a reason, or a source. Kept for a while, so it must be small, and have {@code
     *     equals}
     */
    public void warn(Logger log, Object kind, Supplier<String> line) {
        long nowNs = clockNs.getAsLong();
        Kind known = kinds.get(kind);
        if (known == null) {
            known = begin(kind, nowNs);
        }
        if (nowNs - known.lastNs < INTERVAL_NS) {
            known.leftOut++;
            return;
        }
        log.warn(known.leftOut == 0 ? "{}" : "{} (and {} like it)", line.get(), known.leftOut);
        known.lastNs = nowNs;
        known.leftOut = 0;
        if (known != others) {
            kinds.remove(kind);
            kinds.put(kind, known);
        }
    }

    /** A place for a kind that has none, in which a line may be logged at once. */
    private Kind begin(Object kind, long nowNs) {
        if (kinds.size() >= MAX_KINDS) {
            Iterator<Kind> oldest = kinds.values().iterator();
            if (nowNs - oldest.next().lastNs < INTERVAL_NS) {
                if (!hasOthers) {
                    hasOthers = true;
                    others.lastNs = nowNs - INTERVAL_NS;
                }
                return others;
            }
            oldest.remove();
        }
        Kind begun = new Kind();
        begun.lastNs = nowNs - INTERVAL_NS;
        kinds.put(kind, begun);
        return begun;
    }
}
