package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.Socket;
import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * The short way to a stream's receiver: events that lie ready as bytes go to its socket by one system call and little else,
 * past its outbox and its channel. It is clear while nothing waits in either of them and the receiver takes the form of the
 * last write that went the long way, {@link Receiver#writeNow}, which clears it when it finds things so. Whoever puts
 * something into the outbox or the channel, changes the form or ends the connection blocks it. Loop-only.
 *
 * <p>Why a way of its own: what is known of a receiver is spread over a dozen and a half objects. By the time that its turn
 * comes again hundreds of others have had theirs, and what the operating system keeps of their sockets has driven those
 * objects out of the processor's caches, so that looking at each of them costs as much as a tenth of the system call. An
 * event needs this one and the socket's only.
 */
public final class SocketPath {

    private final Socket socket;
    private final StreamOutput output;
    private @Nullable WireFormat clearFor;
    /** What went this way since it was last counted. */
    private int sentEvents;

    private long sentBytes;

    SocketPath(Socket socket, StreamOutput output) {
        this.socket = socket;
        this.output = output;
    }

    /** The form in which events may go this way now; null while it is blocked. */
    public @Nullable WireFormat clearFor() {
        // A channel closes its socket before it says so, and the number may be another's by now.
        return socket.isOpen() ? clearFor : null;
    }

    /**
     * Writes events as {@link Receiver#writeNow} does, while it is {@link #clearFor clear}.
     *
     * @param bytes the events in that form; lent
     */
    public Written write(ByteBuf bytes, List<EventImage> events, int from, int to) {
        int size = bytes.readableBytes();
        int taken = bytes.isDirect() ? SocketWrites.write(socket, bytes) : 0;
        if (taken == size) {
            sentEvents += to - from;
            sentBytes += size;
            return Written.sent(to - from);
        }
        WireFormat format = clearFor;
        block();
        return taken == 0 || format == null ? Written.NOT : output.keepRest(bytes, taken, format, events, from, to);
    }

    /** Nothing waits, and this is the form. */
    void clear(WireFormat format) {
        clearFor = format;
    }

    /** Until a write has gone the long way and found that nothing waits. */
    void block() {
        clearFor = null;
    }

    /** Whether something went this way that is still to be {@link #count counted} for the receiver. */
    boolean hasUncounted() {
        return sentEvents > 0;
    }

    /** Counts what went this way. It does not know when: at any time since it was last counted. */
    void count(Tally tally, long nowMs) {
        tally.sentWithOthers(sentEvents, sentBytes, nowMs);
        sentEvents = 0;
        sentBytes = 0;
    }
}
