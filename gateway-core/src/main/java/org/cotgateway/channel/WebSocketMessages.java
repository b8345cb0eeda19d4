package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts messages together that come in several frames (RFC 6455, 5.4). Loop-only; {@link #drop} releases what is held. */
final class WebSocketMessages {

    private final Channel channel;
    private final LoopContext context;
    private final int maxMessageBytes;
    private final Consumer<ByteBuf> whole;

    /** The beginning of a message that has not ended, and since when it has been coming. */
    private @Nullable ByteBuf begun;

    private long begunMs;

    /** @param whole takes each message when it is all there; lent */
    WebSocketMessages(Channel channel, LoopContext context, int maxMessageBytes, Consumer<ByteBuf> whole) {
        this.channel = channel;
        this.context = context;
        this.maxMessageBytes = maxMessageBytes;
        this.whole = whole;
    }

    /**
     * Takes a frame of a message, which stays the caller's.
     *
     * @return whether the message may be so long; if not, it is of no use any more
     */
    boolean take(WebSocketFrame frame) {
        ByteBuf part = frame.content();
        ByteBuf message = begun;
        if (message == null && frame.isFinalFragment()) {
            whole.accept(part);
            return true;
        }
        if (message == null) {
            message = channel.alloc().buffer(part.readableBytes());
            begun = message;
            begunMs = context.ticksMs();
        }
        if (message.readableBytes() + part.readableBytes() > maxMessageBytes) {
            return false;
        }
        message.writeBytes(part);
        if (frame.isFinalFragment()) {
            begun = null;
            try {
                whole.accept(message);
            } finally {
                message.release();
            }
        }
        return true;
    }

    /** Whether a message has been coming for so long. */
    boolean isOverdue(long nowMs, long timeoutMs) {
        return begun != null && nowMs - begunMs >= timeoutMs;
    }

    /** Forgets the message that has not ended. */
    void drop() {
        if (begun != null) {
            begun.release();
            begun = null;
        }
    }
}
