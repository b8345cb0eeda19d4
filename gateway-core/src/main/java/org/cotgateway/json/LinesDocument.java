package org.cotgateway.json;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.cotgateway.event.Violation;

/** Reads a document of one item a line; empty lines are passed over. A bad line costs that line. */
final class LinesDocument implements EventDocument {

    /** What stands before each item in the sequences of RFC 7464. */
    private static final byte RECORD_SEPARATOR = 0x1E;

    private final ItemReader reader;
    private final EventItems items;
    private final int maxItemBytes;
    private final KeptBytes kept;
    private boolean isBegun;
    private int line = 1;
    private long index;

    LinesDocument(ItemReader reader, EventItems items, DocumentSettings settings) {
        this.reader = reader;
        this.items = items;
        maxItemBytes = settings.maxItemBytes();
        kept = new KeptBytes(maxItemBytes);
    }

    @Override
    public void feed(ByteBuf part) {
        while (part.isReadable()) {
            lines(kept.take(part));
        }
    }

    private void lines(int bytes) {
        byte[] in = kept.piece();
        int from = 0;
        for (int at = JsonBytes.indexOf(in, 0, bytes, '\n');
                at < bytes;
                at = JsonBytes.indexOf(in, from, bytes, '\n')) {
            if (isBegun) {
                kept.keep(from, at);
                endKept();
            } else {
                item(in, from, at);
            }
            from = at + 1;
            line++;
        }
        if (from < bytes) {
            kept.keep(from, bytes);
            isBegun = true;
        }
    }

    @Override
    public void end() {
        if (isBegun) {
            endKept();
        }
    }

    @Override
    public void close() {
        kept.close();
    }

    private void endKept() {
        isBegun = false;
        if (kept.isOver()) {
            tooLarge();
        } else {
            item(kept.bytes(), 0, kept.length());
        }
        kept.clear();
    }

    private void item(byte[] in, int from, int to) {
        int first = from;
        while (first < to && isBlank(in[first])) {
            first++;
        }
        if (first == from && line == 1 && Utf8.startsWithMark(in, from, to)) {
            first += Utf8.MARK_BYTES;
        }
        int end = to;
        while (end > first && isBlank(in[end - 1])) {
            end--;
        }
        if (end - first > maxItemBytes) {
            tooLarge();
        } else if (first < end) {
            reader.read(in, first, end, index++, line, items);
        }
    }

    private void tooLarge() {
        items.rejected(
                index++,
                line,
                List.of(Violation.of(EventItems.ITEM, null, "must be at most " + maxItemBytes + " bytes long")));
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\r' || b == '\t' || b == RECORD_SEPARATOR;
    }
}
