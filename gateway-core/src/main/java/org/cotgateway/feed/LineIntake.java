package org.cotgateway.feed;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.util.Arrays;

/**
 * Cuts bytes into lines, which end with LF or CR LF; the last one need not. Empty lines and a byte order mark are left out. A
 * line with too many bytes is rejected, and what follows its end is taken.
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

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

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
        byte[] bytes = line.bytes();
        int length = line.length();
        int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
        int from = number == 1 && hasMark(bytes, end) ? BYTE_ORDER_MARK.length : 0;
        if (line.isOver() || end > maxBytes) {
            rows.unreadable(number, RejectReason.TOO_LARGE, "must have at most " + maxBytes + " bytes");
        } else if (end > from) {
            lines.line(bytes, from, end, number);
        }
        line.clear();
        number++;
    }

    private static boolean hasMark(byte[] bytes, int length) {
        int mark = BYTE_ORDER_MARK.length;
        return length >= mark && Arrays.equals(bytes, 0, mark, BYTE_ORDER_MARK, 0, mark);
    }
}
