package org.cotgateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.cotgateway.event.Dest;
import org.cotgateway.event.EventSummary;
import org.junit.jupiter.api.Test;

/** Who gets what is addressed to somebody: by uid, callsign, group or all together. */
class RouterAddressingTest extends RouterFixture {

    private static final Subscription NEARBY =
            new Subscription(List.of(), new Area.Circle(0, 0, 1_000), Duration.ZERO, null);

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
}
