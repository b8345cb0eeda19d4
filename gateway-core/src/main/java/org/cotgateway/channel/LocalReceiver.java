package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.Framing;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.metrics.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part of this program that gets events, as a receiver like any other: what it has not taken yet waits in an outbox of its
 * own, bounded, newer events in the place of older ones of their uid. An event counts as sent when it is given to the taker's
 * thread, some at a time.
 *
 * <p>Loop-only. The taker is called by its executor and by no two threads at once.
 */
public final class LocalReceiver implements Receiver {

    private static final Logger log = LoggerFactory.getLogger(LocalReceiver.class);

    private static final int MAX_AT_ONCE = 64;
    private static final WireProtocol PROTOCOL = WireProtocol.XML;

    private final String name;
    private final EventLoop loop;
    private final InstantSource clock;
    private final Outbox outbox;
    private final Executor executor;
    private final Consumer<CotEvent> taker;
    private final EventCopy.Reader reader;
    /** Of the taker's thread. */
    private final LogLimit failures = new LogLimit();

    /** Whether the taker has events that it has not done with, or is about to get some. */
    private boolean busy;

    private boolean closed;

    /**
     * @param name what the status and the log call it
     * @param limits of the events that there are
     * @param executor on whose threads events are taken; not the loop
     * @param taker takes the events, as they came: {@code marti} and the contact's endpoint are what the sender wrote
     */
    public LocalReceiver(
            String name,
            EventLoop loop,
            OutboxSettings settings,
            XmlLimits limits,
            Counters counters,
            InstantSource clock,
            Executor executor,
            Consumer<CotEvent> taker) {
        this.name = name;
        this.loop = loop;
        this.clock = clock;
        this.outbox = new Outbox(settings, Transport.PROGRAM, new WaitingEvents(Long.MAX_VALUE), counters);
        this.executor = executor;
        this.taker = taker;
        this.reader = new EventCopy.Reader(limits);
    }

    @Override
    public WireFormat format() {
        return WireFormat.of(PROTOCOL, Framing.NONE, Edition.WHOLE);
    }

    @Override
    public boolean takesBatches() {
        return false;
    }

    @Override
    public OfferOutcome offer(OutboundEvent event) {
        assert loop.inEventLoop();
        OfferOutcome outcome = outbox.offer(event, PROTOCOL, clock.millis());
        if (outcome.accepted() && !busy) {
            busy = true;
            // At the end of the pass, since events often come many at a time.
            loop.execute(this::handOver);
        }
        return outcome;
    }

    @Override
    public Written writeNow(ByteBuf bytes, List<EventImage> events, int from, int to) {
        return Written.NOT;
    }

    @Override
    public void flush() {
        // Nothing is written here.
    }

    @Override
    public void dropped(DropReason reason, long events) {
        outbox.tally().droppedBefore(reason, events);
    }

    @Override
    public ReceiverStatus status() {
        return outbox.status(name, Transport.PROGRAM, PROTOCOL, state(), 0);
    }

    private String state() {
        if (closed) {
            return "closed";
        }
        return outbox.isFull() ? "full" : "connected";
    }

    /** Drops what waits. The taker may be busy for a while with what it was given before. */
    public void close(String why) {
        assert loop.inEventLoop();
        closed = true;
        outbox.close(why);
    }

    private void handOver() {
        long nowMs = clock.millis();
        List<EventCopy> copies = new ArrayList<>();
        OutboundEvent next;
        while (copies.size() < MAX_AT_ONCE && (next = outbox.take(PROTOCOL, nowMs)) != null) {
            copies.add(EventCopy.of(next.image()));
            next.sent(nowMs, outbox.tally());
            outbox.done(next, nowMs);
        }
        if (copies.isEmpty()) {
            busy = false;
            return;
        }
        try {
            executor.execute(() -> take(copies));
        } catch (RejectedExecutionException ended) {
            log.warn("{} takes no more events: its executor has ended", name);
            close("its executor has ended");
        }
    }

    private void take(List<EventCopy> copies) {
        for (EventCopy copy : copies) {
            try {
                taker.accept(reader.read(copy));
            } catch (Throwable failure) {
                // Whatever it is, declared or not: nobody else would ask for the events that follow.
                failures.warn(log, () -> name + " failed to take an event: " + failure);
                log.debug("{} failed to take an event", name, failure);
            }
        }
        try {
            loop.execute(this::handOver);
        } catch (RejectedExecutionException ended) {
            log.debug("{} gets no more: the gateway is closed", name);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
