package org.cotgateway.feed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is read of a followed file. One thread, which it blocks. */
interface FileSource {

    int PART_BYTES = 65_536;

    /**
     * The next bytes, {@link #PART_BYTES} at most; null if there are none for the moment.
     *
     * @throws IOException if the file cannot be read now; it can be tried again after {@link #release}
     */
    byte @Nullable [] next() throws IOException;

    /** Closes the file until the next bytes are asked for. */
    void release();

    /** The bytes from there on, fewer only where the file ends. */
    static byte[] read(SeekableByteChannel open, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        open.position(from);
        int read = 0;
        while (read >= 0 && bytes.hasRemaining()) {
            read = open.read(bytes);
        }
        return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
    }

    /** The bytes at which the channel stands; null at its end. */
    static byte @Nullable [] part(SeekableByteChannel open) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PART_BYTES);
        int length = open.read(bytes);
        return length <= 0 ? null : Arrays.copyOf(bytes.array(), length);
    }
}
