package org.cotgateway.channel;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One connection of direct TCP: connect, write the message, FIN, wait for the device's FIN, close. The device reads the
 * message only at the FIN, and a reset would cut what it has not read yet (ATAK 4.6 and 5.5), so we close only when the
 * device has, or when it leaves its side open for longer than {@link DirectTcpSettings#closeWait} and everything is
 * acknowledged. Whatever it sends is read and thrown away: unread bytes would turn our close into a reset.
 *
 * <p>A device that resets after everything was written may have been cut off in the middle, so that is a failure too.
 *
 * <p>Loop-only. Timeouts come from {@link #tick}, not from timers of its own.
 */
final class DirectSend extends ChannelInboundHandlerAdapter implements ChannelFutureListener {

    /** Told how it ended. Exactly one of these is called, unless {@link #abort} came first. */
    interface Owner {
        /** Somebody answered; the connect is not in flight any more. */
        void connected(DirectSend send);

        void sent(DirectSend send);

        void failed(DirectSend send, String why);
    }

    private enum State {
        CONNECTING,
        WRITING,
        FINISHING,
        OVER
    }

    /** tcpi_state of Linux for a socket whose FIN is not acknowledged yet. */
    private static final int FIN_WAIT_1 = 4;

    private final Owner owner;
    private final LoopContext context;
    private final OutboundEvent event;

    private State state = State.CONNECTING;
    private @Nullable SocketChannel channel;
    private long sinceMs;
    private long progress;

    DirectSend(Owner owner, LoopContext context, OutboundEvent event) {
        this.owner = owner;
        this.context = context;
        this.event = event;
    }

    OutboundEvent event() {
        return event;
    }

    boolean isConnecting() {
        return state == State.CONNECTING;
    }

    /** Begins; may end before it returns. */
    void connect(InetSocketAddress address) {
        sinceMs = context.ticksMs();
        SocketChannel opened;
        try {
            opened = context.sockets.newSocket();
        } catch (ChannelException outOfSockets) {
            fail(FailureText.of(outOfSockets));
            return;
        }
        channel = opened;
        opened.config().setConnectTimeoutMillis(0);
        opened.pipeline().addLast(this);
        context.loop.register(opened);
        opened.connect(address).addListener(this);
    }

    /** Ends it without a word to the owner. */
    void abort() {
        state = State.OVER;
        close();
    }

    void tick(long nowMs) {
        DirectTcpSettings settings = context.settings.direct();
        long waitedMs = nowMs - sinceMs;
        switch (state) {
            case CONNECTING -> {
                if (waitedMs >= settings.connectTimeout().toMillis()) {
                    fail("no answer within " + settings.connectTimeout().toSeconds() + " s");
                }
            }
            case WRITING -> {
                long written = writtenBytes();
                if (written != progress) {
                    progress = written;
                    sinceMs = nowMs;
                } else if (waitedMs >= settings.writeTimeout().toMillis()) {
                    fail("took nothing for " + settings.writeTimeout().toSeconds() + " s");
                }
            }
            case FINISHING -> {
                if (waitedMs >= settings.closeWait().toMillis()) {
                    finishUnanswered(waitedMs);
                }
            }
            case OVER -> {}
        }
    }

    /** The connect has ended, or the write. */
    @Override
    public void operationComplete(ChannelFuture future) {
        switch (state) {
            case CONNECTING -> {
                if (future.isSuccess()) {
                    write(future);
                } else {
                    fail(FailureText.of(future.cause()));
                }
            }
            case WRITING -> {
                if (future.isSuccess()) {
                    finish();
                } else {
                    fail(FailureText.of(future.cause()));
                }
            }
            case FINISHING, OVER -> {}
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (state == State.FINISHING) {
            succeed();
        } else {
            fail("closed before everything was written");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(FailureText.of(cause));
    }

    private void write(ChannelFuture connected) {
        state = State.WRITING;
        sinceMs = context.ticksMs();
        owner.connected(this);
        ChannelFuture written = connected.channel().writeAndFlush(event.image());
        if (written.isDone()) {
            operationComplete(written);
        } else {
            written.addListener(this);
        }
    }

    private void finish() {
        state = State.FINISHING;
        sinceMs = context.ticksMs();
        if (channel instanceof EpollSocketChannel epoll && epoll.fd() instanceof Socket socket) {
            // Netty's own shutdownOutput makes an exception with a stack trace for writes that might still wait.
            try {
                socket.shutdown(false, true);
            } catch (IOException broken) {
                fail(FailureText.of(broken));
            }
        } else if (channel != null) {
            channel.shutdownOutput().addListener(done -> {
                if (!done.isSuccess()) {
                    fail(FailureText.of(done.cause()));
                }
            });
        }
    }

    private void finishUnanswered(long waitedMs) {
        if (!isFinAcknowledged()
                && waitedMs < context.settings.direct().writeTimeout().toMillis()) {
            return;
        }
        if (isFinAcknowledged()) {
            succeed();
        } else {
            fail("did not take everything within "
                    + context.settings.direct().writeTimeout().toSeconds() + " s");
        }
    }

    /** Whether the device's system has everything; true where the operating system does not tell. */
    private boolean isFinAcknowledged() {
        if (channel instanceof EpollSocketChannel epoll && epoll.isOpen()) {
            EpollTcpInfo info = epoll.tcpInfo();
            return info.state() != FIN_WAIT_1;
        }
        return true;
    }

    private long writtenBytes() {
        ChannelOutboundBuffer waiting =
                channel == null ? null : channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.currentProgress();
    }

    private void succeed() {
        if (state != State.OVER) {
            state = State.OVER;
            close();
            owner.sent(this);
        }
    }

    private void fail(String why) {
        if (state != State.OVER) {
            state = State.OVER;
            close();
            owner.failed(this, why);
        }
    }

    private void close() {
        if (channel != null) {
            channel.close();
        }
    }
}
