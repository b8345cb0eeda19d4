package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import org.cotgateway.codec.CotStreamSplitter.Sink;
import org.cotgateway.codec.CotStreamSplitter.SkipReason;

/**
 * The states of a {@link CotStreamSplitter}.
 *
 * <pre>
 *             &lt;event              &lt;!--  &lt;![CDATA[  &lt;?
 *   BETWEEN ────────→ IN_ROOT ──────────────────────────→ IN_CONSTRUCT
 *     ↑  ↑              │  │  ↑                                │  │
 *     │  └── its end ───┘  │  └──────────── its end ───────────┘  │
 *     │                    │ no end within the limit              │ the same, or doubted
 *     └──── &lt;/event ─── SKIPPING ←────────────────────────────────┘
 * </pre>
 *
 * <p>In a document a comment or the like between events is {@link Passage passed over} instead, and so is one in an event over
 * the limit, from there on: whatever it holds is no event.
 *
 * <p>An {@code <auth>} is found in the same way as an event, from its own {@code <auth} to its own {@code </auth>}, but
 * only between events. Positions are offsets in the stream, so that they hold when the bytes move from one buffer to
 * another.
 */
final class EventScanner {

    private enum State {
        BETWEEN,
        IN_ROOT,
        IN_CONSTRUCT,
        PASSING,
        SKIPPING
    }

    /**
     * No event that ATAK would take is shorter, with all that it must have. Where one began less than that before, the sink
     * is not asked: what it looks at in vain would else be out of proportion to what came.
     */
    static final int LEAST_EVENT_BYTES = 160;

    /** Enough for any name and password. */
    private static final int MAX_AUTH_BYTES = 64 * 1024;

    private final int maxEventBytes;
    private final RootScan root = new RootScan();
    private final ConstructScan construct;
    private final Passage passage = new Passage();
    private final SkipScan skip;
    private final boolean isDocument;

    private State state = State.BETWEEN;
    /** Where the event begins, or the construct between two events. */
    private long start;
    /** How long that may be. */
    private int maxBytes;
    /** Before that the sink is not asked for a whole event, since it has just looked there in vain. */
    private long notAskedBefore;
    /** How far everything has been looked at. */
    private long scanned;

    /** Whether what is passed over is to be told. */
    private boolean tellsPassage;

    private long strayOffset;
    private long strayBytes;
    /** The offset in the stream of index 0 of the buffer. */
    private long zero;

    private boolean stopped;

    EventScanner(int maxEventBytes, boolean isDocument) {
        this.maxEventBytes = maxEventBytes;
        this.isDocument = isDocument;
        construct = new ConstructScan(!isDocument);
        skip = new SkipScan(isDocument);
        this.maxBytes = maxEventBytes;
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

    /** How far everything has been looked at, in the stream. */
    long scanned() {
        return scanned;
    }

    /** Looks at what is between the indices; {@code from} is where {@link #firstNeeded} pointed to. */
    void scan(ByteBuf in, int from, int to, Sink sink) {
        zero = (isInside() ? start : scanned) - from;
        boolean more = true;
        while (more && !stopped) {
            int i = index(scanned);
            int end = isInside() ? (int) Math.min(to, start + maxBytes - zero) : to;
            more = switch (state) {
                case BETWEEN -> between(in, i, end, sink);
                case IN_ROOT -> inRoot(in, i, end, sink);
                case IN_CONSTRUCT -> inConstruct(in, i, end);
                case PASSING -> passing(in, i, end);
                case SKIPPING -> skipping(in, i, end, sink);
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
        if (state == State.IN_CONSTRUCT && !isDocument) {
            giveUp(SkipReason.UNFINISHED);
            return true;
        }
        if (state == State.BETWEEN) {
            stray(scanned, zero + to - scanned);
        } else if (state == State.PASSING) {
            sink.skipped(SkipReason.UNCLOSED, start, zero + to - start);
        } else {
            if (isInInnerTag()) {
                innerIsNext(SkipReason.UNFINISHED, sink);
            }
            sink.skipped(isInside() ? SkipReason.UNFINISHED : skip.reason(), start, zero + to - start);
        }
        scanned = zero + to;
        state = State.BETWEEN;
        return false;
    }

    /** Where what has begun and not ended began, an event or a comment or the like; negative if nothing has. */
    long unfinishedFrom() {
        return isInside() ? start : -1;
    }

    /** Where that began which has not ended and of which nothing is kept; negative if nothing has. */
    long passedOverFrom() {
        return isInside() || state == State.BETWEEN ? -1 : start;
    }

    /** Gives up what has begun and not ended, up to where it has been looked at, and looks at what it had swallowed. */
    void giveUpOverdue(ByteBuf in, int to, Sink sink) {
        if (isInInnerTag()) {
            innerIsNext(SkipReason.OVERDUE, sink);
        } else if (state != State.IN_CONSTRUCT) {
            overdue(scanned, sink);
        } else {
            construct.giveUp(scanned);
            if (construct.isOutside()) {
                overdue(construct.content(), sink);
            } else {
                skip(SkipReason.OVERDUE, construct.content());
            }
            scan(in, firstNeeded(), to, sink);
            if (state == State.SKIPPING) {
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
        return state == State.IN_ROOT || state == State.IN_CONSTRUCT;
    }

    private boolean isInInnerTag() {
        return state == State.IN_ROOT && root.isInInnerTag();
    }

    private void giveUp(SkipReason reason) {
        if (state != State.IN_CONSTRUCT) {
            skip(reason, scanned);
            return;
        }
        if (isDocument) {
            Construct open = construct.construct();
            skip.begin(reason, open);
            // It may end in what has been looked at already, as far as its closer goes.
            scanned = Math.max(construct.content(), scanned - open.closerBytes() + 1);
            state = State.SKIPPING;
            return;
        }
        construct.giveUp(scanned);
        if (construct.isOutside()) {
            stray(start, construct.content() - start);
            scanned = construct.content();
            state = State.BETWEEN;
        } else {
            skip(reason, construct.content());
        }
    }

    private void skip(SkipReason reason, long from) {
        skip.begin(reason);
        scanned = from;
        state = State.SKIPPING;
    }

    // Each state's method looks at the bytes between the indices. It answers true when there is more to be looked at,
    // in the same state or in another, and false when it takes bytes to go on that are not there.

    private boolean between(ByteBuf in, int from, int end, Sink sink) {
        for (int i = from; i < end; i++) {
            byte b = in.getByte(i);
            Markup markup = b == '<' ? Markup.at(in, i, end) : Markup.OTHER;
            switch (markup) {
                case EVENT -> {
                    reportStray(sink);
                    return wholeEvent(in, i, end, sink) || begin(markup, i, maxEventBytes);
                }
                case AUTH -> {
                    reportStray(sink);
                    return begin(markup, i, Math.min(MAX_AUTH_BYTES, maxEventBytes));
                }
                case COMMENT -> {
                    return beginOutside(Construct.COMMENT, i);
                }
                case INSTRUCTION -> {
                    return beginOutside(Construct.INSTRUCTION, i);
                }
                case CDATA -> {
                    return beginOutside(Construct.CDATA, i);
                }
                case NOT_KNOWN_YET -> {
                    scanned = offset(i);
                    return false;
                }
                default -> {
                    if (markup == Markup.DOCTYPE && isDocument) {
                        return passDoctype(i);
                    }
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

    private boolean inRoot(ByteBuf in, int from, int end, Sink sink) {
        RootScan.Step step = root.look(in, from, end, zero);
        int at = root.at();
        scanned = offset(at);
        switch (step) {
            case ENDED -> {
                state = State.BETWEEN;
                handOn(in.slice(index(start), at - index(start)), sink);
            }
            case CUT_OFF -> cutOff(SkipReason.UNFINISHED, sink);
            case CONSTRUCT -> begin(root.construct(), at, false);
            case ON, WAIT -> {}
        }
        return step != RootScan.Step.WAIT;
    }

    private boolean inConstruct(ByteBuf in, int from, int end) {
        ConstructScan.Outcome outcome = construct.look(in, from, end, zero, start);
        scanned = offset(construct.at());
        switch (outcome) {
            case CLOSED -> closed();
            case DOUBTED -> giveUp(SkipReason.UNFINISHED);
            case OPEN -> {}
        }
        return outcome != ConstructScan.Outcome.OPEN;
    }

    private void closed() {
        if (construct.isText() && construct.isOutside()) {
            stray(start, scanned - start);
        }
        state = construct.isOutside() ? State.BETWEEN : State.IN_ROOT;
    }

    private boolean passing(ByteBuf in, int from, int end) {
        int behind = passage.pass(in, from, end);
        if (behind < 0) {
            scanned = offset(end);
            return false;
        }
        scanned = offset(behind);
        state = State.BETWEEN;
        if (tellsPassage) {
            stray(start, scanned - start);
        }
        return true;
    }

    private boolean skipping(ByteBuf in, int from, int end, Sink sink) {
        SkipScan.Step step = skip.look(in, from, end);
        scanned = offset(skip.at());
        switch (step) {
            case ENDED -> {
                sink.skipped(skip.reason(), start, scanned - start);
                state = State.BETWEEN;
            }
            case NEXT -> {
                sink.skipped(skip.reason(), start, scanned - start);
                begin(Markup.EVENT, skip.at(), maxEventBytes);
            }
            case ON, WAIT -> {}
        }
        return step != SkipScan.Step.WAIT;
    }

    private void handOn(ByteBuf found, Sink sink) {
        if (root.isAuth()) {
            sink.authentication(found, start);
        } else {
            sink.event(found, start);
        }
    }

    private boolean begin(Markup markup, int i, int most) {
        root.begin(markup);
        start = offset(i);
        maxBytes = most;
        scanned = offset(i + markup.bytes());
        state = State.IN_ROOT;
        return true;
    }

    private boolean beginOutside(Construct begun, int i) {
        start = offset(i);
        if (isDocument) {
            passage.begin(begun);
            tellsPassage = begun == Construct.CDATA;
            return pass(offset(i + begun.opener().bytes()));
        }
        maxBytes = maxEventBytes;
        return begin(begun, i, true);
    }

    private boolean passDoctype(int i) {
        start = offset(i);
        passage.beginDoctype();
        tellsPassage = true;
        return pass(offset(i + Markup.DOCTYPE.bytes()));
    }

    private boolean pass(long from) {
        scanned = from;
        state = State.PASSING;
        return true;
    }

    private boolean begin(Construct begun, int i, boolean outside) {
        scanned = offset(i + begun.opener().bytes());
        construct.begin(begun, scanned, outside);
        state = State.IN_CONSTRUCT;
        return true;
    }

    private void innerIsNext(SkipReason reason, Sink sink) {
        root.innerIsNext();
        cutOff(reason, sink);
    }

    /** The root is the next event already, and what it was before has no end. */
    private void cutOff(SkipReason reason, Sink sink) {
        sink.skipped(reason, start, root.cutOffAt() - start);
        start = root.cutOffAt();
        maxBytes = maxEventBytes;
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
