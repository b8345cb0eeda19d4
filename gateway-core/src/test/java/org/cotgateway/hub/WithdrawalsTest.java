package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.cotgateway.channel.ReceiverStatus;
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
        assertThat(one.offers).as("the feed's have left for it").doesNotContain("one", "two");
        assertThat(two.writes).isEmpty();
        assertThat(two.offers).as("nor handed over when it changed").doesNotContain("one", "two");
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

    @Test
    void whoGetsLessThanBeforeIsToldAloneAndBitByBitThatThoseHaveLeftWhomItSeesNoMore() {
        RecordingReceiver everywhere = client();
        Set<String> all = Set.of(Membership.NO_GROUP, "elsewhere");
        receivers.admit(everywhere, new Membership(all, all, Subscription.ALL), true);
        isSeen("still there", everywhere);
        isSeen("itself", other);
        passAll();
        other.offers.clear();
        everywhere.offers.clear();
        receivers.change(other, seeing("elsewhere"), true);
        int before = other.offers.size();
        for (int i = 0; i < 8; i++) {
            passMs(1);
            assertThat(other.offers.size() - before).as("in one pass").isLessThanOrEqualTo(MOST_LEAVING);
            before = other.offers.size();
        }
        passAll();
        assertThat(other.offers)
                .as("of the feed's; who is still there is shown anew")
                .contains("still there")
                .doesNotContain("itself")
                .doesNotHaveDuplicates()
                .hasSize(CONTACTS + 1);
        assertThat(told()).isZero();
        assertThat(everywhere.offers).isEmpty();
        assertThat(feed.offers).isEmpty();
    }

    @Test
    void ofManyWhoGetLessThanBeforeAPassTellsSomeOnly() {
        List<RecordingReceiver> many =
                Stream.generate(ReceiversCase::client).limit(MOST_LEAVING + 8).toList();
        many.forEach(each -> receivers.admit(each, Membership.ANONYMOUS, false));
        many.forEach(each -> receivers.change(each, seeing("elsewhere"), true));
        int before = 0;
        for (int passes = 0; before < many.size() * CONTACTS && passes < many.size() * CONTACTS; passes++) {
            passMs(1);
            int now = offers(many);
            assertThat(now - before).as("in one pass").isLessThanOrEqualTo(MOST_LEAVING);
            before = now;
        }
        assertThat(many)
                .allSatisfy(
                        each -> assertThat(each.offers).doesNotHaveDuplicates().hasSize(CONTACTS));
    }

    @Test
    void ofManyWhoGetLessThanBeforeAPassLooksForOneOnly() {
        RecordingReceiver last = client();
        receivers.admit(last, new Membership(Set.of("x"), Set.of(), Subscription.ALL), false);
        isSeen("last", last);
        List<RecordingReceiver> two = List.of(client(), client());
        two.forEach(each -> receivers.admit(
                each, new Membership(Set.of(Membership.NO_GROUP), Set.of("x", "elsewhere"), Subscription.ALL), false));
        two.forEach(each -> receivers.change(each, seeing("elsewhere"), true));
        int passes = 0;
        while (offers(two) < two.size() && passes < CONTACTS) {
            passMs(1);
            passes++;
        }
        assertThat(passes).isEqualTo(two.size() * (CONTACTS / MOST_SHOWN + 1));
        assertThat(two).allSatisfy(each -> assertThat(each.offers).containsExactly("last"));
    }

    @Test
    void whoGetsLessThanBeforeAndTakesNothingIsToldNoMoreUntilItDoesAndHoldsNobodyUp() {
        RecordingReceiver quick = client();
        receivers.admit(quick, Membership.ANONYMOUS, false);
        receivers.change(other, seeing("elsewhere"), true);
        receivers.change(quick, seeing("elsewhere"), true);
        passMs(1);
        passMs(1);
        assertThat(other.offers).hasSize(MOST_LEAVING);
        other.queue = new ReceiverStatus.Queue(CONTACTS, 0, 0);
        passAll();
        assertThat(other.offers).hasSize(MOST_LEAVING);
        assertThat(quick.offers).hasSize(CONTACTS);

        receivers.change(feed, new Membership(Set.of("another"), Set.of(), Subscription.ALL), false);
        passAll();
        other.queue = ReceiverStatus.Queue.EMPTY;
        passAll();
        assertThat(other.offers)
                .as("though they publish elsewhere meanwhile")
                .doesNotHaveDuplicates()
                .hasSize(CONTACTS);
    }

    @Test
    void whoLosesMoreBeforeItIsToldIsToldOfAll() {
        RecordingReceiver there = client();
        receivers.admit(there, ELSEWHERE, false);
        isSeen("there", there);
        other.queue = new ReceiverStatus.Queue(CONTACTS, 0, 0);
        receivers.change(other, seeing("elsewhere"), true);
        passAll();
        receivers.change(other, seeing("another"), true);
        other.queue = ReceiverStatus.Queue.EMPTY;
        passAll();
        assertThat(other.offers).contains("there").doesNotHaveDuplicates().hasSize(CONTACTS + 1);
    }

    @Test
    void whomSomebodyIsNotToldOfYetItIsToldOfWhenTheyLeave() {
        other.queue = new ReceiverStatus.Queue(CONTACTS, 0, 0);
        receivers.change(other, seeing("elsewhere"), true);
        receivers.dismiss(feed);
        passAll();
        assertThat(other.offers).doesNotHaveDuplicates().hasSize(CONTACTS);
        assertThat(told()).isZero();
        assertThat(receivers.contacts()).isZero();
    }

    @Test
    void whoseGroupTheContactsLeaveTooIsToldOnce() {
        Set<String> both = Set.of(Membership.NO_GROUP, "x");
        receivers.change(feed, new Membership(both, both, Subscription.ALL), false);
        isSeen("uid-1", feed);
        receivers.change(other, new Membership(Set.of("x"), both, Subscription.ALL), true);
        passAll();
        other.offers.clear();
        receivers.change(other, seeing("x"), true);
        receivers.change(feed, ELSEWHERE, false);
        passAll();
        assertThat(other.writes).containsExactly("uid-1");
        assertThat(other.offers)
                .as("that one is shown anew before it leaves, and the others have left")
                .doesNotHaveDuplicates()
                .hasSize(CONTACTS);
    }

    @Test
    void whoSeesTheSameAgainBeforeItIsToldIsToldNothing() {
        receivers.change(other, seeing("elsewhere"), true);
        receivers.change(other, Membership.ANONYMOUS, true);
        passAll();
        assertThat(other.offers)
                .as("each is shown, and has not left")
                .doesNotHaveDuplicates()
                .hasSize(CONTACTS);
    }

    @Test
    void whoMovesFromContactsThatMoveTooIsToldOfThoseThatItSawBefore() {
        receivers.change(feed, ELSEWHERE, false);
        receivers.change(other, seeing("another"), true);
        passAll();
        assertThat(other.offers).hasSize(CONTACTS).doesNotHaveDuplicates();

        other.offers.clear();
        receivers.change(other, seeing("yet another"), true);
        passAll();
        assertThat(other.offers).as("it saw nobody any more").isEmpty();
    }

    @Test
    void whomOneFollowsToAnotherGroupHasNotLeft() {
        receivers.change(other, seeing("elsewhere"), true);
        receivers.change(feed, ELSEWHERE, false);
        passAll();
        assertThat(other.offers).isEmpty();
        assertThat(told()).isZero();
    }

    @Test
    void whoIsShownNoContactsIsNotToldThatTheyLeft() {
        receivers.change(other, seeing("elsewhere"), false);
        passAll();
        assertThat(other.offers).isEmpty();
    }

    @Test
    void ofManyWhoAreNotToldYetAPassTellsSomeOnlyWhenTheyLeave() {
        List<RecordingReceiver> many =
                Stream.generate(ReceiversCase::client).limit(MOST_LEAVING + 8).toList();
        many.forEach(each -> each.queue = new ReceiverStatus.Queue(CONTACTS, 0, 0));
        many.forEach(each -> receivers.admit(each, Membership.ANONYMOUS, false));
        many.forEach(each -> receivers.change(each, seeing("elsewhere"), true));
        passAll();
        receivers.dismiss(feed);
        int before = offers(many);
        assertThat(before).as("in this one").isLessThan(MOST_LEAVING + many.size());
        for (int passes = 0; before < many.size() * CONTACTS && passes < 2 * CONTACTS; passes++) {
            passMs(1);
            int now = offers(many);
            assertThat(now - before).as("in one pass").isLessThan(MOST_LEAVING + many.size());
            before = now;
        }
        assertThat(before).isEqualTo(many.size() * CONTACTS);
    }

    private static int offers(List<RecordingReceiver> several) {
        return several.stream().mapToInt(each -> each.offers.size()).sum();
    }

    private static Membership seeing(String group) {
        return new Membership(Set.of(Membership.NO_GROUP), Set.of(group), Subscription.ALL);
    }
}
