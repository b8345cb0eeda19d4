package org.cotgateway.channel;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Sends to one device by direct TCP: each event has a connection of its own, events of different uids up to a few at the
 * same time. After a failure the device is left alone for a while, then tried with one connection until it answers.
 */
final class DirectSender implements Sender, Destination.Owner {

    private final Endpoint endpoint;
    private final WireProtocol protocol;
    private final LoopContext context;
    private final Outbox outbox;
    private final Backoff backoff;
    private final Destination destination;
    /** Connections and places in line; few, so a list is the fastest set. */
    private final List<Turn> turns = new ArrayList<>(1);

    private boolean kept;
    private boolean closed;

    DirectSender(Endpoint endpoint, LoopContext context) {
        this.endpoint = endpoint;
        this.protocol = endpoint.protocolAtFirst();
        this.context = context;
        this.outbox = new Outbox(context.settings.outbox(), Transport.TCP, context.counters);
        this.backoff = new Backoff(
                context.settings.direct().firstRetry(),
                context.settings.direct().maxRetry(),
                context.random);
        this.destination = new Destination(endpoint, context.names, this);
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public WireProtocol protocol() {
        return protocol;
    }

    @Override
    public OfferOutcome offer(OutboundEvent event) {
        OfferOutcome outcome = outbox.offer(event, protocol, context.nowMs());
        if (outcome.accepted()) {
            pump();
        }
        return outcome;
    }

    @Override
    public void keep(Inlet inlet) {
        kept = true;
    }

    @Override
    public void tick() {
        long expiryMs = context.expiryMs();
        long ticksMs = context.ticksMs();
        outbox.expire(expiryMs);
        for (int i = turns.size() - 1; i >= 0; i--) {
            // Ending one turn may end others.
            if (i < turns.size()) {
                turns.get(i).tick(expiryMs, ticksMs);
            }
        }
        pump();
    }

    @Override
    public boolean isIdle() {
        return !kept && outbox.isEmpty() && turns.isEmpty() && !backoff.isPausing(context.ticksMs());
    }

    @Override
    public void close(String why) {
        closed = true;
        for (Turn turn : List.copyOf(turns)) {
            turn.close(why);
        }
        turns.clear();
        outbox.close(why);
    }

    @Override
    public Tally tally() {
        return outbox.tally();
    }

    @Override
    public ReceiverStatus status() {
        int failures = backoff.failures();
        String state = turns.isEmpty() ? failures > 0 ? "paused" : "idle" : "sending";
        return outbox.status(endpoint.toString(), endpoint.transport(), protocol, state, failures);
    }

    @Override
    public ReceiverStatus.Queue queue() {
        return outbox.queue();
    }

    @Override
    public void addressKnown() {
        pump();
    }

    @Override
    public void hostUnknown(String why) {
        outbox.dropAll(DropReason.UNRESOLVED, why);
    }

    @Override
    public void lookupFailed(String why) {
        outbox.setTrouble(why);
        backoff.failed(context.ticksMs());
    }

    /** Gets in line for another connection when there is an event for it; one place in line at a time. */
    private void pump() {
        int allowed = backoff.failures() > 0 ? 1 : context.settings.direct().maxConnectionsPerEndpoint();
        while (!closed
                && turns.size() < allowed
                && !isInLine()
                && !backoff.isPausing(context.ticksMs())
                && outbox.hasReady(context.nowMs())
                && destination.isReady()) {
            Turn turn = new Turn(destination.take());
            turns.add(turn);
            context.gate.enter(turn, context.ticksMs());
        }
    }

    private boolean isInLine() {
        for (Turn turn : turns) {
            if (turn.send == null) {
                return true;
            }
        }
        return false;
    }

    /** A place in line and then a connection. */
    private final class Turn extends ConnectGate.Pass implements DirectSend.Owner {

        private final InetSocketAddress address;
        private @Nullable DirectSend send;
        private boolean answered;

        Turn(InetSocketAddress address) {
            this.address = address;
        }

        @Override
        void begin() {
            OutboundEvent event = outbox.take(protocol, context.nowMs());
            if (event == null) {
                end();
                return;
            }
            context.counters.increment(Counter.CONNECTS_STARTED);
            DirectSend begun = DirectSend.of(this, context, event);
            send = begun;
            event.attempting();
            begun.connect(address);
        }

        @Override
        void yieldPlace() {
            DirectSend unanswered = send;
            if (unanswered != null) {
                send = null;
                unanswered.abort();
                unanswered.event().calledOff();
                outbox.putBack(unanswered.event(), context.nowMs());
            }
        }

        @Override
        public void connected(DirectSend begun) {
            answered = true;
            context.gate.leave(this, context.ticksMs());
        }

        @Override
        public void sent(DirectSend over) {
            backoff.succeeded();
            outbox.setTrouble(null);
            long nowMs = context.nowMs();
            end();
            outbox.done(over.event(), nowMs);
            over.event().sent(nowMs, outbox.tally());
            pump();
        }

        @Override
        public void failed(DirectSend over, String why) {
            if (!answered) {
                context.counters.increment(Counter.CONNECTS_FAILED);
            }
            backoff.failed(context.ticksMs());
            destination.failed();
            outbox.setTrouble(why);
            end();
            OutboundEvent event = over.event();
            event.failed(why);
            if (outbox.retryLater(event, context.nowMs())) {
                context.counters.increment(Counter.SENDS_RETRIED);
                event.retrying();
            }
        }

        void tick(long expiryMs, long ticksMs) {
            DirectSend current = send;
            if (current == null) {
                return;
            }
            DropReason expired = current.isConnecting() ? current.event().expired(expiryMs) : null;
            if (expired != null) {
                giveUp(current);
                String trouble = outbox.trouble() == null ? "no answer" : outbox.trouble();
                current.event().droppedExpired(expired, trouble, outbox.tally());
            } else {
                current.tick(ticksMs);
            }
        }

        void close(String why) {
            DirectSend current = send;
            if (current != null) {
                giveUp(current);
                current.event().dropped(DropReason.CLOSED, why, outbox.tally());
            } else {
                context.gate.leave(this, context.ticksMs());
            }
        }

        private void giveUp(DirectSend current) {
            current.abort();
            end();
            outbox.done(current.event(), context.nowMs());
        }

        private void end() {
            turns.remove(this);
            context.gate.leave(this, context.ticksMs());
        }
    }
}
