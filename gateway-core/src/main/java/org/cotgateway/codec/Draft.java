package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the bytes of an event stand while it is being written, to be copied into a buffer once it is whole: so nothing
 * is to be taken back if it turns out that it cannot be written, and a store into an array takes a fraction of what one into
 * a buffer takes, which has its references and its bounds checked each time.
 *
 * <p>Each thread has one and writes all its events on it, one after the other; the writing of an event must not begin
 * that of another one. An index that lies beyond what was {@link Ascii#reserve reserved} is an {@link
 * IndexOutOfBoundsException}.
 */
public final class Draft {

    private static final VarHandle SHORTS = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = view(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = view(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int FIRST_BYTES = 4_096;

    /** A draft that had to grow beyond this is given back its first size: few events are so long. */
    private static final int MOST_KEPT_BYTES = 1 << 16;

    private static final ThreadLocal<Draft> OF_THREAD = ThreadLocal.withInitial(Draft::new);

    private byte[] bytes = new byte[FIRST_BYTES];

    Draft() {}

    /** The thread's own draft, on which whatever was written before does not matter any more. */
    static Draft ofThread() {
        return OF_THREAD.get();
    }

    public void setByte(int index, int value) {
        bytes[index] = (byte) value;
    }

    /** Writes two bytes, the lower one first, as all that write more than one byte do. */
    public void setShort(int index, int value) {
        SHORTS.set(bytes, index, (short) value);
    }

    public void setInt(int index, int value) {
        INTS.set(bytes, index, value);
    }

    public void setLong(int index, long value) {
        LONGS.set(bytes, index, value);
    }

    /** Writes text of which every character is one byte in Latin-1; of others, the lower half would be left. */
    @SuppressWarnings(
            "deprecation") // because it loses the upper halves, which there are none of; nothing else copies as fast
    void setLatin(int index, String text) {
        text.getBytes(0, text.length(), bytes, index);
    }

    long getLong(int index) {
        return (long) LONGS.get(bytes, index);
    }

    /** Moves bytes to another place, which may overlap the one that they have. */
    void move(int from, int to, int length) {
        System.arraycopy(bytes, from, bytes, to, length);
    }

    int capacity() {
        return bytes.length;
    }

    void grow(int capacity) {
        bytes = Arrays.copyOf(bytes, Math.max(capacity, bytes.length * 2));
    }

    /** The ASCII between two indices. */
    String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    /**
     * Appends the first bytes to a buffer.
     *
     * @throws IndexOutOfBoundsException if the buffer's maximum capacity is too small; nothing is appended then
     */
    void copyTo(ByteBuf out, int length) {
        out.writeBytes(bytes, 0, length);
        if (bytes.length > MOST_KEPT_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
    }

    private static VarHandle view(Class<?> words, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(words, order);
    }
}
