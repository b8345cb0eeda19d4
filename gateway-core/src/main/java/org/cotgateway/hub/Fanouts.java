package org.cotgateway.hub;

import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.cotgateway.channel.Inlet;
import org.cotgateway.channel.LogLimit;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.channel.fanout.OversizeObserver;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to audiences and to single ones of them, and tells of events that are too large for streams. A fanout is open as
 * long as somebody is in its audience. Loop-only, apart from the constructor.
 */
final class Fanouts {

    private static final Logger log = LoggerFactory.getLogger(Fanouts.class);

    private final EventLoop loop;
    private final long sameUidGapMs;
    private final Counters counters;
    private final Set<Fanout> open = new HashSet<>();
    private final LogLimit oversized;

    /** @param sameUidGapMs as in {@link HubSettings} */
    Fanouts(EventLoop loop, long sameUidGapMs, Counters counters) {
        this.loop = loop;
        this.sameUidGapMs = sameUidGapMs;
        this.counters = counters;
        this.oversized = new LogLimit(loop);
    }

    /** An audience whose receivers have this subscription. */
    FanoutAudience newAudience(Subscription subscription) {
        long intervalMs = Math.max(sameUidGapMs, subscription.minInterval().toMillis());
        Fanout fanout = new Fanout(loop, sameUidGapMs, intervalMs, counters, this::tooLarge);
        open.add(fanout);
        return new FanoutAudience(fanout, open);
    }

    /**
     * Sends to one alone, in its turn among what its audience gets.
     *
     * @param from whoever brought it, or null
     */
    void sendTo(Receiver receiver, FanoutAudience audience, EventImage image, @Nullable Receiver from) {
        if (image.sizeBytes() > OversizeObserver.NEARLY_BYTES && receiver.takesBatches()) {
            WireFormat format = receiver.format();
            int bytes = image.bytes(format.protocol(), format.edition()).readableBytes();
            if (bytes > OversizeObserver.MAX_BYTES
                    && receiver.status().transport().isStream()) {
                tooLarge(image, from, receiver, bytes);
            }
        }
        audience.fanout().offerTo(Fanout.outbound(image, receiver), receiver);
    }

    /** Lets each know what was conflated for all of its audience. */
    void settle() {
        open.forEach(Fanout::settle);
    }

    /** Tells for each receiver how many events wait for it among those of its audience, if any do. */
    void countWaiting(ObjIntConsumer<Receiver> counts) {
        open.forEach(fanout -> fanout.countWaiting(counts));
    }

    void close() {
        List.copyOf(open).forEach(Fanout::close);
        oversized.close();
    }

    private void tooLarge(EventImage image, @Nullable Receiver from, Receiver to, int bytes) {
        counters.increment(Counter.RECEIVED_TOO_LARGE_FOR_STREAMS);
        Inlet inlet = from instanceof Inlet sender ? sender : null;
        if (inlet != null) {
            inlet.tooLargeForStreams();
        }
        oversized.warn(
                log,
                inlet == null ? "no stream" : inlet.source(),
                () -> "event " + image.summary().uid() + " from " + (inlet == null ? "outside any stream" : inlet)
                        + " is too large for streams with " + bytes + " of at most " + OversizeObserver.MAX_BYTES
                        + " bytes: " + to + " does not get it, nor do others in that form");
    }
}
