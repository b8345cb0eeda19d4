package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireProtocol;

/** Sends to one endpoint. Loop-only. */
interface Sender {

    Endpoint endpoint();

    /** In which form events go out now. */
    WireProtocol protocol();

    /** Takes the event over, whatever the outcome. */
    OfferOutcome offer(OutboundEvent event);

    /** See {@link Receiver#writeNow}. */
    default Written writeNow(ByteBuf bytes, List<EventImage> events, int from, int to) {
        return Written.NOT;
    }

    /** Lets go what was written. */
    default void flush() {}

    /** Stays, also when there is nothing to send. What comes in is said to come from there. */
    default void keep(Inlet inlet) {}

    /** Looks after timeouts, pauses that are over and events that have become stale; called every few milliseconds. */
    void tick();

    /** Whether nothing would be lost or delayed by forgetting this sender. */
    boolean isIdle();

    /** Drops what waits, ends what is under way. Only {@link #tick} may be called after that, and does nothing. */
    void close(String why);

    /** What is counted of it. */
    Tally tally();

    ReceiverStatus status();

    /** The part of the status that changes all the time. */
    ReceiverStatus.Queue queue();
}
