package org.cotgateway.json;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** An item's bytes as far as they have come, up to a limit; and the array that pieces are looked at in. Not thread-safe. */
final class KeptBytes {

    private static final int FIRST_BYTES = 1_024;
    private static final int PIECE_BYTES = 64 * 1_024;

    private final int limit;
    private byte[] kept = new byte[FIRST_BYTES];
    private int length;
    private boolean isOver;
    private byte[] piece = new byte[0];

    KeptBytes(int limit) {
        this.limit = limit;
    }

    /** Takes the next bytes of a buffer, of which more may be left; where they are is {@link #piece} from the offset on. */
    int take(ByteBuf in) {
        int bytes = Math.min(in.readableBytes(), PIECE_BYTES);
        if (piece.length < bytes) {
            piece = new byte[bytes];
        }
        in.readBytes(piece, 0, bytes);
        return bytes;
    }

    byte[] piece() {
        return piece;
    }

    /** Keeps bytes of the piece; from the limit on it only notes that it was passed. */
    void keep(int from, int to) {
        int bytes = to - from;
        if (isOver || length + bytes > limit) {
            isOver = true;
            length = 0;
            return;
        }
        if (kept.length < length + bytes) {
            kept = Arrays.copyOf(kept, Math.min(limit, Math.max(kept.length * 2, length + bytes)));
        }
        System.arraycopy(piece, from, kept, length, bytes);
        length += bytes;
    }

    /** Whether more was to be kept than the limit. */
    boolean isOver() {
        return isOver;
    }

    byte[] bytes() {
        return kept;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
        isOver = false;
        if (kept.length > PIECE_BYTES) {
            kept = new byte[FIRST_BYTES];
        }
    }

    void close() {
        clear();
        piece = new byte[0];
    }
}
