package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/** Something that can be written at an index of a draft. */
public interface WritablePart<T> {

    /**
     * Writes at an index, and may overwrite what stands behind.
     *
     * @return the index behind what was written
     * @throws IllegalArgumentException if the value is refused
     */
    int append(T value, Draft out, int index);

    /**
     * Writes at the buffer's writer index, wholly or, if anything is thrown, not at all.
     *
     * @throws IllegalArgumentException if the value is refused
     * @throws IndexOutOfBoundsException if the buffer's maximum capacity is too small
     */
    static <T> void write(ByteBuf out, WritablePart<T> part, T value) {
        Draft draft = Draft.ofThread();
        draft.copyTo(out, part.append(value, draft, 0));
    }
}
