package org.cotgateway.cli;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.SendObserver;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.CotEvent;
import org.cotgateway.transport.GatewayLoop;

/**
 * Sends a ping every few seconds on streams that we dialled, so that servers and what stands between do not take us for
 * gone: ATAK pings after 15 seconds of silence. The answers are taken by the streams themselves.
 */
final class Pings {

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration STALE = Duration.ofSeconds(10);

    private final List<Endpoint> streams;
    private final EndpointSenders senders;
    private final EventImages images;
    private final String uid = "cotgw-" + UUID.randomUUID() + "-ping";

    private Pings(List<Endpoint> streams, EndpointSenders senders, EventImages images) {
        this.streams = List.copyOf(streams);
        this.senders = senders;
        this.images = images;
    }

    /** Begins, and goes on as long as the loop runs. On any thread. */
    static void start(List<Endpoint> streams, EndpointSenders senders, EventImages images, GatewayLoop loop) {
        Pings pings = new Pings(streams, senders, images);
        loop.loop().scheduleWithFixedDelay(pings::send, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void send() {
        CotEvent ping = CotEvent.builder()
                .uid(uid)
                .type("t-x-c-t")
                .how("m-g")
                .staleAfter(STALE)
                .build();
        EventImage image = images.of(ping);
        for (Endpoint stream : streams) {
            senders.offer(stream, OutboundEvent.of(image, Edition.WHOLE, OutboundEvent.NEVER_MS, SendObserver.NONE));
        }
        image.release();
    }
}
