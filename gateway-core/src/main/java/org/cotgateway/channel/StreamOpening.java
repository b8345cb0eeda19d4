package org.cotgateway.channel;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a stream: lays out its pipeline, sets its socket's options, and sees to the connect and the TLS
 * handshake. Tells its owner once how that has come out. Loop-only.
 *
 * <pre>
 *   dial ─→ connecting ─┬──────────────┬─ plain ──────────────→ opened
 *   accept ─────────────│──────────────┴─ TLS ─→ handshaking ─┬→ opened
 *                       │                                     └→ handshakeFailed
 *                       └─ refused, or takes too long ────────→ notOpened
 *
 *   pipeline: socket ─ (SslHandler) ─ the stream's own handler
 * </pre>
 */
final class StreamOpening {

    interface Owner {

        /** The peer that was dialled has answered; TLS, if any, is still to come. */
        void reached();

        /**
         * The stream may be written to.
         *
         * @param encrypted whether it is inside TLS
         */
        void opened(boolean encrypted);

        void notOpened(String why);

        /** The connection is there and no use; the alert that tells the peer has yet to leave. */
        void handshakeFailed(String why);
    }

    private enum State {
        CONNECTING,
        HANDSHAKING,
        OVER
    }

    private static final int KEEPALIVE_PROBES = 3;

    /**
     * A peer that sends without a pause is read once, at most 64 KiB, before the others on the loop have their turn: a hundred
     * events. What all of them bring in one pass waits for each receiver before anybody can be kept from sending more, so
     * with Netty's own sixteen reads forty such peers would fill the heap.
     */
    private static final int READS_PER_PASS = 1;

    private final Owner owner;
    private final LoopContext context;
    private final StreamSettings settings;
    private State state = State.CONNECTING;
    private long sinceMs;
    private @Nullable SslHandler tls;

    StreamOpening(Owner owner, LoopContext context) {
        this.owner = owner;
        this.context = context;
        this.settings = context.settings.stream();
    }

    /**
     * Begins with a connect. The endpoint says whether it is TLS, and for whom the certificate must be.
     *
     * @param fresh of no loop yet
     */
    void dial(SocketChannel fresh, ChannelHandler stream, Endpoint endpoint, InetSocketAddress address) {
        sinceMs = context.ticksMs();
        SslHandler handler = endpoint.transport() == Transport.TLS
                ? context.tlsOf(endpoint).newHandler(fresh.alloc(), endpoint.host(), endpoint.port())
                : null;
        layOut(fresh, handler, stream);
        if (context.sockets == SocketKind.EPOLL) {
            long timeoutMs = Math.min(settings.userTimeout().toMillis(), Integer.MAX_VALUE);
            fresh.config().setOption(EpollChannelOption.TCP_USER_TIMEOUT, Math.toIntExact(timeoutMs));
        }
        context.register(fresh);
        fresh.connect(address).addListener((ChannelFutureListener) this::connectEnded);
    }

    /** Begins with a connection that is open, in its pipeline's initializer; a plain one has opened when this returns. */
    void accept(SocketChannel accepted, ChannelHandler stream, @Nullable SslHandler handler) {
        layOut(accepted, handler, stream);
        connected();
    }

    /** Gives up a connect that takes too long. */
    void tick(long nowMs) {
        if (state == State.CONNECTING
                && nowMs - sinceMs >= settings.connectTimeout().toMillis()) {
            notOpened("no answer within " + FailureText.of(settings.connectTimeout()));
        }
    }

    /** Nobody waits for it any more, and nobody is told anything. */
    void abandon() {
        state = State.OVER;
    }

    private void layOut(SocketChannel channel, @Nullable SslHandler handler, ChannelHandler stream) {
        configure(channel.config(), context);
        // A write that fails must not end what can still be read.
        channel.config().setAutoClose(false);
        if (handler != null) {
            handler.setHandshakeTimeoutMillis(settings.handshakeTimeout().toMillis());
            channel.pipeline().addLast(handler);
        }
        channel.pipeline().addLast(stream);
        tls = handler;
    }

    /** Sets the options of a stream's socket. Where nothing is under way keepalive ends it when its peer has vanished. */
    static void configure(SocketChannelConfig config, LoopContext context) {
        StreamSettings settings = context.settings.stream();
        config.setConnectTimeoutMillis(0);
        config.setTcpNoDelay(true);
        config.setKeepAlive(true);
        config.setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(READS_PER_PASS));
        config.setWriteBufferWaterMark(new WriteBufferWaterMark(settings.lowWaterBytes(), settings.highWaterBytes()));
        if (context.sockets == SocketKind.EPOLL) {
            int probeS = Math.toIntExact(Math.max(1, settings.userTimeout().toSeconds() / (KEEPALIVE_PROBES + 1)));
            config.setOption(EpollChannelOption.TCP_KEEPIDLE, probeS);
            config.setOption(EpollChannelOption.TCP_KEEPINTVL, probeS);
            config.setOption(EpollChannelOption.TCP_KEEPCNT, KEEPALIVE_PROBES);
        }
    }

    private void connectEnded(ChannelFuture connect) {
        if (state != State.CONNECTING) {
            return;
        }
        if (connect.isSuccess()) {
            owner.reached();
            connected();
        } else {
            notOpened(FailureText.of(connect.cause()));
        }
    }

    private void connected() {
        if (tls == null) {
            opened();
        } else {
            state = State.HANDSHAKING;
            tls.handshakeFuture().addListener(this::handshakeEnded);
        }
    }

    private void handshakeEnded(Future<? super Channel> handshake) {
        if (state != State.HANDSHAKING) {
            return;
        }
        if (handshake.isSuccess()) {
            opened();
        } else {
            state = State.OVER;
            owner.handshakeFailed(
                    handshake.cause() instanceof ClosedChannelException
                            ? "the peer closed the connection during the TLS handshake"
                            : FailureText.of(handshake.cause()));
        }
    }

    private void opened() {
        state = State.OVER;
        owner.opened(tls != null);
    }

    private void notOpened(String why) {
        state = State.OVER;
        owner.notOpened(why);
    }
}
