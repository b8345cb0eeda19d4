package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who gets events: a client that has connected, or an endpoint that we send to. Loop-only.
 *
 * <p>There are two ways in. {@link #offer} takes one event into the receiver's own outbox. {@link #writeNow} takes many
 * events at once, as bytes that all receivers of a format share, past the outbox: it works only while nothing waits there.
 */
public interface Receiver {

    /** What the bytes must look like. */
    WireFormat format();

    /** Whether there is any use in making the bytes for {@link #writeNow}. */
    boolean takesBatches();

    /** Takes an event over into the outbox, whatever the outcome. */
    OfferOutcome offer(OutboundEvent event);

    /**
     * Writes as many of these events as the peer takes, the first of them, and little more; none if others wait. What is not
     * taken must be {@link #offer offered} one by one: only an outbox is bounded, and knows what is superfluous. What is
     * taken leaves with the next {@link #flush}.
     *
     * @param bytes the events in this receiver's format; lent
     * @param events where they are, between the indices
     * @return how many were taken. If they have left, the receiver counts them for itself only: who writes to many counts
     *     for the gateway, once for all of them
     */
    Written writeNow(ByteBuf bytes, List<EventImage> events, int from, int to);

    /** The short way to it; null if there is none. The same as long as it is in an audience. */
    default @Nullable SocketPath path() {
        return null;
    }

    /** Lets go what was written. */
    void flush();

    /**
     * Nothing more leaves until the gap between two events of one uid is over: it was sent some just now, and those who write
     * to it from now on do not know of which uids.
     *
     * @param gapMs that of those who have sent them, in milliseconds; if the receiver's own is longer, that counts
     */
    default void rest(long gapMs) {}

    /**
     * Events that were meant for it were dropped before they came to its outbox, mostly for all of its audience at once;
     * counted for the gateway by whoever dropped them.
     */
    void dropped(DropReason reason, long events);

    /** How it is doing. */
    ReceiverStatus status();
}
