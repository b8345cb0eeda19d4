package org.cotgateway.channel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Sends to one device by direct TCP: each event has a connection of its own, events of different uids up to a few at the
 * same time. After a failure the device is left alone for a while, then tried with one connection until it answers.
 */
final class DirectSender implements Sender {

    private final Endpoint endpoint;
    private final LoopContext context;
    private final Outbox outbox;
    private final Backoff backoff;
    /** Connections and places in line; few, so a list is the fastest set. */
    private final List<Turn> turns = new ArrayList<>(1);

    private @Nullable InetSocketAddress address;
    private int failures;
    private long pausedUntilMs = Long.MIN_VALUE;
    private boolean closed;

    DirectSender(Endpoint endpoint, LoopContext context) {
        this.endpoint = endpoint;
        this.context = context;
        this.outbox = new Outbox(context.settings.outbox(), Transport.TCP, context.counters);
        this.backoff = new Backoff(
                context.settings.direct().firstRetry(),
                context.settings.direct().maxRetry(),
                context.random);
        InetAddress literal = endpoint.address();
        this.address = literal == null ? null : new InetSocketAddress(literal, endpoint.port());
    }

    @Override
    public OfferOutcome offer(OutboundEvent event) {
        OfferOutcome outcome = outbox.offer(event, context.nowMs());
        if (outcome.accepted()) {
            pump();
        }
        return outcome;
    }

    @Override
    public void tick() {
        long nowMs = context.nowMs();
        long ticksMs = context.ticksMs();
        outbox.expire(nowMs);
        for (int i = turns.size() - 1; i >= 0; i--) {
            // Ending one turn may end others.
            if (i < turns.size()) {
                turns.get(i).tick(nowMs, ticksMs);
            }
        }
        pump();
    }

    @Override
    public boolean isIdle() {
        return outbox.isEmpty() && turns.isEmpty() && context.ticksMs() >= pausedUntilMs;
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
    public EndpointStatus status() {
        String state = turns.isEmpty() ? failures > 0 ? "paused" : "idle" : "sending";
        return new EndpointStatus(endpoint, state, outbox.waiting(), outbox.underWay(), outbox.bytes(), failures);
    }

    /** Gets in line for another connection when there is an event for it; one place in line at a time. */
    private void pump() {
        int allowed = failures > 0 ? 1 : context.settings.direct().maxConnectionsPerEndpoint();
        while (!closed
                && turns.size() < allowed
                && !isInLine()
                && context.ticksMs() >= pausedUntilMs
                && outbox.hasReady(context.nowMs())) {
            Turn turn = new Turn();
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

        private @Nullable DirectSend send;

        @Override
        void begin() {
            OutboundEvent event = outbox.take(context.nowMs());
            InetSocketAddress to = address;
            if (event == null || to == null) {
                end();
                return;
            }
            context.counters.increment(Counter.CONNECTS_STARTED);
            DirectSend begun = new DirectSend(this, context, event);
            send = begun;
            event.attempting();
            begun.connect(to);
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
            context.gate.leave(this, context.ticksMs());
        }

        @Override
        public void sent(DirectSend over) {
            failures = 0;
            long nowMs = context.nowMs();
            end();
            outbox.done(over.event(), nowMs);
            over.event().sent(nowMs, context.counters);
            pump();
        }

        @Override
        public void failed(DirectSend over, String why) {
            failures++;
            pausedUntilMs = context.ticksMs() + backoff.pauseMs(failures);
            end();
            OutboundEvent event = over.event();
            event.failed(why);
            if (outbox.retryLater(event, context.nowMs())) {
                context.counters.increment(Counter.SENDS_RETRIED);
                event.retrying();
            }
        }

        void tick(long nowMs, long ticksMs) {
            DirectSend current = send;
            if (current == null) {
                return;
            }
            DropReason expired = current.isConnecting() ? current.event().expired(nowMs) : null;
            if (expired != null) {
                current.event().failed("no answer");
                giveUp(current);
                current.event().droppedExpired(expired, context.counters);
            } else {
                current.tick(ticksMs);
            }
        }

        void close(String why) {
            DirectSend current = send;
            if (current != null) {
                giveUp(current);
                current.event().dropped(DropReason.CLOSED, why, context.counters);
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
