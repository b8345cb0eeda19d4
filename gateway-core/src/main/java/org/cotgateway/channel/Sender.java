package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Sends to one endpoint: what is offered waits in an outbox, and leaves when there is an address, no pause after a failure
 * and a way to send, which is what the kinds of senders differ in. Loop-only.
 */
abstract sealed class Sender implements Destination.Owner permits DirectSender, StreamSender, DatagramSender {

    final Endpoint endpoint;
    final LoopContext context;
    final Outbox outbox;
    final Backoff backoff;
    final Destination destination;

    /** Whether nothing begins any more. */
    boolean closed;

    private @Nullable Inlet inlet;

    /**
     * @param firstRetry how long after a failure it is tried again
     * @param maxRetry the same after many in a row
     */
    Sender(Endpoint endpoint, LoopContext context, Duration firstRetry, Duration maxRetry) {
        this.endpoint = endpoint;
        this.context = context;
        this.outbox = new Outbox(context.settings.outbox(), endpoint.transport(), context.waiting, context.counters);
        this.backoff = new Backoff(firstRetry, maxRetry, context.random);
        this.destination = new Destination(endpoint, context.names, this);
    }

    final Endpoint endpoint() {
        return endpoint;
    }

    /** In which form events go out now. */
    abstract WireProtocol protocol();

    /** Takes the event over, whatever the outcome. */
    OfferOutcome offer(OutboundEvent event) {
        OfferOutcome outcome = outbox.offer(event, protocol(), context.nowMs());
        if (outcome.accepted()) {
            pump();
        }
        return outcome;
    }

    /** Begins to send what waits, as far as that is possible now. */
    abstract void pump();

    /** See {@link Receiver#writeNow}. */
    Written writeNow(ByteBuf bytes, WireFormat format, List<EventImage> events, int from, int to) {
        return Written.NOT;
    }

    /** Lets go what was written. */
    void flush() {}

    /** See {@link Receiver#path}. */
    @Nullable
    SocketPath path() {
        return null;
    }

    /** Counts what went past the outbox and is not counted yet. */
    void countWhatLeft() {}

    /** See {@link Receiver#rest}. */
    final void rest(long gapMs) {
        outbox.rest(context.nowMs(), gapMs);
    }

    /**
     * Stays, also when there is nothing to send.
     *
     * @param from what comes in from now on is said to come from there
     */
    final void keep(Inlet from) {
        inlet = from;
    }

    final boolean isKept() {
        return inlet != null;
    }

    /** Where what comes in is said to come from; null unless it is kept. */
    final @Nullable Inlet inlet() {
        return inlet;
    }

    /**
     * Looks after timeouts, pauses that are over and events that have become stale; called every few milliseconds.
     *
     * @param ticksMs {@link LoopContext#ticksMs} of now: reading the clock for each of hundreds takes longer than most of them do
     */
    abstract void tick(long ticksMs);

    /** Whether nothing would be lost or delayed by forgetting this sender. */
    abstract boolean isIdle();

    /** Whether its connection had stood, and has been lost for so long. */
    boolean isLostFor(Duration time) {
        return false;
    }

    /** Drops what waits, ends what is under way. Only {@link #tick} may be called after that, and does nothing. */
    void close(String why) {
        closed = true;
        outbox.close(why);
    }

    /** What is counted of it. */
    final Tally tally() {
        return outbox.tally();
    }

    final ReceiverStatus status() {
        countWhatLeft();
        return outbox.status(endpoint.toString(), endpoint.transport(), protocol(), state(), backoff.failures());
    }

    /** The part of the status that changes all the time. */
    final ReceiverStatus.Queue queue() {
        return outbox.queue();
    }

    /** How it is doing, for its status. */
    abstract String state();

    @Override
    public final void addressKnown() {
        pump();
    }

    @Override
    public void hostUnknown(String why) {
        outbox.dropAll(DropReason.UNRESOLVED, why);
    }

    @Override
    public final void lookupFailed(String why) {
        pause(why);
    }

    /** An attempt has failed, and the next one waits. */
    void pause(String why) {
        outbox.setTrouble(why);
        backoff.failed(context.ticksMs());
    }

    final boolean isPausing() {
        return backoff.failures() > 0 && backoff.isPausing(context.ticksMs());
    }

    /** An attempt has succeeded, and nothing keeps it from being reached. */
    final void succeeded() {
        backoff.succeeded();
        outbox.setTrouble(null);
    }

    /** An attempt to send the event has failed; it may get another one. */
    final void retryLater(OutboundEvent event) {
        if (outbox.retryLater(event, context.nowMs())) {
            context.counters.increment(Counter.SENDS_RETRIED);
            event.retrying();
        }
    }
}
