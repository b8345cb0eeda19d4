package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Frames to messages of the kind that is spoken, those put together that come in several frames (RFC 6455, 5.4). Loop-only;
 * {@link #drop} releases what is held.
 */
final class WebSocketMessages {

    private final Channel channel;
    private final LoopContext context;
    private final boolean takesText;
    private final int maxMessageBytes;
    private final Consumer<ByteBuf> whole;

    /** The beginning of a message that has not ended, and since when it has been coming. */
    private @Nullable ByteBuf begun;

    private long begunMs;

    /**
     * @param takesText whether messages are to be text, and not binary
     * @param whole takes each message when it is all there; lent
     */
    WebSocketMessages(
            Channel channel, LoopContext context, boolean takesText, int maxMessageBytes, Consumer<ByteBuf> whole) {
        this.channel = channel;
        this.context = context;
        this.takesText = takesText;
        this.maxMessageBytes = maxMessageBytes;
        this.whole = whole;
    }

    /**
     * Takes a frame of a message, which stays the caller's.
     *
     * @return what is wrong, if nothing more can be taken
     */
    @Nullable
    WebSocketFault take(WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame && !takesText) {
            return wrongKind("this connection takes binary messages");
        }
        if (frame instanceof BinaryWebSocketFrame && takesText) {
            return wrongKind("this connection takes text messages");
        }
        ByteBuf part = frame.content();
        ByteBuf message = begun;
        if (message == null && frame.isFinalFragment()) {
            return takeWhole(part);
        }
        if (message == null) {
            message = channel.alloc().buffer(part.readableBytes());
            begun = message;
            begunMs = context.ticksMs();
        }
        if (message.readableBytes() + part.readableBytes() > maxMessageBytes) {
            drop();
            return WebSocketFault.tooLarge("a message", maxMessageBytes);
        }
        message.writeBytes(part);
        if (!frame.isFinalFragment()) {
            return null;
        }
        begun = null;
        try {
            return takeWhole(message);
        } finally {
            message.release();
        }
    }

    private static WebSocketFault wrongKind(String why) {
        return new WebSocketFault(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, why);
    }

    private @Nullable WebSocketFault takeWhole(ByteBuf message) {
        if (takesText && !ByteBufUtil.isText(message, StandardCharsets.UTF_8)) {
            return new WebSocketFault(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "text must be UTF-8");
        }
        whole.accept(message);
        return null;
    }

    /** Whether a frame is a message, or a part of one. */
    static boolean isPartOfOne(WebSocketFrame frame) {
        return frame instanceof TextWebSocketFrame
                || frame instanceof BinaryWebSocketFrame
                || frame instanceof ContinuationWebSocketFrame;
    }

    /** Whether a message has begun to come and not ended. */
    boolean isInMessage() {
        return begun != null;
    }

    /** The client is not read: of a message that has begun no more can come. */
    void notRead(long nowMs) {
        begunMs = nowMs;
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
