package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/**
 * Looks for the end of what a stream is made of, an event or an {@code <auth>}, from behind its name on: just so much of XML's
 * grammar as it takes to tell a tag from what only looks like one.
 *
 * <pre>
 *                 &gt;
 *      IN_TAG ────────→ IN_CONTENT ───→ a comment, CDATA, an instruction: somebody else's
 *     ⇅ "   ↑             │      │
 *   IN_QUOTES └── &lt;x ─────┘      └────→ &lt;event: the next one, or an element of this one?
 * </pre>
 *
 * <p>An {@code <event} inside an event is told by its whole tag: whatever has no uid is no event, so it is an element of this
 * one, and so is what ends with its tag and holds no point. With a uid it is the next event, which has cut off this one.
 */
final class RootScan {

    /** What has become of it. */
    enum Step {
        /** There is more to be looked at. */
        ON,
        /** It takes bytes to go on that are not there. */
        WAIT,
        /** It ends {@link #at there}. */
        ENDED,
        /** The next event, which begins at {@link #cutOffAt}, has cut it off, and is looked at now. */
        CUT_OFF,
        /** A {@link #construct} begins {@link #at there}; behind it there is content again. */
        CONSTRUCT
    }

    private enum State {
        IN_CONTENT,
        IN_TAG,
        IN_QUOTES
    }

    private enum Tag {
        ROOT,
        ROOT_END,
        /** An {@code <event} inside an event: the next event, or an element of this one. */
        INNER,
        OTHER
    }

    private static final AttributeScan UID = new AttributeScan("uid");

    private Markup root = Markup.EVENT;
    private State state = State.IN_TAG;
    private Tag tag = Tag.ROOT;
    private byte quote;
    /** Where the tag {@link Tag#INNER} begins, as an offset in the stream. */
    private long inner;
    /** How many elements of the name {@code event} are open inside the event. */
    private int nested;

    private Construct construct = Construct.COMMENT;
    private long cutOffAt;
    private int at;

    /** Begins behind the name of an event or an {@code <auth>}. */
    void begin(Markup begun) {
        root = begun;
        nested = 0;
        tag = Tag.ROOT;
        state = State.IN_TAG;
    }

    boolean isAuth() {
        return root == Markup.AUTH;
    }

    /** The index up to which has been looked. */
    int at() {
        return at;
    }

    Construct construct() {
        return construct;
    }

    /** The offset in the stream at which the next event begins that cut off the last one. */
    long cutOffAt() {
        return cutOffAt;
    }

    /** Whether this is the tag of what may be the next event. */
    boolean isInInnerTag() {
        return tag == Tag.INNER && state != State.IN_CONTENT;
    }

    /** Takes what has begun {@link #isInInnerTag inside} for the next event. */
    void innerIsNext() {
        cutOffAt = inner;
        nested = 0;
        tag = Tag.ROOT;
    }

    /**
     * Goes on.
     *
     * @param from the index of the first byte that has not been looked at
     * @param zero the offset in the stream of index 0 of the buffer
     */
    Step look(ByteBuf in, int from, int end, long zero) {
        int i = root == Markup.EVENT && end - from >= Skim.LEAST_BYTES ? skim(in, from, end) : from;
        return switch (state) {
            case IN_CONTENT -> inContent(in, i, end, zero);
            case IN_TAG -> inTag(in, i, end, zero);
            case IN_QUOTES -> inQuotes(in, i, end, zero);
        };
    }

    /**
     * Passes over what is usual inside an event, in words: text, tags and their values, as the states' methods would.
     * Stops where there is anything to decide, and before the end.
     */
    private int skim(ByteBuf in, int from, int end) {
        int word = from;
        for (; end - word >= Skim.LEAST_BYTES; word += Long.BYTES) {
            long bytes = in.getLongLE(word);
            for (long found = Skim.find(bytes); found != 0; found &= found - 1) {
                int bit = Long.numberOfTrailingZeros(found);
                if (!pass((byte) (bytes >>> bit - 7), in, word + (bit >> 3))) {
                    return word + (bit >> 3);
                }
            }
        }
        return word;
    }

    /** Passes over a quote, a {@code <} or a {@code >}. Answers false if more must be looked at to know what it is. */
    private boolean pass(byte b, ByteBuf in, int i) {
        if (state == State.IN_QUOTES) {
            if (b == quote) {
                state = State.IN_TAG;
            }
            return b != '<';
        }
        if (state == State.IN_CONTENT) {
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
            state = State.IN_CONTENT;
            return true;
        }
        if (b == '<') {
            return false;
        }
        quote = b;
        state = State.IN_QUOTES;
        return true;
    }

    private Step inContent(ByteBuf in, int from, int end, long zero) {
        int i = in.indexOf(from, end, (byte) '<');
        if (i < 0) {
            return waitAt(end);
        }
        Markup markup = Markup.at(in, i, end);
        return switch (markup) {
            case EVENT -> {
                if (root == Markup.AUTH) {
                    yield nextBeginsAt(i, zero);
                }
                inner = zero + i;
                yield beginTag(Tag.INNER, i + markup.bytes());
            }
            case EVENT_END, AUTH_END -> beginEndTag(markup, i);
            case COMMENT -> beginConstruct(Construct.COMMENT, i);
            case CDATA -> beginConstruct(Construct.CDATA, i);
            case INSTRUCTION -> beginConstruct(Construct.INSTRUCTION, i);
            case AUTH, DOCTYPE, OTHER -> beginTag(Tag.OTHER, i + 1);
            case NOT_KNOWN_YET -> waitAt(i);
        };
    }

    private Step inTag(ByteBuf in, int from, int end, long zero) {
        for (int i = from; i < end; i++) {
            byte b = in.getByte(i);
            if (b == '"' || b == '\'') {
                quote = b;
                state = State.IN_QUOTES;
                return on(i + 1);
            }
            if (b == '>') {
                state = State.IN_CONTENT;
                at = i + 1;
                return endTag(in, i, zero);
            }
            if (b == '<') {
                // The tag is broken; perhaps the next event begins here.
                state = State.IN_CONTENT;
                at = i;
                return tag == Tag.INNER ? cutOffByInner() : Step.ON;
            }
        }
        return waitAt(end);
    }

    private Step endTag(ByteBuf in, int greater, long zero) {
        boolean empty = in.getByte(greater - 1) == '/';
        if (tag == Tag.INNER && !empty) {
            if (UID.isIn(in, (int) (inner - zero), greater)) {
                return cutOffByInner();
            }
            nested++;
        }
        return tag == Tag.ROOT_END || tag == Tag.ROOT && empty ? Step.ENDED : Step.ON;
    }

    private Step inQuotes(ByteBuf in, int from, int end, long zero) {
        for (int i = from; i < end; i++) {
            byte b = in.getByte(i);
            if (b == quote) {
                state = State.IN_TAG;
                return on(i + 1);
            }
            if (b == '<') {
                // Not allowed here, so the event is lost anyway: more likely the quote was never closed.
                Markup markup = Markup.at(in, i, end);
                if (markup == Markup.EVENT) {
                    at = i;
                    return tag == Tag.INNER ? cutOffByInner() : nextBeginsAt(i, zero);
                }
                if (markup == Markup.NOT_KNOWN_YET) {
                    return waitAt(i);
                }
            }
        }
        return waitAt(end);
    }

    /** The end tag of an event or an {@code <auth>}; whether it ends what is being looked at depends on what that is. */
    private Step beginEndTag(Markup end, int i) {
        Markup own = root == Markup.AUTH ? Markup.AUTH_END : Markup.EVENT_END;
        if (end != own) {
            return beginTag(Tag.OTHER, i + 1);
        }
        if (nested > 0) {
            nested--;
            return beginTag(Tag.OTHER, i + end.bytes());
        }
        return beginTag(Tag.ROOT_END, i + end.bytes());
    }

    private Step beginTag(Tag begun, int afterName) {
        tag = begun;
        state = State.IN_TAG;
        return on(afterName);
    }

    private Step beginConstruct(Construct begun, int i) {
        construct = begun;
        at = i;
        return Step.CONSTRUCT;
    }

    private Step cutOffByInner() {
        innerIsNext();
        return Step.CUT_OFF;
    }

    private Step nextBeginsAt(int i, long zero) {
        cutOffAt = zero + i;
        begin(Markup.EVENT);
        at = i + Markup.EVENT.bytes();
        return Step.CUT_OFF;
    }

    private Step on(int index) {
        at = index;
        return Step.ON;
    }

    private Step waitAt(int index) {
        at = index;
        return Step.WAIT;
    }
}
