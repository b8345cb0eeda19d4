package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import org.cotgateway.codec.CotStreamSplitter.Sink;
import org.cotgateway.codec.CotStreamSplitter.SkipReason;

/**
 * The states of a {@link CotStreamSplitter}: just so much of XML's grammar as it takes to tell a tag from what only looks
 * like one.
 *
 * <pre>
 *             &lt;event            &gt;             &lt;!--  &lt;![CDATA[  &lt;?
 *   BETWEEN ────────→ IN_TAG ───────→ IN_EVENT ───────────────→ IN_CONSTRUCT
 *      ↑               ⇅ "     &lt;x ←───┘  ↑                          │ │
 *      │            IN_QUOTES            └──── --&gt;  ]]&gt;  ?&gt; ────────┘ │
 *      ├── /&gt; of the event, &gt; of &lt;/event ──┘                          │ no end within the limit
 *      └──────────── &lt;/event ────────────── SKIPPING ←────────────────┘
 * </pre>
 *
 * <p>An {@code <auth>} is found in the same way as an event, from its own {@code <auth} to its own {@code </auth>}, but
 * only between events. A {@code <event} leads to IN_TAG from everywhere but IN_CONSTRUCT. Positions are offsets in the stream, so that they
 * hold when the bytes move from one buffer to another.
 */
final class EventScanner {

    private enum State {
        BETWEEN,
        IN_EVENT,
        IN_TAG,
        IN_QUOTES,
        IN_CONSTRUCT,
        SKIPPING,
        SKIPPING_END_TAG
    }

    private enum Tag {
        ROOT,
        ROOT_END,
        OTHER
    }

    /**
     * How much of a construct may have come before it matters that the stream has gone on behind it. A construct that was
     * never closed else holds back all that follows up to an event's limit; one that really holds that much, and the end of
     * an event and the beginning of another besides, is not to be told from it.
     */
    private static final int MAX_DOUBTFUL_BYTES = 64 * 1024;

    private static final long NONE = Long.MAX_VALUE;

    /** Enough for any name and password. */
    private static final int MAX_AUTH_BYTES = 64 * 1024;

    private final int maxEventBytes;
    /** For each construct up to where there is no closer: what is looked at again is not searched for it again. */
    private final long[] noCloserBefore = new long[Construct.values().length];

    /** How far constructs have been searched for an event that begins behind the end of another. */
    private long searchedForNext;
    /** The last {@code </event} that was found so. */
    private long lastEnd = -1;
    /** The last {@code <event} that was found behind one, and that one. */
    private long next = NONE;

    private long endBeforeNext = -1;

    private State state = State.BETWEEN;
    /** What is being looked at: an event or an {@code <auth>}. */
    private Markup root = Markup.EVENT;

    private Tag tag = Tag.OTHER;
    private byte quote;
    private Construct construct = Construct.COMMENT;
    /** Whether the construct stands between two events. */
    private boolean outside;
    /** Where the construct's content begins. */
    private long content;
    /** Where the event begins, or the construct between two events. */
    private long start;
    /** How far everything has been looked at. */
    private long scanned;

    private SkipReason skipReason = SkipReason.TOO_LARGE;
    private long strayOffset;
    private long strayBytes;
    /** The offset in the stream of index 0 of the buffer. */
    private long zero;

    private boolean stopped;

    EventScanner(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /** The index of the first byte that must be there again at the next scan, in the buffer of the last one. */
    int firstNeeded() {
        return index(isInside() ? start : scanned);
    }

    /** From now on nothing is looked at, not even what is there already. */
    void stop() {
        stopped = true;
    }

    /** Looks at what is between the indices; {@code from} is where {@link #firstNeeded} pointed to. */
    void scan(ByteBuf in, int from, int to, Sink sink) {
        zero = (isInside() ? start : scanned) - from;
        boolean more = true;
        while (more && !stopped) {
            int i = index(scanned);
            int end = isInside() ? (int) Math.min(to, start + maxBytes() - zero) : to;
            if (isInTagsOfAnEvent() && end - i >= Skim.LEAST_BYTES) {
                skim(in, i, end);
                i = index(scanned);
            }
            more = switch (state) {
                case BETWEEN -> between(in, i, end, sink);
                case IN_EVENT -> inEvent(in, i, end, sink);
                case IN_TAG -> inTag(in, i, end, sink);
                case IN_QUOTES -> inQuotes(in, i, end, sink);
                case IN_CONSTRUCT -> inConstruct(in, i, end);
                case SKIPPING -> skipping(in, i, end, sink);
                case SKIPPING_END_TAG -> skippingEndTag(in, i, end, sink);
            };
            if (!more && isInside() && end < to) {
                giveUp(SkipReason.TOO_LARGE);
                more = true;
            }
        }
    }

    /**
     * Gives up what has no end because the stream ends there.
     *
     * @return whether something in it is to be looked at again
     */
    boolean giveUp(int to, Sink sink) {
        if (state == State.IN_CONSTRUCT) {
            giveUp(SkipReason.UNFINISHED);
            return true;
        }
        if (state == State.BETWEEN) {
            stray(scanned, zero + to - scanned);
        } else {
            sink.skipped(isInside() ? SkipReason.UNFINISHED : skipReason, start, zero + to - start);
        }
        scanned = zero + to;
        state = State.BETWEEN;
        return false;
    }

    void reportStray(Sink sink) {
        if (strayBytes > 0) {
            sink.skipped(SkipReason.BETWEEN_EVENTS, strayOffset, strayBytes);
            strayBytes = 0;
        }
    }

    private boolean isInside() {
        return state != State.BETWEEN && state != State.SKIPPING && state != State.SKIPPING_END_TAG;
    }

    private int maxBytes() {
        return root == Markup.AUTH ? Math.min(MAX_AUTH_BYTES, maxEventBytes) : maxEventBytes;
    }

    private boolean isInTagsOfAnEvent() {
        return root == Markup.EVENT && (state == State.IN_TAG || state == State.IN_EVENT || state == State.IN_QUOTES);
    }

    /**
     * Passes over what is usual inside an event, in words: text, tags and their values, as the states' methods would.
     * Stops where there is anything to decide, and before the end.
     */
    private void skim(ByteBuf in, int from, int end) {
        int word = from;
        for (; end - word >= Skim.LEAST_BYTES; word += Long.BYTES) {
            long bytes = in.getLongLE(word);
            for (long found = Skim.find(bytes); found != 0; found &= found - 1) {
                int bit = Long.numberOfTrailingZeros(found);
                if (!pass((byte) (bytes >>> bit - 7), in, word + (bit >> 3))) {
                    scanned = offset(word + (bit >> 3));
                    return;
                }
            }
        }
        scanned = offset(word);
    }

    /** Passes over a quote, a {@code <} or a {@code >}. Answers false if more must be looked at to know what it is. */
    private boolean pass(byte b, ByteBuf in, int i) {
        if (state == State.IN_QUOTES) {
            if (b == quote) {
                state = State.IN_TAG;
            }
            return b != '<';
        }
        if (state == State.IN_EVENT) {
            if (b == '<') {
                if (!Skim.isOtherTag(in, i)) {
                    return false;
                }
                tag = Tag.OTHER;
                state = State.IN_TAG;
            }
            return true;
        }
        if (b == '>') {
            if (tag != Tag.OTHER) {
                return false;
            }
            state = State.IN_EVENT;
            return true;
        }
        if (b == '<') {
            return false;
        }
        quote = b;
        state = State.IN_QUOTES;
        return true;
    }

    private void giveUp(SkipReason reason) {
        if (state != State.IN_CONSTRUCT) {
            skip(reason, scanned);
            return;
        }
        noCloserBefore[construct.ordinal()] = Math.max(noCloserBefore[construct.ordinal()], scanned);
        if (outside) {
            stray(start, content - start);
            scanned = content;
            state = State.BETWEEN;
        } else {
            skip(reason, content);
        }
    }

    private void skip(SkipReason reason, long from) {
        skipReason = reason;
        scanned = from;
        state = State.SKIPPING;
    }

    // Each state's method looks at the bytes between the indices. It answers true when there is more to be looked at,
    // in
    // the same or in another state, and false when it takes bytes to go on that are not there.

    private boolean between(ByteBuf in, int from, int end, Sink sink) {
        for (int i = from; i < end; i++) {
            byte b = in.getByte(i);
            Markup markup = b == '<' ? Markup.at(in, i, end) : Markup.OTHER;
            switch (markup) {
                case EVENT -> {
                    reportStray(sink);
                    return wholeEvent(in, i, end, sink) || beginEvent(i);
                }
                case AUTH -> {
                    reportStray(sink);
                    return beginAuth(i);
                }
                case COMMENT -> {
                    return beginConstruct(Construct.COMMENT, i, true);
                }
                case INSTRUCTION -> {
                    return beginConstruct(Construct.INSTRUCTION, i, true);
                }
                case NOT_KNOWN_YET -> {
                    scanned = offset(i);
                    return false;
                }
                default -> {
                    if (!isFiller(b)) {
                        stray(offset(i), 1);
                    }
                }
            }
        }
        scanned = offset(end);
        return false;
    }

    /** Hands on the event that begins there if the sink knows where it ends. */
    private boolean wholeEvent(ByteBuf in, int i, int end, Sink sink) {
        int bytes = sink.eventAt(in, i, (int) Math.min(end, (long) i + maxEventBytes));
        if (bytes == 0) {
            return false;
        }
        long at = offset(i);
        scanned = at + bytes;
        sink.event(in.slice(i, bytes), at);
        return true;
    }

    private boolean inEvent(ByteBuf in, int from, int end, Sink sink) {
        int i = in.indexOf(from, end, (byte) '<');
        if (i < 0) {
            scanned = offset(end);
            return false;
        }
        switch (Markup.at(in, i, end)) {
            case EVENT -> {
                return beginInside(i, sink);
            }
            case EVENT_END, AUTH_END -> {
                return beginEndTag(Markup.at(in, i, end), i);
            }
            case COMMENT -> {
                return beginConstruct(Construct.COMMENT, i, false);
            }
            case CDATA -> {
                return beginConstruct(Construct.CDATA, i, false);
            }
            case INSTRUCTION -> {
                return beginConstruct(Construct.INSTRUCTION, i, false);
            }
            case AUTH, OTHER -> {
                return beginTag(Tag.OTHER, i + 1);
            }
            case NOT_KNOWN_YET -> {
                scanned = offset(i);
                return false;
            }
        }
        throw new AssertionError(state);
    }

    private boolean inTag(ByteBuf in, int from, int end, Sink sink) {
        for (int i = from; i < end; i++) {
            byte b = in.getByte(i);
            if (b == '"' || b == '\'') {
                quote = b;
                scanned = offset(i + 1);
                state = State.IN_QUOTES;
                return true;
            }
            if (b == '>') {
                scanned = offset(i + 1);
                state = State.IN_EVENT;
                if (tag == Tag.ROOT_END || tag == Tag.ROOT && in.getByte(i - 1) == '/') {
                    state = State.BETWEEN;
                    handOn(in.slice(index(start), i + 1 - index(start)), sink);
                }
                return true;
            }
            if (b == '<') {
                // The tag is broken; perhaps the next event begins here.
                scanned = offset(i);
                state = State.IN_EVENT;
                return true;
            }
        }
        scanned = offset(end);
        return false;
    }

    private boolean inQuotes(ByteBuf in, int from, int end, Sink sink) {
        for (int i = from; i < end; i++) {
            byte b = in.getByte(i);
            if (b == quote) {
                scanned = offset(i + 1);
                state = State.IN_TAG;
                return true;
            }
            if (b == '<') {
                // Not allowed here, so the event is lost anyway: more likely the quote was never closed.
                Markup markup = Markup.at(in, i, end);
                if (markup == Markup.EVENT) {
                    return beginInside(i, sink);
                }
                if (markup == Markup.NOT_KNOWN_YET) {
                    scanned = offset(i);
                    return false;
                }
            }
        }
        scanned = offset(end);
        return false;
    }

    private boolean inConstruct(ByteBuf in, int from, int end) {
        long known = Math.min(noCloserBefore[construct.ordinal()], offset(end));
        int i = Math.max(from, index(Math.max(known, start)));
        int doubtful = (int) Math.min(end, content + MAX_DOUBTFUL_BYTES - zero);
        if (closes(in, i, doubtful)) {
            return true;
        }
        if (doubtful < end) {
            long behind = nextEvent(in, end);
            int until = Math.max(doubtful, (int) Math.min(end, behind - zero));
            if (closes(in, Math.max(i, doubtful), until)) {
                return true;
            }
            if (behind < offset(end)) {
                scanned = offset(until);
                giveUp(SkipReason.UNFINISHED);
                return true;
            }
        }
        scanned = offset(end);
        return false;
    }

    /** Whether the construct's closer ends between these indices; then the state is the one behind it. */
    private boolean closes(ByteBuf in, int from, int to) {
        int i = from;
        while (i < to && (i = in.indexOf(i, to, (byte) '>')) >= 0) {
            i++;
            if (offset(i - construct.closerBytes()) >= content && construct.closesAt(in, i)) {
                scanned = offset(i);
                state = outside ? State.BETWEEN : State.IN_EVENT;
                return true;
            }
        }
        return false;
    }

    /**
     * Where in the construct an event begins behind the end of another; {@link #NONE} if none does so far. Each byte is
     * looked at once, however many constructs hold it.
     */
    private long nextEvent(ByteBuf in, int end) {
        if (endBeforeNext >= content) {
            return next;
        }
        int i = index(Math.max(searchedForNext, content));
        while (i < end && (i = in.indexOf(i, end, (byte) '<')) >= 0) {
            Markup markup = Markup.at(in, i, end);
            if (markup == Markup.NOT_KNOWN_YET) {
                searchedForNext = offset(i);
                return NONE;
            }
            if (markup == Markup.EVENT_END) {
                lastEnd = offset(i);
            } else if (markup == Markup.EVENT && lastEnd >= content) {
                endBeforeNext = lastEnd;
                next = offset(i);
                searchedForNext = next + 1;
                return next;
            }
            i++;
        }
        searchedForNext = offset(end);
        return NONE;
    }

    private boolean skipping(ByteBuf in, int from, int end, Sink sink) {
        int i = from;
        while (i < end && (i = in.indexOf(i, end, (byte) '<')) >= 0) {
            switch (Markup.at(in, i, end)) {
                case EVENT -> {
                    sink.skipped(skipReason, start, offset(i) - start);
                    return beginEvent(i);
                }
                case EVENT_END -> {
                    scanned = offset(i + Markup.EVENT_END.bytes());
                    state = State.SKIPPING_END_TAG;
                    return true;
                }
                case NOT_KNOWN_YET -> {
                    scanned = offset(i);
                    return false;
                }
                default -> i++;
            }
        }
        scanned = offset(end);
        return false;
    }

    private boolean skippingEndTag(ByteBuf in, int from, int end, Sink sink) {
        for (int i = from; i < end; i++) {
            byte b = in.getByte(i);
            if (b == '>' || b == '<') {
                scanned = offset(b == '>' ? i + 1 : i);
                sink.skipped(skipReason, start, scanned - start);
                state = State.BETWEEN;
                return true;
            }
        }
        scanned = offset(end);
        return false;
    }

    private void handOn(ByteBuf found, Sink sink) {
        if (root == Markup.AUTH) {
            sink.authentication(found, start);
        } else {
            sink.event(found, start);
        }
    }

    private boolean beginEvent(int i) {
        start = offset(i);
        root = Markup.EVENT;
        return beginTag(Tag.ROOT, i + Markup.EVENT.bytes());
    }

    private boolean beginAuth(int i) {
        start = offset(i);
        root = Markup.AUTH;
        return beginTag(Tag.ROOT, i + Markup.AUTH.bytes());
    }

    /** The end tag of an event or an {@code <auth>}; whether it ends what is being looked at depends on what that is. */
    private boolean beginEndTag(Markup end, int i) {
        Markup own = root == Markup.AUTH ? Markup.AUTH_END : Markup.EVENT_END;
        return end == own ? beginTag(Tag.ROOT_END, i + end.bytes()) : beginTag(Tag.OTHER, i + 1);
    }

    /** Begins an event where the last one has not ended. */
    private boolean beginInside(int i, Sink sink) {
        sink.skipped(SkipReason.UNFINISHED, start, offset(i) - start);
        return beginEvent(i);
    }

    private boolean beginTag(Tag begun, int afterName) {
        tag = begun;
        scanned = offset(afterName);
        state = State.IN_TAG;
        return true;
    }

    private boolean beginConstruct(Construct begun, int i, boolean betweenEvents) {
        construct = begun;
        outside = betweenEvents;
        if (betweenEvents) {
            start = offset(i);
            root = Markup.EVENT;
        }
        content = offset(i + begun.opener().bytes());
        scanned = content;
        state = State.IN_CONSTRUCT;
        return true;
    }

    private void stray(long offset, long bytes) {
        if (strayBytes == 0) {
            strayOffset = offset;
        }
        strayBytes += bytes;
    }

    private int index(long offset) {
        return (int) (offset - zero);
    }

    private long offset(int index) {
        return zero + index;
    }

    /** What may stand between two events without being worth a word: white space, NUL, a byte order mark. */
    private static boolean isFiller(byte b) {
        return b == ' '
                || b == '\n'
                || b == '\r'
                || b == '\t'
                || b == 0
                || b == (byte) 0xEF
                || b == (byte) 0xBB
                || b == (byte) 0xBF;
    }
}
