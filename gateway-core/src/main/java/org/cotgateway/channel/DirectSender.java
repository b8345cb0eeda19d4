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
final class DirectSender extends Sender {

    private final WireProtocol protocol;
    /** Connections and places in line; few, so a list is the fastest set. */
    private final List<Turn> turns = new ArrayList<>(1);

    DirectSender(Endpoint endpoint, LoopContext context) {
        super(
                endpoint,
                context,
                context.settings.direct().firstRetry(),
                context.settings.direct().maxRetry());
        this.protocol = endpoint.protocolAtFirst();
    }

    @Override
    WireProtocol protocol() {
        return protocol;
    }

    @Override
    void tick(long ticksMs) {
        long expiryMs = context.expiryMs();
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
    boolean isIdle() {
        return !isKept() && outbox.isEmpty() && turns.isEmpty() && !isPausing();
    }

    @Override
    void close(String why) {
        closed = true;
        for (Turn turn : List.copyOf(turns)) {
            turn.close(why);
        }
        turns.clear();
        super.close(why);
    }

    @Override
    String state() {
        return turns.isEmpty() ? backoff.failures() > 0 ? "paused" : "idle" : "sending";
    }

    /** Gets in line for another connection when there is an event for it; one place in line at a time. */
    @Override
    void pump() {
        int allowed = backoff.failures() > 0 ? 1 : context.settings.direct().maxConnectionsPerEndpoint();
        while (!closed
                && turns.size() < allowed
                && !isInLine()
                && !isPausing()
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
            succeeded();
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
            destination.failed();
            pause(why);
            end();
            OutboundEvent event = over.event();
            event.failed(why);
            retryLater(event);
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
            if (!answered) {
                context.gate.leave(this, context.ticksMs());
            }
        }
    }
}
