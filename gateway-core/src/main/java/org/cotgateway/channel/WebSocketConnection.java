package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
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
import java.time.Duration;
import java.util.List;
import org.cotgateway.codec.EventImage;
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
final class WebSocketConnection extends ChannelInboundHandlerAdapter implements OutputForm, WebSocketInput.Sender {

    /** Told once that it can be written to no more. */
    interface Owner {
        void lost(String why);
    }

    private enum State {
        OPEN,
        CLOSING,
        OVER
    }

    private final Channel channel;
    private final Owner owner;
    private final Outbox outbox;
    private final LoopContext context;
    private final WebSocketTerms terms;
    private final WebSocketSettings settings;
    private final PeerReading reading;
    private final WebSocketAnswers answers;
    private final WebSocketMessages messages;
    private final WebSocketInput input;
    private final StreamOutput output;

    private State state = State.OPEN;
    private long closingSinceMs;
    private long heardMs;
    /** When the client was asked whether it is there; negative while it need not answer. */
    private long askedMs = -1;

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
        this.reading = new PeerReading(context);
        this.answers = new WebSocketAnswers(channel, terms.texts(), reading, context);
        this.messages = new WebSocketMessages(channel, context, settings.maxMessageBytes(), this::takeWhole);
        this.input = new WebSocketInput(context, inlet, outbox.tally(), terms, settings.maxMessageBytes(), this);
        this.output = new StreamOutput(channel, false, outbox, this, context, cause -> end(FailureText.of(cause)));
    }

    /** Lays out the pipeline, and reads. */
    void begin() {
        if (channel instanceof SocketChannel socket) {
            Duration userTimeout = StreamOpening.clientTimeout(context.settings.stream(), settings.slowTimeout());
            StreamOpening.configure(socket.config(), context, userTimeout);
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
        if (channel.isActive()) {
            reading.begin(channel);
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
            if (messages.isOverdue(nowMs, settings.messageTimeout().toMillis())) {
                context.counters.increment(Counter.WEBSOCKETS_BROKEN);
                close(
                        WebSocketCloseStatus.POLICY_VIOLATION,
                        "a message had no end within " + FailureText.of(settings.messageTimeout()));
            } else if (!reading.isPaused()) {
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
            answers.ping();
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
        ChannelFuture told = answers.close(status, why);
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
        messages.drop();
        answers.drop();
        // So that the client's end of it is seen.
        reading.readToTheEnd();
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
            answers.pong(frame.content());
        } else if (frame instanceof TextWebSocketFrame && !terms.isText()) {
            unusable("this connection takes binary messages");
        } else if (frame instanceof BinaryWebSocketFrame && terms.isText()) {
            unusable("this connection takes text messages");
        } else if (frame instanceof PongWebSocketFrame) {
            return;
        } else if (!messages.take(frame)) {
            tooLarge("a message has more than " + settings.maxMessageBytes() + " bytes");
        }
    }

    private void unusable(String why) {
        context.counters.increment(Counter.WEBSOCKETS_BROKEN);
        close(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, why);
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
        answers.closed(close.content()).addListener(ChannelFutureListener.CLOSE);
        lost("closed by the client");
    }

    @Override
    public void pinged() {
        if (state == State.OPEN) {
            answers.answer(PingEvents.pong(), terms.format());
        }
    }

    @Override
    public void rejected(long messageIndex, long index, List<Violation> violations) {
        if (state == State.OPEN) {
            answers.rejected(messageIndex, index, violations);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (state == State.OPEN) {
            answers.writabilityChanged();
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
        reading.end();
        messages.drop();
        answers.drop();
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
}
