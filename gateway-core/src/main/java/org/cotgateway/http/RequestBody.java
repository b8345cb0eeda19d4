package org.cotgateway.http;

import io.netty.buffer.ByteBuf;
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

    /** Takes the next bytes; lent. Null if all is well; else nothing more is to be given. */
    @Nullable
    Refusal received(ByteBuf part) {
        if (gunzip == null) {
            if (part.isReadable()) {
                receiver.received(part);
            }
            return null;
        }
        try {
            gunzip.unpack(part, this::handOn);
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
