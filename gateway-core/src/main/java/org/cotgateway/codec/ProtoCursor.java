package org.cotgateway.codec;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the fields of one message, as protocol buffers define them. Takes any bytes and looks at each once; what a
 * length announces is compared with what is there before anything is done with it. The first mistake in the grammar ends
 * the message.
 */
final class ProtoCursor {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Groups in groups; nobody uses any. */
    private static final int MAX_GROUPS = 64;

    private static final int MAX_FIELD = (1 << 29) - 1;
    private static final char REPLACEMENT = '\uFFFD';

    private final int[] groups = new int[MAX_GROUPS];
    private byte[] bytes = new byte[0];
    private int start;
    private int at;
    private int end;
    private @Nullable String problem;

    private int field;
    private int type;
    private long number;
    private int from;

    /** Begins a message in a part of an array, which is lent until its last field was read. */
    void begin(byte[] array, int messageFrom, int messageTo) {
        bytes = array;
        start = messageFrom;
        at = messageFrom;
        end = messageTo;
        problem = null;
    }

    /** Begins the message which the current field of another one is. */
    void begin(ProtoCursor outer) {
        begin(outer.bytes, outer.from, outer.at);
    }

    /** Goes to the next field that is not a group. False behind the last one and at the first mistake. */
    boolean next() {
        while (problem == null && at < end) {
            if (readField() && type != ProtoWire.START_GROUP) {
                return problem == null;
            }
        }
        return false;
    }

    /** What is wrong with the message; null if nothing is, as far as it was read. */
    @Nullable
    String problem() {
        return problem;
    }

    int field() {
        return field;
    }

    boolean is(int wanted) {
        return type == wanted;
    }

    /** The current field's number, if it is a varint, or its bits, if it has a fixed length. */
    long number() {
        return number;
    }

    /** How long the current field is, without its tag and length. */
    int length() {
        return at - from;
    }

    void copyTo(byte[] array, int index) {
        System.arraycopy(bytes, from, array, index, at - from);
    }

    /** The current field as a text; null if it is not UTF-8. */
    @Nullable
    String text() {
        String text = new String(bytes, from, at - from, StandardCharsets.UTF_8);
        boolean valid = text.indexOf(REPLACEMENT) < 0
                || ByteBufUtil.isText(Unpooled.wrappedBuffer(bytes, from, at - from), StandardCharsets.UTF_8);
        return valid ? text : null;
    }

    /** Reads a field or the beginning of a group and what is in it. */
    private boolean readField() {
        int tagAt = at;
        if (!readTag()) {
            return false;
        }
        if (type == ProtoWire.START_GROUP) {
            return passGroup();
        }
        if (type == ProtoWire.END_GROUP) {
            return fail("the end of a group that has no beginning", tagAt);
        }
        return readValue();
    }

    private boolean readTag() {
        int tagAt = at;
        if (!readVarint()) {
            return false;
        }
        long tagged = number >>> 3;
        if (tagged == 0 || tagged > MAX_FIELD) {
            return fail("no field has such a number", tagAt);
        }
        field = (int) tagged;
        type = (int) number & 7;
        return true;
    }

    private boolean readValue() {
        from = at;
        return switch (type) {
            case ProtoWire.VARINT -> readVarint();
            case ProtoWire.FIXED64 -> readFixed64();
            case ProtoWire.FIXED32 -> pass(Integer.BYTES);
            case ProtoWire.LENGTH_DELIMITED -> {
                boolean known = readVarint();
                from = at;
                yield known && pass(number);
            }
            default -> fail("a field of no known kind", at);
        };
    }

    private boolean readFixed64() {
        int valueAt = at;
        if (!pass(Long.BYTES)) {
            return false;
        }
        number = (long) LONGS.get(bytes, valueAt);
        return true;
    }

    /** Passes over bytes of which there may be fewer; a count of 2^63 and more is negative. */
    private boolean pass(long count) {
        if (count < 0 || count > end - at) {
            return fail("a field is longer than what is left", at);
        }
        at += (int) count;
        return true;
    }

    private boolean readVarint() {
        int first = at;
        long value = 0;
        for (int shift = 0; shift < ProtoWire.MAX_VARINT_BYTES * 7; shift += 7) {
            if (at == end) {
                return fail("a number has no end", first);
            }
            byte b = bytes[at++];
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                number = value;
                return true;
            }
        }
        return fail("a number has more than ten bytes", first);
    }

    private boolean passGroup() {
        int open = 0;
        groups[open++] = field;
        while (open > 0) {
            int tagAt = at;
            if (!readTag()) {
                return false;
            }
            if (type == ProtoWire.START_GROUP) {
                if (open == MAX_GROUPS) {
                    return fail("groups in more than " + MAX_GROUPS + " groups", tagAt);
                }
                groups[open++] = field;
            } else if (type == ProtoWire.END_GROUP) {
                if (groups[--open] != field) {
                    return fail("the end of another group", tagAt);
                }
            } else if (!readValue()) {
                return false;
            }
        }
        type = ProtoWire.START_GROUP;
        return true;
    }

    private boolean fail(String what, int index) {
        problem = what + " (byte " + (index - start) + ')';
        at = end;
        return false;
    }
}
