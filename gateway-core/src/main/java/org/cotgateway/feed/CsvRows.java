package org.cotgateway.feed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** Finds a mapping's fields in rows of CSV, by the names in the first of them if there are any. */
final class CsvRows implements CsvIntake.Csv {

    private static final int NO_COLUMN = -1;

    private final EventMapping mapping;
    private final RowSink rows;
    private final int[] columns;
    private final @Nullable String[] values;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private boolean named;
    /** How many fields the header has; as many as there may be if there is none. */
    private int width = Integer.MAX_VALUE;

    /** @param header whether the first row has the columns' names */
    CsvRows(EventMapping mapping, RowSink rows, boolean header) {
        this.mapping = mapping;
        this.rows = rows;
        this.named = !header;
        this.columns = new int[mapping.fields().size()];
        this.values = new String[columns.length];
        for (int slot = 0; slot < columns.length; slot++) {
            String field = mapping.fields().get(slot);
            columns[slot] = FeedRules.isColumnNumber(field) ? Integer.parseInt(field) - 1 : NO_COLUMN;
        }
    }

    @Override
    public void row(byte[] bytes, int[] ends, int fields, int line) {
        try {
            if (named) {
                map(bytes, ends, fields, line);
            } else {
                named = true;
                name(bytes, ends, fields, line);
            }
        } catch (CharacterCodingException notText) {
            rows.unreadable(line, RejectReason.MALFORMED, "must be UTF-8");
        }
    }

    private void map(byte[] bytes, int[] ends, int fields, int line) throws CharacterCodingException {
        if (fields > width && !areBlank(bytes, ends, width, fields)) {
            // As by commas in numbers: all that follows would be in the wrong column.
            rows.unreadable(line, RejectReason.MALFORMED, "has " + fields + " fields, the header has " + width);
            return;
        }
        for (int slot = 0; slot < columns.length; slot++) {
            int column = columns[slot];
            values[slot] = column == NO_COLUMN || column >= fields ? null : text(bytes, ends, column);
        }
        rows.row(mapping.map(values), line);
    }

    private void name(byte[] bytes, int[] ends, int fields, int line) throws CharacterCodingException {
        width = fields;
        List<String> names = new ArrayList<>(fields);
        for (int column = 0; column < fields; column++) {
            names.add(text(bytes, ends, column).strip());
        }
        List<Violation> wrong = new ArrayList<>();
        for (int slot = 0; slot < columns.length; slot++) {
            String field = mapping.fields().get(slot);
            if (columns[slot] == NO_COLUMN) {
                columns[slot] = names.indexOf(field);
                if (columns[slot] < 0) {
                    wrong.add(Violation.of("header", field, "has no column of this name"));
                } else if (names.lastIndexOf(field) != columns[slot]) {
                    wrong.add(Violation.of("header", field, "has two columns of this name; the first one counts"));
                }
            }
        }
        if (!wrong.isEmpty()) {
            rows.row(SightingReading.rejected(RejectReason.MISSING, wrong), line);
        }
        Arrays.fill(values, null);
    }

    /** Whether there is nothing in these fields, as behind delimiters at the end of a row. */
    private static boolean areBlank(byte[] bytes, int[] ends, int from, int to) {
        for (int at = from == 0 ? 0 : ends[from - 1]; at < ends[to - 1]; at++) {
            if (bytes[at] != ' ' && bytes[at] != '\t') {
                return false;
            }
        }
        return true;
    }

    private String text(byte[] bytes, int[] ends, int column) throws CharacterCodingException {
        int from = column == 0 ? 0 : ends[column - 1];
        return utf8.decode(ByteBuffer.wrap(bytes, from, ends[column] - from)).toString();
    }
}
