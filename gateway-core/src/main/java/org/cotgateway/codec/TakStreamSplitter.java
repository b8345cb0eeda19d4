package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Finds the single messages of TAK Protocol v1 in a stream of bytes that comes in any pieces: {@code BF}, the payload's
 * length as a varint, the payload.
 *
 * <p>Where a frame should begin and none does, or one that is too large, the stream goes on at the next byte that looks
 * like the beginning of one: {@code BF}, a length within the limit, and a payload that begins with one of the two fields
 * that messages begin with. All that is not handed on is reported with its reason. The time is linear in the bytes; what a
 * length announces costs nothing before it has come, and a frame that lies whole in one buffer is not copied.
 *
 * <p>Not thread-safe: one stream, one thread at a time. The buffers that are fed stay the caller's; a payload that is
 * handed on is lent for the call, to be {@link ByteBuf#retain() retained} by who keeps it. {@link #close} releases what is
 * held.
 */
public final class TakStreamSplitter implements AutoCloseable {

    /** Takes what was found, in the order of the stream. */
    public interface Sink {

        /**
         * One payload, without its header; not yet known to be well-formed.
         *
         * @param payload lent for the call
         * @param offset where its header begins in the stream, in bytes
         */
        void payload(ByteBuf payload, long offset);

        /**
         * Bytes that are given up. A long run may be reported in parts.
         *
         * @param offset where they begin in the stream
         * @param bytes how many
         */
        void skipped(SkipReason reason, long offset, long bytes);
    }

    /** Why bytes of a stream were given up. */
    public enum SkipReason {
        /** No frame begins where one should. */
        NO_FRAME,
        /** A frame that announces more than the limit, with all up to the next one. */
        TOO_LARGE,
        /** A frame that the end of the stream cut off. */
        UNFINISHED,
        /** A frame that was not all there when it was {@link TakStreamSplitter#giveUp given up}, with all up to the next. */
        OVERDUE
    }

    /** The first byte of a message: an event or what a peer says about itself, in this order. */
    private static final int CONTROL_TAG = 0x0A;

    private static final int EVENT_TAG = 0x12;

    private final int maxPayloadBytes;
    /** The beginning of one frame; never more than that frame. */
    private @Nullable ByteBuf kept;
    /** How many bytes of the stream came before those that are still looked at. */
    private long offset;
    /** Why the last bytes were given up, until a frame is found again; null while frame follows frame. */
    private @Nullable SkipReason lost;

    private long lostFrom;
    private long lostBytes;

    /** What {@link #look} found: the frame's header and payload. */
    private int headerBytes;

    private int payloadBytes;

    /**
     * @param maxPayloadBytes the longest payload that is handed on
     */
    public TakStreamSplitter(int maxPayloadBytes) {
        if (maxPayloadBytes < 1 || maxPayloadBytes > Integer.MAX_VALUE - 1 - ProtoWire.MAX_VARINT_BYTES) {
            throw new IllegalArgumentException("maxPayloadBytes " + maxPayloadBytes + " is out of range");
        }
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /** Takes the readable bytes of the buffer and hands on the payloads that end in them. */
    public void feed(ByteBuf in, Sink sink) {
        while (kept != null && in.isReadable()) {
            complete(kept, in, sink);
        }
        if (kept == null) {
            scan(in, sink);
            if (in.isReadable()) {
                kept = in.alloc().buffer(in.readableBytes()).writeBytes(in);
            }
        }
        reportLost(sink);
    }

    /** Where in the stream a frame begins that is not all there; negative if none does. */
    public long unfinishedFrom() {
        return kept == null ? -1 : offset;
    }

    /**
     * Whether what has come of a frame that is not all there holds what looks like a whole one: then its length was most
     * likely a mistake. Looks at all of it.
     */
    public boolean holdsOthers() {
        ByteBuf held = kept;
        if (held == null) {
            return false;
        }
        SkipReason before = lost;
        lost = SkipReason.OVERDUE;
        ByteBuf rest = held.duplicate().skipBytes(1);
        boolean found = false;
        for (int at; !found && (at = rest.bytesBefore((byte) TakFraming.MAGIC)) >= 0; ) {
            rest.skipBytes(at);
            found = look(rest) == Look.FRAME && rest.readableBytes() - headerBytes >= payloadBytes;
            rest.skipBytes(1);
        }
        lost = before;
        return found;
    }

    /** Gives up a frame that is not all there; the stream goes on with the next one, which may have come in it. */
    public void giveUp(Sink sink) {
        ByteBuf held = kept;
        if (held == null) {
            return;
        }
        // Behind what was given up before it began something of its own.
        lost = null;
        lose(SkipReason.OVERDUE, held);
        scan(held, sink);
        if (!held.isReadable()) {
            close();
        }
        reportLost(sink);
    }

    /** Ends the stream: a frame without end is given up. */
    public void finish(Sink sink) {
        if (kept != null) {
            reportLost(sink);
            sink.skipped(SkipReason.UNFINISHED, offset, kept.readableBytes());
        }
        close();
    }

    /** Releases what is held. */
    @Override
    public void close() {
        if (kept != null) {
            kept.release();
            kept = null;
        }
    }

    /** Adds to the beginning of a frame what it lacks and no more, so that the frames behind it are not copied. */
    private void complete(ByteBuf held, ByteBuf in, Sink sink) {
        boolean known = look(held) == Look.FRAME;
        int lacking = known ? headerBytes + payloadBytes - held.readableBytes() : 1;
        held.writeBytes(in, Math.min(lacking, in.readableBytes()));
        scan(held, sink);
        if (!held.isReadable()) {
            close();
        }
    }

    /** Hands on all payloads that end in the buffer and leaves the beginning of a frame in it, or nothing. */
    private void scan(ByteBuf in, Sink sink) {
        while (in.isReadable()) {
            switch (look(in)) {
                case NO_FRAME -> lose(SkipReason.NO_FRAME, in);
                case TOO_LARGE -> lose(SkipReason.TOO_LARGE, in);
                case INCOMPLETE -> {
                    return;
                }
                case FRAME -> {
                    if (in.readableBytes() - headerBytes < payloadBytes) {
                        return;
                    }
                    handOn(in, sink);
                }
            }
        }
    }

    private void handOn(ByteBuf in, Sink sink) {
        reportLost(sink);
        lost = null;
        long at = offset;
        ByteBuf payload = in.slice(in.readerIndex() + headerBytes, payloadBytes);
        in.skipBytes(headerBytes + payloadBytes);
        offset += headerBytes + payloadBytes;
        sink.payload(payload, at);
    }

    /** Gives up one byte; those behind it may begin a frame. Up to there the first reason counts. */
    private void lose(SkipReason reason, ByteBuf in) {
        if (lost == null) {
            lost = reason;
        }
        if (lostBytes == 0) {
            lostFrom = offset;
        }
        lostBytes++;
        offset++;
        in.skipBytes(1);
    }

    private void reportLost(Sink sink) {
        SkipReason reason = lost;
        if (reason != null && lostBytes > 0) {
            long bytes = lostBytes;
            lostBytes = 0;
            sink.skipped(reason, lostFrom, bytes);
        }
    }

    private Look look(ByteBuf in) {
        int from = in.readerIndex();
        int to = in.writerIndex();
        if (in.getUnsignedByte(from) != TakFraming.MAGIC) {
            return Look.NO_FRAME;
        }
        long length = 0;
        int at = from + 1;
        for (int shift = 0; ; shift += 7) {
            if (shift == ProtoWire.MAX_VARINT_BYTES * 7) {
                return tooLarge();
            }
            if (at == to) {
                return Look.INCOMPLETE;
            }
            byte b = in.getByte(at++);
            length |= (b & 0x7FL) << shift;
            if (b >= 0) {
                break;
            }
        }
        // 2^63 and more is negative.
        if (length < 0 || length > maxPayloadBytes) {
            return tooLarge();
        }
        headerBytes = at - from;
        payloadBytes = (int) length;
        return lost == null ? Look.FRAME : lookForTag(in, at, to);
    }

    /** Among what is given up nobody knows whether it was a frame at all. */
    private Look tooLarge() {
        return lost == null ? Look.TOO_LARGE : Look.NO_FRAME;
    }

    /** Behind what was given up a frame has to look like one. */
    private Look lookForTag(ByteBuf in, int at, int to) {
        if (payloadBytes == 0) {
            return Look.NO_FRAME;
        }
        if (at == to) {
            return Look.INCOMPLETE;
        }
        int tag = in.getUnsignedByte(at);
        return tag == CONTROL_TAG || tag == EVENT_TAG ? Look.FRAME : Look.NO_FRAME;
    }

    /** What a buffer begins with. */
    private enum Look {
        FRAME,
        INCOMPLETE,
        NO_FRAME,
        TOO_LARGE
    }
}
