package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/** Something that can be written at an index of a buffer, wholly or not at all. */
public interface WritablePart<T> {

    /**
     * Writes at an index, whatever the buffer's own indices, and may overwrite what stands behind.
     *
     * @return the index behind what was written
     * @throws IndexOutOfBoundsException if the buffer cannot grow so far, spare bytes among them
     */
    int append(T value, ByteBuf out, int index);

    /**
     * Writes at the buffer's writer index, which is where it was if anything is thrown.
     *
     * @throws IllegalArgumentException if the value is refused
     * @throws IndexOutOfBoundsException if the buffer's maximum capacity is too small
     */
    static <T> void write(ByteBuf out, WritablePart<T> part, T value) {
        int start = out.writerIndex();
        try {
            out.writerIndex(part.append(value, out, start));
        } catch (IndexOutOfBoundsException noSpare) {
            out.writerIndex(start);
            writeTightly(out, part, value);
        } catch (IllegalArgumentException refused) {
            out.writerIndex(start);
            throw refused;
        }
    }

    /** The buffer cannot grow by the spare bytes that writing needs, but the value itself may fit. */
    private static <T> void writeTightly(ByteBuf out, WritablePart<T> part, T value) {
        ByteBuf roomy = out.alloc().buffer();
        try {
            out.writeBytes(roomy, 0, part.append(value, roomy, 0));
        } finally {
            roomy.release();
        }
    }
}
