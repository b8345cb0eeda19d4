package org.cotgateway.datapackage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * The names that a zip has in front of each content (APPNOTE 6.3.10, 4.3.7). Most programs go by those in the directory at its
 * end, as {@link java.util.zip.ZipFile} does, but some that read a zip as a stream go by these, and nothing makes both the
 * same. Bytes beyond ASCII are read as ISO 8859-1.
 */
final class LocalNames {

    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_SIGNATURE = 0x02014b50;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT_BYTES = 0xFFFF;
    private static final int MAX_DIRECTORY_BYTES = 64 << 20;

    private final FileChannel file;
    private final Predicate<String> enough;

    private LocalNames(FileChannel file, Predicate<String> enough) {
        this.file = file;
        this.enough = enough;
    }

    /**
     * Gives the names until one is enough, or something is not as in a zip of less than 4 GiB.
     *
     * @param enough whether no more are wanted after this one
     */
    static void read(Path path, Predicate<String> enough) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            new LocalNames(file, enough).read();
        }
    }

    private void read() throws IOException {
        int tailBytes = (int) Math.min(file.size(), END_BYTES + MAX_COMMENT_BYTES);
        long tailAt = file.size() - tailBytes;
        ByteBuffer tail = bytes(tailAt, tailBytes);
        for (int at = tailBytes - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END_SIGNATURE
                    && at + END_BYTES + Short.toUnsignedInt(tail.getShort(at + 20)) == tailBytes) {
                int directoryBytes = tail.getInt(at + 12);
                long directoryAt = tailAt + at - directoryBytes;
                if (directoryBytes >= 0 && directoryBytes <= MAX_DIRECTORY_BYTES && directoryAt >= 0) {
                    // What stands in front of the zip moves all of it.
                    long begin = directoryAt - Integer.toUnsignedLong(tail.getInt(at + 16));
                    directory(bytes(directoryAt, directoryBytes), begin);
                }
                return;
            }
        }
    }

    private void directory(ByteBuffer directory, long begin) throws IOException {
        int at = 0;
        while (at + CENTRAL_BYTES <= directory.limit() && directory.getInt(at) == CENTRAL_SIGNATURE) {
            long local = begin + Integer.toUnsignedLong(directory.getInt(at + 42));
            if (local < 0 || local + LOCAL_BYTES > file.size() || isEnough(local)) {
                return;
            }
            at += CENTRAL_BYTES
                    + Short.toUnsignedInt(directory.getShort(at + 28))
                    + Short.toUnsignedInt(directory.getShort(at + 30))
                    + Short.toUnsignedInt(directory.getShort(at + 32));
        }
    }

    private boolean isEnough(long local) throws IOException {
        ByteBuffer head = bytes(local, LOCAL_BYTES);
        if (head.getInt(0) != LOCAL_SIGNATURE) {
            return true;
        }
        int nameBytes = Short.toUnsignedInt(head.getShort(26));
        ByteBuffer name = bytes(local + LOCAL_BYTES, nameBytes);
        return enough.test(StandardCharsets.ISO_8859_1.decode(name).toString());
    }

    /** So many bytes from there; fewer where the file ends, which then are zeros. */
    private ByteBuffer bytes(long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) > 0) {
            // The next piece.
        }
        return bytes.rewind();
    }
}
