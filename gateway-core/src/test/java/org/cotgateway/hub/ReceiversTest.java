package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.channel.RecordingReceiver;
import org.cotgateway.codec.Edition;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.Dest;
import org.cotgateway.event.EventSummary;
import org.cotgateway.event.Marti;
import org.cotgateway.route.KnownContact;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What many contacts cost one pass of the loop, which is counted in events and not in time. */
class ReceiversTest extends ReceiversCase {

    /** So many contacts at most are shown to newcomers in one pass. */
    private static final int MOST_SHOWN = 128;

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
}
