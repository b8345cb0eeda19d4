package org.cotgateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotgateway.route.Events.NOW;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotgateway.event.Dest;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouterTest {

    private static final Subscription FRIENDS = new Subscription(List.of("a-f"), null, Duration.ZERO, null);
    private static final Subscription NEARBY =
            new Subscription(List.of(), new Area.Circle(0, 0, 1_000), Duration.ZERO, null);

    private final List<Crowd> made = new ArrayList<>();
    private final Router<String, Crowd> router = new Router<>(subscription -> {
        Crowd crowd = new Crowd(subscription);
        made.add(crowd);
        return crowd;
    });

    @Test
    void receiversAlikeShareOneAudience() {
        addAnonymous("A", "B", "C");

        assertThat(made).hasSize(1);
        assertThat(made.get(0).members).containsExactly("A", "B", "C");
        assertThat(made.get(0).subscription).isEqualTo(Subscription.ALL);
    }

    @Test
    void anotherSubscriptionOrOtherOutGroupsMakeAnotherAudience() {
        router.add("A", Membership.ANONYMOUS);
        router.add("B", new Membership(Set.of(), Set.of(), FRIENDS));
        router.add("C", new Membership(Set.of("x"), Set.of("x"), Subscription.ALL));
        router.add("D", new Membership(Set.of("y"), Set.of("x"), Subscription.ALL));

        assertThat(made).extracting(Crowd::toString).containsExactly("[A]", "[B]", "[C, D]");
    }

    @Test
    void anAudienceThatAllHaveLeftIsMadeAnew() {
        addAnonymous("A");
        router.remove("A");
        addAnonymous("B");

        assertThat(made).hasSize(2);
        assertThat(audiences(Events.to(), null)).containsExactly("[B]");
    }

    @Test
    void whatIsAddressedToNobodyGoesToAllWhoseSubscriptionTakesIt() {
        addAnonymous("A");
        router.add("B", new Membership(Set.of(), Set.of(), FRIENDS));

        assertThat(audiences(Events.ofType("a-f-G"), null)).containsExactlyInAnyOrder("[A]", "[B]");
        assertThat(audiences(Events.ofType("a-h-G"), null)).containsExactly("[A]");
    }

    @Test
    void groupsHaveADirection() {
        router.add("speaker", new Membership(Set.of("x"), Set.of(), Subscription.ALL));
        router.add("listener", new Membership(Set.of(), Set.of("x"), Subscription.ALL));
        router.add("other", new Membership(Set.of("y"), Set.of("y"), Subscription.ALL));

        assertThat(audiences(Events.to(), "speaker", "x")).containsExactly("[listener]");
        assertThat(audiences(Events.to(), "listener")).isEmpty();
        assertThat(audiences(Events.to(), "other", "y")).isEmpty();
    }

    @Test
    void anAudienceOfTheSenderAloneIsLeftOut() {
        addAnonymous("A");
        assertThat(route(Events.to(), "A").reachesNobody()).isTrue();

        addAnonymous("B");
        assertThat(audiences(Events.to(), "A")).containsExactly("[A, B]");
    }

    @Test
    void aSenderThatIsNoReceiverReachesAll() {
        addAnonymous("A");

        assertThat(audiences(Events.to(), "stranger")).containsExactly("[A]");
        assertThat(audiences(Events.to(), null)).containsExactly("[A]");
    }

    @Test
    void aUidAndACallsignNameSingleReceivers() {
        addAnonymous("A", "B", "C");
        router.seen("A", "uid-a", "ALFA");
        router.seen("B", "uid-b", "BRAVO");

        assertThat(route(Events.to(Dest.uid("uid-a")), "C").receivers()).containsExactly("A");
        assertThat(route(Events.to(Dest.callsign("BRAVO")), "C").receivers()).containsExactly("B");
        assertThat(route(Events.to(Dest.callsign("BRAVO")), "C").audiences()).isEmpty();
        assertThat(route(Events.to(Dest.callsign("BRAVO")), "C").undeliverable())
                .isEmpty();
    }

    @Test
    void callsignsAndUidsAreNotMixedUp() {
        addAnonymous("A", "B");
        router.seen("A", "ALFA", "BRAVO");

        assertThat(route(Events.to(Dest.callsign("ALFA"), Dest.uid("BRAVO")), "B")
                        .undeliverable())
                .containsExactly(Dest.callsign("ALFA"), Dest.uid("BRAVO"));
    }

    @Test
    void whoIsNamedTwiceGetsItOnce() {
        addAnonymous("A", "B");
        router.seen("A", "uid-a", "ALFA");
        router.seen("A", "uid-a2", "ALFA TWO");

        EventSummary event = Events.to(Dest.uid("uid-a"), Dest.callsign("ALFA"), Dest.uid("uid-a"), Dest.uid("uid-a2"));

        assertThat(route(event, "B").receivers()).containsExactly("A");
        assertThat(route(event, "B").undeliverable()).isEmpty();
    }

    @Test
    void clientsWithOneUidBothGetWhatIsSentToIt() {
        addAnonymous("A", "B", "C");
        router.seen("A", "twin", "ALFA");
        router.seen("B", "twin", "ALFA");

        assertThat(route(Events.to(Dest.uid("twin")), "C").receivers()).containsExactlyInAnyOrder("A", "B");
        assertThat(route(Events.to(Dest.callsign("ALFA")), "C").receivers()).containsExactlyInAnyOrder("A", "B");
        assertThat(route(Events.to(Dest.uid("twin")), "A").receivers()).containsExactly("B");

        router.remove("B");
        assertThat(route(Events.to(Dest.uid("twin")), "C").receivers()).containsExactly("A");
    }

    @Test
    void whatIsAddressedToItsSenderAloneReachesNobody() {
        addAnonymous("A", "B");
        router.seen("A", "uid-a", "ALFA");

        Routing<String, Crowd> routing = route(Events.to(Dest.uid("uid-a"), Dest.callsign("ALFA")), "A");

        assertThat(routing.reachesNobody()).isTrue();
        assertThat(routing.undeliverable()).containsExactly(Dest.uid("uid-a"), Dest.callsign("ALFA"));
    }

    @Test
    void unknownDestinationsAndMissionsAreUndeliverable() {
        addAnonymous("A", "B");
        router.seen("B", "uid-b", "BRAVO");

        Routing<String, Crowd> routing = route(
                Events.to(
                        Dest.mission("rescue"),
                        Dest.uid("nobody"),
                        Dest.uid("uid-b"),
                        Dest.group("none"),
                        Dest.callsign("nobody")),
                "A");

        assertThat(routing.receivers()).containsExactly("B");
        assertThat(routing.undeliverable())
                .containsExactly(
                        Dest.mission("rescue"), Dest.uid("nobody"), Dest.group("none"), Dest.callsign("nobody"));
    }

    @Test
    void groupsHoldForSingleReceiversToo() {
        router.add("A", new Membership(Set.of("x"), Set.of("x"), Subscription.ALL));
        router.add("B", new Membership(Set.of("y"), Set.of("y"), Subscription.ALL));
        router.seen("B", "uid-b", "BRAVO");

        assertThat(route(Events.to(Dest.uid("uid-b")), "A", "x").undeliverable())
                .containsExactly(Dest.uid("uid-b"));
        assertThat(route(Events.to(Dest.uid("uid-b")), "A", "x", "y").receivers())
                .containsExactly("B");
    }

    @Test
    void aGroupIsReachedByThoseWhoMayPublishToIt() {
        router.add("A", new Membership(Set.of("x"), Set.of("x", "y"), Subscription.ALL));
        router.add("B", new Membership(Set.of("y"), Set.of("y"), FRIENDS));
        router.add("C", new Membership(Set.of("x", "y"), Set.of("x"), Subscription.ALL));

        assertThat(audiences(Events.to(Dest.group("y")), "C", "x", "y")).containsExactlyInAnyOrder("[A]", "[B]");
        assertThat(audiences(Events.to(Dest.group("x")), "A", "x")).containsExactly("[C]");
        assertThat(route(Events.to(Dest.group("y")), "A", "x").undeliverable()).containsExactly(Dest.group("y"));
    }

    @Test
    void allStreamingReachesAllThatTheGroupsAllow() {
        addAnonymous("A", "B");
        router.add("C", new Membership(Set.of(), Set.of(), NEARBY));
        router.add("D", new Membership(Set.of("x"), Set.of("x"), Subscription.ALL));

        assertThat(audiences(Events.to(Dest.callsign("All Streaming")), "A"))
                .containsExactlyInAnyOrder("[A, B]", "[C]");
    }

    @Test
    void whoIsInAnAudienceThatGetsItIsNotNamedBesides() {
        addAnonymous("A", "B");
        router.add("C", new Membership(Set.of("x"), Set.of("x"), Subscription.ALL));
        router.seen("A", "uid-a", "ALFA");
        router.seen("C", "uid-c", "CHARLIE");

        Routing<String, Crowd> routing = route(
                Events.to(Dest.uid("uid-a"), Dest.group(Membership.NO_GROUP), Dest.uid("uid-c")),
                null,
                Membership.NO_GROUP,
                "x");

        assertThat(routing.audiences()).extracting(Crowd::toString).containsExactly("[A, B]");
        assertThat(routing.receivers()).containsExactly("C");
        assertThat(routing.undeliverable()).isEmpty();
    }

    @Test
    void aGroupOfTheSenderAloneIsUndeliverable() {
        addAnonymous("A");

        assertThat(route(Events.to(Dest.callsign("All Streaming")), "A").undeliverable())
                .containsExactly(Dest.callsign("All Streaming"));
    }

    @Test
    void whatIsAddressedPassesSubscriptions() {
        router.add("A", new Membership(Set.of(), Set.of(), NEARBY));
        router.seen("A", "uid-a", "ALFA");

        assertThat(route(Events.to(Dest.uid("uid-a")), null).receivers()).containsExactly("A");
        assertThat(audiences(Events.to(Dest.group(Membership.NO_GROUP)), null)).containsExactly("[A]");
        assertThat(audiences(Events.to(), null)).isEmpty();
    }

    @Test
    void aRenamedContactIsFoundByItsNewCallsignOnly() {
        addAnonymous("A");
        router.seen("A", "uid-a", "ALFA");
        router.seen("A", "uid-a", "OMEGA");
        router.seen("A", "uid-a", null);

        assertThat(route(Events.to(Dest.callsign("OMEGA")), null).receivers()).containsExactly("A");
        assertThat(route(Events.to(Dest.callsign("ALFA")), null).undeliverable())
                .containsExactly(Dest.callsign("ALFA"));
        assertThat(route(Events.to(Dest.uid("uid-a")), null).receivers()).containsExactly("A");
    }

    @Test
    void aContactIsGoneThroughTheOneReceiverOnly() {
        addAnonymous("A", "B");
        router.seen("A", "twin", "ALFA");
        router.seen("B", "twin", "ALFA");

        assertThat(router.gone("A", "twin")).isTrue();
        assertThat(router.gone("A", "twin")).isFalse();
        assertThat(route(Events.to(Dest.uid("twin")), null).receivers()).containsExactly("B");
        assertThat(route(Events.to(Dest.callsign("ALFA")), null).receivers()).containsExactly("B");
    }

    @Test
    void theContactSeenLongestAgoIsForgottenWhenThereAreTooMany() {
        Router<String, Crowd> small = new Router<>(Crowd::new, 2);
        GroupSet groups = small.add("A", Membership.ANONYMOUS);
        assertThat(small.seen("A", "one", "ONE")).isNull();
        assertThat(small.seen("A", "two", "TWO")).isNull();
        assertThat(small.seen("A", "one", "ONE")).isNull();

        assertThat(small.seen("A", "three", null)).isEqualTo("two");

        assertThat(small.seenVia("one")).containsExactly("A");
        assertThat(small.seenVia("two")).isEmpty();
        assertThat(small.seenVia("three")).containsExactly("A");
        assertThat(small.route(Events.to(Dest.uid("two"), Dest.callsign("TWO")), null, groups, NOW)
                        .undeliverable())
                .hasSize(2);
    }

    @Test
    void nobodyIsSeenThroughAReceiverThatIsNotThere() {
        assertThat(router.seen("A", "uid-a", "ALFA")).isNull();
        assertThat(router.gone("A", "uid-a")).isFalse();
        assertThat(router.seenVia("uid-a")).isEmpty();
        addAnonymous("A");
        assertThat(route(Events.to(Dest.uid("uid-a")), null).receivers()).isEmpty();
    }

    @Test
    void whatWasSeenThroughAReceiverLeavesWithIt() {
        addAnonymous("A", "B");
        router.seen("A", "uid-a", "ALFA");
        assertThat(router.seenVia("uid-a")).containsExactly("A");

        assertThat(router.remove("A")).isTrue();
        assertThat(router.remove("A")).isFalse();
        addAnonymous("A");

        assertThat(router.seenVia("uid-a")).isEmpty();
        assertThat(route(Events.to(Dest.uid("uid-a"), Dest.callsign("ALFA")), "B")
                        .undeliverable())
                .hasSize(2);
    }

    @Test
    void thoseWhoWereSeenThroughReceiversThatLeftAreForgottenOneByOneAndInTurn() {
        addAnonymous("A", "B", "C");
        router.seen("A", "one", "ONE");
        router.seen("A", "two", "TWO");
        router.seen("A", "three", null);
        router.seen("B", "four", "FOUR");
        router.seen("C", "one", "ONE");
        assertThat(router.pollDeparted()).isNull();
        router.remove("A");
        router.remove("B");
        assertThat(router.rememberedContacts()).isEqualTo(5 + 4);

        GroupSet groups = router.groups(Set.of(Membership.NO_GROUP));
        assertThat(router.pollDeparted()).isEqualTo(new Departed<>("A", groups, "one"));
        assertThat(router.rememberedContacts()).isEqualTo(4 + 3);
        assertThat(router.pollDeparted()).isEqualTo(new Departed<>("B", groups, "four"));
        assertThat(router.pollDeparted()).isEqualTo(new Departed<>("A", groups, "two"));
        assertThat(router.pollDeparted()).isEqualTo(new Departed<>("A", groups, "three"));
        assertThat(router.pollDeparted()).isNull();
        assertThat(router.rememberedContacts()).as("C's").isEqualTo(2);
        assertThat(router.seenVia("one")).containsExactly("C");
    }

    @Test
    void whoIsSeenAnewBeforeItIsForgottenIsReachedThere() {
        List<String> shared = new ArrayList<>();
        Router<String, Crowd> telling = new Router<>(Crowd::new, 10, (uid, via) -> shared.add(uid + " " + via));
        telling.add("A", Membership.ANONYMOUS);
        telling.add("B", Membership.ANONYMOUS);
        GroupSet groups = telling.groups(Set.of(Membership.NO_GROUP));
        telling.seen("A", "uid", "ALFA");
        telling.remove("A");
        telling.seen("B", "uid", "ALFA");
        telling.add("A", Membership.ANONYMOUS);
        assertThat(shared).as("nobody else is there").isEmpty();
        assertThat(telling.seenVia("uid")).containsExactly("B");
        assertThat(telling.contactCountVia("A")).isZero();

        assertThat(telling.pollDeparted()).isNotNull();
        assertThat(telling.pollDeparted()).isNull();
        EventSummary toBoth = Events.to(Dest.uid("uid"), Dest.callsign("ALFA"));
        assertThat(telling.route(toBoth, null, groups, NOW).receivers()).containsExactly("B");
        telling.seen("A", "uid", "ALFA");
        assertThat(shared).containsExactly("uid A");
        assertThat(telling.route(toBoth, null, groups, NOW).receivers()).containsExactlyInAnyOrder("A", "B");
    }

    @Test
    void anUnchangedMembershipCallsNobody() {
        addAnonymous("A");
        router.add("B", new Membership(Set.of("x"), Set.of("x"), FRIENDS));
        int before = made.get(1).calls;

        router.change("B", new Membership(Set.of("y"), Set.of("x"), FRIENDS));

        assertThat(made).hasSize(2);
        assertThat(made.get(1).calls).isEqualTo(before);
    }

    @Test
    void aChangeOfMembershipHoldsFromTheNextEventOn() {
        addAnonymous("A", "B");
        router.seen("B", "uid-b", "BRAVO");
        assertThat(audiences(Events.to(), null)).containsExactly("[A, B]");

        GroupSet in = router.change("B", new Membership(Set.of("x"), Set.of("x"), FRIENDS));

        assertThat(in.names()).containsExactly("x");
        assertThat(audiences(Events.to(), null)).containsExactly("[A]");
        assertThat(audiences(Events.to(), null, "x")).containsExactly("[B]");
        assertThat(route(Events.to(Dest.uid("uid-b")), null, "x").receivers()).containsExactly("B");

        router.change("B", Membership.ANONYMOUS);
        assertThat(audiences(Events.to(), null)).containsExactly("[A, B]");
        assertThat(audiences(Events.to(), null, "x")).isEmpty();
    }

    @Test
    void allowsWhatGroupsAndSubscriptionAllow() {
        GroupSet anonymous = router.add("A", Membership.ANONYMOUS);
        router.add("B", new Membership(Set.of(), Set.of(), FRIENDS));

        assertThat(router.allows(anonymous, "B", Events.ofType("a-f-G"), NOW)).isTrue();
        assertThat(router.allows(anonymous, "B", Events.ofType("a-h-G"), NOW)).isFalse();
        assertThat(router.allows(router.groups(Set.of("x")), "B", Events.ofType("a-f-G"), NOW))
                .isFalse();
        assertThat(router.allows(anonymous, "nobody", Events.ofType("a-f-G"), NOW))
                .isFalse();
    }

    @Test
    void refusesWhatIsWrongWithAllThatIsWrong() {
        Subscription bad =
                new Subscription(List.of("a-f-"), new Area.Circle(95, 0, 0), Duration.ofSeconds(-1), Duration.ZERO);

        assertThatThrownBy(() -> router.add("A", new Membership(Set.of(" "), Set.of("x"), bad)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "in \" \"", "types \"a-f-\"", "area@lat", "area@radiusM", "minInterval", "maxAge");
        assertThat(made).isEmpty();
        addAnonymous("A");
        assertThatThrownBy(() -> addAnonymous("A")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> router.change("B", Membership.ANONYMOUS)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Router<>(Crowd::new, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equalGroupsAreOneSet() {
        GroupSet set = router.groups(Set.of("x", "y"));

        assertThat(router.groups(Set.of("y", "x"))).isSameAs(set);
        assertThat(router.add("A", new Membership(Set.of("x", "y"), Set.of(), Subscription.ALL)))
                .isSameAs(set);
    }

    @Test
    void howManySetsOfGroupsAreRememberedIsBounded() {
        router.add("B", new Membership(Set.of(), Set.of("g-7", "x"), Subscription.ALL));
        for (int i = 0; i < 100_000; i++) {
            router.route(Events.ofType("a-f-G"), null, router.groups(Set.of("g-" + i)), NOW);
            assertThat(router.rememberedSets()).as("after %s", i).isLessThanOrEqualTo(2 * 4_096);
        }
    }

    @Test
    void aSetOfGroupsThatIsForgottenIsAsGoodAsBefore() {
        GroupSet before = router.add("A", new Membership(Set.of("x", "y"), Set.of("x", "y"), Subscription.ALL));
        for (int i = 0; i < 10_000; i++) {
            router.groups(Set.of("g-" + i));
        }
        GroupSet after = router.add("B", new Membership(Set.of("x", "y"), Set.of("y", "x"), Subscription.ALL));
        assertThat(after).isNotSameAs(before).isEqualTo(before).hasSameHashCodeAs(before);
        assertThat(made).as("still one audience").hasSize(1);
        assertThat(before.meets(router.groups(Set.of("a", "b", "y")))).isTrue();
        assertThat(before.meets(router.groups(Set.of("a", "b", "c")))).isFalse();
        assertThat(before.meets(router.groups(Set.of()))).isFalse();
        assertThat(audiences(Events.to(Dest.group("y")), "A", "x", "y")).containsExactly("[A, B]");
        assertThat(router.route(Events.ofType("a-f-G"), "A", before, NOW).audiences())
                .hasSize(1);
    }

    private void addAnonymous(String... receivers) {
        for (String receiver : receivers) {
            router.add(receiver, Membership.ANONYMOUS);
        }
    }

    private Routing<String, Crowd> route(EventSummary event, @Nullable String sender, String... groups) {
        Set<String> names = groups.length == 0 ? Set.of(Membership.NO_GROUP) : Set.of(groups);
        return router.route(event, sender, router.groups(names), NOW);
    }

    private List<String> audiences(EventSummary event, @Nullable String sender, String... groups) {
        Routing<String, Crowd> routing = route(event, sender, groups);
        assertThat(routing.receivers()).isEmpty();
        return routing.audiences().stream().map(Crowd::toString).toList();
    }
}
