package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The same text in every kind of buffer that a caller may come with. */
final class Buffers {

    private Buffers() {}

    static List<ByteBuf> ofEveryKind(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuf offset = PooledByteBufAllocator.DEFAULT
                .directBuffer()
                .writeZero(7)
                .writeBytes(bytes)
                .writeZero(3);
        return List.of(
                Unpooled.wrappedBuffer(bytes),
                PooledByteBufAllocator.DEFAULT.heapBuffer().writeBytes(bytes),
                PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(bytes),
                Unpooled.directBuffer().writeBytes(bytes).asReadOnly(),
                offset.setIndex(7, 7 + bytes.length),
                PooledByteBufAllocator.DEFAULT
                        .compositeBuffer()
                        .addComponent(true, Unpooled.wrappedBuffer(bytes, 0, 3))
                        .addComponent(true, Unpooled.wrappedBuffer(bytes, 3, bytes.length - 3)));
    }
}
