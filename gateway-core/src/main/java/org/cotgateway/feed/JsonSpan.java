package org.cotgateway.feed;

import org.cotgateway.json.JsonExtent;

/** A value of a JSON document, or a name, whose end is looked for, with its bytes if they are wanted. Used again. One thread. */
final class JsonSpan {

    /** What is done with it when all of it has come. */
    enum Kind {
        NAME,
        ROW,
        FIELD,
        /** Nobody wants it. */
        UNWANTED,
        /** It stands behind another one without a comma. */
        STRAY;

        private boolean isKept() {
            return this != UNWANTED && this != STRAY;
        }
    }

    private final JsonExtent extent = new JsonExtent();
    private final RowBytes kept;
    private Kind kind = Kind.UNWANTED;
    private int line;

    /** @param maxBytes more of one is not kept */
    JsonSpan(int maxBytes) {
        kept = new RowBytes(maxBytes);
    }

    /** Begins with that byte, in that line. */
    void begin(Kind begun, byte first, int inLine) {
        kind = begun;
        line = inLine;
        kept.clear();
        extent.begin(first);
        if (kind.isKept()) {
            kept.keep(first);
        }
    }

    /** Goes on to its end, to where that comes in doubt, or to that of these bytes; answers where that is. */
    int pass(byte[] in, int from, int to) {
        int end = extent.passUntilDoubt(in, from, to);
        if (kind.isKept()) {
            kept.keep(in, from, end);
        }
        return end;
    }

    /** Where it stands, as far as it has come. */
    JsonExtent extent() {
        return extent;
    }

    Kind kind() {
        return kind;
    }

    /** The line that it begins in. */
    int line() {
        return line;
    }

    /** What was kept of it. */
    RowBytes kept() {
        return kept;
    }

    void clear() {
        kept.clear();
    }
}
