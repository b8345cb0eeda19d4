package org.cotgateway.channel;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cotgateway.event.PrintableText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Lets lines that may repeat without end into the log: of each kind one every ten seconds, with how many of the same kind
 * were left out. Those that were left out last are told of when the ten seconds are over, by the newest of them. It
 * remembers a bounded number of kinds; while there are more, the rest share one place. What could pass for another line or
 * steer a terminal is shown as its code, since lines say what strangers sent. One thread, apart from the constructor:
 * the loop, where it is given one.
 */
public final class LogLimit implements AutoCloseable {

    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int MAX_KINDS = 32;
    private static final Object ANY = new Object();

    private static final class Kind {
        /** What is behind the line when others were left out, with their number. */
        private final String withOthers;

        private long lastNs;
        private long leftOut;
        /** Of those that were left out the newest, and where it would have gone. */
        private @Nullable Supplier<String> newest;

        private @Nullable Logger log;

        private Kind(String withOthers, long nowNs) {
            this.withOthers = withOthers;
            this.lastNs = nowNs - INTERVAL_NS;
        }

        private void leaveOut(Logger to, Supplier<String> line) {
            leftOut++;
            newest = line;
            log = to;
        }

        private void beginAnew(long nowNs) {
            lastNs = nowNs;
            leftOut = 0;
            newest = null;
            log = null;
        }

        private void tell(Logger to, Supplier<String> line, long others, long nowNs) {
            beginAnew(nowNs);
            if (others == 0) {
                to.warn("{}", PrintableText.of(line.get()));
            } else {
                to.warn(withOthers, PrintableText.of(line.get()), others);
            }
        }

        private void tell(Logger to, String line, Throwable fault, long nowNs) {
            long others = leftOut;
            beginAnew(nowNs);
            if (others == 0) {
                to.error("{}", PrintableText.of(line), fault);
            } else {
                to.error(withOthers, PrintableText.of(line), others, fault);
            }
        }

        /** Tells of what was left out, if anything was. */
        private void catchUp(long nowNs) {
            if (newest != null && log != null) {
                tell(log, newest, leftOut - 1, nowNs);
            }
        }
    }

    /** Null where there is no timer. */
    private final @Nullable EventLoop loop;

    /** The one that was logged least recently first. */
    private final Map<Object, Kind> kinds = new LinkedHashMap<>();

    /** The place of all that have none. */
    private @Nullable Kind rest;

    private @Nullable Future<?> waking;
    private long wakingNs;

    /** @param loop on which all of it happens, and whose clock counts */
    public LogLimit(EventLoop loop) {
        this.loop = loop;
    }

    /** For one thread of whatever kind; without a timer, so that those left out last are told of by the next line only. */
    public LogLimit() {
        this.loop = null;
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
     * @param line may be asked for up to ten seconds later, so it must not need what is released until then
     */
    public void warn(Logger log, Object kind, Supplier<String> line) {
        long nowNs = nowNs();
        Kind known = known(kind, nowNs);
        if (isTooSoon(known, log, line, nowNs)) {
            return;
        }
        known.tell(log, line, known.leftOut, nowNs);
        toTheEnd(kind, known);
    }

    /**
     * Logs a fault of ours with its stack, unless one of its kind was logged a short while ago: what is done again and again
     * may fail as often.
     *
     * @param kind as for {@link #warn(Logger, Object, Supplier)}
     */
    public void error(Logger log, Object kind, String line, Throwable fault) {
        long nowNs = nowNs();
        Kind known = known(kind, nowNs);
        if (isTooSoon(known, log, () -> line + ": " + fault, nowNs)) {
            return;
        }
        known.tell(log, line, fault, nowNs);
        toTheEnd(kind, known);
    }

    private Kind known(Object kind, long nowNs) {
        assert loop == null || loop.inEventLoop();
        Kind known = kinds.get(kind);
        return known == null ? begin(kind, nowNs) : known;
    }

    private boolean isTooSoon(Kind known, Logger log, Supplier<String> line, long nowNs) {
        if (nowNs - known.lastNs >= INTERVAL_NS) {
            return false;
        }
        known.leaveOut(log, line);
        wakeAt(known.lastNs + INTERVAL_NS, nowNs);
        return true;
    }

    /** Tells at once of all that was left out. */
    @Override
    public void close() {
        assert loop == null || loop.inEventLoop();
        long nowNs = nowNs();
        all().forEach(kind -> kind.catchUp(nowNs));
        discard();
    }

    /** Forgets what was left out, which is told in another way. */
    void discard() {
        if (waking != null) {
            waking.cancel(false);
            waking = null;
        }
        kinds.clear();
        rest = null;
    }

    /** A place for a kind that has none, in which a line may be logged at once. */
    private Kind begin(Object kind, long nowNs) {
        if (kinds.size() >= MAX_KINDS) {
            Map.Entry<Object, Kind> oldest = kinds.entrySet().iterator().next();
            if (nowNs - oldest.getValue().lastNs < INTERVAL_NS) {
                if (rest == null) {
                    rest = new Kind("{} (and {} others)", nowNs);
                }
                return rest;
            }
            oldest.getValue().catchUp(nowNs);
            kinds.remove(oldest.getKey());
        }
        Kind begun = new Kind("{} (and {} like it)", nowNs);
        kinds.put(kind, begun);
        return begun;
    }

    private void toTheEnd(Object kind, Kind told) {
        if (kinds.remove(kind, told)) {
            kinds.put(kind, told);
        }
    }

    private void wakeAt(long dueNs, long nowNs) {
        if (waking != null && dueNs - wakingNs < 0) {
            waking.cancel(false);
            waking = null;
        }
        if (waking == null && loop != null && !loop.isShuttingDown()) {
            wakingNs = dueNs;
            waking = loop.schedule(this::wake, dueNs - nowNs, TimeUnit.NANOSECONDS);
        }
    }

    private void wake() {
        waking = null;
        long nowNs = nowNs();
        for (Map.Entry<Object, Kind> each : List.copyOf(kinds.entrySet())) {
            Kind kind = each.getValue();
            if (kind.leftOut > 0 && nowNs - kind.lastNs >= INTERVAL_NS) {
                kind.catchUp(nowNs);
                toTheEnd(each.getKey(), kind);
            }
        }
        if (rest != null && nowNs - rest.lastNs >= INTERVAL_NS) {
            rest.catchUp(nowNs);
        }
        all().stream()
                .filter(kind -> kind.leftOut > 0)
                .mapToLong(kind -> kind.lastNs + INTERVAL_NS - nowNs)
                .min()
                .ifPresent(inNs -> wakeAt(nowNs + inNs, nowNs));
    }

    private List<Kind> all() {
        List<Kind> all = new ArrayList<>(kinds.values());
        if (rest != null) {
            all.add(rest);
        }
        return all;
    }

    private long nowNs() {
        return loop == null ? System.nanoTime() : loop.ticker().nanoTime();
    }
}
