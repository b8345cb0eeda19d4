package org.cotgateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952), of several members if there are, as it arrives. Gives what it unpacks in pieces of at most {@link
 * #PIECE_BYTES}, so that its memory does not grow with what a body unpacks to. Not thread-safe.
 *
 * <p>Netty's own decoder does not say whether the packed bytes were whole.
 */
final class Gunzip implements AutoCloseable {

    private static final int PIECE_BYTES = 16 * 1024;
    private static final int MAGIC_1 = 0x1F;
    private static final int MAGIC_2 = 0x8B;
    private static final int DEFLATE = 8;
    private static final int HEADER_BYTES = 10;
    private static final int FLAGS_AT = 3;
    private static final int TRAILER_BYTES = 8;

    private static final int HAS_HEADER_CRC = 1 << 1;
    private static final int HAS_EXTRA = 1 << 2;
    private static final int HAS_NAME = 1 << 3;
    private static final int HAS_COMMENT = 1 << 4;
    private static final int RESERVED = 0xE0;

    private enum At {
        HEADER,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        HEADER_CRC,
        DATA,
        TRAILER
    }

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] packed = new byte[PIECE_BYTES];
    private At at = At.HEADER;
    /** Bytes of the present part that have come, and their value, the first byte lowest. */
    private int seen;

    private long value;
    private int flags;
    private int extraBytes;
    private long members;

    /**
     * Unpacks the next bytes, all of them.
     *
     * @param part is read to its end
     * @param taker lent each piece
     * @throws DataFormatException if they are no gzip
     */
    void unpack(ByteBuf part, Consumer<ByteBuf> taker) throws DataFormatException {
        while (part.isReadable()) {
            if (at == At.DATA) {
                inflate(part, taker);
            } else {
                take(part.readUnsignedByte());
            }
        }
    }

    /** Whether what has come is whole: at least one member, and no part of another. */
    boolean isWhole() {
        return at == At.HEADER && seen == 0 && members > 0;
    }

    @Override
    public void close() {
        inflater.end();
    }

    private void inflate(ByteBuf part, Consumer<ByteBuf> taker) throws DataFormatException {
        int bytes = Math.min(packed.length, part.readableBytes());
        part.getBytes(part.readerIndex(), packed, 0, bytes);
        inflater.setInput(packed, 0, bytes);
        while (!inflater.finished() && !inflater.needsInput()) {
            // Of its own each time: whoever takes it may keep it.
            ByteBuf unpacked = PooledByteBufAllocator.DEFAULT.buffer(PIECE_BYTES, PIECE_BYTES);
            try {
                unpackInto(unpacked, taker);
            } finally {
                unpacked.release();
            }
        }
        part.skipBytes(bytes - inflater.getRemaining());
        if (inflater.finished()) {
            begin(At.TRAILER);
        }
    }

    private void unpackInto(ByteBuf unpacked, Consumer<ByteBuf> taker) throws DataFormatException {
        ByteBuffer room = unpacked.nioBuffer(0, unpacked.capacity());
        int made = inflater.inflate(room);
        if (made > 0) {
            crc.update(room.flip());
            taker.accept(unpacked.writerIndex(made));
        } else if (inflater.needsDictionary()) {
            throw new DataFormatException("gzip has no dictionaries");
        }
    }

    private void take(int next) throws DataFormatException {
        switch (at) {
            case HEADER -> takeHeader(next);
            case EXTRA_LENGTH -> {
                value |= (long) next << (8 * seen);
                if (++seen == 2) {
                    extraBytes = (int) value;
                    begin(extraBytes > 0 ? At.EXTRA : after(At.EXTRA));
                }
            }
            case EXTRA -> {
                if (++seen == extraBytes) {
                    begin(after(At.EXTRA));
                }
            }
            case NAME, COMMENT -> {
                if (next == 0) {
                    begin(after(at));
                }
            }
            case HEADER_CRC -> {
                if (++seen == 2) {
                    begin(At.DATA);
                }
            }
            case TRAILER -> takeTrailer(next);
            case DATA -> throw new IllegalStateException("data is inflated");
        }
    }

    private void takeHeader(int next) throws DataFormatException {
        boolean fits = switch (seen) {
            case 0 -> next == MAGIC_1;
            case 1 -> next == MAGIC_2;
            case 2 -> next == DEFLATE;
            case FLAGS_AT -> (next & RESERVED) == 0;
            default -> true;
        };
        if (!fits) {
            throw new DataFormatException("no gzip header");
        }
        if (seen == FLAGS_AT) {
            flags = next;
        }
        if (++seen == HEADER_BYTES) {
            begin(after(At.HEADER));
        }
    }

    private void takeTrailer(int next) throws DataFormatException {
        value |= (long) next << (8 * seen);
        if (++seen == TRAILER_BYTES) {
            long sizeBytes = inflater.getBytesWritten() & 0xFFFFFFFFL;
            if ((value & 0xFFFFFFFFL) != crc.getValue() || value >>> 32 != sizeBytes) {
                throw new DataFormatException("checksum or length of gzip differ");
            }
            inflater.reset();
            crc.reset();
            members++;
            begin(At.HEADER);
        }
    }

    /** What comes next in a header behind this part of it, by its flags. */
    private At after(At part) {
        if (part.compareTo(At.EXTRA_LENGTH) < 0 && (flags & HAS_EXTRA) != 0) {
            return At.EXTRA_LENGTH;
        }
        if (part.compareTo(At.NAME) < 0 && (flags & HAS_NAME) != 0) {
            return At.NAME;
        }
        if (part.compareTo(At.COMMENT) < 0 && (flags & HAS_COMMENT) != 0) {
            return At.COMMENT;
        }
        return (flags & HAS_HEADER_CRC) != 0 ? At.HEADER_CRC : At.DATA;
    }

    private void begin(At next) {
        at = next;
        seen = 0;
        value = 0;
    }
}
