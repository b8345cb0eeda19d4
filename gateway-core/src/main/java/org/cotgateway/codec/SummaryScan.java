package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import org.cotgateway.codec.XmlMarks.DetailForm;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;

/**
 * Reads the summary of an event and checks its rules in one pass over the bytes, for events as nearly all are. Takes only
 * what it understands wholly: anything unusual and anything wrong is left to {@link CotXmlReader}, which is the truth, so
 * that an answer is always the one that the reader and {@link EventSummary#of} would have given of a valid event.
 *
 * <p>Left to the reader, whatever it makes of them: what stands before the event, comments, CDATA, instructions, document
 * types, entities but the five of XML, an event inside an event, names with a prefix or with characters that are not ASCII, text and unknown elements
 * directly in the event, a second contact, marti or flow tags element.
 *
 * <p>Not thread-safe; made to be used again. Allocates nothing but the summary and its new Strings.
 */
final class SummaryScan {

    /** The most names in a document that the reader takes without counting how many are different. */
    private static final int MAX_NAMES = NameCensus.MAX_DIFFERENT;

    private static final XmlName EVENT = XmlName.of("event");
    private static final XmlName POINT = XmlName.of("point");
    private static final XmlName DETAIL = XmlName.of("detail");

    private static final int DETAIL_DEPTH = 2;

    /** How far is read ahead: longer than most events, and short enough to be copied in vain. */
    static final int WINDOW_BYTES = 2_048;

    private final int maxEventBytes;
    private final int maxTextBytes;
    private final int maxDepth;
    private final StartTag tag;
    private final EventHead head = new EventHead();
    private final DetailScan detail;
    private final XmlMarks marks = new XmlMarks();

    /** Where the names of the open elements begin and end. */
    private final int[] openFrom;

    private final int[] openTo;

    private byte[] in = new byte[4_096];
    private int bytes;
    private int depth;
    private int names;
    private boolean hasPoint;
    private boolean hasDetail;

    SummaryScan(XmlLimits limits) {
        maxEventBytes = limits.maxEventBytes();
        maxTextBytes = limits.maxTextChars();
        maxDepth = Math.min(limits.maxDepth(), EventRules.MAX_DEPTH);
        openFrom = new int[EventRules.MAX_DEPTH + 1];
        openTo = new int[EventRules.MAX_DEPTH + 1];
        tag = new StartTag(limits);
        detail = new DetailScan(marks);
    }

    /** The marks of the last event that was taken. */
    XmlMarks marks() {
        return marks;
    }

    /** The summary of an event that keeps all rules; null if it may not, or is none of those that are taken here. */
    @Nullable
    EventSummary read(ByteBuf event) {
        int size = event.readableBytes();
        if (size > maxEventBytes) {
            return null;
        }
        copy(event, event.readerIndex(), size);
        while (size > 0 && (in[size - 1] == 0 || XmlBytes.isSpace(in[size - 1]))) {
            size--;
        }
        in[size] = 0;
        return document() == size ? head.summary(detail) : null;
    }

    /**
     * The same of an event that begins at that index and may end anywhere before the other one; null also if it does not
     * end within the first {@link #WINDOW_BYTES}. How long it is, {@link #bytes} then says.
     */
    @Nullable
    EventSummary readAhead(ByteBuf events, int from, int to) {
        int size = Math.min(Math.min(to - from, WINDOW_BYTES), maxEventBytes);
        copy(events, from, size);
        in[size] = 0;
        bytes = document();
        return bytes < 0 ? null : head.summary(detail);
    }

    /** How long the event was that was last {@link #readAhead read ahead}. */
    int bytes() {
        return bytes;
    }

    private void copy(ByteBuf from, int index, int size) {
        if (in.length < size + XmlBytes.SPARE) {
            in = new byte[Math.max(size + XmlBytes.SPARE, in.length * 2)];
        }
        from.getBytes(index, in, 0, size);
    }

    /** The index behind the event, {@link XmlBytes#WRONG} if it is not taken here. */
    private int document() {
        depth = 0;
        names = 0;
        hasPoint = false;
        hasDetail = false;
        marks.clear();
        detail.clear();
        int i = in[0] == '<' ? tag.read(in, 0) : XmlBytes.WRONG;
        if (i < 0 || !tag.is(EVENT) || tag.isEmpty() || !head.readEvent(in, tag)) {
            return XmlBytes.WRONG;
        }
        open();
        while (depth > 0) {
            int text = i;
            i = depth < DETAIL_DEPTH ? XmlBytes.afterSpace(in, i) : afterText(i);
            if (i < 0 || i - text > maxTextBytes || in[i] != '<') {
                return XmlBytes.WRONG;
            }
            i = in[i + 1] == '/' ? end(i) : start(i);
            if (i < 0) {
                return XmlBytes.WRONG;
            }
        }
        return hasPoint && names <= MAX_NAMES && detail.isRight(head.type()) ? i : XmlBytes.WRONG;
    }

    private int start(int index) {
        int i = tag.read(in, index);
        // In a stream an event inside an event is taken for the next one, the first having lost its end.
        if (i < 0 || depth >= maxDepth || tag.is(EVENT)) {
            return XmlBytes.WRONG;
        }
        boolean taken = switch (depth) {
            case 1 -> startSection(i);
            case DETAIL_DEPTH -> hasDetailOpen() && detail.start(in, tag, index, i);
            default -> detail.startInner(in, tag, depth);
        };
        if (!taken) {
            return XmlBytes.WRONG;
        }
        names += 1 + tag.attributes();
        if (!tag.isEmpty()) {
            open();
        }
        return i;
    }

    private boolean startSection(int behind) {
        if (tag.is(POINT) && !hasPoint) {
            hasPoint = true;
            return head.readPoint(in, tag);
        }
        if (tag.is(DETAIL) && !hasDetail) {
            hasDetail = true;
            if (tag.isEmpty()) {
                marks.detailEnd(behind - 2, DetailForm.EMPTY_TAG);
            }
            return true;
        }
        return false;
    }

    private int end(int index) {
        int from = openFrom[depth];
        int length = openTo[depth] - from;
        int name = index + 2;
        for (int i = 0; i < length; i++) {
            if (in[name + i] != in[from + i]) {
                return XmlBytes.WRONG;
            }
        }
        int i = XmlBytes.afterSpace(in, name + length);
        // Receivers look for the very token that ends an event, so another spelling of it is not to be passed on.
        if (in[i] != '>' || depth == 1 && i > name + length) {
            return XmlBytes.WRONG;
        }
        i++;
        if (depth == DETAIL_DEPTH && hasDetailOpen()) {
            marks.detailEnd(index, DetailForm.WITH_CONTENT);
        } else if (depth == 1 && !hasDetail) {
            marks.detailEnd(index, DetailForm.NONE);
        } else if (depth == DETAIL_DEPTH + 1) {
            detail.end(i);
        }
        depth--;
        return i;
    }

    private void open() {
        depth++;
        openFrom[depth] = tag.nameFrom();
        openTo[depth] = tag.nameTo();
    }

    /** Whether it is the detail that is open under the event, and not the point. */
    private boolean hasDetailOpen() {
        return in[openFrom[DETAIL_DEPTH]] == 'd';
    }

    /** The index of the {@code <} that ends the text beginning there. */
    private int afterText(int from) {
        int i = from;
        while (in[i] != '<') {
            i = XmlBytes.nextOdd(in, i, XmlBytes.GREATER);
            byte b = in[i];
            if (b == '&') {
                i = XmlBytes.afterReference(in, i);
            } else if (b < 0) {
                i = XmlBytes.afterCharacter(in, i);
            } else if (XmlBytes.isSpace(b) || b == '>' && in[i - 1] != ']') {
                i++;
            } else if (b != '<') {
                return XmlBytes.WRONG;
            }
            if (i < 0) {
                return XmlBytes.WRONG;
            }
        }
        return i;
    }
}
