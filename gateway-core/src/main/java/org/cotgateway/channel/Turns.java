package org.cotgateway.channel;

import java.util.function.IntConsumer;

/** Whose turn it is in an outbox: lanes with urgent events, then lanes with routine ones, each line in its order. */
final class Turns {

    /** How many lists there are for lanes to stand in, by their turns. */
    static final int LISTS = 3;
    /** Lanes whose last event has just left, in the order in which they may go on. */
    static final int RESTING = 2;

    private static final int URGENT = 0;
    private static final int ROUTINE = 1;
    private static final int NO_LINE = -1;

    private final Lanes lanes;
    private final long gapMs;
    /** Whether all lanes rest, those that are to come too, and until when. */
    private boolean allRest;

    private long allRestUntilMs;
    private long allRestGapMs;

    /** @param gapMs how long a lane rests after its event has left */
    Turns(Lanes lanes, long gapMs) {
        this.lanes = lanes;
        this.gapMs = gapMs;
    }

    /** The lane whose next event may leave, or {@link Lanes#NONE}. */
    int next() {
        if (allRest) {
            return Lanes.NONE;
        }
        SlotLists lists = lanes.turns();
        int first = lists.first(URGENT);
        return first != Lanes.NONE ? first : lists.first(ROUTINE);
    }

    /** Gives a lane the turn that it is due, at the end of its line; it keeps the one it has if that is still right. */
    void update(int lane) {
        if (lanes.isBlocked(lane)) {
            return;
        }
        int line = lineOf(lane);
        SlotLists lists = lanes.turns();
        if (line == NO_LINE) {
            lists.unlink(lane);
        } else if (!lists.isIn(lane, line)) {
            lists.unlink(lane);
            lists.addLast(lane, line);
        }
    }

    /** Gives a lane that has something to send the next turn of its line. */
    void putFirst(int lane) {
        int line = lineOf(lane);
        SlotLists lists = lanes.turns();
        if (line != NO_LINE) {
            lists.unlink(lane);
            lists.addFirst(lane, line);
        }
    }

    /** The next event of a lane has been taken: it has no turn until that is over. */
    void taken(int lane) {
        lanes.turns().unlink(lane);
    }

    /** Lets a lane rest that has no turn, if there is a gap to be kept. */
    void rest(int lane, long nowMs) {
        if (gapMs > 0) {
            lanes.setRestUntilMs(lane, nowMs + gapMs);
            lanes.turns().addLast(lane, RESTING);
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
    void wake(long nowMs, IntConsumer woken) {
        allRest = allRest && !isOver(allRestUntilMs, allRestGapMs, nowMs);
        SlotLists lists = lanes.turns();
        int lane;
        while ((lane = lists.first(RESTING)) != Lanes.NONE && isOver(lanes.restUntilMs(lane), gapMs, nowMs)) {
            lists.unlink(lane);
            woken.accept(lane);
        }
    }

    /** A rest longer than its gap means that the clock was set back. */
    private static boolean isOver(long restUntilMs, long gapMs, long nowMs) {
        return nowMs >= restUntilMs || restUntilMs - nowMs > gapMs;
    }

    private int lineOf(int lane) {
        if (lanes.hasUrgent(lane)) {
            return URGENT;
        }
        return lanes.hasRoutine(lane) ? ROUTINE : NO_LINE;
    }
}
