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
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.channel.RecordingReceiver;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.Framing;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.Dest;
import org.cotgateway.event.EventSummary;
import org.cotgateway.event.Marti;
import org.cotgateway.event.Remarks;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.KnownContact;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What many contacts cost one pass of the loop, which is counted in events and not in time. */
class ReceiversTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final int CONTACTS = 1_000;
    /** Of those who leave, and of those who are shown to a newcomer. */
    private static final int MOST_LEAVING = 32;

    private static final int MOST_SHOWN = 128;
    private static final Membership ELSEWHERE =
            new Membership(Set.of("elsewhere"), Set.of("elsewhere"), Subscription.ALL);

    private final EmbeddedChannel clock = new EmbeddedChannel();
    private final Counters counters = new Counters();
    private final EventImages images = new EventImages(
            PooledByteBufAllocator.DEFAULT, "CoT-Gateway-test", InstantSource.fixed(NOW), XmlLimits.DEFAULT);
    private final LatestEvents latestEvents = new LatestEvents(LatestSettings.DEFAULT, images, counters);
    private final Receivers receivers = new Receivers(
            clock.eventLoop(), images, latestEvents, HubSettings.NONE, counters, InstantSource.fixed(NOW));
    private final List<EventImage> made = new ArrayList<>();
    private final RecordingReceiver feed = client();
    private final RecordingReceiver other = client();

    private static RecordingReceiver client() {
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

    @Test
    void whoLeavesWithManyContactsDoesSoInSlices() {
        receivers.dismiss(feed);
        endPass();
        int before = 0;
        int passes = 0;
        while (receivers.contacts() > 0) {
            assertThat(told() - before).as("in one pass").isPositive().isLessThanOrEqualTo(MOST_LEAVING);
            before = told();
            passMs(1);
            passes++;
        }
        assertThat(told()).isEqualTo(CONTACTS);
        assertThat(passes).isGreaterThanOrEqualTo(CONTACTS / MOST_LEAVING);
    }

    @Test
    void ofManyWhoLeaveAtOnceAPassTellsOfSomeOnly() {
        List<RecordingReceiver> crowd = new ArrayList<>();
        for (int i = 0; i < 10 * MOST_LEAVING; i++) {
            RecordingReceiver one = client();
            crowd.add(one);
            admit(one);
            isSeen("one-" + i, one);
        }
        // All of them are shown all the others.
        for (int i = 0; i < 4; i++) {
            passAll();
        }
        crowd.forEach(receivers::dismiss);
        endPass();
        int before = 0;
        while (receivers.contacts() > CONTACTS) {
            assertThat(told() - before).as("in one pass").isPositive().isLessThanOrEqualTo(MOST_LEAVING);
            before = told();
            passMs(1);
        }
        assertThat(told()).isEqualTo(crowd.size());
    }

    @Test
    void nothingIsAddressedToWhoIsLeaving() {
        receivers.dismiss(feed);
        endPass();
        assertThat(told()).isEqualTo(MOST_LEAVING);
        for (int i = 0; i < CONTACTS; i += 100) {
            assertThat(reachedBy("uid-" + i)).as("uid-%s", i).isEmpty();
        }
        RecordingReceiver back = client();
        admit(back);
        isSeen("uid-900", back);
        assertThat(reachedBy("uid-900")).containsExactly(back);
        passAll();
        assertThat(reachedBy("uid-900")).containsExactly(back);
        assertThat(reachedBy("uid-800")).isEmpty();
    }

    @Test
    void whoIsThereAgainMeanwhileHasNotLeft() {
        receivers.dismiss(feed);
        endPass();
        RecordingReceiver back = client();
        admit(back);
        for (int i = CONTACTS - 100; i < CONTACTS; i++) {
            isSeen("uid-" + i, back);
        }
        passAll();

        assertThat(told()).isEqualTo(CONTACTS - 100);
        assertThat(receivers.contacts()).isEqualTo(100);
        assertThat(receivers.contactCountVia(back)).isEqualTo(100);
    }

    @Test
    void whomAServerThatHasComeMeanwhileSpeaksOfHasNotLeft() {
        receivers.dismiss(feed);
        endPass();
        RecordingReceiver server = of(Edition.SERVER);
        for (int i = CONTACTS - 100; i < CONTACTS; i++) {
            // What it says again came before, by the connection that it had.
            isSeen("uid-" + i, server, true);
        }
        passAll();

        assertThat(told()).isEqualTo(CONTACTS - 100);
        assertThat(receivers.contacts()).isEqualTo(100);
        assertThat(reachedBy("uid-" + (CONTACTS - 1))).containsExactly(server);
    }

    @ParameterizedTest
    @EnumSource
    void whoIsBackWithinTheGapIsNotToldThatItsOwnContactsHaveLeft(Edition edition) {
        RecordingReceiver before = of(edition);
        passAll();
        isPassedOn("far", before, Membership.ANONYMOUS);
        endPass();
        receivers.dismiss(before);
        endPass();
        RecordingReceiver back = of(edition);
        passMs(HubSettings.NONE.sameUidGap().toMillis());

        assertThat(other.writes).as("seen, and left").containsExactly("far", "far");
        assertThat(back.writes).isEmpty();
    }

    @Test
    void whoTakesAnothersPlaceWithinTheGapGetsNeitherWhatThatSaidNorThatItsContactsHaveLeft() {
        RecordingReceiver before = of(Edition.SERVER);
        for (int i = 0; i < 2; i++) {
            isPassedOn("far", before, Membership.ANONYMOUS);
            endPass();
        }
        receivers.dismiss(before);
        RecordingReceiver anew = client();
        receivers.admitInPlaceOf(before, anew, Membership.ANONYMOUS);
        for (int i = 0; i < 3; i++) {
            passMs(HubSettings.NONE.sameUidGap().toMillis());
        }

        assertThat(other.writes).as("seen twice, and left").containsExactly("far", "far", "far");
        assertThat(anew.writes).isEmpty();
        assertThat(anew.offers).isEmpty();
    }

    @Test
    void whoComesUnderAnotherRuleWithinTheGapGetsWhatWaitsOnce() {
        Membership one = new Membership(Set.of("one"), Set.of("one"), Subscription.ALL);
        Membership both = new Membership(Set.of("one"), Set.of("one", "two"), Subscription.ALL);
        RecordingReceiver moves = client();
        receivers.admit(moves, one, false);
        RecordingReceiver stays = client();
        receivers.admit(stays, both, false);
        for (int i = 0; i < 2; i++) {
            isPassedOn("far", feed, one);
            endPass();
        }
        receivers.change(moves, both, false);
        passMs(HubSettings.NONE.sameUidGap().toMillis());

        assertThat(stays.writes).containsExactly("far", "far");
        assertThat(moves.writes).containsExactly("far");
        assertThat(moves.offers).containsExactly("far");
    }

    @Test
    void whoPublishesToOtherGroupsFromNowOnHasLeftForThoseAloneWhoGetThatNoMore() {
        RecordingReceiver everywhere = client();
        Set<String> all = Set.of(Membership.NO_GROUP, "elsewhere");
        receivers.admit(everywhere, new Membership(all, all, Subscription.ALL), false);
        receivers.change(feed, ELSEWHERE, false);
        passMs(1);
        assertThat(told()).isEqualTo(MOST_LEAVING);
        passAll();
        assertThat(told()).isEqualTo(CONTACTS);
        assertThat(everywhere.writes).isEmpty();
        assertThat(feed.writes).isEmpty();

        RecordingReceiver newcomer = client();
        admit(newcomer);
        passAll();
        assertThat(newcomer.offers).isEmpty();

        receivers.dismiss(feed);
        passAll();
        assertThat(told()).as("once is enough").isEqualTo(CONTACTS);
        assertThat(String.join(" ", everywhere.writes).split(" ")).hasSize(CONTACTS);
    }

    @Test
    void whomAnotherClientOfTheUidPublishesToIsNotToldThatOneDoesNoMore() {
        RecordingReceiver one = of(Edition.CLIENT);
        RecordingReceiver two = of(Edition.CLIENT);
        isSeen("twin", two);
        isSeen("twin", one);
        receivers.change(one, ELSEWHERE, false);
        passAll();
        assertThat(told()).isZero();
        receivers.change(two, ELSEWHERE, false);
        passAll();
        assertThat(other.writes).containsExactly("twin");
    }

    @Test
    void whoMoveTogetherHaveLeftForTheOthersAlone() {
        RecordingReceiver one = of(Edition.CLIENT);
        RecordingReceiver two = of(Edition.CLIENT);
        passAll();
        isSeen("one", one);
        isSeen("two", two);
        one.offers.clear();
        two.offers.clear();
        receivers.change(one, ELSEWHERE, true);
        receivers.change(two, ELSEWHERE, true);
        passAll();
        assertThat(String.join(" ", other.writes).split(" ")).containsExactlyInAnyOrder("one", "two");
        assertThat(one.writes).isEmpty();
        assertThat(one.offers).isEmpty();
        assertThat(two.writes).isEmpty();
        assertThat(two.offers).as("nor handed over when it changed").isEmpty();
    }

    @Test
    void whoLeavesBeforeAllAreToldThatItPublishesElsewhereHasLeftForEverybodyOnce() {
        RecordingReceiver there = client();
        receivers.admit(there, ELSEWHERE, false);
        receivers.change(feed, ELSEWHERE, false);
        passMs(1);
        passMs(1);
        isSeen("uid-" + (CONTACTS - 1), feed);
        receivers.dismiss(feed);
        passAll();
        assertThat(String.join(" ", other.writes).split(" "))
                .doesNotHaveDuplicates()
                .hasSize(CONTACTS);
        assertThat(String.join(" ", there.writes).split(" ")).doesNotHaveDuplicates();
        assertThat(receivers.contacts()).isZero();
    }

    @Test
    void whoSpeaksBeforeItIsWithdrawnIsShownToNewcomersOfWhereItSpoke() {
        receivers.change(feed, ELSEWHERE, false);
        isSeen("uid-" + (CONTACTS - 1), feed);
        isSeen("fresh", feed);
        passAll();
        assertThat(String.join(" ", other.writes).split(" "))
                .as("who was never said to be there has not left")
                .doesNotContain("fresh")
                .contains("uid-" + (CONTACTS - 1))
                .hasSize(CONTACTS);
        RecordingReceiver newcomer = client();
        receivers.admit(newcomer, ELSEWHERE, true);
        passAll();
        assertThat(newcomer.offers).containsExactlyInAnyOrder("uid-" + (CONTACTS - 1), "fresh");
    }

    @Test
    void whatWasSaidToOneGroupIsNotShownToThoseOfAnother() {
        Set<String> both = Set.of(Membership.NO_GROUP, "elsewhere");
        receivers.change(feed, new Membership(both, both, Subscription.ALL), false);
        passAll();
        receivers.change(feed, ELSEWHERE, false);
        passAll();
        RecordingReceiver newcomer = client();
        receivers.admit(newcomer, ELSEWHERE, true);
        passAll();
        assertThat(newcomer.offers).isEmpty();
        assertThat(told()).isEqualTo(CONTACTS);
    }

    @Test
    void whoPublishesToMoreGroupsThanBeforeHasLeftForNobody() {
        receivers.change(feed, new Membership(Set.of(Membership.NO_GROUP, "x"), Set.of(), Subscription.ALL), false);
        passAll();
        assertThat(told()).isZero();
    }

    @Test
    void nobodyLeavesAnyMoreWhenTheirReceiverIsBack() {
        receivers.dismiss(feed);
        admit(feed);
        passAll();

        assertThat(told()).isEqualTo(MOST_LEAVING);
        assertThat(receivers.contacts()).isEqualTo(CONTACTS - MOST_LEAVING);
    }

    @Test
    void aContactThatComesOverFromAServerThatIsGoneIsThatOnesNoMore() {
        RecordingReceiver server = of(Edition.SERVER);
        RecordingReceiver client = of(Edition.CLIENT);
        isSeen("mover", server);
        isSeen("stayer", server);
        isSeen("mover", client);

        assertThat(receivers.contactsVia(server, 9))
                .extracting(KnownContact::uid)
                .containsExactly("stayer");
        assertThat(reachedBy("mover")).containsExactly(client);
        isSeen("mover", server);
        assertThat(reachedBy("mover")).contains(server);
    }

    @Test
    void whatAServerGivesBackOfAClientMakesItNoContactOfTheServer() {
        RecordingReceiver server = of(Edition.SERVER);
        RecordingReceiver client = of(Edition.CLIENT);
        isSeen("ours", client);
        isSeen("ours", server, true);
        isSeen("theirs", server, true);

        assertThat(receivers.contactsVia(server, 9))
                .extracting(KnownContact::uid)
                .containsExactly("theirs");
        assertThat(reachedBy("ours")).containsExactly(client);
    }

    private RecordingReceiver of(Edition edition) {
        RecordingReceiver receiver = client();
        receiver.format = WireFormat.xml(Framing.NEWLINE, edition);
        admit(receiver);
        return receiver;
    }

    @Test
    void aNewcomerIsShownManyContactsInSlices() {
        RecordingReceiver newcomer = client();
        admit(newcomer);
        int before = 0;
        int passes = 0;
        while (newcomer.offers.size() < CONTACTS) {
            assertThat(newcomer.offers.size() - before)
                    .as("in one pass")
                    .isPositive()
                    .isLessThanOrEqualTo(MOST_SHOWN);
            before = newcomer.offers.size();
            passMs(1);
            passes++;
        }
        passAll();
        assertThat(newcomer.offers).doesNotHaveDuplicates().hasSize(CONTACTS);
        assertThat(passes).isGreaterThanOrEqualTo(CONTACTS / MOST_SHOWN);
    }

    @Test
    void severalNewcomersShareTheirPasses() {
        List<RecordingReceiver> newcomers = List.of(client(), client(), client());
        newcomers.forEach(this::admit);
        int before = 3 * MOST_SHOWN;
        assertThat(shown(newcomers)).isEqualTo(before);
        while (shown(newcomers) < 3 * CONTACTS) {
            passMs(1);
            assertThat(shown(newcomers) - before).isPositive().isLessThanOrEqualTo(MOST_SHOWN);
            before = shown(newcomers);
        }
    }

    @Test
    void ofManyWhoSeeOthersAtOnceAPassShowsSomeOnly() {
        Membership elsewhere = new Membership(Set.of("x"), Set.of("x"), Subscription.ALL);
        List<RecordingReceiver> many = List.of(client(), client(), client());
        many.forEach(each -> receivers.admit(each, elsewhere, true));
        passAll();
        many.forEach(each -> receivers.change(each, Membership.ANONYMOUS, true));
        int before = 0;
        while (shown(many) < 3 * CONTACTS) {
            assertThat(shown(many) - before).isPositive().isLessThanOrEqualTo(MOST_SHOWN);
            before = shown(many);
            passMs(1);
        }
    }

    @Test
    void aNewcomerThatTakesNothingIsShownNoMoreUntilItDoes() {
        RecordingReceiver newcomer = client();
        admit(newcomer);
        newcomer.queue = new ReceiverStatus.Queue(0, 0, 64 * 1024 * 1024);
        passAll();
        assertThat(newcomer.offers).hasSize(MOST_SHOWN);
        newcomer.queue = new ReceiverStatus.Queue(10_000, 0, 1);
        passAll();
        assertThat(newcomer.offers).hasSize(MOST_SHOWN);
        newcomer.queue = ReceiverStatus.Queue.EMPTY;
        passAll();
        assertThat(newcomer.offers).hasSize(CONTACTS);
    }

    @Test
    void aNewcomerThatLeavesIsShownNoMore() {
        RecordingReceiver newcomer = client();
        admit(newcomer);
        receivers.dismiss(newcomer);
        passAll();
        assertThat(newcomer.offers).hasSize(MOST_SHOWN);
    }

    @Test
    void whatIsNotToldWhenEverythingIsClosedIsNotToldAfterwards() {
        receivers.dismiss(feed);
        RecordingReceiver newcomer = client();
        admit(newcomer);
        receivers.close();
        passAll();

        assertThat(newcomer.offers).hasSizeLessThanOrEqualTo(MOST_SHOWN);
        assertThat(told()).isLessThanOrEqualTo(MOST_LEAVING);
        assertThat(receivers.contacts()).isZero();
    }

    private void admit(Receiver receiver) {
        receivers.admit(receiver, Membership.ANONYMOUS, true);
    }

    private void isSeen(String uid, Receiver via) {
        isSeen(uid, via, false);
    }

    private void isSeen(String uid, Receiver via, boolean repeated) {
        EventImage image = self(uid);
        receivers.seen(image, via, receivers.groupsOf(via), repeated);
        image.release();
    }

    /** The same, and those are sent it who get what is published to these groups. */
    private void isPassedOn(String uid, Receiver via, Membership groups) {
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

    private List<Receiver> reachedBy(String uid) {
        CotEvent event = CotEvents.marker("m", "m", 48, 16)
                .time(NOW)
                .staleAfter(Duration.ofHours(1))
                .add(new Marti(List.of(Dest.uid(uid))))
                .build();
        return List.copyOf(receivers
                .route(EventSummary.of(event), other, receivers.groupsOf(other), NOW.toEpochMilli())
                .receivers());
    }

    private static int shown(List<RecordingReceiver> newcomers) {
        return newcomers.stream().mapToInt(newcomer -> newcomer.offers.size()).sum();
    }

    /** How many departures the other was told of. */
    private int told() {
        return other.writes.stream().mapToInt(write -> write.split(" ").length).sum();
    }

    private void endPass() {
        clock.runPendingTasks();
    }

    private void passMs(long ms) {
        clock.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        clock.runScheduledPendingTasks();
        endPass();
    }

    private void passAll() {
        for (int i = 0; i < 1_000; i++) {
            passMs(1);
        }
    }
}
