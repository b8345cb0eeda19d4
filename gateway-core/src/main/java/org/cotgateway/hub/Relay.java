package org.cotgateway.hub;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.function.BiPredicate;
import org.cotgateway.channel.ClientStream;
import org.cotgateway.channel.EventSink;
import org.cotgateway.channel.Inlet;
import org.cotgateway.channel.LogLimit;
import org.cotgateway.channel.Receiver;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.ControlTypes;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.Routing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what comes in to everybody it is meant for. Loop-only, apart from the constructor.
 *
 * <pre>
 *   received ─→ receipt? ─→ control? ─→ rules? ─→ own flow tag? ─→ came by another way? ─→ Router
 *                 push         drop       drop         drop               drop                │
 *     audiences: Fanout ─→ one write for each ←───────────────────────────────────────────────┤
 *     single receivers: their outboxes, in their turn ←───────────────────────────────────────┤
 *     nobody: chat goes back to its sender ←──────────────────────────────────────────────────┘
 * </pre>
 */
final class Relay implements EventSink {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    private static final String CHAT = "b-t-f";
    private static final String CHAT_UNDELIVERED = "b-t-f-s";

    private final EventLoop loop;
    private final Receivers receivers;
    private final LatestEvents latest;
    private final EventImages images;
    private final boolean flowTags;
    private final BiPredicate<EventImage, Inlet> receipts;
    private final Counters counters;
    private final LogLimit invalid;
    private boolean stopping;

    /**
     * @param flowTags as in {@link HubSettings}
     * @param receipts as for {@link Hub}
     */
    Relay(
            EventLoop loop,
            Receivers receivers,
            LatestEvents latest,
            EventImages images,
            boolean flowTags,
            BiPredicate<EventImage, Inlet> receipts,
            Counters counters) {
        this.loop = loop;
        this.receivers = receivers;
        this.latest = latest;
        this.images = images;
        this.flowTags = flowTags;
        this.receipts = receipts;
        this.counters = counters;
        this.invalid = new LogLimit(loop);
    }

    /** From now on nothing is passed on. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        assert loop.inEventLoop();
        return stopping;
    }

    void close() {
        invalid.close();
    }

    @Override
    public void received(EventImage image, List<Violation> broken, Inlet from) {
        Receiver sender = from.receiver();
        if (sender != null && !receivers.isThere(sender)) {
            // The end of its stream, read after it was let go: of which groups it was is not known any more.
            counters.increment(Counter.RECEIVED_TOO_LATE);
        } else {
            take(image, broken, from, receivers.groupsOf(sender));
        }
    }

    /** Takes an event that was published to these groups; lent. */
    PublishOutcome take(EventImage image, List<Violation> broken, Inlet from, GroupSet groups) {
        assert loop.inEventLoop();
        EventSummary summary = image.summary();
        if (receipts.test(image, from)) {
            return PublishOutcome.RECEIPT;
        }
        if (ControlTypes.contains(summary.type())) {
            counters.increment(Counter.EVENTS_CONTROL);
            return PublishOutcome.CONTROL;
        }
        if (!broken.isEmpty()) {
            counters.increment(Counter.RECEIVED_INVALID);
            from.brokeRules();
            invalid.warn(
                    log, from.source(), () -> "event " + summary.uid() + " from " + from + " breaks rules: " + broken);
            return PublishOutcome.INVALID;
        }
        if (flowTags && summary.flowTags().contains(images.flowTag())) {
            counters.increment(Counter.EVENTS_LOOPED);
            return PublishOutcome.LOOPED;
        }
        if (stopping) {
            counters.increment(Counter.RECEIVED_TOO_LATE);
            return PublishOutcome.STOPPING;
        }
        return pass(image, from.receiver(), groups);
    }

    private PublishOutcome pass(EventImage image, @Nullable Receiver from, GroupSet groups) {
        EventSummary summary = image.summary();
        boolean repeated = receivers.cameByAnotherWay(summary, from);
        if (from != null) {
            learn(image, from, groups, repeated);
        }
        if (repeated) {
            counters.increment(Counter.EVENTS_REPEATED);
            return PublishOutcome.REPEATED;
        }
        long nowMs = receivers.nowMs();
        latest.passed(image, groups, nowMs);
        Routing<Receiver, FanoutAudience> routing = receivers.route(summary, from, groups, nowMs);
        boolean used = !routing.reachesNobody();
        counters.increment(used ? Counter.EVENTS_ROUTED : Counter.RECEIVED_UNUSED);
        for (int i = 0; i < routing.audiences().size(); i++) {
            routing.audiences().get(i).fanout().offer(image, from);
        }
        // Offers may change who is there, and with it the router's result.
        boolean undeliverable = !routing.undeliverable().isEmpty();
        for (Receiver receiver : List.copyOf(routing.receivers())) {
            receivers.sendTo(receiver, image, from);
        }
        if (undeliverable && from != null && summary.type().equals(CHAT)) {
            giveBack(image, from);
        }
        return used ? PublishOutcome.ROUTED : PublishOutcome.NOBODY;
    }

    private void learn(EventImage image, Receiver from, GroupSet groups, boolean repeated) {
        EventSummary summary = image.summary();
        if (!summary.flowTags().isEmpty() && from instanceof ClientStream client) {
            receivers.takeForServer(client);
        }
        if (summary.endpoint() != null) {
            receivers.seen(image, from, groups, repeated);
        }
        if (summary.type().equals(EventSummary.DELETE_TYPE) && summary.linkUid() != null) {
            receivers.gone(from, summary.linkUid());
        }
    }

    /** Tells the sender of a message that nobody of that name is there, as TAK Server does. */
    private void giveBack(EventImage image, Receiver to) {
        counters.increment(Counter.CHATS_RETURNED);
        send(image.event().toBuilder().type(CHAT_UNDELIVERED).build(), to);
    }

    private void send(CotEvent event, Receiver to) {
        EventImage image = images.of(event);
        try {
            receivers.sendTo(to, image, null);
        } finally {
            image.release();
        }
    }
}
