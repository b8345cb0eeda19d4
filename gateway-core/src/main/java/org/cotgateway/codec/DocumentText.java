package org.cotgateway.codec;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.CharsetUtil;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import org.cotgateway.event.TextPosition;

/**
 * The bytes of one document, without a byte order mark in front and without white space and NULs at the end. They stand
 * in a part of an array that is lent for the reading of the document.
 */
final class DocumentText {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ANY_HIGH_BIT = 0x8080_8080_8080_8080L;

    private final byte[] bytes;
    private final int from;
    private final int to;

    private DocumentText(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /** The document in a part of an array. */
    static DocumentText of(byte[] bytes, int from, int to) {
        int first = from;
        if (to - from >= 3
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF) {
            first += 3;
        }
        int end = to;
        while (end > first && (isSpace(bytes[end - 1]) || bytes[end - 1] == 0)) {
            end--;
        }
        return new DocumentText(bytes, first, end);
    }

    byte[] bytes() {
        return bytes;
    }

    /** The index of the first byte. */
    int from() {
        return from;
    }

    /** The index behind the last byte. */
    int to() {
        return to;
    }

    int length() {
        return to - from;
    }

    /** Whether it is UTF-8, without the overlong forms that Aalto lets pass. */
    boolean isUtf8() {
        int i = firstNotAscii();
        return i == to || ByteBufUtil.isText(Unpooled.wrappedBuffer(bytes, i, to - i), CharsetUtil.UTF_8);
    }

    /** The index of the first byte that is no part of a character in UTF-8, of a text that has one. */
    int invalidUtf8() {
        CharsetDecoder decoder =
                CharsetUtil.decoder(CharsetUtil.UTF_8, CodingErrorAction.REPORT, CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, length());
        decoder.decode(in, CharBuffer.allocate(length()), true);
        return in.position();
    }

    private int firstNotAscii() {
        int i = from;
        while (i + Long.BYTES <= to && ((long) LONGS.get(bytes, i) & ANY_HIGH_BIT) == 0) {
            i += Long.BYTES;
        }
        while (i < to && bytes[i] >= 0) {
            i++;
        }
        return i;
    }

    /** The index behind declaration, comments, processing instructions and white space. */
    int afterProlog() {
        int i = from;
        while (i < to) {
            if (isSpace(bytes[i])) {
                i++;
            } else if (startsWith("<?", i)) {
                i = behind("?>", i + 2);
            } else if (startsWith("<!--", i)) {
                i = behind("-->", i + 4);
            } else {
                break;
            }
        }
        return i;
    }

    /** Whether these ASCII characters stand there. */
    boolean startsWith(String ascii, int index) {
        if (to - index < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[index + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The index behind the next occurrence of these ASCII characters; the end if there is none. */
    int behind(String ascii, int index) {
        for (int i = index; i < to; i++) {
            if (startsWith(ascii, i)) {
                return i + ascii.length();
            }
        }
        return to;
    }

    /** Line and column of a byte; columns count characters. */
    TextPosition position(int index) {
        return new LineCounter(this).moveTo(index);
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
