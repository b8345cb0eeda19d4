package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.Framing;
import org.cotgateway.codec.WireFormat;

/** The bytes of one batch in each format that a receiver wants; made when first asked for. */
final class Encodings {

    private static final int TYPICAL_EVENT_BYTES = 640;

    private final List<Encoding> encodings = new ArrayList<>(2);

    /** The events between the indices, next to each other; lent until {@link #release}. */
    ByteBuf of(WireFormat format, List<EventImage> batch, int from, int to) {
        if (to - from == 1 && format.framing() == Framing.NONE) {
            return batch.get(from).xml(format.edition());
        }
        return encoding(format, batch).slice(from, to);
    }

    void release() {
        encodings.forEach(encoding -> encoding.bytes.release());
        encodings.clear();
    }

    private Encoding encoding(WireFormat format, List<EventImage> batch) {
        for (Encoding made : encodings) {
            if (made.format.equals(format)) {
                return made;
            }
        }
        ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(batch.size() * TYPICAL_EVENT_BYTES);
        int[] ends = new int[batch.size()];
        for (int i = 0; i < ends.length; i++) {
            format.append(batch.get(i), bytes);
            ends[i] = bytes.writerIndex();
        }
        Encoding made = new Encoding(format, bytes, ends);
        encodings.add(made);
        return made;
    }

    private record Encoding(WireFormat format, ByteBuf bytes, int[] ends) {
        ByteBuf slice(int from, int to) {
            int begin = from == 0 ? 0 : ends[from - 1];
            return from == 0 && to == ends.length ? bytes : bytes.slice(begin, ends[to - 1] - begin);
        }
    }
}
