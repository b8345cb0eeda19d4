package org.cotgateway.recording;

import java.io.BufferedInputStream;
import java.io.IOException;

/** Looks at the beginning of a stream without taking anything from it. */
final class FileStart {

    /** What stands for the first character when there is none. */
    static final int NOTHING = -1;

    static final int BUFFER_BYTES = 64 * 1024;

    private static final int GZIP_1 = 0x1f;
    private static final int GZIP_2 = 0x8b;
    private static final int MAX_BLANK = 4_096;
    private static final int[] BYTE_ORDER_MARK = {0xef, 0xbb, 0xbf};

    private FileStart() {}

    static boolean isCompressed(BufferedInputStream in) throws IOException {
        in.mark(2);
        boolean compressed = in.read() == GZIP_1 && in.read() == GZIP_2;
        in.reset();
        return compressed;
    }

    /** The first byte that is neither white space nor part of a byte order mark, or {@link #NOTHING}. */
    static int firstCharacter(BufferedInputStream in) throws IOException {
        in.mark(MAX_BLANK);
        int first = in.read();
        for (int i = 1; i < MAX_BLANK && isBlank(first); i++) {
            first = in.read();
        }
        in.reset();
        return first;
    }

    private static boolean isBlank(int c) {
        return c == ' '
                || c == '\n'
                || c == '\r'
                || c == '\t'
                || c == BYTE_ORDER_MARK[0]
                || c == BYTE_ORDER_MARK[1]
                || c == BYTE_ORDER_MARK[2];
    }
}
