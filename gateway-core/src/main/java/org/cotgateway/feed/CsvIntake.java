package org.cotgateway.feed;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Cuts bytes into rows of comma-separated values as in RFC 4180: a row ends with LF, CR or CR LF, a field in quotes may hold
 * those and the delimiter, and a quote written twice. Empty rows and a byte order mark are left out. A quote inside a field
 * that does not begin with one is a character like any other. After a row that is no good it goes on with the next line.
 *
 * <p>A row over several lines that turns out to be no good, or goes on for more than {@link #MAX_ROW_LINES}, most likely has a
 * quote that nobody closes: it costs its first line, and the lines that it had swallowed are read again as rows of their own.
 */
final class CsvIntake implements FeedIntake {

    /** Takes rows. */
    interface Csv {

        /**
         * One row.
         *
         * @param bytes its fields without quotes, one after the other; lent for the call
         * @param ends where each field ends
         * @param line where the row begins
         */
        void row(byte[] bytes, int[] ends, int fields, int line);
    }

    private enum Place {
        FIELD_START,
        FIELD,
        QUOTED,
        QUOTE_IN_QUOTED,
        REST_OF_BAD_ROW
    }

    private static final int START_BYTES = 1_024;
    private static final int START_FIELDS = 32;
    private static final int MAX_FIELDS = 4_096;
    private static final String TOO_MANY_FIELDS = "must have at most " + MAX_FIELDS + " columns";
    /** Also how often at most a byte is read again. */
    static final int MAX_ROW_LINES = 64;

    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private final Csv csv;
    private final RowSink rows;
    private final byte delimiter;
    private final int maxBytes;
    private byte[] row = new byte[START_BYTES];
    private int[] ends = new int[START_FIELDS];
    private int length;
    private int fields;
    private Place place = Place.FIELD_START;
    private int line = 1;
    private int rowLine = 1;
    private boolean afterCr;
    private int marked;
    /** Whether the row goes on behind the end of its first line, and whether that was a CR; and all that came behind it. */
    private boolean runsOn;

    private boolean runsOnAfterCr;
    private final RowBytes swallowed;

    CsvIntake(Csv csv, RowSink rows, char delimiter, int maxBytes) {
        this.csv = csv;
        this.rows = rows;
        this.delimiter = (byte) delimiter;
        this.maxBytes = maxBytes;
        // Twice for quotes that are written twice, and the quotes and delimiters around fields.
        this.swallowed = new RowBytes(2 * maxBytes + 4 * MAX_FIELDS);
    }

    @Override
    public void accept(ByteBuf part) {
        for (int at = part.readerIndex(); at < part.writerIndex(); at++) {
            take(part.getByte(at));
        }
    }

    @Override
    public void end() {
        while (place == Place.QUOTED) {
            bad(RejectReason.UNFINISHED, "must have a quote at the end of a field that begins with one");
        }
        endRow();
    }

    @Override
    public void close() {
        length = 0;
        fields = 0;
        swallowed.clear();
    }

    private void take(byte b) {
        if (marked >= 0 && marked < BYTE_ORDER_MARK.length && (b & 0xff) == BYTE_ORDER_MARK[marked]) {
            marked++;
            return;
        }
        if (marked >= 0) {
            begin();
        }
        boolean lineEnd = b == '\n' || b == '\r';
        boolean secondOfTwo = b == '\n' && afterCr;
        afterCr = b == '\r';
        if (secondOfTwo && place != Place.QUOTED) {
            return;
        }
        if (lineEnd && !secondOfTwo) {
            line++;
        }
        if (lineEnd && place != Place.QUOTED) {
            endRow();
            return;
        }
        if (runsOn) {
            swallowed.keep(b);
        } else if (lineEnd) {
            runsOn = place == Place.QUOTED;
            runsOnAfterCr = afterCr;
        }
        if (line - rowLine > MAX_ROW_LINES) {
            bad(RejectReason.MALFORMED, "must have a quote at the end of a field within " + MAX_ROW_LINES + " lines");
        } else {
            takeInRow(b);
        }
    }

    /** What looked like the beginning of a byte order mark and is none belongs to the first field. */
    private void begin() {
        int taken = marked;
        marked = -1;
        if (taken < BYTE_ORDER_MARK.length) {
            for (int i = 0; i < taken; i++) {
                takeInRow((byte) BYTE_ORDER_MARK[i]);
            }
        }
    }

    private void takeInRow(byte b) {
        switch (place) {
            case FIELD_START -> {
                if (b == '"') {
                    place = Place.QUOTED;
                } else {
                    place = Place.FIELD;
                    takeInField(b);
                }
            }
            case FIELD -> takeInField(b);
            case QUOTED -> {
                if (b == '"') {
                    place = Place.QUOTE_IN_QUOTED;
                } else {
                    keep(b);
                }
            }
            case QUOTE_IN_QUOTED -> {
                if (b == '"') {
                    place = Place.QUOTED;
                    keep(b);
                } else if (b == delimiter) {
                    endField();
                } else {
                    bad(RejectReason.MALFORMED, "must have nothing between a closing quote and the next delimiter");
                }
            }
            case REST_OF_BAD_ROW -> {}
        }
    }

    private void takeInField(byte b) {
        if (b == delimiter) {
            endField();
        } else {
            keep(b);
        }
    }

    private void keep(byte b) {
        if (length == maxBytes) {
            bad(RejectReason.TOO_LARGE, "must have at most " + maxBytes + " bytes");
            return;
        }
        if (length == row.length) {
            row = Arrays.copyOf(row, Math.min(2 * length, maxBytes));
        }
        row[length++] = b;
    }

    private void endField() {
        if (fields == MAX_FIELDS) {
            bad(RejectReason.TOO_LARGE, TOO_MANY_FIELDS);
            return;
        }
        if (fields == ends.length) {
            ends = Arrays.copyOf(ends, 2 * fields);
        }
        ends[fields++] = length;
        place = Place.FIELD_START;
    }

    private void endRow() {
        boolean empty = fields == 0 && place == Place.FIELD_START;
        if (!empty && place != Place.REST_OF_BAD_ROW) {
            if (fields == MAX_FIELDS) {
                rows.unreadable(rowLine, RejectReason.TOO_LARGE, TOO_MANY_FIELDS);
            } else {
                endField();
                csv.row(row, ends, fields, rowLine);
            }
        }
        beginRow();
    }

    private void beginRow() {
        length = 0;
        fields = 0;
        place = Place.FIELD_START;
        rowLine = line;
        runsOn = false;
        swallowed.clear();
    }

    /** Gives the row up: goes on behind its first line. */
    private void bad(RejectReason reason, String rule) {
        rows.unreadable(rowLine, reason, rule);
        if (!runsOn) {
            place = Place.REST_OF_BAD_ROW;
            return;
        }
        byte[] again = Arrays.copyOf(swallowed.bytes(), swallowed.length());
        line = rowLine + 1;
        afterCr = runsOnAfterCr;
        beginRow();
        // One of these may be given up, too: at the most as deep as there are lines.
        for (byte b : again) {
            take(b);
        }
    }
}
