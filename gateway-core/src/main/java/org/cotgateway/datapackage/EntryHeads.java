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
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int LARGE_END_SIGNATURE = 0x06064b50;
    private static final int LARGE_END_BYTES = 56;
    /** What stands for a number that only the end of ZIP64 has (APPNOTE 4.4.1.4). */
    private static final long IN_ZIP_64 = 0xFFFFFFFFL;

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

    /** Whether all that the directory has was found where it says. */
    private boolean isWhole = true;

    private record Extent(long from, long to) {}

    private EntryHeads(FileChannel file, Sink sink) {
        this.file = file;
        this.sink = sink;
    }

    /** Gives what is found until it is enough. What is hidden is looked for only if all else is where the directory says. */
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
                end(tailAt + at, tail.slice(at, END_BYTES).order(ByteOrder.LITTLE_ENDIAN));
                return;
            }
        }
    }

    private void end(long endAt, ByteBuffer end) throws IOException {
        long directoryBytes = Integer.toUnsignedLong(end.getInt(12));
        long offset = Integer.toUnsignedLong(end.getInt(16));
        long behind = endAt;
        if (directoryBytes == IN_ZIP_64 || offset == IN_ZIP_64 || end.getShort(10) == -1) {
            ByteBuffer locator = bytes(Math.max(0, endAt - LOCATOR_BYTES), LOCATOR_BYTES);
            ByteBuffer large = bytes(Math.max(0, locator.getLong(8)), LARGE_END_BYTES);
            if (locator.getInt(0) == LOCATOR_SIGNATURE && large.getInt(0) == LARGE_END_SIGNATURE) {
                behind = locator.getLong(8);
                directoryBytes = large.getLong(40);
                offset = large.getLong(48);
            }
        }
        long directoryAt = behind - directoryBytes;
        if (directoryBytes >= 0 && directoryBytes <= MAX_DIRECTORY_BYTES && directoryAt >= 0) {
            // What stands in front of the zip moves all of it.
            directory(bytes(directoryAt, (int) directoryBytes), directoryAt - offset);
            if (isWhole) {
                hidden(directoryAt);
            }
        }
    }

    private void directory(ByteBuffer directory, long begin) throws IOException {
        int at = 0;
        while (at + CENTRAL_BYTES <= directory.limit() && directory.getInt(at) == CENTRAL_SIGNATURE) {
            int nameBytes = Short.toUnsignedInt(directory.getShort(at + 28));
            String rule = ruleOfKind(directory.getInt(at + 38) >>> 16 & KIND);
            int shown = Math.min(nameBytes, directory.limit() - at - CENTRAL_BYTES);
            ByteBuffer name = directory.slice(at + CENTRAL_BYTES, shown);
            long contentBytes = Integer.toUnsignedLong(directory.getInt(at + 20));
            long local = begin + Integer.toUnsignedLong(directory.getInt(at + 42));
            if (rule != null && sink.isEnough(text(name), rule) || isLast(local, contentBytes)) {
                isWhole = false;
                return;
            }
            at += CENTRAL_BYTES
                    + nameBytes
                    + Short.toUnsignedInt(directory.getShort(at + 30))
                    + Short.toUnsignedInt(directory.getShort(at + 32));
        }
    }

    private static @Nullable String ruleOfKind(int kind) {
        return switch (kind) {
            case 0, FILE, DIRECTORY -> null;
            case LINK -> "must be a file, not a symbolic link";
            default -> "must be a file, not a device or the like";
        };
    }

    /** Looks at what is in front of a content; answers whether no more is wanted. */
    private boolean isLast(long local, long contentBytes) throws IOException {
        ByteBuffer head = local < 0 ? null : bytes(local, LOCAL_BYTES);
        if (head == null || head.getInt(0) != LOCAL_SIGNATURE) {
            isWhole = false;
            return false;
        }
        long content =
                local + LOCAL_BYTES + Short.toUnsignedInt(head.getShort(26)) + Short.toUnsignedInt(head.getShort(28));
        extents.add(new Extent(local, content + contentBytes));
        return sink.isEnough(name(local, head), null);
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
        return text(bytes(local + LOCAL_BYTES, Short.toUnsignedInt(head.getShort(26))));
    }

    private static String text(ByteBuffer name) {
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
