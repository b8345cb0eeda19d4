package org.cotgateway.channel;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whose turn it is in an outbox: lanes with urgent events, then lanes with routine ones, each line in its order. */
final class Turns {

    private final long gapMs;
    private final Chain urgent = new Chain();
    private final Chain routine = new Chain();
    /** Lanes whose last event has just left, in the order in which they may go on. */
    private final ArrayDeque<Lane> resting = new ArrayDeque<>(0);
    /** Whether all lanes rest, those that are to come too, and until when. */
    private boolean allRest;

    private long allRestUntilMs;
    private long allRestGapMs;

    /** @param gapMs how long a lane rests after its event has left */
    Turns(long gapMs) {
        this.gapMs = gapMs;
    }

    /** The lane whose next event may leave, or null. */
    @Nullable
    Lane next() {
        if (allRest) {
            return null;
        }
        Lane first = urgent.first();
        return first != null ? first : routine.first();
    }

    /** Gives a lane the turn that it is due, at the end of its line; it keeps the one it has if that is still right. */
    void update(Lane lane) {
        Chain line = lane.isBlocked() ? null : lineOf(lane);
        if (line == null) {
            lane.ready.unlink();
        } else if (!lane.ready.isIn(line)) {
            lane.ready.unlink();
            line.addLast(lane.ready);
        }
    }

    /** Gives a lane that has something to send the next turn of its line. */
    void putFirst(Lane lane) {
        Chain line = lineOf(lane);
        if (line != null) {
            lane.ready.unlink();
            line.addFirst(lane.ready);
        }
    }

    void remove(Lane lane) {
        lane.ready.unlink();
    }

    /** Lets a lane rest if there is a gap to be kept. */
    void rest(Lane lane, long nowMs) {
        if (gapMs > 0) {
            lane.resting = true;
            lane.restUntilMs = nowMs + gapMs;
            resting.addLast(lane);
        }
    }

    /** Lets all rest for the longer of its own gap and that of others, if there is one to be kept. */
    void restAll(long nowMs, long othersGapMs) {
        allRestGapMs = Math.max(gapMs, othersGapMs);
        allRest = allRestGapMs > 0;
        allRestUntilMs = nowMs + allRestGapMs;
    }

    /** Whether none has a turn, as far as is known. */
    boolean allRest() {
        return allRest;
    }

    /** Wakes the lanes that have rested. */
    void wake(long nowMs, Consumer<Lane> woken) {
        allRest = allRest && !isOver(allRestUntilMs, allRestGapMs, nowMs);
        Lane lane;
        while ((lane = resting.peekFirst()) != null && isOver(lane.restUntilMs, gapMs, nowMs)) {
            resting.removeFirst();
            lane.resting = false;
            woken.accept(lane);
        }
    }

    /** A rest longer than its gap means that the clock was set back. */
    private static boolean isOver(long restUntilMs, long gapMs, long nowMs) {
        return nowMs >= restUntilMs || restUntilMs - nowMs > gapMs;
    }

    private @Nullable Chain lineOf(Lane lane) {
        if (lane.hasUrgent()) {
            return urgent;
        }
        return lane.routine != null ? routine : null;
    }
}
