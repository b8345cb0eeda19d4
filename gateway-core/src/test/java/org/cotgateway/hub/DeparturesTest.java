package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.RecordingReceiver;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.LatestContacts;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Router;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done in one pass about contacts that the router, or whoever shows newcomers who is there, does not know. */
class DeparturesTest {

    private static final int CONTACTS = 100_000;
    private static final int MOST_FORGOTTEN = 256;

    private final EmbeddedChannel clock = new EmbeddedChannel();
    private final Counters counters = new Counters();
    private final EventImages images = new EventImages(
            PooledByteBufAllocator.DEFAULT, "CoT-Gateway-test", InstantSource.fixed(Instant.EPOCH), XmlLimits.DEFAULT);
    private final Fanouts fanouts = new Fanouts(clock.eventLoop(), 10, counters);
    private final Router<Receiver, FanoutAudience> router = new Router<>(fanouts::newAudience, CONTACTS);
    private final Members members = new Members(router);
    private final LatestContacts<Receiver, EventImage> contacts = new LatestContacts<>(CONTACTS, EventImage::release);
    private final Slices slices = new Slices(clock.eventLoop());
    private final Departures departures = new Departures(
            members,
            router,
            contacts,
            new LatestEvents(LatestSettings.DEFAULT, images, counters),
            images,
            InstantSource.fixed(Instant.EPOCH),
            slices);

    @BeforeEach
    void timeStandsStill() {
        clock.freezeTime();
    }

    @AfterEach
    void close() {
        slices.close();
        fanouts.close();
        clock.close();
    }

    @Test
    void aHundredThousandContactsOfOneReceiverAreForgottenInSlices() {
        Receiver server = new RecordingReceiver();
        members.add(server, Membership.ANONYMOUS);
        for (int i = 0; i < CONTACTS; i++) {
            router.seen(server, "uid-" + i, null);
        }
        members.remove(server);
        departures.begin(server, members.groupsOf(server));
        int passes = 1;
        // Each look forgets one itself.
        while (router.pollDeparted() != null) {
            clock.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            clock.runScheduledPendingTasks();
            passes++;
        }
        assertThat(passes).isBetween(CONTACTS / (MOST_FORGOTTEN + 1), 1 + CONTACTS / (MOST_FORGOTTEN + 1));
    }

    @Test
    void whoIsShownToNewcomersThoughTheRouterHasForgottenItIsTakenBackTooWhenItsReceiverLeaves() {
        Receiver server = new RecordingReceiver();
        members.add(server, Membership.ANONYMOUS);
        for (int i = 0; i < 100; i++) {
            CotEvent event = CotEvents.ownPosition("uid-" + i, "A", "*:-1:stcp", 48, 16)
                    .time(Instant.EPOCH)
                    .staleAfter(Duration.ofHours(1))
                    .build();
            EventImage image = images.of(event);
            contacts.remember(image.summary(), image, server, members.groupsOf(server), 0);
        }
        members.remove(server);
        departures.begin(server, members.groupsOf(server));
        clock.runPendingTasks();
        assertThat(contacts.size()).isEqualTo(100 - 32);
        for (int i = 0; i < 4; i++) {
            clock.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            clock.runScheduledPendingTasks();
        }
        assertThat(contacts.size()).isZero();
    }
}
