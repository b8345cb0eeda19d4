package org.cotgateway.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;
import org.cotgateway.event.Link;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.Router;
import org.jspecify.annotations.Nullable;

/** Tells that a contact has left (TAK Server 5.7). Loop-only, apart from the constructor. */
final class DepartureNotices {

    private static final Duration STALE = Duration.ofSeconds(20);

    private final Members members;
    private final Router<Receiver, FanoutAudience> router;
    private final EventImages images;
    private final InstantSource clock;
    private final SplittableRandom uids = new SplittableRandom();

    DepartureNotices(
            Members members, Router<Receiver, FanoutAudience> router, EventImages images, InstantSource clock) {
        this.members = members;
        this.router = router;
        this.images = images;
        this.clock = clock;
    }

    /**
     * Tells all of these groups but those whom others publish to.
     *
     * @param butFor is told nothing, or null
     */
    void tell(EventSummary contact, GroupSet groups, Collection<Receiver> others, @Nullable Receiver butFor) {
        EventImage image = images.of(departure(freshUid(), contact, clock.instant()));
        try {
            Set<Fanout> told = fanoutsFor(image, groups);
            others.forEach(other -> told.removeAll(fanoutsFor(image, members.groupsOf(other))));
            told.forEach(fanout -> fanout.offer(image, butFor));
        } finally {
            image.release();
        }
    }

    private Set<Fanout> fanoutsFor(EventImage image, GroupSet groups) {
        Set<Fanout> found = new LinkedHashSet<>();
        router.route(image.summary(), null, groups, clock.millis())
                .audiences()
                .forEach(audience -> found.add(audience.fanout()));
        return found;
    }

    /** Another for each departure. Not secret: the JDK's random UUIDs ask the operating system, and a lock, for each. */
    private UUID freshUid() {
        long version4 = (uids.nextLong() & ~0xF000L) | 0x4000L;
        long variant2 = (uids.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(version4, variant2);
    }

    private static CotEvent departure(UUID uid, EventSummary contact, Instant now) {
        return CotEvent.builder()
                .uid(uid.toString())
                .type(EventSummary.DELETE_TYPE)
                .how("h-g-i-g-o")
                .time(now)
                .staleAfter(STALE)
                .add(Link.to(contact.uid(), contact.type()))
                .build();
    }
}
