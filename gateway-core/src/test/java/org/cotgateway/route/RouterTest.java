package org.cotgateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotgateway.route.Events.NOW;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.cotgateway.event.Dest;
import org.junit.jupiter.api.Test;

class RouterTest extends RouterFixture {

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
}
