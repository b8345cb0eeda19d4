package org.cotgateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotgateway.route.Events.NOW;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;

/** A router whose audiences are crowds, which remember who is in them. */
abstract class RouterFixture {

    static final Subscription FRIENDS = new Subscription(List.of("a-f"), null, Duration.ZERO, null);

    final List<Crowd> made = new ArrayList<>();

    final Router<String, Crowd> router = new Router<>(subscription -> {
        Crowd crowd = new Crowd(subscription);
        made.add(crowd);
        return crowd;
    });

    void addAnonymous(String... receivers) {
        for (String receiver : receivers) {
            router.add(receiver, Membership.ANONYMOUS);
        }
    }

    Routing<String, Crowd> route(EventSummary event, @Nullable String sender, String... groups) {
        Set<String> names = groups.length == 0 ? Set.of(Membership.NO_GROUP) : Set.of(groups);
        return router.route(event, sender, router.groups(names), NOW);
    }

    List<String> audiences(EventSummary event, @Nullable String sender, String... groups) {
        Routing<String, Crowd> routing = route(event, sender, groups);
        assertThat(routing.receivers()).isEmpty();
        return routing.audiences().stream().map(Crowd::toString).toList();
    }
}
