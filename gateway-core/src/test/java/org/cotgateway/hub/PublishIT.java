package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.Inlet;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.FlowTags;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.cotgateway.testing.Await;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is published from inside, and clients on real sockets. */
class PublishIT {

    private static final String OWN_TAG = "CoT-Gateway-test";
    private static final String RECEIPT = "b-f-t-a";

    private final Counters counters = new Counters();
    private final GatewayLoop loop = GatewayLoop.start("publish-it", SocketKind.best());
    private final EventImages images =
            new EventImages(PooledByteBufAllocator.DEFAULT, OWN_TAG, InstantSource.system(), XmlLimits.DEFAULT);
    private final EndpointSenders senders = new EndpointSenders(
            loop, ChannelSettings.DEFAULT, TlsSettings.DEFAULT, "gateway", counters, images, this::received);
    private final HubSettings settings = HubSettings.NONE.with(
            List.of(
                    HubSettings.StreamInlet.open("open", new InetSocketAddress("127.0.0.1", 0)),
                    new HubSettings.StreamInlet(
                            "blue",
                            new InetSocketAddress("127.0.0.1", 0),
                            ClientSettings.DEFAULT,
                            null,
                            new Membership(Set.of("blue"), Set.of("blue"), Subscription.ALL))),
            List.of());
    private final Hub hub = new Hub(
            loop.loop(),
            senders,
            images,
            settings,
            LatestSettings.DEFAULT,
            counters,
            InstantSource.system(),
            (image, from) -> image.summary().type().equals(RECEIPT));
    private final Publisher anybody = new Publisher("partner", null, Set.of());
    private final Publisher blue = new Publisher("feed blue", null, Set.of("blue"));

    /** What comes by streams, to the hub that is made after what brings it. */
    private void received(EventImage image, List<Violation> broken, Inlet from) {
        hub.received(image, broken, from);
    }

    @BeforeEach
    void open() throws Exception {
        hub.apply(settings);
    }

    @AfterEach
    void close() throws Exception {
        hub.closeListeners();
        onLoop(() -> {
            hub.close();
            senders.close();
            return null;
        });
        loop.close();
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return loop.loop().submit(task).get();
    }

    private PublishOutcome publish(CotEvent event, Publisher publisher) throws Exception {
        return publish(event, EventRules.check(event), publisher);
    }

    private PublishOutcome publish(CotEvent event, List<Violation> broken, Publisher publisher) throws Exception {
        return onLoop(() -> {
            EventImage image = images.of(event);
            try {
                return hub.publish(image, broken, publisher);
            } finally {
                image.release();
            }
        });
    }

    private static CotEvent.Builder marker(String uid) {
        return CotEvents.marker(uid, uid, 48, 11);
    }

    private InetSocketAddress listener(int index) {
        return hub.listeners().get(index).address();
    }

    private void awaitClients(int count) throws Exception {
        Await.until(() -> counters.get(Counter.CLIENTS_CONNECTED), connected -> connected == count);
    }

    @Test
    void whatIsPublishedReachesTheClientsOfItsGroupsAlone() throws Exception {
        try (StreamPeer open = new StreamPeer(listener(0));
                StreamPeer inBlue = new StreamPeer(listener(1))) {
            awaitClients(2);
            assertThat(publish(marker("for-blue").build(), blue)).isEqualTo(PublishOutcome.ROUTED);
            assertThat(publish(marker("for-all").build(), anybody)).isEqualTo(PublishOutcome.ROUTED);
            assertThat(inBlue.next()).contains("for-blue");
            assertThat(open.next()).contains("for-all");
        }
        assertThat(counters.get(Counter.EVENTS_PUBLISHED)).isEqualTo(2);
    }

    @Test
    void eachOutcomeHasAName() throws Exception {
        assertThat(publish(marker("a").build(), anybody)).isEqualTo(PublishOutcome.NOBODY);
        assertThat(publish(marker("a").type(RECEIPT).build(), anybody)).isEqualTo(PublishOutcome.RECEIPT);
        assertThat(publish(marker("a").type("t-x-c-t").build(), anybody)).isEqualTo(PublishOutcome.CONTROL);
        assertThat(publish(marker("a").point(CotPoint.of(95, 0)).build(), anybody))
                .isEqualTo(PublishOutcome.INVALID);
        assertThat(anybody.refused()).isEqualTo(1);
        CotEvent looped = marker("a")
                .add(CotElement.named(FlowTags.NAME)
                        .attribute(OWN_TAG, Instant.now().toString())
                        .build())
                .build();
        assertThat(publish(looped, anybody)).isEqualTo(PublishOutcome.LOOPED);
        hub.stop();
        assertThat(publish(marker("a").build(), anybody)).isEqualTo(PublishOutcome.STOPPING);
    }

    @Test
    void theLatestOfAClientIsGoneWhenItLeavesAndThatOfAPublisherStays() throws Exception {
        publish(marker("published").build(), anybody);
        try (StreamPeer device = new StreamPeer(listener(0))) {
            device.send(StreamPeer.self("device", "ALPHA"));
            Await.until(() -> isKept("device"), kept -> kept);
        }
        Await.until(() -> isKept("device"), kept -> !kept);
        assertThat(isKept("published")).isTrue();
    }

    private boolean isKept(String uid) throws Exception {
        return onLoop(() -> hub.latest().find(uid, System.currentTimeMillis()) != null);
    }

    @Test
    void groupsThatAreNoneAreRefused() {
        assertThat(Publisher.check(Set.of("ok", " ", "x".repeat(101))))
                .hasSize(2)
                .allMatch(wrong -> wrong.field().equals("group"));
        assertThatThrownBy(() -> new Publisher("p", null, Set.of(""))).isInstanceOf(IllegalArgumentException.class);
        assertThat(anybody.groups()).containsExactly(Membership.NO_GROUP);
    }
}
