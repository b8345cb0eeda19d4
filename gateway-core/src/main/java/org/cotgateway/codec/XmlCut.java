package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Makes an edition of an event by copying its bytes around what changes, without reading the event. What is copied stays
 * byte for byte as it came. Stateless; any thread.
 */
final class XmlCut {

    /** The most that an edition can be longer than the event, but for the name of the flow tag. */
    private static final int MOST_ADDED = 96;

    private static final byte[] THROUGH_THE_SERVER = ascii(EventEdit.THROUGH_THE_SERVER);
    private static final byte[] FLOW_TAGS = ascii("<_flow-tags_");
    private static final byte[] EMPTY_END = ascii("/>");
    private static final byte[] DETAIL = ascii("<detail>");
    private static final byte[] DETAIL_END = ascii("</detail>");

    private final byte[] flowTagStart;

    /** @param flowTag our own name in {@code _flow-tags_} */
    XmlCut(String flowTag) {
        flowTagStart = ascii(" " + flowTag + "=\"");
    }

    /** How many bytes an edition of so many can need. */
    int roomFor(int bytes) {
        return bytes + MOST_ADDED + flowTagStart.length;
    }

    /**
     * Appends an edition that is not {@link Edition#WHOLE} of an event, which does not bear our flow tag already.
     *
     * @param marks where to cut
     * @param nowMs what the flow tag says, in milliseconds since 1970
     */
    void append(ByteBuf xml, XmlMarks marks, Edition edition, long nowMs, ByteBuf out) {
        int change = switch (edition) {
            case CLIENT -> marks.endpointFrom();
            case SERVER -> marks.flowTags() != 0 ? marks.flowTags() : marks.detailEnd();
            case WHOLE, PLAIN -> 0;
        };
        boolean changeLast = marks.martiFrom() < change;
        int at = changeLast ? withoutMarti(xml, marks, 0, out) : 0;
        if (change != 0) {
            copy(xml, at, change, out);
            at = edition == Edition.CLIENT ? endpoint(marks, out) : flowTag(marks, nowMs, out);
        }
        if (!changeLast) {
            at = withoutMarti(xml, marks, at, out);
        }
        copy(xml, at, xml.readableBytes(), out);
    }

    /** Copies up to what is meant for the server; answers where to go on. */
    private static int withoutMarti(ByteBuf xml, XmlMarks marks, int from, ByteBuf out) {
        if (marks.martiFrom() == 0) {
            return from;
        }
        copy(xml, from, marks.martiFrom(), out);
        return marks.martiTo();
    }

    private static int endpoint(XmlMarks marks, ByteBuf out) {
        out.writeBytes(THROUGH_THE_SERVER);
        return marks.endpointTo();
    }

    private int flowTag(XmlMarks marks, long nowMs, ByteBuf out) {
        if (marks.flowTags() != 0) {
            attribute(nowMs, out);
            return marks.flowTags();
        }
        switch (marks.detailForm()) {
            case WITH_CONTENT -> element(nowMs, out);
            case EMPTY_TAG -> {
                out.writeByte('>');
                element(nowMs, out);
                out.writeBytes(DETAIL_END);
                return marks.detailEnd() + EMPTY_END.length;
            }
            case NONE -> {
                out.writeBytes(DETAIL);
                element(nowMs, out);
                out.writeBytes(DETAIL_END);
            }
        }
        return marks.detailEnd();
    }

    private void element(long nowMs, ByteBuf out) {
        out.writeBytes(FLOW_TAGS);
        attribute(nowMs, out);
        out.writeBytes(EMPTY_END);
    }

    private void attribute(long nowMs, ByteBuf out) {
        out.writeBytes(flowTagStart);
        CotTime.write(nowMs, out);
        out.writeByte('"');
    }

    private static void copy(ByteBuf xml, int from, int to, ByteBuf out) {
        out.writeBytes(xml, xml.readerIndex() + from, to - from);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
