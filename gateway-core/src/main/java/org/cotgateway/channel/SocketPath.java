package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * The short way to a receiver: events that lie ready as bytes go to its socket by a system call and little else, past
 * its outbox and its channel. It is clear while nothing waits in either of them and the receiver takes the form of the last
 * write that went the long way, {@link Receiver#writeNow}, which clears it when it finds things so. Whoever puts something
 * into the outbox or the channel, changes the form or ends the connection blocks it. Loop-only.
 *
 * <p>Why a way of its own: what is known of a receiver is spread over a dozen and a half objects. By the time that its turn
 * comes again hundreds of others have had theirs, and what the operating system keeps of their sockets has driven those
 * objects out of the processor's caches, so that looking at each of them costs as much as a tenth of the system call. An
 * event needs this one and the socket's or the address's only.
 */
public abstract sealed class SocketPath permits StreamPath, DatagramPath {

    private @Nullable WireFormat clearFor;
    /** What went this way since it was last counted. */
    private long sentEvents;

    private long sentBytes;

    /** The form in which events may go this way now; null while it is blocked. */
    public @Nullable WireFormat clearFor() {
        return clearFor;
    }

    /**
     * Writes events as {@link Receiver#writeNow} does, while it is {@link #clearFor clear}.
     *
     * @param bytes the events in that form; lent
     */
    public abstract Written write(ByteBuf bytes, List<EventImage> events, int from, int to);

    /** So much has gone. */
    final Written sent(int events, int bytes) {
        sentEvents += events;
        sentBytes += bytes;
        return Written.sent(events);
    }

    /** Nothing waits, and this is the form. */
    final void clear(WireFormat format) {
        clearFor = format;
    }

    /** Until a write has gone the long way and found that nothing waits. */
    final void block() {
        clearFor = null;
    }

    /** Whether something went this way that is still to be {@link #count counted} for the receiver. */
    final boolean hasUncounted() {
        return sentEvents > 0;
    }

    /** Counts what went this way. It does not know when: at any time since it was last counted. */
    final void count(Tally tally, long nowMs) {
        tally.sentWithOthers(sentEvents, sentBytes, nowMs);
        sentEvents = 0;
        sentBytes = 0;
    }
}
