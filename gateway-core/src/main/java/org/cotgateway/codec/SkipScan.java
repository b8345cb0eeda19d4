package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import org.cotgateway.codec.CotStreamSplitter.SkipReason;

/**
 * Looks for the end of what has been given up: behind its {@code </event>}, or where the next event begins. In a document
 * neither is looked for in a comment or the like, which is {@link Passage passed over}.
 */
final class SkipScan {

    /** What has become of it. */
    enum Step {
        /** There is more to be looked at. */
        ON,
        /** It takes bytes to go on that are not there. */
        WAIT,
        /** It ends {@link #at there}, with its end tag. */
        ENDED,
        /** The next event begins {@link #at there}. */
        NEXT
    }

    private enum State {
        IN_CONTENT,
        IN_END_TAG,
        IN_PASSAGE
    }

    private final boolean isDocument;
    private final Passage passage = new Passage();

    private SkipReason reason = SkipReason.TOO_LARGE;
    private State state = State.IN_CONTENT;
    private int at;

    SkipScan(boolean isDocument) {
        this.isDocument = isDocument;
    }

    /** Something is given up for this reason. */
    void begin(SkipReason because) {
        reason = because;
        state = State.IN_CONTENT;
    }

    /** The same in the middle of a construct. */
    void begin(SkipReason because, Construct open) {
        reason = because;
        pass(open);
    }

    SkipReason reason() {
        return reason;
    }

    /** The index up to which has been looked. */
    int at() {
        return at;
    }

    /**
     * Goes on.
     *
     * @param from the index of the first byte that has not been looked at
     */
    Step look(ByteBuf in, int from, int end) {
        return switch (state) {
            case IN_CONTENT -> inContent(in, from, end);
            case IN_END_TAG -> inEndTag(in, from, end);
            case IN_PASSAGE -> inPassage(in, from, end);
        };
    }

    private Step inContent(ByteBuf in, int from, int end) {
        int i = from;
        while (i < end && (i = in.indexOf(i, end, (byte) '<')) >= 0) {
            Markup markup = Markup.at(in, i, end);
            switch (markup) {
                case EVENT -> {
                    return stop(i, Step.NEXT);
                }
                case EVENT_END -> {
                    state = State.IN_END_TAG;
                    return stop(i + markup.bytes(), Step.ON);
                }
                case NOT_KNOWN_YET -> {
                    return stop(i, Step.WAIT);
                }
                case COMMENT, CDATA, INSTRUCTION -> {
                    if (isDocument) {
                        pass(Construct.of(markup));
                        return stop(i + markup.bytes(), Step.ON);
                    }
                    i++;
                }
                default -> i++;
            }
        }
        return stop(end, Step.WAIT);
    }

    private Step inEndTag(ByteBuf in, int from, int end) {
        for (int i = from; i < end; i++) {
            byte b = in.getByte(i);
            if (b == '>' || b == '<') {
                return stop(b == '>' ? i + 1 : i, Step.ENDED);
            }
        }
        return stop(end, Step.WAIT);
    }

    private Step inPassage(ByteBuf in, int from, int end) {
        int behind = passage.pass(in, from, end);
        if (behind < 0) {
            return stop(end, Step.WAIT);
        }
        state = State.IN_CONTENT;
        return stop(behind, Step.ON);
    }

    private void pass(Construct construct) {
        passage.begin(construct);
        state = State.IN_PASSAGE;
    }

    private Step stop(int there, Step step) {
        at = there;
        return step;
    }
}
