package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WebSocketFraming;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection, from the upgrade to its end (RFC 6455): frames to messages, pings, and the closing of it by either
 * side. Loop-only.
 *
 * <pre>
 *   begun ─→ open ─┬─ we close, or the client has broken the protocol ─→ closing ─┬─→ over
 *                  │                                        answer, FIN or timeout ┘    ↑
 *                  └─ the client closes: answered ───────────────────────────────────────┘
 *
 *   outbox ─→ StreamOutput ─────────────────────────────────────────────────→ socket
 *   sink ←── WebSocketInput ←── messages ←── WebSocket13FrameDecoder ←─────── socket
 *                 └─ what is wrong, pongs ─────────────────────────────────→ socket
 *
 *   pipeline: socket ─ WebSocket13FrameDecoder ─ WebSocketConnection
 * </pre>
 */
final class WebSocketConnection extends ChannelInboundHandlerAdapter implements OutputForm, ReadingPause.Reader {

    /** Told once that it can be written to no more. */
    interface Owner {
        void lost(String why);
    }

    private enum State {
        OPEN,
        CLOSING,
        OVER
    }

    private static final int ANSWER_BYTES = 512;
    /** Reasons are for people; what a close may hold is 125 bytes with its code. */
    private static final int MAX_REASON_CHARS = 100;

    private final Channel channel;
    private final Owner owner;
    private final Outbox outbox;
    private final LoopContext context;
    private final WebSocketTerms terms;
    private final WebSocketSettings settings;
    private final WebSocketInput input;
    private final StreamOutput output;

    private State state = State.OPEN;
    private long closingSinceMs;
    private long heardMs;
    /** When the client was asked whether it is there; negative while it need not answer. */
    private long askedMs = -1;

    /** The beginning of a message that comes in several frames, and since when it has been coming. */
    private @Nullable ByteBuf message;

    private long messageSinceMs;
    /** Whether it has been given answers that it does not take, and is not read until it does. */
    private boolean owed;
    /** What it is to be answered then; of several pings the last one is enough (RFC 6455, 5.5.3). */
    private @Nullable ByteBuf owedPong;

    WebSocketConnection(
            Channel channel,
            Owner owner,
            Inlet inlet,
            Outbox outbox,
            WebSocketTerms terms,
            WebSocketSettings settings,
            LoopContext context) {
        this.channel = channel;
        this.owner = owner;
        this.outbox = outbox;
        this.terms = terms;
        this.settings = settings;
        this.context = context;
        this.input =
                new WebSocketInput(context, inlet, outbox.tally(), terms, settings.maxMessageBytes(), this::rejected);
        this.output = new StreamOutput(channel, false, outbox, this, context, cause -> end(FailureText.of(cause)));
    }

    /** Lays out the pipeline, and reads. */
    void begin() {
        if (channel instanceof SocketChannel socket) {
            StreamOpening.configure(socket.config(), context);
        }
        channel.pipeline()
                .addLast(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                        .expectMaskedFrames(true)
                        .allowMaskMismatch(false)
                        .allowExtensions(false)
                        .maxFramePayloadLength(settings.maxMessageBytes())
                        .closeOnProtocolViolation(false)
                        .withUTF8Validator(false)
                        .build()))
                .addLast(this);
        heardMs = context.ticksMs();
        context.readingPause.join(this);
        if (channel.isActive()) {
            pauseChanged();
        } else {
            end("closed by the client");
        }
    }

    @Override
    public WireProtocol protocol() {
        return terms.protocol();
    }

    @Override
    public boolean isHeldBack() {
        return state != State.OPEN;
    }

    @Override
    public @Nullable ByteBuf delimiter() {
        return null;
    }

    /** Writes events that lie ready as bytes, as many as the client takes; see {@link Receiver#writeNow}. */
    Written write(ByteBuf bytes, WireFormat format, List<EventImage> events, int from, int to) {
        return output.write(bytes, format, events, from, to);
    }

    void flush() {
        output.flush();
    }

    void pump() {
        output.pump();
    }

    /** @param nowMs {@link LoopContext#ticksMs} */
    void tick(long nowMs) {
        output.countWhatLeft();
        if (state == State.CLOSING) {
            if (nowMs - closingSinceMs >= settings.closeTimeout().toMillis()) {
                channel.close();
            }
        } else if (state == State.OPEN) {
            if (message != null
                    && nowMs - messageSinceMs >= settings.messageTimeout().toMillis()) {
                context.counters.increment(Counter.WEBSOCKETS_BROKEN);
                close(
                        WebSocketCloseStatus.POLICY_VIOLATION,
                        "a message had no end within " + FailureText.of(settings.messageTimeout()));
            } else if (!isPaused()) {
                askIfSilent(nowMs);
            }
        }
    }

    private void askIfSilent(long nowMs) {
        long patienceMs = settings.pingInterval().toMillis();
        if (askedMs >= 0) {
            if (nowMs - askedMs >= patienceMs) {
                context.counters.increment(Counter.WEBSOCKETS_SILENT);
                close(
                        WebSocketCloseStatus.POLICY_VIOLATION,
                        "no pong within " + FailureText.of(settings.pingInterval()));
            }
        } else if (nowMs - heardMs >= patienceMs) {
            askedMs = nowMs;
            send(WebSocketFraming.PING, Unpooled.EMPTY_BUFFER);
        }
    }

    /**
     * Ends it: the client is told, and has a short time to end it, too.
     *
     * @param why for people, in a few words
     */
    void close(WebSocketCloseStatus status, String why) {
        if (state != State.OPEN) {
            return;
        }
        closing();
        ByteBuf body =
                channel.alloc().buffer(WebSocketFraming.MAX_CONTROL_BYTES).writeShort(status.code());
        ByteBufUtil.writeUtf8(body, why.length() > MAX_REASON_CHARS ? why.substring(0, MAX_REASON_CHARS) : why);
        ChannelFuture told = send(WebSocketFraming.CLOSE, body);
        body.release();
        if (channel instanceof DuplexChannel socket) {
            // Not closed yet: what the client has sent and nobody read would reset the connection, and lose the reason.
            told.addListener(written -> socket.shutdownOutput());
        } else {
            told.addListener(ChannelFutureListener.CLOSE);
        }
        lost(why);
    }

    private void closing() {
        state = State.CLOSING;
        closingSinceMs = context.ticksMs();
        dropMessage();
        dropOwed();
        // So that the client's end of it is seen.
        channel.config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        try {
            if (state == State.OPEN) {
                heardMs = context.ticksMs();
                askedMs = -1;
                take((WebSocketFrame) read);
            } else if (read instanceof CloseWebSocketFrame) {
                channel.close();
            }
        } finally {
            ReferenceCountUtil.release(read);
        }
    }

    private void take(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            answer(close);
        } else if (frame instanceof PingWebSocketFrame) {
            pong(frame.content());
        } else if (frame instanceof TextWebSocketFrame text && !terms.isText()) {
            unusable(text, "this connection takes binary messages");
        } else if (frame instanceof BinaryWebSocketFrame binary && terms.isText()) {
            unusable(binary, "this connection takes text messages");
        } else if (frame instanceof PongWebSocketFrame) {
            return;
        } else {
            takePart(frame);
        }
    }

    private void unusable(WebSocketFrame frame, String why) {
        context.counters.increment(Counter.WEBSOCKETS_BROKEN);
        close(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, why);
    }

    private void takePart(WebSocketFrame frame) {
        ByteBuf begun = message;
        if (begun == null && frame.isFinalFragment()) {
            takeWhole(frame.content());
            return;
        }
        if (begun == null) {
            begun = channel.alloc().buffer(frame.content().readableBytes());
            message = begun;
            messageSinceMs = context.ticksMs();
        }
        if (begun.readableBytes() + frame.content().readableBytes() > settings.maxMessageBytes()) {
            tooLarge("a message has more than " + settings.maxMessageBytes() + " bytes");
            return;
        }
        begun.writeBytes(frame.content());
        if (frame.isFinalFragment()) {
            message = null;
            try {
                takeWhole(begun);
            } finally {
                begun.release();
            }
        }
    }

    private void takeWhole(ByteBuf whole) {
        if (terms.isText() && !ByteBufUtil.isText(whole, StandardCharsets.UTF_8)) {
            context.counters.increment(Counter.WEBSOCKETS_BROKEN);
            close(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "text must be UTF-8");
        } else {
            input.message(whole);
        }
    }

    private void tooLarge(String why) {
        outbox.tally().tooLarge();
        close(WebSocketCloseStatus.MESSAGE_TOO_BIG, why);
    }

    /** The client ends it. */
    private void answer(CloseWebSocketFrame close) {
        closing();
        ByteBuf code = close.content().readableBytes() < Short.BYTES
                ? Unpooled.EMPTY_BUFFER
                : close.content().slice(close.content().readerIndex(), Short.BYTES);
        send(WebSocketFraming.CLOSE, code).addListener(ChannelFutureListener.CLOSE);
        lost("closed by the client");
    }

    private void pong(ByteBuf payload) {
        if (channel.isWritable()) {
            send(WebSocketFraming.PONG, payload);
            return;
        }
        if (owedPong != null) {
            owedPong.release();
        }
        owedPong = payload.retain();
        owe();
    }

    /** Answers what is not taken, unless the client does not take its answers. */
    private void rejected(long messageIndex, long index, List<Violation> violations) {
        if (state != State.OPEN) {
            return;
        }
        if (!channel.isWritable()) {
            context.counters.increment(Counter.WEBSOCKET_ANSWERS_DROPPED);
            owe();
            return;
        }
        ByteBuf text = channel.alloc().buffer(ANSWER_BYTES);
        terms.texts().writeRejection(messageIndex, index, violations, text);
        send(WebSocketFraming.TEXT, text);
        text.release();
    }

    private void owe() {
        if (!owed) {
            owed = true;
            context.counters.increment(Counter.CLIENTS_PAUSED);
            pauseChanged();
        }
    }

    /** Sends a frame at once; the payload stays the caller's. */
    private ChannelFuture send(int opcode, ByteBuf payload) {
        int bytes = payload.readableBytes();
        ByteBuf frame = channel.alloc().directBuffer(WebSocketFraming.headerBytes(bytes) + bytes);
        WebSocketFraming.writeHeader(opcode, bytes, frame);
        return channel.writeAndFlush(frame.writeBytes(payload, payload.readerIndex(), bytes));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (state == State.OPEN && owed && channel.isWritable()) {
            owed = false;
            if (owedPong != null) {
                send(WebSocketFraming.PONG, owedPong);
                dropOwed();
            }
            pauseChanged();
        }
        pump();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end("the connection was closed");
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        context.readingPause.leave(this);
        dropMessage();
        dropOwed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof CorruptedWebSocketFrameException broken)) {
            end(FailureText.of(cause));
        } else if (broken.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            tooLarge("a frame has more than " + settings.maxMessageBytes() + " bytes");
        } else if (state == State.OPEN) {
            context.counters.increment(Counter.WEBSOCKETS_BROKEN);
            close(broken.closeStatus(), broken.closeStatus().reasonText());
        }
    }

    @Override
    public void pauseChanged() {
        if (state == State.OPEN) {
            channel.config().setAutoRead(!isPaused());
        }
    }

    private boolean isPaused() {
        return owed || context.readingPause.isOn();
    }

    private void end(String why) {
        if (state == State.OVER) {
            return;
        }
        boolean wasOpen = state == State.OPEN;
        state = State.OVER;
        channel.close();
        if (wasOpen) {
            lost(why);
        }
    }

    private void lost(String why) {
        output.countWhatLeft();
        outbox.tally().lostChannel();
        owner.lost(why);
        output.end(why);
    }

    private void dropMessage() {
        if (message != null) {
            message.release();
            message = null;
        }
    }

    private void dropOwed() {
        if (owedPong != null) {
            owedPong.release();
            owedPong = null;
        }
    }
}
