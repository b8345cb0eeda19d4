package org.cotgateway.feed;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** A row's bytes as far as they have come, up to a limit. One thread. */
final class RowBytes {

    private static final int START_BYTES = 1_024;

    private final int limit;
    private byte[] bytes = new byte[START_BYTES];
    private int length;
    private boolean isOver;

    RowBytes(int limit) {
        this.limit = limit;
    }

    void keep(byte b) {
        if (hasRoom(1)) {
            bytes[length++] = b;
        }
    }

    void keep(byte[] in, int from, int to) {
        if (hasRoom(to - from)) {
            System.arraycopy(in, from, bytes, length, to - from);
            length += to - from;
        }
    }

    void keep(ByteBuf in, int from, int to) {
        if (hasRoom(to - from)) {
            in.getBytes(from, bytes, length, to - from);
            length += to - from;
        }
    }

    private boolean hasRoom(int more) {
        if (isOver || length + more > limit) {
            isOver = true;
            length = 0;
            return false;
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, Math.min(2 * bytes.length, limit)));
        }
        return true;
    }

    /** Whether more was to be kept than the limit; nothing is, then. */
    boolean isOver() {
        return isOver;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
        isOver = false;
    }
}
