package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import org.cotgateway.codec.Credentials;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.CotEvent;
import org.cotgateway.metrics.Counter;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a stream: takes events from the outbox as long as the channel takes bytes, and reads what comes
 * back. Loop-only.
 *
 * <pre>
 *   outbox ─ take ─→ [ event | delimiter | event | delimiter ... ] ─ one flush ─→ socket
 *   sink ←─ StreamInput ←──────────────────────────────────────────────────────── socket
 *                └─ pings, negotiation ─→ StreamDialect ─ answers ───────────────→ socket
 * </pre>
 *
 * <p>With TLS an SslHandler stands next to the socket, and the stream is connected when the handshake is done.
 */
final class StreamConnection extends ChannelInboundHandlerAdapter implements StreamInput.Owner, ReadingPause.Reader {

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
        CONNECTING,
        HANDSHAKING,
        CONNECTED,
        OVER
    }

    private static final int KEEPALIVE_PROBES = 3;

    /**
     * A peer that sends without a pause is read four times, at most 64 KiB each, before the others on the loop have their
     * turn: some hundred events and about a millisecond. Netty's own sixteen would be a mebibyte, and one write of all of
     * it to each receiver.
     */
    private static final int READS_PER_PASS = 4;

    private final Owner owner;
    private final Outbox outbox;
    private final LoopContext context;
    private final StreamDialect dialect;
    private final @Nullable Inlet inlet;
    /** Written events in their order; each write that completes is the oldest one's. */
    private final ArrayDeque<OutboundEvent> underWay = new ArrayDeque<>();

    private final ChannelFutureListener written = this::written;

    private State state = State.CONNECTING;
    private @Nullable SocketChannel channel;
    private @Nullable SslHandler tls;
    private @Nullable String trouble;
    private long sinceMs;
    private boolean steady;
    private boolean unflushed;
    /** Whether the peer waits for the answer to a ping and is not read until it has been written. */
    private boolean owesPong;
    /** When a message last came or was sent. */
    private long activeMs;
    /** Whether something was sent since the last tick, which then says when. */
    private boolean active;

    private @Nullable StreamInput input;

    /** @param inlet what comes in is said to come from; null for whoever was dialled */
    StreamConnection(Owner owner, StreamDialect dialect, @Nullable Inlet inlet, Outbox outbox, LoopContext context) {
        this.owner = owner;
        this.dialect = dialect;
        this.inlet = inlet;
        this.outbox = outbox;
        this.context = context;
    }

    /** In which form events are written. */
    WireProtocol protocol() {
        return dialect.protocol();
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    /** Begins; may end before it returns. The endpoint says whether it is TLS, and for whom the certificate must be. */
    void connect(Endpoint endpoint, InetSocketAddress address) {
        sinceMs = context.ticksMs();
        SocketChannel opened;
        try {
            opened = context.sockets.newSocket();
        } catch (ChannelException outOfSockets) {
            end(FailureText.of(outOfSockets));
            return;
        }
        channel = opened;
        configure(opened.config());
        if (endpoint.transport() == Transport.TLS) {
            tls = context.tlsOf(endpoint).newHandler(opened.alloc(), endpoint.host(), endpoint.port());
            tls.setHandshakeTimeoutMillis(
                    context.settings.stream().handshakeTimeout().toMillis());
            opened.pipeline().addLast(tls);
        }
        opened.pipeline().addLast(this);
        context.register(opened);
        opened.connect(address).addListener((ChannelFutureListener) this::connectEnded);
    }

    /**
     * Begins with a connection that is open, in its pipeline's initializer.
     *
     * @param handler stands next to the socket if the stream is inside TLS
     */
    void accept(SocketChannel accepted, @Nullable SslHandler handler) {
        channel = accepted;
        tls = handler;
        configure(accepted.config());
        if (handler != null) {
            handler.setHandshakeTimeoutMillis(
                    context.settings.stream().handshakeTimeout().toMillis());
            accepted.pipeline().addLast(handler);
        }
        accepted.pipeline().addLast(this);
        if (handler == null) {
            connected();
        } else {
            handshake(handler);
        }
    }

    /** Writes events that lie ready as bytes, unless the peer takes none; see {@link Receiver#writeNow}. */
    Written write(ByteBuf bytes, int events) {
        SocketChannel open = channel;
        if (state != State.CONNECTED || open == null || dialect.isHeldBack() || !open.isWritable()) {
            return Written.NOT;
        }
        int size = bytes.readableBytes();
        int taken = 0;
        if (tls == null && SocketWrites.mayWrite(open, bytes)) {
            taken = SocketWrites.write(open, bytes);
            if (taken == 0) {
                return Written.NOT;
            }
        }
        active = true;
        if (taken == size) {
            outbox.tally().sentWithOthers(events, size, context.nowMs());
            return Written.SENT;
        }
        // What is left of a write may wait for long, and the bytes lie in a buffer that is much larger: it is copied.
        ByteBuf rest = taken == 0 ? bytes.retainedDuplicate() : bytes.copy(bytes.readerIndex() + taken, size - taken);
        open.write(shared(rest), open.voidPromise());
        unflushed = true;
        outbox.tally().wrote(events, size);
        return Written.PENDING;
    }

    void flush() {
        if (channel != null && unflushed) {
            unflushed = false;
            channel.flush();
        }
        countWhatLeft();
    }

    /** Takes from the outbox what the channel takes, and flushes once. */
    void pump() {
        Channel open = channel;
        if (state != State.CONNECTED || open == null || dialect.isHeldBack()) {
            return;
        }
        boolean wrote = false;
        OutboundEvent event;
        while (open.isWritable() && (event = outbox.take(dialect.protocol(), context.nowMs())) != null) {
            underWay.addLast(event);
            event.attempting();
            write(open, event);
            wrote = true;
        }
        if (wrote) {
            active = true;
            open.flush();
        }
    }

    void tick(long nowMs) {
        if (active) {
            active = false;
            activeMs = nowMs;
        }
        countWhatLeft();
        if (state == State.CONNECTED && input != null) {
            input.tick(nowMs, !owesPong && !context.readingPause.isOn());
        }
        StreamSettings settings = context.settings.stream();
        if (state == State.CONNECTING
                && nowMs - sinceMs >= settings.connectTimeout().toMillis()) {
            end("no answer within " + FailureText.of(settings.connectTimeout()));
        } else if (state == State.CONNECTED
                && !steady
                && nowMs - sinceMs >= settings.steadyAfter().toMillis()) {
            steady = true;
            owner.steady();
        }
        if (state == State.CONNECTED && dialect.isOverdue(nowMs)) {
            context.counters.increment(Counter.NEGOTIATIONS_UNANSWERED);
            end("no answer to the request for TAK Protocol within " + FailureText.of(settings.answerTimeout()));
        }
    }

    /** When a whole message last came, or something was last sent, in {@link LoopContext#ticksMs}; as of the last tick. */
    long activeMs() {
        return activeMs;
    }

    /** Ends it; events under way come back to the outbox. */
    void close() {
        end("closed");
    }

    /** Ends a connect without a word to the owner. */
    void abort() {
        state = State.OVER;
        closeChannel();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        InetSocketAddress peer = (InetSocketAddress) ctx.channel().remoteAddress();
        input = new StreamInput(context, inlet == null ? Inlet.oneWay(peer) : inlet, outbox.tally(), this);
        context.readingPause.join(this);
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
        context.readingPause.leave(this);
        if (input != null) {
            input.close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (owesPong && ctx.channel().isWritable()) {
            owesPong = false;
            // One is enough for all that it has asked meanwhile.
            dialect.pong(ctx.channel());
            pauseChanged();
        }
        pump();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (input != null) {
            // What was cut off belongs to what is said about this connection's end.
            input.close();
        }
        end(trouble == null ? "closed by the peer" : trouble);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        trouble = FailureText.of(cause);
        end(trouble);
    }

    private void write(Channel open, OutboundEvent event) {
        ByteBuf bytes = shared(event.wire().retainedDuplicate());
        ByteBuf delimiter = dialect.delimiter();
        if (delimiter == null) {
            open.write(bytes).addListener(written);
        } else {
            open.write(bytes, open.voidPromise());
            open.write(delimiter).addListener(written);
        }
    }

    /** Read-only for TLS, which else collects what follows in the spare room of the shared bytes. */
    private ByteBuf shared(ByteBuf bytes) {
        return tls == null ? bytes : bytes.asReadOnly();
    }

    @Override
    public void heard() {
        activeMs = context.ticksMs();
    }

    @Override
    public boolean authenticated(@Nullable Credentials credentials) {
        return owner.authenticated(credentials);
    }

    /** Answers a ping. A peer that asks but does not take the answers is not read until it does. */
    @Override
    public void pinged() {
        Channel open = channel;
        if (state != State.CONNECTED || open == null) {
            return;
        }
        if (open.isWritable()) {
            dialect.pong(open);
        } else if (!owesPong) {
            owesPong = true;
            context.counters.increment(Counter.CLIENTS_PAUSED);
            pauseChanged();
        }
    }

    @Override
    public void beganWithFrame() {
        if (channel != null) {
            dialect.beganWithFrame(channel);
        }
    }

    @Override
    public void unreadable(String why) {
        context.counters.increment(Counter.STREAMS_UNREADABLE);
        end(why);
    }

    @Override
    public void negotiated(CotEvent message) {
        if (state == State.CONNECTED && channel != null) {
            dialect.negotiated(message, channel);
            pump();
        }
    }

    @Override
    public boolean readsTak() {
        return dialect.readsTak();
    }

    @Override
    public void pauseChanged() {
        if (channel != null && state == State.CONNECTED) {
            channel.config().setAutoRead(!owesPong && !context.readingPause.isOn());
        }
    }

    private void configure(SocketChannelConfig config) {
        StreamSettings settings = context.settings.stream();
        config.setConnectTimeoutMillis(0);
        config.setTcpNoDelay(true);
        config.setKeepAlive(true);
        config.setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(READS_PER_PASS));
        config.setWriteBufferWaterMark(new WriteBufferWaterMark(settings.lowWaterBytes(), settings.highWaterBytes()));
        if (context.sockets == SocketKind.EPOLL) {
            long timeoutMs = settings.userTimeout().toMillis();
            int probeS = Math.toIntExact(Math.max(1, settings.userTimeout().toSeconds() / (KEEPALIVE_PROBES + 1)));
            config.setOption(EpollChannelOption.TCP_USER_TIMEOUT, Math.toIntExact(timeoutMs));
            config.setOption(EpollChannelOption.TCP_KEEPIDLE, probeS);
            config.setOption(EpollChannelOption.TCP_KEEPINTVL, probeS);
            config.setOption(EpollChannelOption.TCP_KEEPCNT, KEEPALIVE_PROBES);
        }
    }

    private void connectEnded(ChannelFuture connect) {
        if (state != State.CONNECTING) {
            return;
        }
        if (!connect.isSuccess()) {
            end(FailureText.of(connect.cause()));
        } else {
            owner.reached();
            if (tls == null) {
                connected();
            } else {
                handshake(tls);
            }
        }
    }

    private void handshake(SslHandler handler) {
        state = State.HANDSHAKING;
        handler.handshakeFuture().addListener(this::handshakeEnded);
    }

    private void handshakeEnded(Future<? super Channel> handshake) {
        if (state != State.HANDSHAKING) {
            return;
        }
        if (handshake.isSuccess()) {
            connected();
        } else {
            String why = handshake.cause() instanceof ClosedChannelException
                    ? "the peer closed the connection during the TLS handshake"
                    : FailureText.of(handshake.cause());
            trouble = why;
            // Not at once, so that the alert that tells the peer leaves before the connection is closed.
            context.loop.execute(() -> end(why));
        }
    }

    private void connected() {
        state = State.CONNECTED;
        sinceMs = context.ticksMs();
        activeMs = sinceMs;
        if (channel != null) {
            dialect.opened(channel);
        }
        owner.connected();
        pauseChanged();
        pump();
    }

    private void written(ChannelFuture write) {
        // A failed write ends the connection, and with it every event under way is put back.
        OutboundEvent event = write.isSuccess() ? underWay.pollFirst() : null;
        if (event != null) {
            long nowMs = context.nowMs();
            outbox.done(event, nowMs);
            outbox.tally().leftChannel(nowMs);
            event.sent(nowMs, outbox.tally());
        } else if (write.cause() != null && trouble == null) {
            trouble = FailureText.of(write.cause());
        }
    }

    private void end(String why) {
        if (state == State.OVER) {
            return;
        }
        boolean wasConnected = state == State.CONNECTED;
        state = State.OVER;
        countWhatLeft();
        outbox.tally().lostChannel();
        closeChannel();
        if (wasConnected) {
            owner.lost(why);
        } else {
            owner.notConnected(why);
        }
        OutboundEvent event;
        while ((event = underWay.pollLast()) != null) {
            event.failed(why);
            if (outbox.putBack(event, context.nowMs())) {
                event.retrying();
            }
        }
    }

    /** While nothing is left in the channel, TLS included, all that was written to it has gone. */
    private void countWhatLeft() {
        if (channel != null && outbox.tally().hasInChannel()) {
            ChannelOutboundBuffer left = channel.unsafe().outboundBuffer();
            if (left != null && left.totalPendingWriteBytes() == 0) {
                outbox.tally().leftChannel(context.nowMs());
            }
        }
    }

    private void closeChannel() {
        if (channel != null) {
            channel.close();
        }
    }
}
