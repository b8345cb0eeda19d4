package org.cotgateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotgateway.route.Events.NOW;
import static org.cotgateway.route.Events.STALE;
import static org.cotgateway.route.LatestContacts.Outcome.KEPT;
import static org.cotgateway.route.LatestContacts.Outcome.NOT_FOR_ALL;
import static org.cotgateway.route.LatestContacts.Outcome.OLDER;
import static org.cotgateway.route.LatestContacts.Outcome.STALE_ALREADY;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.cotgateway.event.Dest;
import org.cotgateway.event.EventSummary;
import org.cotgateway.route.LatestContacts.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LatestContactsTest {

    private final Router<String, Crowd> router = new Router<>(Crowd::new);
    private final GroupSet anonymous = router.groups(Set.of(Membership.NO_GROUP));
    private final List<String> fallenOut = new ArrayList<>();
    private final LatestContacts<String, String> latest = new LatestContacts<>(3, fallenOut::add);

    @BeforeEach
    void threeReceivers() {
        for (String receiver : List.of("A", "B", "new")) {
            router.add(receiver, Membership.ANONYMOUS);
        }
    }

    @Test
    void aNewcomerGetsTheLastWordOfEachContact() {
        remember("U1", "first", "A", NOW);
        remember("U1", "second", "A", NOW + 1);
        remember("U2", "other", "B", NOW);

        assertThat(replay("new")).containsExactlyInAnyOrder("second", "other");
        assertThat(fallenOut).containsExactly("first");
        assertThat(latest.size()).isEqualTo(2);
    }

    @Test
    void nobodyGetsItsOwnWordBack() {
        remember("U1", "of A", "A", NOW);
        remember("U2", "of B", "B", NOW);

        assertThat(replay("A")).containsExactly("of B");
    }

    @Test
    void anOlderWordDoesNotReplaceANewerOne() {
        remember("U1", "newer", "A", NOW);

        assertThat(remember("U1", "older", "A", NOW - 1)).isEqualTo(OLDER);
        assertThat(remember("U1", "older elsewhere", "B", NOW - 1)).isEqualTo(OLDER);
        assertThat(replay("new")).containsExactly("newer");
        assertThat(fallenOut).isEmpty();
    }

    @Test
    void ofTwoOfOneTimeTheOneThatCameLaterCounts() {
        remember("U1", "first", "A", NOW);

        assertThat(remember("U1", "second", "A", NOW)).isEqualTo(KEPT);
        assertThat(replay("new")).containsExactly("second");
    }

    @Test
    void aDeviceWhoseClockWasAheadIsBelievedWhenItIsSetRight() {
        long tenYears = Duration.ofDays(3_650).toMillis();
        latest.remember(Events.contact("U1", NOW + tenYears, STALE + tenYears), "ahead", "A", anonymous, NOW);

        assertThat(latest.remember(Events.contact("U1", NOW + 5_000, STALE), "right", "A", anonymous, NOW + 5_000))
                .isEqualTo(KEPT);
        assertThat(replay("new")).containsExactly("right");
    }

    @Test
    void aDeviceWhoseClockIsSetBackByYearsIsStillHeard() {
        remember("U1", "right", "A", NOW);

        assertThat(remember("U1", "back", "A", NOW - Duration.ofDays(3_650).toMillis()))
                .isEqualTo(KEPT);
        assertThat(replay("new")).containsExactly("back");
    }

    @Test
    void whatIsHandedOverFallsOutWithItsNewReceiver() {
        remember("U1", "word", "A", NOW);
        assertThat(latest.handOver("U1", "A", "B", router.groups(Set.of("x")))).isFalse();
        assertThat(latest.handOver("U1", "A", "B", router.groups(Set.of("x", Membership.NO_GROUP))))
                .isTrue();

        assertThat(left(latest, "A")).isEmpty();
        assertThat(replay("new")).containsExactly("word");
        assertThat(left(latest, "B")).hasSize(1);
        assertThat(fallenOut).containsExactly("word");
    }

    @Test
    void whereAContactHasBeenHeardIsKnownUntilItIsWithdrawnFromThere() {
        router.add("x", new Membership(Set.of("x"), Set.of("x"), Subscription.ALL));
        GroupSet x = router.groups(Set.of("x"));
        remember("U1", "to all", "A", NOW);
        latest.remember(Events.contact("U1", NOW, STALE), "to x", "A", x, NOW);
        assertThat(reached("U1")).containsExactlyInAnyOrder(Membership.NO_GROUP, "x");
        latest.withdrawn("B", "U1", anonymous);
        assertThat(replay("x")).as("B has not heard it").containsExactly("to x");
        latest.withdrawn("A", "U1", x);
        assertThat(reached("U1")).containsExactly("x");
        assertThat(replay("x")).as("published to x").containsExactly("to x");
        latest.withdrawn("A", "U1", anonymous);
        assertThat(replay("new")).as("never published to it").isEmpty();
        assertThat(replay("x")).isEmpty();
        assertThat(reached("U1")).containsExactly(Membership.NO_GROUP);
        assertThat(latest.via("A", 9)).hasSize(1);
    }

    private Set<String> reached(String uid) {
        return Objects.requireNonNull(latest.heard(uid)).reached().names();
    }

    @Test
    void anOlderWordIsBetterThanAStaleOne() {
        latest.remember(Events.contact("U1", NOW, NOW + 10), "short", "A", anonymous, NOW);

        assertThat(latest.remember(Events.contact("U1", NOW - 5, STALE), "long", "A", anonymous, NOW + 10))
                .isEqualTo(KEPT);
        assertThat(fallenOut).containsExactly("short");
    }

    @Test
    void whatIsStaleIsNeitherTakenNorReplayedAndExpires() {
        assertThat(latest.remember(Events.contact("U0", NOW, NOW), "late", "A", anonymous, NOW))
                .isEqualTo(STALE_ALREADY);
        latest.remember(Events.contact("U1", NOW, NOW + 10), "short", "A", anonymous, NOW);
        latest.remember(Events.contact("U2", NOW, NOW + 20), "long", "A", anonymous, NOW);

        List<String> replayed = new ArrayList<>();
        latest.replay("new", 0, 100, router, NOW + 10, replayed::add);

        assertThat(replayed).containsExactly("long");
        assertThat(latest.sweep(100, NOW + 9)).isZero();
        assertThat(latest.sweep(100, NOW + 10)).isEqualTo(1);
        assertThat(fallenOut).containsExactly("short");
        assertThat(latest.size()).isEqualTo(1);
    }

    @Test
    void onlyWhatAContactSaysOfItselfToAllIsKept() {
        EventSummary marker = Events.to();
        EventSummary addressed =
                Events.summary("U", "a-f-G", NOW, STALE, 48, 11, "*:-1:stcp", List.of(Dest.callsign("ALFA")));
        EventSummary empty = Events.summary("U", "a-f-G", NOW, STALE, 48, 11, "", List.of());

        for (EventSummary event : List.of(marker, addressed, empty)) {
            assertThat(latest.remember(event, "no", "A", anonymous, NOW)).isEqualTo(NOT_FOR_ALL);
        }
        assertThat(latest.size()).isZero();
    }

    @Test
    void groupsAndSubscriptionsHoldForNewcomersToo() {
        router.add("x", new Membership(Set.of("x"), Set.of("x"), Subscription.ALL));
        router.add(
                "hostiles",
                new Membership(Set.of(), Set.of(), new Subscription(List.of("a-h"), null, Duration.ZERO, null)));
        remember("U1", "anonymous", "A", NOW);
        latest.remember(Events.contact("U2", NOW, STALE), "of x", "B", router.groups(Set.of("x")), NOW);

        assertThat(replay("x")).containsExactly("of x");
        assertThat(replay("new")).containsExactly("anonymous");
        assertThat(replay("hostiles")).isEmpty();
        assertThat(replay("nobody")).isEmpty();
    }

    @Test
    void whatCameThroughAReceiverFallsOutWhenItLeaves() {
        remember("U1", "one", "A", NOW);
        remember("U2", "two", "A", NOW);
        remember("U3", "three", "B", NOW);

        assertThat(left(latest, "A")).containsExactly("U1", "U2");
        assertThat(left(latest, "A")).isEmpty();
        assertThat(fallenOut).containsExactly("one", "two");
        assertThat(replay("new")).containsExactly("three");
    }

    @Test
    void aContactThatCameBackThroughAnotherReceiverStaysWhenTheFirstLeaves() {
        remember("U1", "through A", "A", NOW);
        remember("U1", "through B", "B", NOW + 1);

        assertThat(left(latest, "A")).isEmpty();
        assertThat(replay("new")).containsExactly("through B");
        assertThat(replay("A")).containsExactly("through B");
        assertThat(fallenOut).containsExactly("through A");
    }

    @Test
    void whoHeardOfAContactLastIsKnown() {
        assertThat(latest.heard("U1")).isNull();
        remember("U1", "through A", "A", NOW);
        remember("U1", "through B", "B", NOW + 1);
        assertThat(latest.heard("U1"))
                .isEqualTo(new LatestContacts.Heard<>("B", Events.contact("U1", NOW + 1, STALE), anonymous));
        latest.gone("B", "U1");
        assertThat(latest.heard("U1")).isNull();
    }

    @Test
    void aContactIsGoneOnlyThroughWhoHeardOfItLast() {
        remember("U1", "one", "A", NOW);

        assertThat(latest.gone("B", "U1")).isFalse();
        assertThat(latest.gone("A", "U1")).isTrue();
        assertThat(latest.gone("A", "U1")).isFalse();
        assertThat(fallenOut).containsExactly("one");
    }

    @Test
    void theOneThatSaidNothingForTheLongestTimeMakesRoom() {
        remember("U1", "one", "A", NOW);
        remember("U2", "two", "A", NOW);
        remember("U3", "three", "A", NOW);
        remember("U1", "one again", "A", NOW + 1);
        remember("U9", "of B", "B", NOW);
        remember("U4", "four", "A", NOW);

        assertThat(fallenOut).containsExactly("one", "two");
        assertThat(replay("new")).containsExactlyInAnyOrder("one again", "three", "four", "of B");
    }

    @Test
    void roomForOneIsRoomForTheLast() {
        LatestContacts<String, String> one = new LatestContacts<>(1, fallenOut::add);
        one.remember(Events.contact("U1", NOW, STALE), "one", "A", anonymous, NOW);
        one.remember(Events.contact("U2", NOW, STALE), "two", "A", anonymous, NOW);

        assertThat(one.size()).isEqualTo(1);
        assertThat(left(one, "A")).hasSize(1);
        assertThat(fallenOut).containsExactly("one", "two");
        assertThatThrownBy(() -> new LatestContacts<String, String>(0, fallenOut::add))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noCallLooksAtMoreSlotsThanItMay() {
        LatestContacts<String, String> many = new LatestContacts<>(1_000, fallenOut::add);
        for (int i = 0; i < 100; i++) {
            many.remember(Events.contact("U" + i, NOW, NOW + 10), "word", "A", anonymous, NOW);
        }

        List<String> replayed = new ArrayList<>();
        assertThat(many.replay("new", 0, 7, router, NOW, replayed::add)).isEqualTo(7);
        assertThat(replayed).hasSize(7);
        assertThat(many.replay("new", 7, 1_000, router, NOW, replayed::add)).isEqualTo(many.slots());
        assertThat(replayed).hasSize(100);
        assertThat(many.sweep(7, NOW + 10)).isEqualTo(7);
        assertThat(many.sweep(93, NOW + 10)).isEqualTo(93);
        assertThat(many.size()).isZero();
    }

    @Test
    void aContactKeepsItsSlotAndOneThatIsFreeIsTakenFirst() {
        for (int i = 0; i < 50; i++) {
            remember("U1", "word " + i, i % 2 == 0 ? "A" : "B", NOW + i);
            remember("U" + (i + 2), "passing", "A", NOW);
            latest.gone("A", "U" + (i + 2));
        }

        assertThat(latest.slots()).isEqualTo(2);
        assertThat(replay("new")).containsExactly("word 49");
    }

    @Test
    void whoHasLeftIsNotShownThoughItsContactsAreStillKept() {
        remember("U1", "one", "A", NOW);
        remember("U2", "two", "B", NOW);
        router.remove("A");

        assertThat(replay("new")).containsExactly("two");
    }

    @Test
    void everythingFallsOutAtTheEnd() {
        remember("U1", "one", "A", NOW);
        remember("U2", "two", "B", NOW);
        latest.clear();

        assertThat(fallenOut).containsExactlyInAnyOrder("one", "two");
        assertThat(latest.size() + latest.slots()).isZero();
    }

    private Outcome remember(String uid, String event, String via, long timeMs) {
        return latest.remember(Events.contact(uid, timeMs, STALE), event, via, anonymous, NOW + 1);
    }

    private List<String> replay(String newcomer) {
        List<String> replayed = new ArrayList<>();
        latest.replay(newcomer, 0, 100, router, NOW + 1, replayed::add);
        return replayed;
    }

    /** What was kept of those who were heard through a receiver, which falls out one by one. */
    private static List<String> left(LatestContacts<String, String> contacts, String receiver) {
        List<String> uids = new ArrayList<>();
        for (List<LatestContacts.Heard<String>> next; !(next = contacts.via(receiver, 1)).isEmpty(); ) {
            String uid = next.get(0).summary().uid();
            assertThat(contacts.gone(receiver, uid)).isTrue();
            uids.add(uid);
        }
        return uids;
    }
}
