package org.cotgateway.channel;

import java.net.InetSocketAddress;

/**
 * One connection of direct TCP: connect, write the message, FIN, wait for the device's FIN, close. The device reads the
 * message only at the FIN, and a reset would cut what it has not read yet (ATAK 4.6 and 5.5), so we close only when the
 * device has, or when it leaves its side open for longer than {@link DirectTcpSettings#closeWait} and everything is
 * acknowledged. Whatever it sends is read and thrown away: unread bytes would turn our close into a reset.
 *
 * <p>A device that closes before everything was written, or resets at any time before its FIN, may not have got the
 * message: that is a failure. To send it once more does no harm, as an event of the same uid replaces the first.
 *
 * <p>This is what must happen in which order and how long it may take; the two subclasses do it by epoll and by a Netty
 * channel. Loop-only. Timeouts come from {@link #tick}, not from timers of its own.
 */
abstract sealed class DirectSend permits EpollDirectSend, ChannelDirectSend {

    /** Told how it goes. One of {@link #sent} and {@link #failed} is called, unless {@link #abort} comes first. */
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

    final LoopContext context;
    private final Owner owner;
    private final OutboundEvent event;
    private State state = State.CONNECTING;
    private long sinceMs;
    private long written;

    DirectSend(Owner owner, LoopContext context, OutboundEvent event) {
        this.owner = owner;
        this.context = context;
        this.event = event;
    }

    static DirectSend of(Owner owner, LoopContext context, OutboundEvent event) {
        return switch (context.sockets) {
            case EPOLL -> new EpollDirectSend(owner, context, event);
            case NIO -> new ChannelDirectSend(owner, context, event);
        };
    }

    /** Opens a socket and connects it; the end of that goes to {@link #answered} or {@link #fail}. */
    abstract void dial(InetSocketAddress address);

    /** How many bytes the operating system has taken so far. */
    abstract long writtenBytes();

    /** Whether the device's system has acknowledged everything; true where the operating system does not tell. */
    abstract boolean isAcknowledged();

    /** Closes the socket, if there is one. */
    abstract void closeSocket();

    /** Closes the socket soon, when nothing more is wanted of it. */
    abstract void closeSocketSoon();

    final OutboundEvent event() {
        return event;
    }

    final boolean isConnecting() {
        return state == State.CONNECTING;
    }

    final boolean isWriting() {
        return state == State.WRITING;
    }

    final boolean isFinishing() {
        return state == State.FINISHING;
    }

    final boolean isOver() {
        return state == State.OVER;
    }

    /** Begins; may end before it returns. */
    final void connect(InetSocketAddress address) {
        if (!isOver()) {
            sinceMs = context.ticksMs();
            dial(address);
        }
    }

    /** Ends it without a word to the owner. */
    final void abort() {
        state = State.OVER;
        closeSocket();
    }

    final void tick(long nowMs) {
        DirectTcpSettings settings = context.settings.direct();
        long waitedMs = nowMs - sinceMs;
        switch (state) {
            case CONNECTING -> {
                if (waitedMs >= settings.connectTimeout().toMillis()) {
                    fail("no answer within " + FailureText.of(settings.connectTimeout()));
                }
            }
            case WRITING -> {
                long nowWritten = writtenBytes();
                if (nowWritten != written) {
                    written = nowWritten;
                    sinceMs = nowMs;
                } else if (waitedMs >= settings.writeTimeout().toMillis()) {
                    fail("took nothing for " + FailureText.of(settings.writeTimeout()));
                }
            }
            case FINISHING -> {
                if (waitedMs >= settings.closeWait().toMillis()) {
                    if (isAcknowledged()) {
                        succeed();
                    } else if (waitedMs >= settings.writeTimeout().toMillis()) {
                        fail("did not take everything within " + FailureText.of(settings.writeTimeout()));
                    }
                }
            }
            case OVER -> {}
        }
    }

    /** The device is connected: the message is to be written now. */
    final void answered() {
        state = State.WRITING;
        sinceMs = context.ticksMs();
        owner.connected(this);
    }

    /** The operating system has the whole message and our FIN. */
    final void finishing() {
        state = State.FINISHING;
        sinceMs = context.ticksMs();
    }

    /** The device has closed. */
    final void finished() {
        if (state == State.FINISHING) {
            succeed();
        } else {
            fail("closed before everything was written");
        }
    }

    final void fail(String why) {
        if (state != State.OVER) {
            state = State.OVER;
            closeSocket();
            owner.failed(this, why);
        }
    }

    private void succeed() {
        state = State.OVER;
        closeSocketSoon();
        owner.sent(this);
    }
}
