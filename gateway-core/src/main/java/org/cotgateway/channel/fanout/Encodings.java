package org.cotgateway.channel.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.channel.Transport;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.Framing;
import org.cotgateway.codec.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one piece of a batch, from {@link #begin} to {@link #release}, in each format that a receiver wants; made
 * when first asked for.
 */
final class Encodings {

    private static final int TYPICAL_EVENT_BYTES = 640;
    private static final int MAX_EVENT_BYTES = Transport.STCP.maxMessageBytes();

    private final List<Encoding> encodings = new ArrayList<>(2);
    private List<EventImage> batch = List.of();
    private int first;
    private int end;
    private @Nullable WireFormat lastFormat;
    private int lastFrom;
    private int lastTo;
    private @Nullable ByteBuf last;
    private @Nullable ByteBuf held;

    /** The piece is what lies between these indices of the batch. */
    void begin(List<EventImage> batchOfPiece, int from, int to) {
        batch = batchOfPiece;
        first = from;
        end = to;
    }

    /**
     * The events between the indices, next to each other; lent until {@link #release}. Null if one of the piece is too
     * large for a stream or cannot be written in this form, or if there is no memory for them all: each is for an outbox
     * then, which knows what to do with it.
     */
    @Nullable
    ByteBuf of(WireFormat format, int from, int to) {
        // Nearly all receivers want what the one before them got.
        if (format != lastFormat || from != lastFrom || to != lastTo) {
            last = find(format, from, to);
            lastFormat = format;
            lastFrom = from;
            lastTo = to;
        }
        return last;
    }

    private @Nullable ByteBuf find(WireFormat format, int from, int to) {
        if (to - from == 1 && format.framing() == Framing.NONE) {
            ByteBuf single = single(batch.get(from), format);
            if (single == null || single.readableBytes() > MAX_EVENT_BYTES) {
                return null;
            }
            // The image may let go of it when a receiver keeps the event in its outbox.
            releaseSingle();
            held = single.retain();
            return single;
        }
        Encoding made = encoding(format);
        return made.fits ? made.slice(from - first, to - first) : null;
    }

    private static @Nullable ByteBuf single(EventImage image, WireFormat format) {
        try {
            return image.bytes(format.protocol(), format.edition());
        } catch (IllegalArgumentException | IllegalStateException unwritable) {
            return null;
        }
    }

    void release() {
        encodings.forEach(encoding -> encoding.bytes.release());
        encodings.clear();
        releaseSingle();
        batch = List.of();
        lastFormat = null;
        last = null;
    }

    private void releaseSingle() {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    private Encoding encoding(WireFormat format) {
        for (Encoding made : encodings) {
            if (made.format.equals(format)) {
                return made;
            }
        }
        Encoding made = encode(format);
        encodings.add(made);
        return made;
    }

    private Encoding encode(WireFormat format) {
        try {
            return encodeAll(format);
        } catch (IllegalArgumentException | IllegalStateException | OutOfMemoryError unwritable) {
            return new Encoding(format, Unpooled.EMPTY_BUFFER, new int[0], false);
        }
    }

    private Encoding encodeAll(WireFormat format) {
        int[] ends = new int[end - first];
        ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(ends.length * TYPICAL_EVENT_BYTES);
        boolean made = false;
        try {
            boolean fits = true;
            for (int i = 0; i < ends.length; i++) {
                int begin = bytes.writerIndex();
                format.append(batch.get(first + i), bytes);
                ends[i] = bytes.writerIndex();
                fits &= ends[i] - begin - format.framing().delimiterBytes() <= MAX_EVENT_BYTES;
            }
            made = true;
            return new Encoding(format, bytes, ends, fits);
        } finally {
            if (!made) {
                bytes.release();
            }
        }
    }

    /** @param fits whether each event can be written and is small enough for a stream, and there was memory for all */
    private record Encoding(WireFormat format, ByteBuf bytes, int[] ends, boolean fits) {
        ByteBuf slice(int from, int to) {
            int begin = from == 0 ? 0 : ends[from - 1];
            return from == 0 && to == ends.length ? bytes : bytes.slice(begin, ends[to - 1] - begin);
        }
    }
}
