package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.RecordingReceiver;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.Framing;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.Remarks;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A feed of many contacts, and another that sees them; time passes when a test says so. */
abstract class ReceiversCase {

    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    static final int CONTACTS = 1_000;
    /** So many departures at most are told of in one pass. */
    static final int MOST_LEAVING = 32;

    static final Membership ELSEWHERE = new Membership(Set.of("elsewhere"), Set.of("elsewhere"), Subscription.ALL);

    private final EmbeddedChannel clock = new EmbeddedChannel();
    private final Counters counters = new Counters();
    private final EventImages images = new EventImages(
            PooledByteBufAllocator.DEFAULT, "CoT-Gateway-test", InstantSource.fixed(NOW), XmlLimits.DEFAULT);
    private final LatestEvents latestEvents = new LatestEvents(LatestSettings.DEFAULT, images, counters);
    final Receivers receivers = new Receivers(
            clock.eventLoop(), images, latestEvents, HubSettings.NONE, counters, InstantSource.fixed(NOW));
    private final List<EventImage> made = new ArrayList<>();
    final RecordingReceiver feed = client();
    final RecordingReceiver other = client();

    static RecordingReceiver client() {
        return new RecordingReceiver();
    }

    @BeforeEach
    void aFeedOfManyContactsAndAnother() {
        clock.freezeTime();
        admit(feed);
        for (int i = 0; i < CONTACTS; i++) {
            isSeen("uid-" + i, feed);
        }
        admit(other);
        passAll();
        other.offers.clear();
    }

    @AfterEach
    void nothingIsHeld() {
        receivers.close();
        passMs(1_000);
        assertThat(made).allMatch(image -> image.refCnt() == 0);
        clock.close();
    }

    RecordingReceiver of(Edition edition) {
        RecordingReceiver receiver = client();
        receiver.format = WireFormat.xml(Framing.NEWLINE, edition);
        admit(receiver);
        return receiver;
    }

    void admit(Receiver receiver) {
        receivers.admit(receiver, Membership.ANONYMOUS, true);
    }

    void isSeen(String uid, Receiver via) {
        isSeen(uid, via, false);
    }

    void isSeen(String uid, Receiver via, boolean repeated) {
        EventImage image = self(uid);
        receivers.seen(image, via, receivers.groupsOf(via), repeated);
        image.release();
    }

    /** The same, and those are sent it who get what is published to these groups. */
    void isPassedOn(String uid, Receiver via, Membership groups) {
        EventImage image = self(uid);
        receivers.seen(image, via, receivers.groupsOf(via), false);
        receivers
                .route(image.summary(), via, receivers.groups(groups.in()), NOW.toEpochMilli())
                .audiences()
                .forEach(audience -> audience.fanout().offer(image, via));
        image.release();
    }

    private EventImage self(String uid) {
        CotEvent event = CotEvents.ownPosition(uid, uid, "*:-1:stcp", 48, 16)
                .time(NOW)
                .staleAfter(Duration.ofHours(1))
                .add(Remarks.of(uid))
                .build();
        EventImage image = images.of(event);
        made.add(image);
        return image;
    }

    /** How many departures the other was told of. */
    int told() {
        return other.writes.stream().mapToInt(write -> write.split(" ").length).sum();
    }

    void endPass() {
        clock.runPendingTasks();
    }

    void passMs(long ms) {
        clock.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        clock.runScheduledPendingTasks();
        endPass();
    }

    void passAll() {
        for (int i = 0; i < 1_000; i++) {
            passMs(1);
        }
    }
}
