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
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * What a WebSocket client is sent beside events for it: pings, pongs, answers to its own events, what was wrong with what
 * it sent, and the end. A client that does not take its answers is not read until it does. Loop-only; {@link #end} releases
 * what is held.
 */
final class WebSocketAnswers {

    private static final int REJECTION_BYTES = 512;
    /** Reasons are for people; what a close may hold is 125 bytes with its code. */
    private static final int MAX_REASON_CHARS = 100;

    private final Channel channel;
    private final WebSocketTerms terms;
    private final PeerReading reading;
    private final LoopContext context;
    /** What is answered when the client takes answers again; of several pings the last one is enough (RFC 6455, 5.5.3). */
    private @Nullable ByteBuf owedPong;

    private boolean over;

    WebSocketAnswers(Channel channel, WebSocketTerms terms, PeerReading reading, LoopContext context) {
        this.channel = channel;
        this.terms = terms;
        this.reading = reading;
        this.context = context;
    }

    /** Asks whether it is there. */
    void ping() {
        send(WebSocketFraming.PING, Unpooled.EMPTY_BUFFER);
    }

    /** Answers a ping with what it holds, which stays the caller's. */
    void pong(ByteBuf payload) {
        if (over) {
            return;
        }
        if (channel.isWritable()) {
            send(WebSocketFraming.PONG, payload);
            return;
        }
        drop();
        owedPong = payload.retain();
        reading.owe();
    }

    /** Answers an event that asks whether we are there by another one, unless the client does not take its answers. */
    void pong() {
        if (over) {
            return;
        }
        if (!channel.isWritable()) {
            reading.owe();
            return;
        }
        WireFormat format = terms.format();
        EventImage image = context.images.of(PingEvents.pong());
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
        if (over) {
            return;
        }
        if (!channel.isWritable()) {
            context.counters.increment(Counter.WEBSOCKET_ANSWERS_DROPPED);
            reading.owe();
            return;
        }
        ByteBuf text = channel.alloc().buffer(REJECTION_BYTES);
        terms.texts().writeRejection(message, index, violations, text);
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

    /** The client is answered no more, but for its close. */
    void end() {
        over = true;
        drop();
    }

    private void drop() {
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
