package org.cotgateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request on its way to a {@link BodyReceiver}: unpacks gzip piece by piece, so that a small body that
 * unpacks to a huge one is noticed before it is in memory. Loop-only.
 */
final class RequestBody {

    /** Why a body is refused. */
    enum Refusal {
        /** It is no whole gzip. */
        MALFORMED,
        /** It unpacks to too much. */
        TOO_LARGE
    }

    /** Deflate packs to a thousandth at the most: so many bytes unpack to a quarter of a megabyte. */
    private static final int PACKED_BYTES = 256;

    private final BodyReceiver receiver;
    private final long maxUnpackedBytes;
    private final @Nullable Gunzip gunzip;
    private long unpackedBytes;
    private boolean ended;

    RequestBody(BodyReceiver receiver, boolean packed, long maxUnpackedBytes) {
        this.receiver = receiver;
        this.maxUnpackedBytes = maxUnpackedBytes;
        this.gunzip = packed ? new Gunzip() : null;
    }

    /** How many bytes have been unpacked, or 0 if the body is not packed. */
    long unpackedBytes() {
        return unpackedBytes;
    }

    /**
     * Takes the next bytes, of packed ones only as many as unpack to little. Null if all is well; else nothing more is to be
     * given.
     *
     * @param part lent; its readable bytes become less
     */
    @Nullable
    Refusal received(ByteBuf part) {
        if (gunzip == null) {
            if (part.isReadable()) {
                receiver.received(part.readSlice(part.readableBytes()));
            }
            return null;
        }
        try {
            gunzip.unpack(part.readSlice(Math.min(PACKED_BYTES, part.readableBytes())), this::handOn);
        } catch (DataFormatException noGzip) {
            return Refusal.MALFORMED;
        }
        return unpackedBytes > maxUnpackedBytes ? Refusal.TOO_LARGE : null;
    }

    /** The last byte has come. */
    @Nullable
    Refusal completed() {
        if (gunzip != null && !gunzip.isWhole()) {
            return Refusal.MALFORMED;
        }
        abandon();
        receiver.completed();
        return null;
    }

    /** The rest is not taken. */
    void refused(HttpResponseStatus status, String sentence) {
        if (!ended) {
            abandon();
            receiver.refused(status, sentence);
        }
    }

    /** The rest does not come. */
    void failed(String reason) {
        if (!ended) {
            abandon();
            receiver.failed(reason);
        }
    }

    /** Nobody wants the rest: the request has been answered. */
    void abandon() {
        ended = true;
        if (gunzip != null) {
            gunzip.close();
        }
    }

    private void handOn(ByteBuf piece) {
        unpackedBytes += piece.readableBytes();
        if (unpackedBytes <= maxUnpackedBytes && !ended) {
            receiver.received(piece);
        }
    }
}
