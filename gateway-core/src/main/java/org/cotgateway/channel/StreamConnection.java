package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.List;
import org.cotgateway.codec.Credentials;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a stream, from the connect or the accept to its end: what is written to it and what comes back.
 * Loop-only.
 *
 * <pre>
 *   StreamOpening ─→ connected ─┬──────────────────────────────────────→ over
 *                               └─ a write fails ─→ read to its end ─┘
 *
 *   outbox ─→ StreamOutput ─────────────────────────────────────→ socket
 *   sink ←─── StreamInput ←────────────────────────────────────── socket
 *                  └─ pings, negotiation ─→ StreamTalk ─ answers ─→ socket
 * </pre>
 *
 * <p>With TLS the stream is connected when the handshake is done.
 */
final class StreamConnection extends ChannelDuplexHandler implements StreamOpening.Owner, StreamTalk.Owner {

    /** Told how the connection is doing. One of {@link #notConnected} and {@link #lost} is called at its end. */
    interface Owner {
        /** The peer that was dialled has answered; TLS, if any, is still to come. */
        void reached();

        void connected();

        /** It has lived long enough to be trusted. */
        void steady();

        void notConnected(String why);

        void lost(String why);

        /**
         * The peer says who it is.
         *
         * @param credentials null when what it says cannot be read
         * @return whether to go on; if not, the owner has closed the connection
         */
        boolean authenticated(@Nullable Credentials credentials);
    }

    private enum State {
        OPENING,
        CONNECTED,
        /** Nothing can be written any more; what the peer had sent before is still taken. */
        LAST_READS,
        OVER
    }

    /** What a peer that has gone left behind is there to be read at once; a loop that is busy may still take its time. */
    private static final long LAST_READS_MS = 10_000;

    private final Owner owner;
    private final Outbox outbox;
    private final LoopContext context;
    private final StreamDialect dialect;
    private final Inlet inlet;
    private final StreamOpening opening;
    private final PeerReading reading;
    private final StreamTalk talk;

    private State state = State.OPENING;
    private @Nullable SocketChannel channel;
    private @Nullable StreamInput input;
    /** From when it is connected. */
    private @Nullable StreamOutput output;
    /** Null for whoever was dialled, whom Linux watches itself. */
    private @Nullable SilenceWatch silence;

    private @Nullable String trouble;
    private long connectedMs;
    private boolean steady;
    /** When something was last sent. */
    private long sentMs;
    /** From when nothing could be written. */
    private long lastReadsMs;

    /** @param inlet what comes in is said to come from */
    StreamConnection(Owner owner, StreamDialect dialect, Inlet inlet, Outbox outbox, LoopContext context) {
        this.owner = owner;
        this.dialect = dialect;
        this.inlet = inlet;
        this.outbox = outbox;
        this.context = context;
        this.opening = new StreamOpening(this, context);
        this.reading = new PeerReading(context);
        this.talk = new StreamTalk(this, dialect, reading, context);
    }

    /** In which form events are written. */
    WireProtocol protocol() {
        return dialect.protocol();
    }

    @Override
    public boolean isConnected() {
        return state == State.CONNECTED;
    }

    /** Begins; may end before it returns. The endpoint says whether it is TLS, and for whom the certificate must be. */
    void connect(Endpoint endpoint, InetSocketAddress address) {
        SocketChannel fresh;
        try {
            fresh = context.sockets.newSocket();
        } catch (ChannelException outOfSockets) {
            end(FailureText.of(outOfSockets));
            return;
        }
        channel = fresh;
        opening.dial(fresh, this, endpoint, address);
    }

    /**
     * Begins with a connection that is open, in its pipeline's initializer.
     *
     * @param tls stands next to the socket if the stream is inside TLS
     */
    void accept(SocketChannel accepted, @Nullable SslHandler tls) {
        channel = accepted;
        silence = SilenceWatch.of(accepted, context);
        opening.accept(accepted, this, tls);
    }

    /** Writes events that lie ready as bytes, as many as the peer takes; see {@link Receiver#writeNow}. */
    Written write(ByteBuf bytes, WireFormat format, List<EventImage> events, int from, int to) {
        return state != State.CONNECTED || output == null ? Written.NOT : output.write(bytes, format, events, from, to);
    }

    /** The short way to its socket; null while there is none. */
    @Nullable
    SocketPath path() {
        return output == null ? null : output.path();
    }

    void flush() {
        if (output != null) {
            output.flush();
        }
    }

    /** Counts for its receiver what has left. */
    void countWhatLeft() {
        if (output != null) {
            output.countWhatLeft();
        }
    }

    /** Takes from the outbox what the channel takes, and flushes once. */
    @Override
    public void pump() {
        if (state == State.CONNECTED && output != null) {
            output.pump();
        }
    }

    void tick(long nowMs) {
        opening.tick(nowMs);
        if (output != null) {
            output.countWhatLeft();
            if (output.wasActive()) {
                sentMs = nowMs;
            }
        }
        if (state == State.LAST_READS && nowMs - lastReadsMs >= LAST_READS_MS) {
            end(whyItEnded());
        }
        if (state != State.CONNECTED) {
            return;
        }
        if (silence != null && channel != null && silence.isOver(nowMs, activeMs())) {
            SilenceWatch.abandon(channel);
            end(FailureText.NO_ANSWER);
            return;
        }
        if (input != null) {
            input.tick(nowMs, !reading.isPaused());
        }
        if (state == State.CONNECTED
                && !steady
                && nowMs - connectedMs
                        >= context.settings.stream().steadyAfter().toMillis()) {
            steady = true;
            owner.steady();
        }
        talk.tick(nowMs);
    }

    /** When a whole message last came, or something was last sent, in {@link LoopContext#ticksMs}; as of the last tick. */
    long activeMs() {
        return Math.max(talk.heardMs(), sentMs);
    }

    /** Ends it; events under way come back to the outbox. */
    void close() {
        end("closed");
    }

    /** Ends a connect without a word to the owner. */
    void abort() {
        over();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        input = new StreamInput(context, inlet, outbox.tally(), talk);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (input == null) {
            ReferenceCountUtil.release(message);
        } else {
            input.received((ByteBuf) message);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        reading.end();
        if (input != null) {
            input.close();
        }
    }

    /** Whatever is written to the channel, nothing may overtake it. */
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        blockPath();
        ctx.write(message, promise);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        talk.mayAnswer();
        pump();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (input != null) {
            // What was cut off belongs to what is said about this connection's end.
            input.close();
        }
        end(whyItEnded());
    }

    /** Comes for each failed write that nobody listens to, and behind the last of them, the event below. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof ChannelOutputShutdownException) {
            writeFailed(cause);
        } else {
            trouble = FailureText.ofCaught(cause, ctx.channel());
            end(trouble);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelOutputShutdownEvent.INSTANCE) {
            readToTheEnd();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void reached() {
        owner.reached();
    }

    @Override
    public void opened(boolean encrypted) {
        if (channel == null) {
            return;
        }
        output = new StreamOutput(channel, encrypted, outbox, dialect, context, this::writeFailed);
        state = State.CONNECTED;
        connectedMs = context.ticksMs();
        talk.begin(channel);
        owner.connected();
        if (state == State.CONNECTED) {
            reading.begin(channel);
        }
        pump();
    }

    @Override
    public void notOpened(String why) {
        end(why);
    }

    @Override
    public void handshakeFailed(String why) {
        trouble = why;
        // Not at once, so that the alert that tells the peer leaves before the connection is closed.
        context.loop.execute(() -> end(why));
    }

    @Override
    public boolean authenticated(@Nullable Credentials credentials) {
        return owner.authenticated(credentials);
    }

    private void writeFailed(Throwable cause) {
        if (trouble == null) {
            trouble = FailureText.of(cause);
        }
    }

    /**
     * The peer takes nothing any more. It may have sent something and left at once: that waits in the socket, and is
     * neither lost nor late because we had something to say.
     */
    private void readToTheEnd() {
        if (state == State.CONNECTED) {
            state = State.LAST_READS;
            blockPath();
            lastReadsMs = context.ticksMs();
            reading.readToTheEnd();
        }
    }

    @Override
    public void blockPath() {
        if (output != null) {
            output.block();
        }
    }

    private String whyItEnded() {
        return trouble == null ? "closed by the peer" : trouble;
    }

    @Override
    public void end(String why) {
        if (state == State.OVER) {
            return;
        }
        boolean wasConnected = state == State.CONNECTED || state == State.LAST_READS;
        if (output != null) {
            output.countWhatLeft();
        }
        outbox.tally().lostChannel();
        over();
        if (wasConnected) {
            owner.lost(why);
        } else {
            owner.notConnected(why);
        }
        if (output != null) {
            output.end(why);
        }
    }

    private void over() {
        state = State.OVER;
        blockPath();
        opening.abandon();
        if (channel != null) {
            channel.close();
        }
    }
}
