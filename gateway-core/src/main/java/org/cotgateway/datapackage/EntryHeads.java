package org.cotgateway.datapackage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a zip says of its entries beside the names in the directory at its end, by which most programs go, as {@link
 * java.util.zip.ZipFile} does: the names in front of the contents (APPNOTE 6.3.10, 4.3.7), by which those go that read a zip
 * as a stream, also where the directory has no such entry; and what kind of file an entry is to be on Unix. Bytes beyond
 * ASCII are read as ISO 8859-1.
 */
final class EntryHeads {

    /** Takes what is found. */
    @FunctionalInterface
    interface Sink {
        /**
         * A name in front of a content, or what is wrong with an entry.
         *
         * @param rule what the entry breaks; null if only its name is to be looked at
         * @return whether no more is wanted
         */
        boolean isEnough(String name, @Nullable String rule);
    }

    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_SIGNATURE = 0x02014b50;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT_BYTES = 0xFFFF;
    private static final int MAX_DIRECTORY_BYTES = 64 << 20;
    private static final int PIECE_BYTES = 64 * 1024;

    /** The kind of a file in the mode that Unix has for it. */
    private static final int KIND = 0170000;

    private static final int FILE = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;

    private final FileChannel file;
    private final Sink sink;
    /** Where the entries of the directory are. */
    private final List<Extent> extents = new ArrayList<>();

    private record Extent(long from, long to) {}

    private EntryHeads(FileChannel file, Sink sink) {
        this.file = file;
        this.sink = sink;
    }

    /** Gives what is found until it is enough, or something is not as in a zip of less than 4 GiB. */
    static void read(Path path, Sink sink) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            new EntryHeads(file, sink).read();
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
                    if (directory(bytes(directoryAt, directoryBytes), begin)) {
                        hidden(directoryAt);
                    }
                }
                return;
            }
        }
    }

    /** Answers whether all entries were looked at. */
    private boolean directory(ByteBuffer directory, long begin) throws IOException {
        int at = 0;
        while (at + CENTRAL_BYTES <= directory.limit() && directory.getInt(at) == CENTRAL_SIGNATURE) {
            long local = begin + Integer.toUnsignedLong(directory.getInt(at + 42));
            int mode = directory.getInt(at + 38) >>> 16;
            if (local < 0 || local + LOCAL_BYTES > file.size()) {
                return false;
            }
            long contentBytes = Integer.toUnsignedLong(directory.getInt(at + 20));
            if (isLast(local, contentBytes, mode & KIND)) {
                return false;
            }
            at += CENTRAL_BYTES
                    + Short.toUnsignedInt(directory.getShort(at + 28))
                    + Short.toUnsignedInt(directory.getShort(at + 30))
                    + Short.toUnsignedInt(directory.getShort(at + 32));
        }
        return true;
    }

    private boolean isLast(long local, long contentBytes, int kind) throws IOException {
        ByteBuffer head = bytes(local, LOCAL_BYTES);
        if (head.getInt(0) != LOCAL_SIGNATURE) {
            return true;
        }
        String name = name(local, head);
        long content =
                local + LOCAL_BYTES + Short.toUnsignedInt(head.getShort(26)) + Short.toUnsignedInt(head.getShort(28));
        extents.add(new Extent(local, content + contentBytes));
        if (kind == 0 || kind == FILE || kind == DIRECTORY) {
            return sink.isEnough(name, null);
        }
        return sink.isEnough(
                name,
                kind == LINK ? "must be a file, not a symbolic link" : "must be a file, not a device or the like");
    }

    /** Looks for entries between and before those of the directory. */
    private void hidden(long directoryAt) throws IOException {
        extents.sort(Comparator.comparingLong(Extent::from));
        long at = 0;
        for (Extent extent : extents) {
            if (hidden(at, extent.from())) {
                return;
            }
            at = Math.max(at, extent.to());
        }
        hidden(at, directoryAt);
    }

    /** Answers whether what was found is enough. */
    private boolean hidden(long from, long to) throws IOException {
        for (long at = from; at + Integer.BYTES <= to; at += PIECE_BYTES) {
            ByteBuffer piece = bytes(at, (int) Math.min(PIECE_BYTES + Integer.BYTES - 1, to - at));
            for (int i = 0; i + Integer.BYTES <= piece.limit(); i++) {
                if (piece.getInt(i) == LOCAL_SIGNATURE
                        && sink.isEnough(
                                name(at + i, bytes(at + i, LOCAL_BYTES)), "must be in the directory of the zip")) {
                    return true;
                }
            }
        }
        return false;
    }

    private String name(long local, ByteBuffer head) throws IOException {
        ByteBuffer name = bytes(local + LOCAL_BYTES, Short.toUnsignedInt(head.getShort(26)));
        return StandardCharsets.ISO_8859_1.decode(name).toString();
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
