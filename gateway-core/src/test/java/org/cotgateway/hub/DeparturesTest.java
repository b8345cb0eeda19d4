package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.RecordingReceiver;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.LatestContacts;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Router;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done about contacts that nobody is told of, since nothing is kept of what they said. */
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
    private final Slices slices = new Slices(clock.eventLoop());
    private final Departures departures = new Departures(
            members,
            router,
            new LatestContacts<>(CONTACTS, image -> {}),
            new LatestEvents(LatestSettings.DEFAULT, images, counters),
            images,
            InstantSource.fixed(Instant.EPOCH),
            slices);

    @AfterEach
    void close() {
        slices.close();
        fanouts.close();
        clock.close();
    }

    @Test
    void aHundredThousandContactsOfOneReceiverAreForgottenInSlices() {
        clock.freezeTime();
        Receiver server = new RecordingReceiver();
        members.add(server, Membership.ANONYMOUS);
        for (int i = 0; i < CONTACTS; i++) {
            router.seen(server, "uid-" + i, null);
        }
        members.remove(server);
        departures.begin(server, members.groupsOf(server));
        int passes = 1;
        // Each look forgets one itself.
        while (router.forgetLeavers(1)) {
            clock.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            clock.runScheduledPendingTasks();
            passes++;
        }
        assertThat(passes).isBetween(CONTACTS / (MOST_FORGOTTEN + 1), 1 + CONTACTS / (MOST_FORGOTTEN + 1));
    }
}
