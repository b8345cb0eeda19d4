package org.cotgateway.feed;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * Cuts bytes into lines, which end with LF or CR LF; the last one need not. Empty lines are left out. A line with too many
 * bytes is rejected, and what follows its end is taken.
 */
final class LineIntake implements FeedIntake {

    /** Takes lines. */
    interface Lines {

        /**
         * One without its end, not empty.
         *
         * @param bytes lent for the call
         */
        void line(byte[] bytes, int from, int to, int number);
    }

    private final Lines lines;
    private final RowSink rows;
    private final int maxBytes;
    private final RowBytes line;
    private int number = 1;

    LineIntake(Lines lines, RowSink rows, int maxBytes) {
        this.lines = lines;
        this.rows = rows;
        this.maxBytes = maxBytes;
        // One byte more for a CR.
        this.line = new RowBytes(maxBytes + 1);
    }

    @Override
    public void accept(ByteBuf part) {
        int at = part.readerIndex();
        int end = part.writerIndex();
        while (at < end) {
            int lineEnd = part.forEachByte(at, end - at, ByteProcessor.FIND_LF);
            line.keep(part, at, lineEnd < 0 ? end : lineEnd);
            if (lineEnd < 0) {
                return;
            }
            finish();
            at = lineEnd + 1;
        }
    }

    @Override
    public void end() {
        finish();
    }

    @Override
    public void close() {
        line.clear();
    }

    private void finish() {
        int length = line.length();
        int end = length > 0 && line.bytes()[length - 1] == '\r' ? length - 1 : length;
        if (line.isOver() || end > maxBytes) {
            rows.unreadable(number, RejectReason.TOO_LARGE, "must have at most " + maxBytes + " bytes");
        } else if (end > 0) {
            lines.line(line.bytes(), 0, end, number);
        }
        line.clear();
        number++;
    }
}
