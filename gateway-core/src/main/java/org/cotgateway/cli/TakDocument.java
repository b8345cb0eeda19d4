package org.cotgateway.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.cotgateway.codec.TakFraming;
import org.cotgateway.codec.TakReader;
import org.cotgateway.codec.TakReading;
import org.cotgateway.codec.TakStreamSplitter;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.Violation;
import org.cotgateway.json.DocumentSettings;
import org.cotgateway.json.EventDocument;
import org.cotgateway.json.EventItems;

/**
 * Reads a file of TAK Protocol v1: frames as on a stream, or one message with the header that it has in a mesh. It has no lines:
 * the line of each item is 1.
 */
final class TakDocument implements EventDocument, TakStreamSplitter.Sink {

    private final EventItems items;
    private final TakReader reader = new TakReader(XmlLimits.DEFAULT);
    private final TakStreamSplitter splitter;
    private final int maxMessageBytes;
    /** The beginning, until it is known which of the two it is, and a message of a mesh to its end. */
    private final ByteBuf head = Unpooled.buffer();

    private boolean isStream;
    private long index;

    TakDocument(EventItems items, DocumentSettings settings) {
        this.items = items;
        splitter = new TakStreamSplitter(settings.maxItemBytes());
        maxMessageBytes = settings.maxItemBytes() + TakFraming.MESH_HEADER_BYTES;
    }

    @Override
    public void feed(ByteBuf part) {
        if (isStream) {
            splitter.feed(part, this);
            return;
        }
        head.writeBytes(part, Math.min(part.readableBytes(), maxMessageBytes + 1 - head.readableBytes()));
        boolean isKnown = head.readableBytes() >= TakFraming.MESH_HEADER_BYTES;
        if (isKnown && !TakFraming.isMesh(head)) {
            isStream = true;
            splitter.feed(head, this);
            splitter.feed(part, this);
        }
    }

    @Override
    public void end() {
        if (isStream) {
            splitter.finish(this);
        } else if (head.readableBytes() > maxMessageBytes) {
            reject(Violation.of("TakMessage", null, "must be at most " + XmlLimits.DEFAULT.maxEventBytes() + " bytes"));
        } else if (TakFraming.isMesh(head)) {
            payload(head.skipBytes(TakFraming.MESH_HEADER_BYTES), 0);
        } else {
            reject(Violation.of("TakMessage", null, "must be there: the file is empty or cut off"));
        }
    }

    @Override
    public void payload(ByteBuf payload, long offset) {
        TakReading reading = reader.readAndCheck(payload);
        if (!reading.violations().isEmpty()) {
            items.rejected(index++, 1, reading.violations());
        } else if (reading.event() != null) {
            items.event(reading.event(), index++, 1);
        }
    }

    @Override
    public void skipped(TakStreamSplitter.SkipReason reason, long offset, long bytes) {
        String what = switch (reason) {
            case NO_FRAME -> "must be a frame of TAK Protocol";
            case TOO_LARGE -> "must be at most " + XmlLimits.DEFAULT.maxEventBytes() + " bytes";
            case UNFINISHED, OVERDUE -> "must be complete; it is cut off";
        };
        reject(Violation.of("TakMessage", bytes + " bytes from byte " + offset + " on", what));
    }

    private void reject(Violation violation) {
        items.rejected(index++, 1, List.of(violation));
    }

    @Override
    public void close() {
        splitter.close();
        head.release();
    }
}
