package org.cotgateway.bench.route;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.cotgateway.bench.SampleEvents;
import org.cotgateway.event.EventSummary;
import org.cotgateway.route.Area;
import org.cotgateway.route.Audience;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Router;
import org.cotgateway.route.Subscription;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Who gets an event, for that many receivers with that many different subscriptions among them: all want everything, each
 * wants one of several types, or each wants what is in one of several circles. Per event; nothing is sent.
 *
 * <p>{@code scripts/bench jmh RouteBenchmark -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouteBenchmark {

    private static final int FILTERS = 32;
    private static final List<String> TYPES = List.of("a-f-G", "a-f-A", "a-f-S", "a-h", "b-t-f", "u-d");

    /** How many there are. */
    @Param({"1", "100", "10000"})
    public int receivers;

    /** What they subscribe to. */
    @Param
    public Filters filters = Filters.NONE;

    private final Router<Integer, Nobody> router = new Router<>(subscription -> new Nobody());
    private final GroupSet groups = router.groups(Set.of(Membership.NO_GROUP));
    private EventSummary[] events = {};
    private int next;

    /** The subscriptions of all receivers. */
    public enum Filters {
        /** None: one audience. */
        NONE,
        /** A type each, of six, and how old an event may be. */
        TYPES,
        /** A circle each, of 32. */
        AREAS
    }

    @Setup
    public void join() {
        events = SampleEvents.of(SampleEvents.Kind.MIXED, SampleEvents.USUAL_COUNT).stream()
                .map(EventSummary::of)
                .toArray(EventSummary[]::new);
        IntStream.range(0, receivers).forEach(receiver -> {
            router.add(receiver, new Membership(Set.of(), Set.of(), subscription(receiver)));
            router.seen(receiver, "uid-" + receiver, "CALLSIGN-" + receiver);
        });
    }

    private Subscription subscription(int receiver) {
        return switch (filters) {
            case NONE -> Subscription.ALL;
            case TYPES ->
                new Subscription(List.of(TYPES.get(receiver % TYPES.size())), null, Duration.ZERO, Duration.ofDays(1));
            case AREAS -> {
                int circle = receiver % FILTERS;
                yield new Subscription(
                        List.of(),
                        new Area.Circle(47.5 + circle % 8 / 4.0, 9.5 + circle / 8, 40_000),
                        Duration.ZERO,
                        null);
            }
        };
    }

    @Benchmark
    public int route() {
        next = next + 1 == events.length ? 0 : next + 1;
        EventSummary event = events[next];
        return router.route(event, null, groups, event.timeMs()).audiences().size();
    }

    private static final class Nobody implements Audience<Integer> {

        @Override
        public void joined(Integer receiver) {
            // Nobody is written to.
        }

        @Override
        public void left(Integer receiver) {
            // Nor leaves.
        }
    }
}
