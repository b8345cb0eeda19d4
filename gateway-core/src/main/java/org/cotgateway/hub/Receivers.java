package org.cotgateway.hub;

import io.netty.channel.EventLoop;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotgateway.channel.ClientStream;
import org.cotgateway.channel.LogLimit;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.Receiver;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.EventSummary;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.KnownContact;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Router;
import org.cotgateway.route.Routing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who are there, clients and endpoints alike, each from {@link #admit} to {@link #dismiss}: what it may publish and
 * gets, who is seen through it, and whom it is shown. Loop-only, apart from the constructor.
 */
final class Receivers {

    private static final Logger log = LoggerFactory.getLogger(Receivers.class);

    /** Clocks of devices differ by less, mostly. */
    private static final long MAX_AHEAD_MS = 60_000;

    private final EventLoop loop;
    private final Counters counters;
    private final InstantSource clock;
    private final Fanouts fanouts;
    private final Router<Receiver, FanoutAudience> router;
    private final Members members;
    private final Slices slices;
    private final Presence presence;
    private final Servers servers;
    private final LogLimit sharing;
    /** From when the gateway stops. */
    private @Nullable StopAccount stopping;

    Receivers(
            EventLoop loop,
            EventImages images,
            LatestEvents latestEvents,
            HubSettings settings,
            Counters counters,
            InstantSource clock) {
        this.loop = loop;
        this.counters = counters;
        this.clock = clock;
        this.sharing = new LogLimit(loop);
        this.fanouts = new Fanouts(loop, settings.sameUidGap().toMillis(), counters);
        this.router = new Router<>(fanouts::newAudience, settings.maxContacts(), this::shared);
        this.members = new Members(router);
        this.slices = new Slices(loop);
        this.presence =
                new Presence(members, router, settings.maxContacts(), latestEvents, images, slices, counters, clock);
        this.servers = new Servers(loop, settings.flowTags());
    }

    /** The set of these groups. */
    GroupSet groups(Set<String> names) {
        return router.groups(names);
    }

    boolean isThere(Receiver receiver) {
        return members.isThere(receiver);
    }

    /** What the sender may publish to; that of those without a group if it is no receiver. */
    GroupSet groupsOf(@Nullable Receiver sender) {
        return members.groupsOf(sender);
    }

    /** What one may publish and gets; null if it is not there. */
    @Nullable
    Membership membershipOf(Receiver receiver) {
        return members.membershipOf(receiver);
    }

    /** All who are there. */
    Set<Receiver> all() {
        return members.all();
    }

    /**
     * Takes one in for another that was let go just now, and behind which the same are: it knows better who of them has left,
     * and is not told.
     */
    void admitInPlaceOf(Receiver before, Receiver anew, Membership membership) {
        admit(anew, membership, false);
        presence.replaced(before, anew);
    }

    /** Takes one in, and begins to show it who is there. */
    void admit(Receiver receiver, Membership membership, boolean showContacts) {
        assert loop.inEventLoop();
        members.add(receiver, membership);
        servers.admitted(receiver);
        presence.arrived(receiver);
        if (showContacts) {
            presence.showTo(receiver);
        }
    }

    /**
     * Gives one that is there another membership, and begins to show a client whom it sees by that. For those whom it does not
     * publish to any more its contacts have left.
     */
    void change(Receiver receiver, Membership membership, boolean showContacts) {
        assert loop.inEventLoop();
        GroupSet before = members.groupsOf(receiver);
        boolean seesOthers = members.change(receiver, membership);
        if (!members.groupsOf(receiver).names().containsAll(before.names())) {
            presence.withdraw(receiver, before);
        }
        if (seesOthers && showContacts) {
            presence.showAnew(receiver);
        }
    }

    /** Lets one go, and begins to tell the others who left with it: not of those whom another client still is. */
    void dismiss(Receiver receiver) {
        assert loop.inEventLoop();
        GroupSet groups = members.groupsOf(receiver);
        members.remove(receiver);
        if (stopping != null) {
            stopping.left(receiver);
        }
        servers.dismissed(receiver);
        presence.left(receiver, groups);
    }

    /** From now on an account is kept of what those are not sent who leave. */
    void stopping(StopAccount account) {
        stopping = account;
    }

    /**
     * A client that is a contact of another server, too, has come over from there: that one is not asked for it any more, and
     * may be gone. Two clients are one contact: both are reached, and of what they say of themselves the newest counts.
     */
    private void shared(String uid, Receiver via) {
        if (isClient(via)) {
            for (Receiver other : router.seenVia(uid)) {
                if (other.format().edition() == Edition.SERVER) {
                    router.gone(other, uid);
                }
            }
        }
        List<Receiver> clients = members.clientsVia(uid);
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
        FanoutAudience audience = router.audienceOf(receiver);
        if (audience != null) {
            fanouts.sendTo(receiver, audience, image, from);
        }
    }

    /**
     * Takes an event of somebody else's over for one of those that are there, whatever the outcome: it leaves in its turn among
     * what that one gets.
     */
    void offerTo(Receiver receiver, OutboundEvent event) {
        FanoutAudience audience = router.audienceOf(receiver);
        if (audience == null) {
            receiver.offer(event);
        } else {
            audience.fanout().offerTo(event, receiver);
        }
    }

    /** Takes a client for another server from now on, if events are marked for servers. It may be about to be admitted. */
    void takeForServer(ClientStream client) {
        servers.takeForServer(client);
    }

    /** Whether an event has come by another way before. */
    boolean cameByAnotherWay(EventSummary summary, @Nullable Receiver from) {
        return servers.cameByAnotherWay(summary, from);
    }

    /**
     * Remembers who is reached by a receiver, and what to tell those who come later.
     *
     * @param repeated whether it came by another way before, with which the contact leaves
     */
    void seen(EventImage image, Receiver from, GroupSet groups, boolean repeated) {
        String uid = image.summary().uid();
        if (repeated && !isClient(from) && presence.isClients(uid)) {
            // What our own client said of itself, given back.
            router.gone(from, uid);
            return;
        }
        router.seen(from, uid, image.summary().callsign());
        if (!repeated) {
            presence.seen(image, from, groups);
        }
    }

    static boolean isClient(Receiver receiver) {
        return receiver.format().edition() == Edition.CLIENT;
    }

    /** A contact that was seen through a receiver has left, as that one says. */
    void gone(Receiver via, String uid) {
        router.gone(via, uid);
        presence.gone(via, uid);
    }

    /** How many contacts are known. */
    int contacts() {
        return presence.contacts();
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
        fanouts.settle();
    }

    /** For each of those who are there, how many events it has not been sent. */
    Map<Receiver, Integer> unsent() {
        assert loop.inEventLoop();
        Map<Receiver, Integer> unsent = new LinkedHashMap<>();
        members.all()
                .forEach(receiver ->
                        unsent.put(receiver, receiver.status().queue().events()));
        fanouts.countWaiting((receiver, count) -> unsent.merge(receiver, count, Integer::sum));
        return unsent;
    }

    /** Forgets what is stale among the next of the contacts; after so many calls all have been looked at. */
    void expire(int parts, int leastPart) {
        presence.expire(parts, leastPart);
    }

    void close() {
        slices.close();
        presence.close();
        fanouts.close();
        sharing.close();
    }
}
