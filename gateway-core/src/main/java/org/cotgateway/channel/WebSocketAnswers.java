package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WebSocketFraming;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * What a WebSocket client is sent beside events for it: pings, pongs, answers to its own events, what was wrong with what it sent, and the end. A client that
 * does not take its answers is not read until it does. Loop-only; {@link #drop} releases what is held.
 */
final class WebSocketAnswers {

    private static final int REJECTION_BYTES = 512;
    /** Reasons are for people; what a close may hold is 125 bytes with its code. */
    private static final int MAX_REASON_CHARS = 100;

    private final Channel channel;
    private final WebSocketTexts texts;
    private final PeerReading reading;
    private final LoopContext context;
    /** What is answered when the client takes answers again; of several pings the last one is enough (RFC 6455, 5.5.3). */
    private @Nullable ByteBuf owedPong;

    WebSocketAnswers(Channel channel, WebSocketTexts texts, PeerReading reading, LoopContext context) {
        this.channel = channel;
        this.texts = texts;
        this.reading = reading;
        this.context = context;
    }

    /** Asks whether it is there. */
    void ping() {
        send(WebSocketFraming.PING, Unpooled.EMPTY_BUFFER);
    }

    /** Answers a ping with what it holds, which stays the caller's. */
    void pong(ByteBuf payload) {
        if (channel.isWritable()) {
            send(WebSocketFraming.PONG, payload);
            return;
        }
        drop();
        owedPong = payload.retain();
        reading.owe();
    }

    /**
     * Sends it an event that answers one of its own, unless it does not take its answers.
     *
     * @param format how events are sent to it
     */
    void answer(CotEvent event, WireFormat format) {
        if (!channel.isWritable()) {
            reading.owe();
            return;
        }
        EventImage image = context.images.of(event);
        try {
            ByteBuf frame = channel.alloc().directBuffer(format.sizeBytes(image));
            format.append(image, frame);
            channel.writeAndFlush(frame, channel.voidPromise());
        } finally {
            image.release();
        }
    }

    /** Says what is wrong, unless the client does not take its answers. */
    void rejected(long message, long index, List<Violation> violations) {
        if (!channel.isWritable()) {
            context.counters.increment(Counter.WEBSOCKET_ANSWERS_DROPPED);
            reading.owe();
            return;
        }
        ByteBuf text = channel.alloc().buffer(REJECTION_BYTES);
        texts.writeRejection(message, index, violations, text);
        send(WebSocketFraming.TEXT, text);
        text.release();
    }

    /** Says that we end it, and why. */
    ChannelFuture close(WebSocketCloseStatus status, String why) {
        ByteBuf body =
                channel.alloc().buffer(WebSocketFraming.MAX_CONTROL_BYTES).writeShort(status.code());
        ByteBufUtil.writeUtf8(body, why.length() > MAX_REASON_CHARS ? why.substring(0, MAX_REASON_CHARS) : why);
        ChannelFuture told = send(WebSocketFraming.CLOSE, body);
        body.release();
        return told;
    }

    /** Answers the client's close with its own code. */
    ChannelFuture closed(ByteBuf close) {
        return send(
                WebSocketFraming.CLOSE,
                close.readableBytes() < Short.BYTES
                        ? Unpooled.EMPTY_BUFFER
                        : close.slice(close.readerIndex(), Short.BYTES));
    }

    /** The client may take answers again. */
    void writabilityChanged() {
        if (reading.isOwed() && channel.isWritable()) {
            reading.settled();
            if (owedPong != null) {
                send(WebSocketFraming.PONG, owedPong);
                drop();
            }
        }
    }

    /** Forgets what is owed. */
    void drop() {
        if (owedPong != null) {
            owedPong.release();
            owedPong = null;
        }
    }

    /** Sends a frame at once; the payload stays the caller's. */
    private ChannelFuture send(int opcode, ByteBuf payload) {
        int bytes = payload.readableBytes();
        ByteBuf frame = channel.alloc().directBuffer(WebSocketFraming.headerBytes(bytes) + bytes);
        WebSocketFraming.writeHeader(opcode, bytes, frame);
        return channel.writeAndFlush(frame.writeBytes(payload, payload.readerIndex(), bytes));
    }
}
