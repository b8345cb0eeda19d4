package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.cotgateway.channel.RecordingReceiver;
import org.cotgateway.codec.Edition;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.junit.jupiter.api.Test;

/** Those who publish to other groups than before. */
class WithdrawalsTest extends ReceiversCase {

    /** So many contacts at most are looked at in one pass. */
    private static final int MOST_LOOKED_AT = 256;

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
    void aPassLooksAtSomeContactsOnlyThoughItTellsOfNone() {
        RecordingReceiver last = client();
        admit(last);
        passAll();
        isSeen("last", last);
        receivers.change(last, ELSEWHERE, false);
        int passes = 0;
        while (told() == 0 && passes < CONTACTS) {
            passMs(1);
            passes++;
        }
        assertThat(passes).isEqualTo(CONTACTS / MOST_LOOKED_AT + 1);
        assertThat(other.writes).containsExactly("last");
    }
}
