package org.cotgateway.feed;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.util.Arrays;

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

    private static final int START_BYTES = 1_024;

    private final Lines lines;
    private final RowSink rows;
    private final int maxBytes;
    private byte[] line = new byte[START_BYTES];
    private int length;
    private int number = 1;
    private boolean tooLong;

    LineIntake(Lines lines, RowSink rows, int maxBytes) {
        this.lines = lines;
        this.rows = rows;
        this.maxBytes = maxBytes;
    }

    @Override
    public void accept(ByteBuf part) {
        int at = part.readerIndex();
        int end = part.writerIndex();
        while (at < end) {
            int lineEnd = part.forEachByte(at, end - at, ByteProcessor.FIND_LF);
            keep(part, at, lineEnd < 0 ? end : lineEnd);
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
        length = 0;
    }

    private void keep(ByteBuf part, int from, int to) {
        int more = to - from;
        // One byte more for a CR.
        if (tooLong || length + more > maxBytes + 1) {
            tooLong = true;
            length = 0;
            return;
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(length + more, Math.min(2 * line.length, maxBytes + 1)));
        }
        part.getBytes(from, line, length, more);
        length += more;
    }

    private void finish() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        length = 0;
        if (tooLong || end > maxBytes) {
            tooLong = false;
            rows.unreadable(number, RejectReason.TOO_LARGE, "must have at most " + maxBytes + " bytes");
        } else if (end > 0) {
            lines.line(line, 0, end, number);
        }
        number++;
    }
}
