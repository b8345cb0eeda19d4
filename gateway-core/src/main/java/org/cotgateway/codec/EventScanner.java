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
 * only between events. A {@code <event} leads to IN_TAG from everywhere but IN_CONSTRUCT: inside an event its whole tag tells
 * whether it is an element of that event or the next event. Positions are offsets in the stream, so that they
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
        /** An {@code <event} inside an event: the next event, or an element of this one. */
        INNER,
        OTHER
    }

    /**
     * How much of a construct may have come before it matters that the stream has gone on behind it. A construct that was
     * never closed else holds back all that follows up to an event's limit; one that really holds that much, and the end of
     * an event and the beginning of another besides, is not to be told from it.
     */
    private static final int MAX_DOUBTFUL_BYTES = 64 * 1024;

    private static final long NONE = Long.MAX_VALUE;

    /**
     * No event that ATAK would take is shorter, with all that it must have. Where one began less than that before, the sink
     * is not asked: what it looks at in vain would else be out of proportion to what came.
     */
    static final int LEAST_EVENT_BYTES = 160;

    /** Enough for any name and password. */
    private static final int MAX_AUTH_BYTES = 64 * 1024;

    private static final AttributeScan UID = new AttributeScan("uid");

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
    /** Where the tag {@link Tag#INNER} begins. */
    private long inner;
    /** How many elements of the name {@code event} are open inside the event. */
    private int nested;
    /** Before that the sink is not asked for a whole event, since it has just looked there in vain. */
    private long notAskedBefore;
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

    boolean isStopped() {
        return stopped;
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
                if (isInInnerTag()) {
                    innerIsNext(SkipReason.UNFINISHED, sink);
                } else {
                    giveUp(SkipReason.TOO_LARGE);
                }
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
            if (isInInnerTag()) {
                innerIsNext(SkipReason.UNFINISHED, sink);
            }
            sink.skipped(isInside() ? SkipReason.UNFINISHED : skipReason, start, zero + to - start);
        }
        scanned = zero + to;
        state = State.BETWEEN;
        return false;
    }

    /** Where what has begun and not ended began, an event or a comment or the like; negative if nothing has. */
    long unfinishedFrom() {
        return isInside() ? start : -1;
    }

    /** Gives up what has begun and not ended, up to where it has been looked at, and looks at what it had swallowed. */
    void giveUpOverdue(ByteBuf in, int to, Sink sink) {
        if (isInInnerTag()) {
            innerIsNext(SkipReason.OVERDUE, sink);
        } else if (state != State.IN_CONSTRUCT) {
            overdue(scanned, sink);
        } else {
            noCloserYet();
            if (outside) {
                overdue(content, sink);
            } else {
                skip(SkipReason.OVERDUE, content);
            }
            scan(in, firstNeeded(), to, sink);
            if (state == State.SKIPPING || state == State.SKIPPING_END_TAG) {
                overdue(scanned, sink);
            }
        }
    }

    private void overdue(long before, Sink sink) {
        sink.skipped(SkipReason.OVERDUE, start, before - start);
        scanned = before;
        state = State.BETWEEN;
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

    private boolean isInInnerTag() {
        return tag == Tag.INNER && (state == State.IN_TAG || state == State.IN_QUOTES);
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
        noCloserYet();
        if (outside) {
            stray(start, content - start);
            scanned = content;
            state = State.BETWEEN;
        } else {
            skip(reason, content);
        }
    }

    private void noCloserYet() {
        noCloserBefore[construct.ordinal()] = Math.max(noCloserBefore[construct.ordinal()], scanned);
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
        long at = offset(i);
        if (at < notAskedBefore) {
            return false;
        }
        int bytes = sink.eventAt(in, i, (int) Math.min(end, (long) i + maxEventBytes));
        if (bytes == 0) {
            notAskedBefore = at + LEAST_EVENT_BYTES;
            return false;
        }
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
                return root == Markup.EVENT ? beginInner(i) : beginInside(i, sink);
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
                if (tag == Tag.INNER) {
                    endInner(in, i, sink);
                    return true;
                }
                state = State.IN_EVENT;
                if (tag == Tag.ROOT_END || tag == Tag.ROOT && in.getByte(i - 1) == '/') {
                    state = State.BETWEEN;
                    handOn(in.slice(index(start), i + 1 - index(start)), sink);
                }
                return true;
            }
            if (b == '<') {
                // The tag is broken; perhaps the next event begins here.
                if (tag == Tag.INNER) {
                    innerIsNext(SkipReason.UNFINISHED, sink);
                }
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
                    if (tag == Tag.INNER) {
                        innerIsNext(SkipReason.UNFINISHED, sink);
                    }
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
        nested = 0;
        return beginTag(Tag.ROOT, i + Markup.EVENT.bytes());
    }

    private boolean beginAuth(int i) {
        start = offset(i);
        root = Markup.AUTH;
        nested = 0;
        return beginTag(Tag.ROOT, i + Markup.AUTH.bytes());
    }

    /** The end tag of an event or an {@code <auth>}; whether it ends what is being looked at depends on what that is. */
    private boolean beginEndTag(Markup end, int i) {
        Markup own = root == Markup.AUTH ? Markup.AUTH_END : Markup.EVENT_END;
        if (end == own && nested > 0) {
            nested--;
            return beginTag(Tag.OTHER, i + end.bytes());
        }
        return end == own ? beginTag(Tag.ROOT_END, i + end.bytes()) : beginTag(Tag.OTHER, i + 1);
    }

    /** Begins what may be the next event or an element of this one. */
    private boolean beginInner(int i) {
        inner = offset(i);
        return beginTag(Tag.INNER, i + Markup.EVENT.bytes());
    }

    /** Whatever has no uid is no event, so it is an element of this one; and so is what ends with its tag, and holds no point. */
    private void endInner(ByteBuf in, int greater, Sink sink) {
        state = State.IN_EVENT;
        if (in.getByte(greater - 1) == '/') {
            return;
        }
        if (UID.isIn(in, index(inner), greater)) {
            innerIsNext(SkipReason.UNFINISHED, sink);
        } else {
            nested++;
        }
    }

    /** What began inside the event is the next one: that has cut off the event. */
    private void innerIsNext(SkipReason reason, Sink sink) {
        sink.skipped(reason, start, inner - start);
        start = inner;
        nested = 0;
        tag = Tag.ROOT;
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
            nested = 0;
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
