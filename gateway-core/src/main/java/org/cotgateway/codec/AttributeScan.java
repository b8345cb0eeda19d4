package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Tells whether a tag has an attribute, from its bytes alone: the name in a value or in another name is not it. Immutable. */
final class AttributeScan {

    private final byte[] name;

    AttributeScan(String name) {
        this.name = name.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether the attribute stands in the tag between the indices; what its value is does not matter. */
    boolean isIn(ByteBuf in, int from, int to) {
        byte quote = 0;
        byte before = 0;
        for (int i = from; i < to; i++) {
            byte b = in.getByte(i);
            if (quote != 0) {
                quote = b == quote ? 0 : quote;
            } else if (b == '"' || b == '\'') {
                quote = b;
            } else if (mayPrecedeName(before) && isNameAt(in, i, to)) {
                return true;
            }
            before = b;
        }
        return false;
    }

    private boolean isNameAt(ByteBuf in, int at, int to) {
        if (to - at <= name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (in.getByte(at + i) != name[i]) {
                return false;
            }
        }
        int behind = at + name.length;
        while (behind < to && isSpace(in.getByte(behind))) {
            behind++;
        }
        return behind < to && in.getByte(behind) == '=';
    }

    /** White space, or the quote of a value that nothing stands behind, as some write it. */
    private static boolean mayPrecedeName(byte b) {
        return isSpace(b) || b == '"' || b == '\'';
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
