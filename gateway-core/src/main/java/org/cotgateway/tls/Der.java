package org.cotgateway.tls;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One value of DER or definite-length BER: as much of ASN.1 as keys and PKCS#12 need, and the JDK does not show.
 *
 * @param tag the first byte
 * @param encoded tag, length and content
 * @param contentAt where in {@code encoded} the content begins
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Der(int tag, byte[] encoded, int contentAt) {

    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;
    /** Context-specific, constructed, number 0. */
    static final int EXPLICIT_0 = 0xa0;

    /** The value that the bytes begin with. */
    static Der read(byte[] bytes) {
        return read(bytes, 0, bytes.length);
    }

    private static Der read(byte[] bytes, int from, int to) {
        if (to - from < 2) {
            throw new IllegalArgumentException("ends early");
        }
        int at = from + 1;
        int length = bytes[at++] & 0xff;
        if (length >= 0x80) {
            int count = length & 0x7f;
            if (count == 0 || count > 3) {
                throw new IllegalArgumentException("has a length of a kind that is not read");
            }
            if (to - at < count) {
                throw new IllegalArgumentException("ends early");
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | bytes[at++] & 0xff;
            }
        }
        if (length > to - at) {
            throw new IllegalArgumentException("ends early");
        }
        return new Der(bytes[from] & 0xff, Arrays.copyOfRange(bytes, from, at + length), at - from);
    }

    byte[] content() {
        return Arrays.copyOfRange(encoded, contentAt, encoded.length);
    }

    /** The values inside a constructed one. */
    List<Der> children() {
        List<Der> found = new ArrayList<>();
        int at = contentAt;
        while (at < encoded.length) {
            Der child = read(encoded, at, encoded.length);
            found.add(child);
            at += child.encoded.length;
        }
        return found;
    }

    /** The one at that place; throws when there are fewer. */
    Der child(int index) {
        List<Der> all = children();
        if (index >= all.size()) {
            throw new IllegalArgumentException("has too few parts");
        }
        return all.get(index);
    }

    boolean is(byte[] objectIdentifier) {
        return tag == OBJECT_IDENTIFIER && Arrays.equals(content(), objectIdentifier);
    }

    static byte[] write(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = length > 0xffff ? 3 : length > 0xff ? 2 : 1;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >> 8 * i);
            }
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
