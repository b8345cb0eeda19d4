package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/**
 * Looks for the end of a {@link Construct}, and whether it was never closed: then it would hold back all that follows up to an
 * event's limit. Each byte is looked at once, however many constructs hold it. Positions are offsets in the stream; an
 * index is an offset less that of the buffer's index 0, {@code zero}.
 */
final class ConstructScan {

    enum Outcome {
        /** It ends {@link #at there}. */
        CLOSED,
        /** It has no end up to {@link #at there}, where the stream has most likely gone on. */
        DOUBTED,
        /** Neither so far. */
        OPEN
    }

    /**
     * How much of a construct may have come before it matters that the stream has gone on behind it. One that really holds
     * that much, and the end of an event and the beginning of another besides, is not to be told from one without end.
     */
    private static final int MAX_DOUBTFUL_BYTES = 64 * 1024;

    private static final long NONE = Long.MAX_VALUE;

    /** Whether one that the stream seems to have gone on behind is doubted. */
    private final boolean mayDoubt;
    /** For each construct up to where there is no closer: what is looked at again is not searched for it again. */
    private final long[] noCloserBefore = new long[Construct.values().length];

    /** How far constructs have been searched for an event that begins behind the end of another. */
    private long searchedForNext;
    /** The last {@code </event} that was found so. */
    private long lastEnd = -1;
    /** The last {@code <event} that was found behind one, and that one. */
    private long next = NONE;

    private long endBeforeNext = -1;

    private Construct construct = Construct.COMMENT;
    private boolean outside;
    private long content;
    private int at;

    ConstructScan(boolean mayDoubt) {
        this.mayDoubt = mayDoubt;
    }

    /**
     * A construct has begun.
     *
     * @param content where its content begins
     * @param outside whether it stands between two events
     */
    void begin(Construct begun, long content, boolean outside) {
        this.construct = begun;
        this.content = content;
        this.outside = outside;
    }

    Construct construct() {
        return construct;
    }

    /** Where its content begins. */
    long content() {
        return content;
    }

    /** Whether it stands between two events. */
    boolean isOutside() {
        return outside;
    }

    /** Whether it is text, which between events is not to be passed over without a word. */
    boolean isText() {
        return construct == Construct.CDATA;
    }

    /** The index up to which has been looked. */
    int at() {
        return at;
    }

    /**
     * Goes on.
     *
     * @param from the index of the first byte that has not been looked at
     * @param start where the event begins in which it stands, or it itself
     */
    Outcome look(ByteBuf in, int from, int end, long zero, long start) {
        long known = Math.min(noCloserBefore[construct.ordinal()], zero + end);
        int i = Math.max(from, (int) (Math.max(known, start) - zero));
        int doubtful = mayDoubt ? (int) Math.min(end, content + MAX_DOUBTFUL_BYTES - zero) : end;
        if (closes(in, i, doubtful, zero)) {
            return Outcome.CLOSED;
        }
        if (doubtful < end) {
            long behind = nextEvent(in, end, zero);
            int until = Math.max(doubtful, (int) Math.min(end, behind - zero));
            if (closes(in, Math.max(i, doubtful), until, zero)) {
                return Outcome.CLOSED;
            }
            if (behind < zero + end) {
                at = until;
                return Outcome.DOUBTED;
            }
        }
        at = end;
        return Outcome.OPEN;
    }

    /** It is given up: there is no closer before that offset. */
    void giveUp(long before) {
        noCloserBefore[construct.ordinal()] = Math.max(noCloserBefore[construct.ordinal()], before);
    }

    /** Whether the closer ends between these indices. */
    private boolean closes(ByteBuf in, int from, int to, long zero) {
        int i = from;
        while (i < to && (i = in.indexOf(i, to, (byte) '>')) >= 0) {
            i++;
            if (zero + i - construct.closerBytes() >= content && construct.closesAt(in, i)) {
                at = i;
                return true;
            }
        }
        return false;
    }

    /** Where in the construct an event begins behind the end of another; {@link #NONE} if none does so far. */
    private long nextEvent(ByteBuf in, int end, long zero) {
        if (endBeforeNext >= content) {
            return next;
        }
        int i = (int) (Math.max(searchedForNext, content) - zero);
        while (i < end && (i = in.indexOf(i, end, (byte) '<')) >= 0) {
            Markup markup = Markup.at(in, i, end);
            if (markup == Markup.NOT_KNOWN_YET) {
                searchedForNext = zero + i;
                return NONE;
            }
            if (markup == Markup.EVENT_END) {
                lastEnd = zero + i;
            } else if (markup == Markup.EVENT && lastEnd >= content) {
                endBeforeNext = lastEnd;
                next = zero + i;
                searchedForNext = next + 1;
                return next;
            }
            i++;
        }
        searchedForNext = zero + end;
        return NONE;
    }
}
