package org.cotgateway.channel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds how many connects are in flight over all endpoints, and keeps the ones that nobody answers from holding up the
 * others. Whoever wants to connect stands in line with a {@link Pass}.
 *
 * <p>While nobody waits, a connect may take as long as it likes. While somebody waits, one that has gone unanswered for
 * its slice has to yield: it is called off and goes to the back of the line. The first slice is short, so that 300 good
 * devices get through between as many dead ones in a few slices; it doubles each time, so that a slow device gets its
 * full time in the end. Those that have yielded before stand in a line of their own. A quarter of the places is theirs
 * before anybody else's, so that they cannot starve, and beyond that quarter they make way for newcomers after one short
 * slice, so that newcomers need not wait for long slices.
 *
 * <p>For one thread; knows neither sockets nor clocks. Times are milliseconds of a clock that is never set back.
 */
final class ConnectGate {

    private static final Logger log = LoggerFactory.getLogger(ConnectGate.class);
    private static final int PATIENT_SHARE = 4;
    private static final int MAX_DOUBLINGS = 10;

    /** One wish to connect. At one time it stands outside, waits or is connecting; it may be used again and again. */
    abstract static class Pass {
        private int yielded;
        private long sinceMs;

        /**
         * A place is free: start to connect. {@link ConnectGate#leave} must follow; it may be called from within. When
         * this throws, the place is free again.
         */
        abstract void begin();

        /** The place is needed: call the connect off. The gate has put this pass at the back of the line already. */
        abstract void yieldPlace();

        private boolean isPatient() {
            return yielded > 0;
        }
    }

    private final int limit;
    private final int patientShare;
    private final long firstSliceMs;
    private final Counters counters;

    private final Set<Pass> freshWaiting = new LinkedHashSet<>();
    private final Set<Pass> patientWaiting = new LinkedHashSet<>();
    private final Set<Pass> freshConnecting = new LinkedHashSet<>();
    private final Set<Pass> patientConnecting = new LinkedHashSet<>();
    private boolean admitting;
    private boolean closed;

    ConnectGate(int limit, long firstSliceMs, Counters counters) {
        this.limit = limit;
        this.patientShare = limit / PATIENT_SHARE;
        this.firstSliceMs = firstSliceMs;
        this.counters = counters;
    }

    /** Gets in line; may call {@link Pass#begin} at once. */
    void enter(Pass pass, long nowMs) {
        if (closed) {
            return;
        }
        pass.yielded = 0;
        freshWaiting.add(pass);
        admit(nowMs);
    }

    /** Connected, failed or given up, also while still in line: the next one may begin. */
    void leave(Pass pass, long nowMs) {
        boolean freed = freshConnecting.remove(pass) || patientConnecting.remove(pass);
        if (freed) {
            admit(nowMs);
        } else if (!freshWaiting.remove(pass)) {
            patientWaiting.remove(pass);
        }
    }

    /** Makes those yield whose time is up while others wait. To be called every fraction of the first slice. */
    void tick(long nowMs) {
        int wanted = freshWaiting.size() + patientWaiting.size();
        if (wanted == 0) {
            return;
        }
        List<Pass> yielding = new ArrayList<>();
        collectFresh(yielding, wanted, nowMs);
        collectPatient(yielding, wanted, nowMs);
        for (Pass pass : yielding) {
            // An earlier one's yielding may have ended this one.
            if (freshConnecting.remove(pass) || patientConnecting.remove(pass)) {
                pass.yielded++;
                patientWaiting.add(pass);
                counters.increment(Counter.CONNECTS_YIELDED);
                pass.yieldPlace();
            }
        }
        admit(nowMs);
    }

    /** Nobody begins any more; those who are connecting still leave. */
    void close() {
        closed = true;
        freshWaiting.clear();
        patientWaiting.clear();
    }

    int connecting() {
        return freshConnecting.size() + patientConnecting.size();
    }

    int waiting() {
        return freshWaiting.size() + patientWaiting.size();
    }

    private void collectFresh(List<Pass> yielding, int wanted, long nowMs) {
        for (Pass pass : freshConnecting) {
            // In the order of their begin, all with the same slice.
            if (yielding.size() == wanted || nowMs - pass.sinceMs < firstSliceMs) {
                return;
            }
            yielding.add(pass);
        }
    }

    private void collectPatient(List<Pass> yielding, int wanted, long nowMs) {
        int mayMakeWay = Math.min(patientConnecting.size() - patientShare, freshWaiting.size() - yielding.size());
        for (Pass pass : patientConnecting) {
            if (yielding.size() == wanted) {
                return;
            }
            long hadMs = nowMs - pass.sinceMs;
            boolean makesWay = mayMakeWay > 0 && hadMs >= firstSliceMs;
            if (makesWay || hadMs >= sliceMs(pass)) {
                mayMakeWay--;
                yielding.add(pass);
            }
        }
    }

    private long sliceMs(Pass pass) {
        return firstSliceMs << Math.min(pass.yielded, MAX_DOUBLINGS);
    }

    private void admit(long nowMs) {
        if (admitting) {
            // A pass that begins and leaves at once: the loop below goes on.
            return;
        }
        admitting = true;
        try {
            Pass pass;
            while (connecting() < limit && (pass = nextWaiting()) != null) {
                pass.sinceMs = nowMs;
                (pass.isPatient() ? patientConnecting : freshConnecting).add(pass);
                begin(pass);
            }
        } finally {
            admitting = false;
        }
    }

    private void begin(Pass pass) {
        try {
            pass.begin();
        } catch (RuntimeException | Error bug) {
            // Neither may it keep the place for ever, nor can whoever made room for it do anything about it.
            log.error("a connect could not begin", bug);
            freshConnecting.remove(pass);
            patientConnecting.remove(pass);
        }
    }

    private @Nullable Pass nextWaiting() {
        boolean patientTurn = patientConnecting.size() < patientShare || freshWaiting.isEmpty();
        Set<Pass> line = patientTurn && !patientWaiting.isEmpty() ? patientWaiting : freshWaiting;
        var first = line.iterator();
        if (!first.hasNext()) {
            return null;
        }
        Pass pass = first.next();
        first.remove();
        return pass;
    }
}
