package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.cotgateway.event.PrintableText;
import org.cotgateway.transport.NextPass;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Direct TCP by Netty's epoll, without a channel. A connection that carries one message has no use for a pipeline, a
 * configuration, an outbound buffer and promises; and a channel tells epoll four times what it waits for where one
 * edge-triggered registration will do. Without it a connection takes half of the system calls.
 */
final class EpollDirectSend extends DirectSend implements EpollIoHandle {

    private static final Logger log = LoggerFactory.getLogger(EpollDirectSend.class);

    private static final EpollIoOps INTEREST = EpollIoOps.EPOLLIN
            .with(EpollIoOps.EPOLLOUT)
            .with(EpollIoOps.EPOLLRDHUP)
            .with(EpollIoOps.EPOLLET);
    private static final int EPOLLHUP = 0x10;

    /** Something to read, be it the end. */
    private static final int INPUT = EpollIoOps.EPOLLIN.value() | EpollIoOps.EPOLLRDHUP.value() | EPOLLHUP;

    /** So many reads in a row at the most; a device that floods us waits for its next turn. */
    private static final int MAX_READS = 16;

    /** Direct and in one piece, as images are. */
    private final ByteBuf message;

    private @Nullable DirectSocket socket;
    private @Nullable IoRegistration registration;
    private int written;
    /** The device has sent its FIN. */
    private boolean ended;
    /** Whether the rest of what the device sends is to be read in the next pass. */
    private boolean drainsOn;

    EpollDirectSend(Owner owner, LoopContext context, OutboundEvent event) {
        super(owner, context, event);
        message = event.wire();
    }

    @Override
    void dial(InetSocketAddress address) {
        try {
            DirectSocket opened = DirectSocket.to(address.getAddress());
            socket = opened;
            boolean connected = opened.dial(address);
            Future<IoRegistration> registered = context.loop.register(this);
            IoRegistration watched = registered.getNow();
            if (watched == null) {
                throw new IOException("cannot be watched", registered.cause());
            }
            registration = watched;
            watched.submit(INTEREST);
            if (connected) {
                answered();
                if (!isOver()) {
                    write(opened);
                    finishIfTaken(opened);
                }
            }
        } catch (IOException | UncheckedIOException | ChannelException failed) {
            fail(FailureText.of(failed));
        }
    }

    @Override
    public FileDescriptor fd() {
        if (socket == null) {
            throw new IllegalStateException("not dialled yet");
        }
        return socket;
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        DirectSocket open = socket;
        if (open == null || isOver()) {
            return;
        }
        try {
            advance(open, ((EpollIoEvent) event).ops());
        } catch (IOException failed) {
            fail(FailureText.of(failed));
        } catch (RuntimeException bug) {
            // Netty would throw the other events of this round away, and with edges they do not come again.
            log.error("sending event {} failed", PrintableText.of(event().uid()), bug);
            fail(bug.toString());
        }
    }

    private void advance(DirectSocket open, EpollIoOps ready) throws IOException {
        if (ready.contains(EpollIoOps.EPOLLERR)) {
            throw open.error();
        }
        if (isConnecting()) {
            if (!ready.contains(EpollIoOps.EPOLLOUT)) {
                return;
            }
            answered();
            if (isOver()) {
                return;
            }
        }
        if ((ready.value() & INPUT) != 0) {
            drain(open);
        }
        if (isWriting()) {
            write(open);
        }
        finishIfTaken(open);
    }

    /** The loop ends: so does the connection, in silence. */
    @Override
    public void close() {
        abort();
    }

    @Override
    long writtenBytes() {
        return written;
    }

    @Override
    boolean isAcknowledged() {
        try {
            return socket != null && socket.isFinAcknowledged(context.scratch);
        } catch (IOException unknown) {
            return false;
        }
    }

    @Override
    void closeSocket() {
        DirectSocket open = socket;
        if (open != null && open.isOpen()) {
            try {
                // Closing first spares the call that would take it out of epoll.
                open.close();
            } catch (IOException broken) {
                // Linux frees the descriptor all the same.
            }
            if (registration != null) {
                registration.cancel();
            }
        }
    }

    @Override
    void closeSocketSoon() {
        context.endedSockets.add(this);
    }

    private void write(DirectSocket open) throws IOException {
        int bytes = message.readableBytes();
        while (written < bytes) {
            int taken = send(open, message.readerIndex() + written, message.readerIndex() + bytes);
            if (taken == 0) {
                return;
            }
            written += taken;
        }
        open.endOutput();
        finishing();
    }

    private int send(DirectSocket open, int from, int to) throws IOException {
        if (message.hasMemoryAddress()) {
            return open.sendAddress(message.memoryAddress(), from, to);
        }
        ByteBuffer rest = message.nioBuffer(from, to - from);
        return open.send(rest, rest.position(), rest.limit());
    }

    private void drain(DirectSocket open) throws IOException {
        ByteBuffer scratch = context.scratch.clear();
        for (int reads = 0; reads < MAX_READS; reads++) {
            int got = open.recv(scratch, 0, scratch.capacity());
            if (got <= 0) {
                ended |= got < 0;
                return;
            }
        }
        if (!drainsOn) {
            drainsOn = true;
            NextPass.run(context.loop, this::drainOn);
        }
    }

    /**
     * The device's FIN proves that it has read ours only if ours is acknowledged: it may have closed without listening,
     * and then what we wrote is answered by a reset. The acknowledgement, or the reset, makes another event.
     */
    private void finishIfTaken(DirectSocket open) throws IOException {
        if (ended && isFinishing() && open.isFinAcknowledged(context.scratch)) {
            if (open.getSoError() != 0) {
                throw new IOException("connection reset");
            }
            finished();
        }
    }

    private void drainOn() {
        drainsOn = false;
        DirectSocket open = socket;
        if (open != null && !isOver()) {
            try {
                drain(open);
                finishIfTaken(open);
            } catch (IOException failed) {
                fail(FailureText.of(failed));
            }
        }
    }
}
