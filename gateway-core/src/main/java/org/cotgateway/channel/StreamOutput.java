package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.Socket;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * The events that are written to a stream which is open: from its outbox as long as the channel takes bytes, or as bytes
 * that lie ready for many. Loop-only; {@link #end} gives back what has not left.
 *
 * <pre>
 *   outbox ─ take ─→ [ event | delimiter | event | delimiter ... ] ─ one flush ─→ socket
 *   bytes for many ─→ straight to the socket; the rest of an event that is cut ──→ channel
 * </pre>
 */
final class StreamOutput {

    /** What a channel that takes bytes gets at a time, and what is left of an event. */
    private static final int CHANNEL_BYTES = 64 * 1024;

    private final Channel channel;
    private final boolean encrypted;
    /** Null where there is none: with NIO, or inside TLS. */
    private final @Nullable Socket socket;

    private final @Nullable StreamPath path;
    private final Outbox outbox;
    private final OutputForm form;
    private final LoopContext context;
    private final Consumer<Throwable> failed;
    /** Written events in their order; each write that completes is the oldest one's. */
    private final ArrayDeque<OutboundEvent> underWay = new ArrayDeque<>();

    private final ChannelFutureListener written = this::written;

    private boolean unflushed;
    /** Whether something was written since that was last asked. */
    private boolean active;

    /**
     * @param encrypted whether TLS stands between the channel and the socket
     * @param failed told why a write failed, which ends the connection
     */
    StreamOutput(
            Channel channel,
            boolean encrypted,
            Outbox outbox,
            OutputForm form,
            LoopContext context,
            Consumer<Throwable> failed) {
        this.channel = channel;
        this.encrypted = encrypted;
        this.socket = encrypted ? null : SocketWrites.of(channel);
        this.path = socket == null ? null : new StreamPath(socket, this);
        this.outbox = outbox;
        this.form = form;
        this.context = context;
        this.failed = failed;
    }

    /** Writes events that lie ready as bytes, as many as the peer takes; see {@link Receiver#writeNow}. */
    Written write(ByteBuf bytes, WireFormat format, List<EventImage> events, int from, int to) {
        if (form.isHeldBack() || !channel.isWritable()) {
            return Written.NOT;
        }
        int taken = 0;
        if (socket != null && SocketWrites.mayWrite(channel, bytes)) {
            taken = SocketWrites.write(socket, bytes);
            if (taken == 0) {
                return Written.NOT;
            }
        }
        int size = bytes.readableBytes();
        if (taken < size) {
            return keepRest(bytes, taken, format, events, from, to);
        }
        active = true;
        outbox.tally().sentWithOthers(to - from, size, context.nowMs());
        if (path != null && outbox.isEmpty()) {
            path.clear(format);
        }
        return Written.sent(to - from);
    }

    /** Gives the channel the rest of what the socket took a part of, which may be none, and only the rest of its last event. */
    Written keepRest(ByteBuf bytes, int taken, WireFormat format, List<EventImage> events, int from, int to) {
        active = true;
        int size = bytes.readableBytes();
        // Of what the socket has no room for, the channel gets as little as can be: the rest of the event that was cut.
        int least = taken == 0 ? Math.min(size, CHANNEL_BYTES) : taken;
        int count = 0;
        int end = 0;
        while (end < least) {
            end += format.sizeBytes(events.get(from + count++));
        }
        if (end > taken) {
            channel.write(shared(part(bytes, taken, end)), channel.voidPromise());
            unflushed = true;
            outbox.tally().wrote(count, end);
            return Written.pending(count);
        }
        outbox.tally().sentWithOthers(count, end, context.nowMs());
        return Written.sent(count);
    }

    /** A part may wait for long, and the bytes lie in a buffer that is much larger: it is copied, if there is memory. */
    private static ByteBuf part(ByteBuf bytes, int from, int to) {
        int at = bytes.readerIndex() + from;
        if (to - from < bytes.readableBytes()) {
            try {
                return bytes.copy(at, to - from);
            } catch (OutOfMemoryError noMemory) {
                // The beginning of the event may have left: its end must follow.
                return bytes.retainedSlice(at, to - from);
            }
        }
        return bytes.retainedDuplicate();
    }

    /** Lets go the bytes that were written. */
    void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
        countWhatLeft();
    }

    /** Takes from the outbox what the channel takes, and flushes once. */
    void pump() {
        if (form.isHeldBack()) {
            return;
        }
        boolean wrote = false;
        OutboundEvent event;
        while (channel.isWritable() && (event = outbox.take(form.protocol(), context.nowMs())) != null) {
            underWay.addLast(event);
            event.attempting();
            write(event);
            wrote = true;
        }
        if (wrote) {
            active = true;
            channel.flush();
        }
    }

    /** The short way to the socket; null if there is none. */
    @Nullable
    SocketPath path() {
        return path;
    }

    /** Nothing may go the short way any more, for now: something waits, or the form changes, or nothing may go at all. */
    void block() {
        if (path != null) {
            path.block();
        }
    }

    /** Whether something that is counted was written since this was last asked. */
    boolean wasActive() {
        boolean was = active;
        active = false;
        return was;
    }

    /** What went the short way has gone and, while nothing is left in the channel, TLS included, all that was written to it. */
    void countWhatLeft() {
        if (path != null && path.hasUncounted()) {
            path.count(outbox.tally(), context.nowMs());
            active = true;
        }
        if (outbox.tally().hasInChannel()) {
            ChannelOutboundBuffer left = channel.unsafe().outboundBuffer();
            if (left != null && left.totalPendingWriteBytes() == 0) {
                outbox.tally().leftChannel(context.nowMs());
            }
        }
    }

    /** Puts the events back into the outbox that nobody knows to have left. */
    void end(String why) {
        OutboundEvent event;
        while ((event = underWay.pollLast()) != null) {
            event.failed(why);
            if (outbox.putBack(event, context.nowMs())) {
                event.retrying();
            }
        }
    }

    private void write(OutboundEvent event) {
        ByteBuf bytes = shared(event.wire().retainedDuplicate());
        ByteBuf delimiter = form.delimiter();
        if (delimiter == null) {
            channel.write(bytes).addListener(written);
        } else {
            channel.write(bytes, channel.voidPromise());
            channel.write(delimiter).addListener(written);
        }
    }

    /** Read-only for TLS, which else collects what follows in the spare room of the shared bytes. */
    private ByteBuf shared(ByteBuf bytes) {
        return encrypted ? bytes.asReadOnly() : bytes;
    }

    private void written(ChannelFuture write) {
        // A failed write ends the connection, and with it every event under way is put back.
        OutboundEvent event = write.isSuccess() ? underWay.pollFirst() : null;
        if (event != null) {
            long nowMs = context.nowMs();
            outbox.done(event, nowMs);
            outbox.tally().leftChannel(nowMs);
            event.sent(nowMs, outbox.tally());
        } else if (write.cause() != null) {
            failed.accept(write.cause());
        }
    }
}
