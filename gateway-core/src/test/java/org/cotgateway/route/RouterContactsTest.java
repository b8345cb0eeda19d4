package org.cotgateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotgateway.route.Events.NOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotgateway.event.Dest;
import org.cotgateway.event.EventSummary;
import org.junit.jupiter.api.Test;

/** Through whom contacts are seen: by what names, for how long, and who is forgotten. */
class RouterContactsTest extends RouterFixture {

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
}
