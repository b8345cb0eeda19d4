package org.cotgateway.hub;

import io.netty.channel.EventLoop;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cotgateway.channel.ClientStream;
import org.cotgateway.channel.Inlet;
import org.cotgateway.channel.LogLimit;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.channel.fanout.OversizeObserver;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.event.EventSummary;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.KnownContact;
import org.cotgateway.route.LatestContacts;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Router;
import org.cotgateway.route.Routing;
import org.cotgateway.route.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who are there, clients and endpoints alike: what each may publish and gets, who was seen through whom, and what
 * newcomers are shown. Loop-only, apart from the constructor.
 */
final class Receivers {

    /** What comes in by no receiver, such as direct messages, is of no group. */
    private static final Set<String> NO_GROUPS = Set.of(Membership.NO_GROUP);

    private record Member(Membership membership, GroupSet groups) {}

    /** Of what a contact says of itself; a larger one is reached, but not shown to newcomers. */
    private static final int MAX_CONTACT_BYTES = 16 * 1024;

    /** Of all contacts together: they stay until they are stale, so nobody may fill the memory with them. */
    private static final long MAX_CONTACTS_BYTES = 64L * 1024 * 1024;

    /** Each is told to all who saw it: with hundreds of clients that is some milliseconds' work. */
    private static final int LEAVING_A_PASS = 32;

    private static final Logger log = LoggerFactory.getLogger(Receivers.class);

    /** Clocks of devices differ by less, mostly. */
    private static final long MAX_AHEAD_MS = 60_000;

    private final EventLoop loop;
    private final EventImages images;
    private final LatestEvents latestEvents;
    private final Counters counters;
    private final InstantSource clock;
    private final long sameUidGapMs;
    private final Router<Receiver, FanoutAudience> router;
    private final LatestContacts<Receiver, EventImage> latest;
    private final Map<Receiver, Member> members = new HashMap<>();
    private final Set<Fanout> fanouts = new HashSet<>();
    private final OtherWays otherWays = new OtherWays();
    private final GroupSet noGroups;
    /** The other servers: those that we dial, and clients that turned out to be one. */
    private final Set<Receiver> servers = new HashSet<>();

    /** Those that have not been shown everybody yet. */
    private final Map<Receiver, Showing> showings = new HashMap<>();

    private final Slices slices;
    private final LogLimit oversized;
    private final LogLimit sharing;
    /** From when the gateway stops. */
    private @Nullable StopAccount stopping;

    private long contactBytes;

    Receivers(
            EventLoop loop,
            EventImages images,
            LatestEvents latestEvents,
            HubSettings settings,
            Counters counters,
            InstantSource clock) {
        this.loop = loop;
        this.images = images;
        this.latestEvents = latestEvents;
        this.counters = counters;
        this.clock = clock;
        this.sharing = new LogLimit(loop);
        this.oversized = new LogLimit(loop);
        this.sameUidGapMs = settings.sameUidGap().toMillis();
        this.router = new Router<>(this::newAudience, settings.maxContacts(), this::shared);
        this.latest = new LatestContacts<>(settings.maxContacts(), this::forget);
        this.noGroups = router.groups(NO_GROUPS);
        this.slices = new Slices(loop);
    }

    /** The set of these groups. */
    GroupSet groups(Set<String> names) {
        return router.groups(names);
    }

    boolean isThere(Receiver receiver) {
        return members.containsKey(receiver);
    }

    /** What the sender may publish to; that of those without a group if it is no receiver. */
    GroupSet groupsOf(@Nullable Receiver sender) {
        Member member = sender == null ? null : members.get(sender);
        return member == null ? noGroups : member.groups;
    }

    /** What one may publish and gets; null if it is not there. */
    @Nullable
    Membership membershipOf(Receiver receiver) {
        Member member = members.get(receiver);
        return member == null ? null : member.membership;
    }

    /** Takes one in, and begins to show it who is there. */
    void admit(Receiver receiver, Membership membership, boolean showContacts) {
        assert loop.inEventLoop();
        members.put(receiver, new Member(membership, router.add(receiver, membership)));
        if (receiver.format().edition() == Edition.SERVER) {
            servers.add(receiver);
        }
        if (showContacts) {
            showContacts(receiver);
        }
    }

    /** Gives one that is there another membership, and begins to show a client whom it sees by that. */
    void change(Receiver receiver, Membership membership, boolean showContacts) {
        assert loop.inEventLoop();
        Member before = members.get(receiver);
        if (before == null || before.membership.equals(membership)) {
            return;
        }
        members.put(receiver, new Member(membership, router.change(receiver, membership)));
        if (showContacts && !before.membership.out().equals(membership.out())) {
            showContacts(receiver);
        }
    }

    /** Lets one go, and begins to tell the others who left with it: not of those whom another client still is. */
    void dismiss(Receiver receiver) {
        assert loop.inEventLoop();
        GroupSet groups = groupsOf(receiver);
        leaveAudience(receiver);
        members.remove(receiver);
        showings.remove(receiver);
        if (servers.remove(receiver)) {
            otherWays.left(receiver);
        }
        slices.begin(() -> tellWhoLeft(receiver, groups));
    }

    /** Those who are heard through another receiver by now have not left; as have none if this one is back. */
    private Slices.Progress tellWhoLeft(Receiver receiver, GroupSet groups) {
        if (isThere(receiver)) {
            return Slices.Progress.DONE;
        }
        List<EventSummary> left = latest.via(receiver, LEAVING_A_PASS);
        for (EventSummary contact : left) {
            List<Receiver> others = clientsVia(contact.uid());
            if (others.isEmpty()) {
                latestEvents.gone(contact.uid());
            }
            tellThatItLeft(contact, groups, others);
            handOver(contact.uid(), receiver, groups, others);
            latest.gone(receiver, contact.uid());
        }
        return left.size() < LEAVING_A_PASS ? Slices.Progress.DONE : Slices.Progress.MORE;
    }

    private void leaveAudience(Receiver receiver) {
        if (stopping == null) {
            router.remove(receiver);
            return;
        }
        settle();
        int[] waiting = {0};
        fanouts.forEach(fanout -> fanout.countWaiting((each, count) -> waiting[0] += each == receiver ? count : 0));
        long lostBefore = receiver.status().traffic().lost();
        router.remove(receiver);
        // What was for it alone has gone over into its outbox, where it is counted.
        stopping.left(receiver, waiting[0] - (receiver.status().traffic().lost() - lostBefore));
    }

    /** From now on an account is kept of what those are not sent who leave. */
    void stopping(StopAccount account) {
        stopping = account;
    }

    /** A contact that other clients are, too, has left only for those whom these do not publish to. */
    private void tellThatItLeft(EventSummary contact, GroupSet groups, List<Receiver> others) {
        EventImage image = images.of(Departures.of(contact, clock.instant()));
        Set<Fanout> told = fanoutsFor(image, groups);
        others.forEach(other -> told.removeAll(fanoutsFor(image, groupsOf(other))));
        told.forEach(fanout -> fanout.offer(image, null));
        image.release();
    }

    private Set<Fanout> fanoutsFor(EventImage image, GroupSet groups) {
        Set<Fanout> found = new LinkedHashSet<>();
        router.route(image.summary(), null, groups, clock.millis())
                .audiences()
                .forEach(audience -> found.add(audience.fanout()));
        return found;
    }

    /** What one client published of a contact to groups that are another's, too, newcomers in those are still shown. */
    private void handOver(String uid, Receiver from, GroupSet groups, List<Receiver> others) {
        for (Receiver other : others) {
            Set<String> both = new HashSet<>(groups.names());
            both.retainAll(groupsOf(other).names());
            if (!both.isEmpty()) {
                latest.handOver(uid, from, other, router.groups(both));
                return;
            }
        }
    }

    private List<Receiver> clientsVia(String uid) {
        return router.seenVia(uid).stream()
                .filter(receiver -> receiver.format().edition() == Edition.CLIENT)
                .toList();
    }

    /** Two clients are one contact: both are reached, and of what they say of themselves the newest counts. */
    private void shared(String uid, Receiver via) {
        List<Receiver> clients = clientsVia(uid);
        if (clients.size() > 1 && clients.contains(via)) {
            counters.increment(Counter.CONTACTS_SHARED);
            sharing.warn(
                    log,
                    uid,
                    () -> "contact " + uid + " is at " + clients.size() + " clients, the newest of them "
                            + clients.get(0)
                            + " beside " + clients.get(1)
                            + ": two devices with one uid, or one whose former connection has not ended yet");
        }
    }

    /** Who gets an event; holds until the next call. */
    Routing<Receiver, FanoutAudience> route(
            EventSummary summary, @Nullable Receiver from, GroupSet groups, long nowMs) {
        countClock(summary, nowMs);
        return router.route(summary, from, groups, nowMs);
    }

    /** Whose clock is wrong, the sender's or ours, cannot be told. */
    private void countClock(EventSummary summary, long nowMs) {
        if (summary.staleMs() <= nowMs) {
            counters.increment(Counter.RECEIVED_STALE);
        } else if (summary.timeMs() - nowMs > MAX_AHEAD_MS) {
            counters.increment(Counter.RECEIVED_AHEAD);
        }
    }

    /**
     * Sends to one alone, in its turn among what its audience gets.
     *
     * @param from whoever brought it, or null
     */
    void sendTo(Receiver receiver, EventImage image, @Nullable Receiver from) {
        if (image.sizeBytes() > OversizeObserver.NEARLY_BYTES && receiver.takesBatches()) {
            WireFormat format = receiver.format();
            int bytes = image.bytes(format.protocol(), format.edition()).readableBytes();
            if (bytes > OversizeObserver.MAX_BYTES
                    && receiver.status().transport().isStream()) {
                tooLarge(image, from, receiver, bytes);
            }
        }
        FanoutAudience audience = router.audienceOf(receiver);
        if (audience != null) {
            audience.fanout().offerTo(image, receiver);
        }
    }

    private void tooLarge(EventImage image, @Nullable Receiver from, Receiver to, int bytes) {
        counters.increment(Counter.RECEIVED_TOO_LARGE_FOR_STREAMS);
        Inlet inlet = from instanceof Inlet sender ? sender : null;
        if (inlet != null) {
            inlet.tooLargeForStreams();
        }
        oversized.warn(
                log,
                inlet == null ? "no stream" : inlet.source(),
                () -> "event " + image.summary().uid() + " from " + (inlet == null ? "outside any stream" : inlet)
                        + " is too large for streams with " + bytes + " of at most " + OversizeObserver.MAX_BYTES
                        + " bytes: " + to + " does not get it, nor do others in that form");
    }

    /** Takes a client for another server from now on, since it brings what has passed one. */
    void isServer(ClientStream client) {
        if (servers.add(client)) {
            client.isServer();
        }
    }

    /**
     * Whether an event has come by another way before. While a server is there that may be so of every event: one that does
     * not know us yet for a server passes on, and gives back, events without tags.
     */
    boolean cameByAnotherWay(EventSummary summary, @Nullable Receiver from) {
        boolean mayHave = !servers.isEmpty() || !summary.flowTags().isEmpty();
        return mayHave
                && otherWays.hasCome(
                        summary,
                        from,
                        TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime()));
    }

    /** Remembers who is reached by a receiver, and what to tell those who come later. */
    void seen(EventImage image, Receiver from, GroupSet groups) {
        EventSummary summary = image.summary();
        router.seen(from, summary.uid(), summary.callsign());
        if (image.sizeBytes() > MAX_CONTACT_BYTES || contactBytes + image.sizeBytes() > MAX_CONTACTS_BYTES) {
            counters.increment(Counter.CONTACTS_NOT_KEPT);
            return;
        }
        contactBytes += image.sizeBytes();
        LatestContacts.Outcome outcome = latest.remember(summary, image.retain(), from, groups, clock.millis());
        if (outcome == LatestContacts.Outcome.KEPT) {
            image.compact();
        } else {
            forget(image);
        }
    }

    /** A contact that was seen through a receiver has left, as that one says. */
    void gone(Receiver via, String uid) {
        router.gone(via, uid);
        latest.gone(via, uid);
    }

    /** All who are there. */
    Set<Receiver> all() {
        return members.keySet();
    }

    /** How many contacts are known. */
    int contacts() {
        return latest.size();
    }

    /** Who is reached through a receiver, so many at most. */
    List<KnownContact> contactsVia(Receiver receiver, int max) {
        return router.contactsVia(receiver, max);
    }

    /** How many are reached through a receiver. */
    int contactCountVia(Receiver receiver) {
        return router.contactCountVia(receiver);
    }

    /** The time of day, in milliseconds since 1970. */
    long nowMs() {
        return clock.millis();
    }

    Instant now() {
        return clock.instant();
    }

    /** Lets each know what was conflated for all of its audience. */
    void settle() {
        fanouts.forEach(Fanout::settle);
    }

    /** For each of those who are there, how many events it has not been sent. */
    Map<Receiver, Integer> unsent() {
        assert loop.inEventLoop();
        Map<Receiver, Integer> unsent = new LinkedHashMap<>();
        members.keySet()
                .forEach(receiver ->
                        unsent.put(receiver, receiver.status().queue().events()));
        fanouts.forEach(
                fanout -> fanout.countWaiting((receiver, count) -> unsent.merge(receiver, count, Integer::sum)));
        return unsent;
    }

    /** Forgets what is stale among the next of the contacts; after so many calls all have been looked at. */
    void expire(int parts, int leastPart) {
        latest.sweep(Math.max(leastPart, latest.slots() / parts), clock.millis());
    }

    void close() {
        slices.close();
        latest.clear();
        fanouts.forEach(Fanout::close);
        sharing.close();
        oversized.close();
    }

    private void forget(EventImage contact) {
        contactBytes -= contact.sizeBytes();
        contact.release();
    }

    private void showContacts(Receiver receiver) {
        Showing underWay = showings.get(receiver);
        if (underWay != null) {
            underWay.restart();
            return;
        }
        Showing showing = new Showing(receiver, latest, router);
        showings.put(receiver, showing);
        slices.begin(() -> showOn(receiver, showing));
    }

    private Slices.Progress showOn(Receiver receiver, Showing showing) {
        if (showings.get(receiver) != showing) {
            return Slices.Progress.DONE;
        }
        Slices.Progress progress = showing.step(clock.millis());
        if (progress == Slices.Progress.DONE) {
            showings.remove(receiver);
        }
        return progress;
    }

    private FanoutAudience newAudience(Subscription subscription) {
        long intervalMs = Math.max(sameUidGapMs, subscription.minInterval().toMillis());
        Fanout fanout = new Fanout(loop, sameUidGapMs, intervalMs, counters, this::tooLarge);
        fanouts.add(fanout);
        return new FanoutAudience(fanout, fanouts);
    }
}
