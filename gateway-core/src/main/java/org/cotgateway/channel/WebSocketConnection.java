package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection, from the upgrade to its end (RFC 6455): frames to messages, pings, and the closing of it by either
 * side. Loop-only.
 *
 * <pre>
 *   begun ─→ open ─┬─ we close, or the client has broken the protocol ─→ closing ─┬─→ over
 *                  │                                        answer, FIN or timeout ┘    ↑
 *                  ├─ the client closes: answered ───────────────────────────────────────┤
 *                  └─ a write fails ─→ read to its end ──────────────────────────────────┘
 *
 *   outbox ─→ StreamOutput ─────────────────────────────────────────────────→ socket
 *   sink ←── WebSocketInput ←── WebSocketMessages ←── WebSocketFrames ←────── socket
 *                 └─ what is wrong, pongs ─────────────────────────────────→ socket
 *
 *   pipeline: socket ─ WebSocketFrames ─ WebSocketConnection
 * </pre>
 */
final class WebSocketConnection extends ChannelDuplexHandler implements OutputForm {

    /** Told once that it can be written to no more. */
    interface Owner {
        void lost(String why);
    }

    private enum State {
        OPEN,
        /** The client was told the end, and nothing more is taken from it. */
        CLOSING,
        /** Nothing can be written any more; what the client had sent before is still taken. */
        LAST_READS,
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
    private final WebSocketLiveness liveness;
    private final WebSocketFrames frames;
    private final WebSocketMessages messages;
    private final StreamOutput output;
    private final SilenceWatch silence;

    private State state = State.OPEN;
    private long writtenMs;
    /** From when it is no longer open. */
    private long endingSinceMs;
    /** Whether a message has begun that nobody takes any more, and has not ended. */
    private boolean isInLateMessage;
    /** Why the first write failed. */
    private @Nullable String trouble;

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
        this.answers = new WebSocketAnswers(channel, terms, reading, context);
        this.liveness = new WebSocketLiveness(settings.pingInterval().toMillis(), answers);
        int maxBytes = settings.maxMessageBytes();
        WebSocketInput input = new WebSocketInput(context, inlet, outbox.tally(), terms, maxBytes, answers);
        this.frames = new WebSocketFrames(maxBytes);
        this.messages = new WebSocketMessages(channel, context, terms.isText(), maxBytes, input::message);
        this.silence = SilenceWatch.of(channel, context);
        this.output = new StreamOutput(channel, false, outbox, this, context, this::writeFailed);
    }

    /** Lays out the pipeline, and reads. */
    void begin() {
        if (channel instanceof SocketChannel socket) {
            StreamOpening.configure(socket.config(), context);
        }
        // A write that fails must not end what can still be read.
        channel.config().setAutoClose(false);
        channel.pipeline().addLast(frames).addLast(this);
        liveness.heard(context.ticksMs());
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

    /** The short way to its socket; null if there is none. */
    @Nullable
    SocketPath path() {
        return output.path();
    }

    void flush() {
        output.flush();
    }

    /** Counts for its client what has left. */
    void countWhatLeft() {
        output.countWhatLeft();
    }

    void pump() {
        output.pump();
    }

    /** @param nowMs {@link LoopContext#ticksMs} */
    void tick(long nowMs) {
        output.countWhatLeft();
        if (state == State.OPEN) {
            watch(nowMs);
        } else if (nowMs - endingSinceMs >= settings.closeTimeout().toMillis()) {
            end(whyItEnded());
        }
    }

    private void watch(long nowMs) {
        if (output.wasActive()) {
            writtenMs = nowMs;
        }
        if (silence.isOver(nowMs, writtenMs)) {
            SilenceWatch.abandon(channel);
            end(FailureText.NO_ANSWER);
        } else if (reading.isPaused()) {
            // Who is not read can neither answer nor end a message.
            liveness.heard(nowMs);
            messages.notRead(nowMs);
        } else if (messages.isOverdue(nowMs, settings.messageTimeout().toMillis())) {
            context.counters.increment(Counter.WEBSOCKETS_BROKEN);
            String timeout = FailureText.of(settings.messageTimeout());
            close(WebSocketCloseStatus.POLICY_VIOLATION, "a message had no end within " + timeout);
        } else if (liveness.isOverdue(nowMs)) {
            context.counters.increment(Counter.WEBSOCKETS_SILENT);
            String patience = FailureText.of(settings.pingInterval());
            close(WebSocketCloseStatus.POLICY_VIOLATION, "no pong within " + patience);
        }
    }

    /**
     * Ends it: the client is told, and has a short time to end it, too.
     *
     * @param why for people, in a few words
     */
    void close(WebSocketCloseStatus status, String why) {
        if (!takes()) {
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
        output.block();
        endingSinceMs = context.ticksMs();
        isInLateMessage = messages.isInMessage();
        messages.drop();
        answers.end();
        // So that the client's end of it is seen.
        reading.readToTheEnd();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        try {
            if (takes()) {
                take((WebSocketFrame) read);
            } else {
                takeNoMore((WebSocketFrame) read);
            }
        } finally {
            ReferenceCountUtil.release(read);
        }
    }

    private boolean takes() {
        return state == State.OPEN || state == State.LAST_READS;
    }

    private void take(WebSocketFrame frame) {
        liveness.heard(context.ticksMs());
        if (frame instanceof CloseWebSocketFrame close) {
            closedByClient(close);
        } else if (frame instanceof PingWebSocketFrame) {
            answers.pong(frame.content());
        } else if (!(frame instanceof PongWebSocketFrame)) {
            WebSocketFault fault = messages.take(frame);
            if (fault != null) {
                broken(fault);
            }
        }
    }

    private void takeNoMore(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame) {
            channel.close();
        } else if (WebSocketMessages.isPartOfOne(frame)) {
            isInLateMessage = !frame.isFinalFragment();
            if (!isInLateMessage) {
                context.counters.increment(Counter.RECEIVED_TOO_LATE);
            }
        }
    }

    private void broken(WebSocketFault fault) {
        if (fault.isTooLarge()) {
            outbox.tally().tooLarge();
        } else {
            context.counters.increment(Counter.WEBSOCKETS_BROKEN);
        }
        close(fault.status(), fault.why());
    }

    private void closedByClient(CloseWebSocketFrame close) {
        closing();
        answers.closed(close.content()).addListener(ChannelFutureListener.CLOSE);
        lost("closed by the client");
    }

    /** Whatever is written to the channel, nothing may overtake it. */
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        output.block();
        ctx.write(message, promise);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        answers.writabilityChanged();
        pump();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(whyItEnded());
        ctx.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelOutputShutdownEvent.INSTANCE) {
            readToTheEnd();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        reading.end();
        messages.drop();
        answers.end();
    }

    /** Comes for each failed write that nobody listens to, and behind the last of them, the event above. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof ChannelOutputShutdownException) {
            writeFailed(cause);
        } else if (!(cause instanceof CorruptedWebSocketFrameException wrong)) {
            end(FailureText.ofCaught(cause, channel));
        } else if (takes()) {
            broken(WebSocketFault.of(wrong, settings.maxMessageBytes()));
        }
    }

    private void writeFailed(Throwable cause) {
        if (trouble == null) {
            trouble = FailureText.of(cause);
        }
    }

    /** The client takes nothing any more. It may have sent something and left at once: that waits in the socket. */
    private void readToTheEnd() {
        if (state == State.OPEN) {
            state = State.LAST_READS;
            output.block();
            endingSinceMs = context.ticksMs();
            answers.end();
            reading.readToTheEnd();
        }
    }

    private String whyItEnded() {
        return trouble == null ? "the connection was closed" : trouble;
    }

    /** The connection is gone, without a close from either side. */
    private void end(String why) {
        if (state == State.OVER) {
            return;
        }
        boolean wasThere = takes();
        state = State.OVER;
        output.block();
        channel.close();
        // While we close, the rest of a message may still come: that one is late then, and whole.
        if (isInLateMessage || messages.isInMessage() || frames.isInFrame()) {
            outbox.tally().unfinished();
        }
        if (wasThere) {
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
