package org.cotgateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotgateway.route.Events.NOW;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.cotgateway.event.Violation;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private static final Area FAR_AWAY = new Area.Circle(-40, -100, 1_000);

    @Test
    void aPrefixMatchesWholeParts() {
        Subscription friends = types("a-f");

        assertThat(friends.takes(Events.ofType("a-f"), NOW)).isTrue();
        assertThat(friends.takes(Events.ofType("a-f-G-U"), NOW)).isTrue();
        assertThat(friends.takes(Events.ofType("a-friend"), NOW)).isFalse();
        assertThat(friends.takes(Events.ofType("a"), NOW)).isFalse();
        assertThat(friends.takes(Events.ofType("b-a-f"), NOW)).isFalse();
    }

    @Test
    void anyOfTheTypesWillDoAndNoneMeansAll() {
        assertThat(types("a-h", "a-f").takes(Events.ofType("a-f-G"), NOW)).isTrue();
        assertThat(Subscription.ALL.takes(Events.ofType("u-d-f"), NOW)).isTrue();
    }

    @Test
    void sameWishesInOtherWordsAreEqual() {
        assertThat(types("a-h", "a-f-G", "a-f", "a-h")).isEqualTo(types("a-f", "a-h"));
        assertThat(types("a-f", "a-f.x", "a-f-G").types()).containsExactly("a-f", "a-f.x");
        assertThat(types("a", "a-f")).isEqualTo(types("a"));
    }

    @Test
    void onlyWhatIsInTheAreaPasses() {
        Subscription munich = in(new Area.Circle(48.1, 11.6, 1_000));

        assertThat(munich.takes(Events.at(48.1, 11.6), NOW)).isTrue();
        assertThat(munich.takes(Events.at(0, 0), NOW)).isFalse();
    }

    @Test
    void messagesPassTheAreaButNotTheTypes() {
        for (String type : List.of("b-t-f", "b-t-f-d", "b-f-t-r", "b-f-t-a")) {
            assertThat(in(FAR_AWAY).takes(Events.at(0, 0, type), NOW)).as(type).isTrue();
            assertThat(types("a-f").takes(Events.at(0, 0, type), NOW)).as(type).isFalse();
        }
        assertThat(in(FAR_AWAY).takes(Events.at(0, 0, "b-a-o-tbl"), NOW)).isFalse();
    }

    @Test
    void aDeletePassesTypesAndAreaButNotItsAge() {
        assertThat(in(FAR_AWAY).takes(Events.at(0, 0, "t-x-d-d"), NOW)).isTrue();
        assertThat(types("a-f").takes(Events.ofType("t-x-d-d"), NOW)).isTrue();
        assertThat(noOlderThan(Duration.ofSeconds(10)).takes(Events.ofType("t-x-d-d"), NOW + 10_001))
                .isFalse();
    }

    @Test
    void whatIsTooOldIsLeftOut() {
        Subscription fresh = noOlderThan(Duration.ofSeconds(10));

        assertThat(fresh.takes(Events.madeAt(NOW - 10_000), NOW)).isTrue();
        assertThat(fresh.takes(Events.madeAt(NOW - 10_001), NOW)).isFalse();
        assertThat(fresh.takes(Events.madeAt(NOW + Duration.ofDays(3_650).toMillis()), NOW))
                .isTrue();
        assertThat(Subscription.ALL.takes(Events.madeAt(0), NOW)).isTrue();
    }

    @Test
    void theIntervalFiltersNothingButTellsSubscriptionsApart() {
        Subscription slow = new Subscription(List.of(), null, Duration.ofSeconds(5), null);

        assertThat(slow.takes(Events.to(), NOW)).isTrue();
        assertThat(slow).isNotEqualTo(Subscription.ALL);
    }

    @Test
    void saysAllThatIsWrong() {
        Subscription bad = new Subscription(
                List.of("a-f-*", "A-f", ""), new Area.Circle(95, 0, 0), Duration.ofDays(366), Duration.ofSeconds(-1));

        assertThat(bad.check())
                .extracting(Violation::field)
                .containsExactly("types", "types", "types", "area@lat", "area@radiusM", "minInterval", "maxAge");
        assertThat(bad.check()).extracting(Violation::value).startsWith("", "A-f", "a-f-*");
        assertThat(Subscription.ALL.check()).isEmpty();
        assertThat(new Subscription(List.of("a-f"), FAR_AWAY, Subscription.LONGEST, Subscription.LONGEST).check())
                .isEmpty();
    }

    @Test
    void whoHasNoGroupsIsAnonymousBothWays() {
        assertThat(Membership.ANONYMOUS.in()).containsExactly("__ANON__");
        assertThat(Membership.ANONYMOUS.out()).containsExactly("__ANON__");
        assertThat(new Membership(Set.of("x"), Set.of(), Subscription.ALL).out())
                .as("one that only speaks")
                .isEmpty();
    }

    @Test
    void groupsNeedNames() {
        Membership bad = new Membership(Set.of(" "), Set.of("a\nb", "x".repeat(101), "good"), types("*"));

        assertThat(bad.check()).extracting(Violation::field).containsExactly("in", "out", "out", "types");
        assertThat(Membership.ANONYMOUS.check()).isEmpty();
    }

    private static Subscription types(String... types) {
        return new Subscription(List.of(types), null, Duration.ZERO, null);
    }

    private static Subscription in(Area area) {
        return new Subscription(List.of(), area, Duration.ZERO, null);
    }

    private static Subscription noOlderThan(Duration maxAge) {
        return new Subscription(List.of(), null, Duration.ZERO, maxAge);
    }
}
