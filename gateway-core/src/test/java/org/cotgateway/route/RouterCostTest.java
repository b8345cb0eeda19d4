package org.cotgateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotgateway.route.Events.NOW;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotgateway.event.Dest;
import org.cotgateway.event.EventSummary;
import org.junit.jupiter.api.Test;

/** Routing an event costs the same for ten receivers that share an audience as for ten thousand. */
class RouterCostTest {

    private static final List<EventSummary> EVENTS = List.of(
            Events.to(),
            Events.ofType("b-t-f"),
            Events.ofType(EventSummary.DELETE_TYPE),
            Events.to(Dest.callsign(Dest.EVERYBODY)),
            Events.to(Dest.group(Membership.NO_GROUP)),
            Events.to(Dest.uid("uid-0"), Dest.callsign("CALLSIGN-0")));

    /** Counts what the router asks of the receivers and of their audience. */
    private static final class Work {

        long steps;
    }

    private record Audience10k(Work work) implements Audience<Receiver> {

        @Override
        public void joined(Receiver receiver) {
            work.steps++;
        }

        @Override
        public void left(Receiver receiver) {
            work.steps++;
        }
    }

    private static final class Receiver {

        private final Work work;

        Receiver(Work work) {
            this.work = work;
        }

        @Override
        public boolean equals(Object other) {
            work.steps++;
            return this == other;
        }

        @Override
        public int hashCode() {
            work.steps++;
            return System.identityHashCode(this);
        }
    }

    @Test
    void theWorkDoesNotGrowWithTheReceiversOfAnAudience() {
        long forTen = stepsOfRouting(10);

        assertThat(stepsOfRouting(10_000)).isEqualTo(forTen);
        assertThat(forTen).as("the sender is looked up").isPositive();
    }

    @Test
    void withoutSingleDestinationsNothingIsAllocatedInTheSteadyState() {
        Router<String, Crowd> router = new Router<>(Crowd::new);
        List<Area> areas = new ArrayList<>(List.of(
                new Area.Circle(48, 11, 100_000), new Area.BoundingBox(0, 170, 60, -170), new Area.Circle(0, 0, 10)));
        areas.forEach(area -> router.add(
                area.toString(),
                new Membership(
                        Set.of(),
                        Set.of("x", Membership.NO_GROUP),
                        new Subscription(List.of("a-f", "b-t"), area, Duration.ZERO, Duration.ofMinutes(1)))));
        GroupSet groups = router.add("sender", Membership.ANONYMOUS);
        router.add("receiver", Membership.ANONYMOUS);
        for (int i = 0; i < 10_000; i++) {
            router.add("more " + i, Membership.ANONYMOUS);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();

        long reached = routeAndSee(router, groups, 20_000);
        long before = threads.getThreadAllocatedBytes(thread);
        long asking = threads.getThreadAllocatedBytes(thread) - before;
        before = threads.getThreadAllocatedBytes(thread);
        reached += routeAndSee(router, groups, 10_000);
        long allocated = threads.getThreadAllocatedBytes(thread) - before - asking;

        assertThat(reached).isEqualTo(30_000 * (2 + 4 + 4));
        assertThat(allocated).as("bytes in 30,000 routings").isLessThan(10_000);
    }

    /** Each time, the three kinds of event that have no destination, and the sender is seen. */
    private static long routeAndSee(Router<String, Crowd> router, GroupSet groups, int times) {
        long reached = 0;
        for (int i = 0; i < times; i++) {
            router.seen("sender", "U", "CALLSIGN");
            for (int e = 0; e < 3; e++) {
                reached += router.route(EVENTS.get(e), "sender", groups, NOW)
                        .audiences()
                        .size();
            }
        }
        return reached;
    }

    private static long stepsOfRouting(int receivers) {
        Work work = new Work();
        Router<Receiver, Audience10k> router = new Router<>(subscription -> new Audience10k(work));
        GroupSet groups = router.groups(Set.of(Membership.NO_GROUP));
        Receiver sender = new Receiver(work);
        router.add(sender, Membership.ANONYMOUS);
        for (int i = 0; i < receivers; i++) {
            Receiver receiver = new Receiver(work);
            router.add(receiver, Membership.ANONYMOUS);
            router.seen(receiver, "uid-" + i, "CALLSIGN-" + i);
        }
        long before = work.steps;
        for (EventSummary event : EVENTS) {
            Routing<Receiver, Audience10k> routing = router.route(event, sender, groups, NOW);
            assertThat(routing.audiences().size() + routing.receivers().size()).isEqualTo(1);
        }
        return work.steps - before;
    }
}
