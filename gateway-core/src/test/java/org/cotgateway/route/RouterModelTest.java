package org.cotgateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotgateway.route.Events.NOW;
import static org.cotgateway.route.Events.STALE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotgateway.event.Dest;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The router against {@link NaiveRouter}, through random changes of receivers, memberships and contacts. */
class RouterModelTest {

    private static final int STEPS = 5_000;
    private static final int MAX_CONTACTS = 4;
    private static final List<String> RECEIVERS =
            IntStream.range(0, 12).mapToObj(i -> "R" + i).toList();
    private static final List<String> GROUPS = List.of("red", "green", "blue", "unused", Membership.NO_GROUP);
    private static final List<String> NAMES = List.of("ALFA", "BRAVO", "CHARLIE", "DELTA", "ECHO", "FOX", "GOLF");
    private static final List<String> TYPES = List.of("a-f-G", "a-h-G", "a-friend", "b-t-f", "t-x-d-d", "u-d-f");

    private final NaiveRouter naive = new NaiveRouter(MAX_CONTACTS);
    private final Set<Crowd> crowds = new HashSet<>();
    private final Router<String, Crowd> router = new Router<>(
            subscription -> {
                Crowd crowd = new Crowd(subscription);
                crowds.add(crowd);
                return crowd;
            },
            MAX_CONTACTS);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void saysWhatTheNaiveOneSays(long seed) {
        Random random = new Random(seed);
        int reached = 0;
        int undelivered = 0;
        for (int step = 0; step < STEPS; step++) {
            String where = "seed " + seed + " step " + step;
            if (random.nextInt(4) == 0) {
                change(random, where);
            } else if (random.nextInt(8) == 0) {
                router.pollDeparted();
            } else {
                String sender = random.nextInt(8) == 0 ? null : pick(random, RECEIVERS);
                Set<String> groups = someOf(random, GROUPS, 3);
                EventSummary event = event(random);
                Set<String> expected = naive.receivers(event, sender, groups, NOW);

                Routing<String, Crowd> routing = router.route(event, sender, router.groups(groups), NOW);

                assertThat(receivers(routing, sender)).as(where).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(routing.receivers()).as(where).doesNotContain(sender);
                assertThat(routing.reachesNobody()).as(where).isEqualTo(expected.isEmpty());
                assertThat(routing.undeliverable())
                        .as(where)
                        .containsExactlyElementsOf(naive.undeliverable(event, sender, groups));
                reached += expected.size();
                undelivered += routing.undeliverable().size();
                checkAllows(random, event, groups, where);
            }
        }
        assertThat(reached).as("events that reached somebody, seed " + seed).isGreaterThan(STEPS / 2);
        assertThat(undelivered).as("destinations that did not, seed " + seed).isGreaterThan(STEPS / 20);
        assertThat(crowds.stream().filter(crowd -> !crowd.members.isEmpty()).flatMap(crowd -> crowd.members.stream()))
                .as("members of audiences, seed " + seed)
                .containsExactlyInAnyOrderElementsOf(naive.receivers());
    }

    private void checkAllows(Random random, EventSummary event, Set<String> groups, String where) {
        String newcomer = pick(random, RECEIVERS);
        EventSummary toAll = event.dests().isEmpty() ? event : Events.to();
        assertThat(router.allows(router.groups(groups), newcomer, toAll, NOW))
                .as(where)
                .isEqualTo(naive.receivers(toAll, null, groups, NOW).contains(newcomer));
    }

    /** Everybody that gets it, as often as it is written to them. */
    private static List<String> receivers(Routing<String, Crowd> routing, @Nullable String sender) {
        List<String> all = new ArrayList<>(routing.receivers());
        routing.audiences().forEach(audience -> all.addAll(audience.members));
        all.removeIf(receiver -> receiver.equals(sender));
        return all;
    }

    private void change(Random random, String where) {
        String receiver = pick(random, RECEIVERS);
        switch (random.nextInt(6)) {
            case 0 -> {
                boolean there = naive.remove(receiver);
                assertThat(router.remove(receiver)).as(where).isEqualTo(there);
            }
            case 1, 2 -> {
                Membership membership = membership(random);
                if (naive.has(receiver)) {
                    router.change(receiver, membership);
                } else {
                    router.add(receiver, membership);
                }
                naive.put(receiver, membership);
            }
            case 3 -> {
                String uid = pick(random, NAMES);
                boolean known = naive.gone(receiver, uid);
                assertThat(router.gone(receiver, uid)).as(where).isEqualTo(known);
            }
            default -> {
                String uid = pick(random, NAMES);
                String callsign = random.nextInt(4) == 0 ? null : pick(random, NAMES);
                String forgotten = naive.seen(receiver, uid, callsign);
                assertThat(router.seen(receiver, uid, callsign)).as(where).isEqualTo(forgotten);
                for (String name : NAMES) {
                    assertThat(router.seenVia(name)).as(where).containsExactlyInAnyOrderElementsOf(naive.seenVia(name));
                }
            }
        }
    }

    private static Membership membership(Random random) {
        Area area = random.nextInt(3) > 0 ? null : new Area.BoundingBox(0, 170, 50, random.nextBoolean() ? 180 : -170);
        Duration maxAge = random.nextInt(3) > 0 ? null : Duration.ofSeconds(30);
        Set<String> types = random.nextBoolean() ? Set.of() : someOf(random, List.of("a-f", "a-h", "u", "b-t"), 2);
        Subscription subscription = new Subscription(List.copyOf(types), area, Duration.ZERO, maxAge);
        return new Membership(someOf(random, GROUPS, 2), someOf(random, GROUPS, 2), subscription);
    }

    private static EventSummary event(Random random) {
        Supplier<Dest> dest = () -> switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> Dest.uid(pick(random, NAMES));
            case 4, 5, 6, 7 -> Dest.callsign(pick(random, NAMES));
            case 8 -> Dest.callsign(Dest.EVERYBODY);
            case 9 -> Dest.mission(pick(random, NAMES));
            default -> Dest.group(pick(random, GROUPS));
        };
        int dests = random.nextBoolean() ? 0 : 1 + random.nextInt(4);
        return Events.summary(
                "U",
                pick(random, TYPES),
                NOW - random.nextInt(60_000),
                STALE,
                random.nextInt(100) - 20,
                random.nextInt(361) - 180,
                null,
                Stream.generate(dest).limit(dests).toList());
    }

    private static Set<String> someOf(Random random, List<String> all, int max) {
        Set<String> some = new HashSet<>();
        for (int i = random.nextInt(max + 1); i > 0; i--) {
            some.add(pick(random, all));
        }
        return some;
    }

    private static <T> T pick(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
