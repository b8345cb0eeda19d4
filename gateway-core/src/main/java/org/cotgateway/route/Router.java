package org.cotgateway.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.cotgateway.event.EventSummary;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Says who gets an event. Receivers whose OUT groups and subscriptions are equal share an audience, and the work for an
 * event grows with the audiences, not with the receivers in them; an event without destinations costs no allocation.
 *
 * <p>The rules (TAK Server 5.7):
 *
 * <ul>
 *   <li>An event reaches a receiver only if the sender may publish to a group that the receiver gets: one IN group of the
 *       sender is an OUT group of the receiver. Nothing passes by this.
 *   <li>Without a destination it reaches all of those whose {@link Subscription} takes it.
 *   <li>With destinations it reaches those who are named, whatever they subscribed to: by {@code uid} and {@code callsign}
 *       every receiver through which such a contact was seen; by {@code group} all who receive from it, if the sender may
 *       publish to it; by callsign {@code All Streaming} all that the groups allow. Missions are not known, so a {@code
 *       mission} reaches nobody.
 *   <li>Nothing goes back to its sender, not even what is addressed to it, and nobody gets an event twice.
 * </ul>
 *
 * <p>For one thread, the event loop. Receivers are told apart by {@code equals} and {@code hashCode}, which should be
 * those of {@code Object}.
 *
 * @param <R> the receivers: connected clients, endpoints
 * @param <A> the audiences, made by the caller
 */
public final class Router<R, A extends Audience<R>> {

    /** How many contacts are remembered for each receiver, if nothing else is said. */
    public static final int DEFAULT_MAX_CONTACTS = 10_000;

    private final Function<Subscription, A> newAudience;
    private final Contacts<R, A> contacts;
    private final Groups groups = new Groups();
    private final Map<R, Member<R, A>> members = new HashMap<>();
    private final Map<AudienceEntry.Key, AudienceEntry<R, A>> audiences = new HashMap<>();
    /**
     * For the IN groups of a sender, the audiences that they meet; dropped when an audience comes or goes, and when there are
     * {@link Groups#MAX_SETS}.
     */
    private final Map<GroupSet, List<AudienceEntry<R, A>>> reach = new HashMap<>();

    private final Addressing<R, A> addressing;
    private final Routing<R, A> routing = new Routing<>();

    /** A router that remembers {@link #DEFAULT_MAX_CONTACTS}. */
    public Router(Function<Subscription, A> newAudience) {
        this(newAudience, DEFAULT_MAX_CONTACTS);
    }

    /**
     * A router without receivers.
     *
     * @param newAudience makes an audience for the receivers with this subscription; called when the first one joins
     * @param maxContacts how many contacts are remembered for each receiver, at least 1
     */
    public Router(Function<Subscription, A> newAudience, int maxContacts) {
        this(newAudience, maxContacts, (uid, via) -> {});
    }

    /**
     * A router that tells of contacts that are more than one receiver's.
     *
     * @param shared told the uid, and the receiver through which it begins to be seen while it is {@link #seenVia known}
     *     through others; may not change who is there, nor forget the contact but through those
     */
    public Router(
            Function<Subscription, A> newAudience, int maxContacts, BiConsumer<? super String, ? super R> shared) {
        if (maxContacts < 1) {
            throw new IllegalArgumentException("at least 1 contact is remembered for a receiver: " + maxContacts);
        }
        this.newAudience = newAudience;
        this.contacts = new Contacts<>(maxContacts, shared);
        this.addressing = new Addressing<>(contacts);
    }

    /** The set of these groups, for a sender that is no receiver; names nobody has had are taken, too. */
    public GroupSet groups(Set<String> names) {
        return groups.of(names);
    }

    /** How many sets of groups are remembered, in all that remembers them: a test's. */
    int rememberedSets() {
        return groups.size() + reach.size();
    }

    /**
     * Takes a receiver in.
     *
     * @return the groups that it may publish to, for {@link #route}
     * @throws IllegalArgumentException if the membership has violations
     * @throws IllegalStateException if the receiver is there already
     */
    public GroupSet add(R receiver, Membership membership) {
        requireValid(membership);
        if (members.containsKey(receiver)) {
            throw new IllegalStateException(receiver + " is there already");
        }
        GroupSet in = groups.of(membership.in());
        AudienceEntry<R, A> entry = entryOf(membership);
        members.put(receiver, new Member<>(receiver, in, entry));
        entry.join(receiver);
        return in;
    }

    /**
     * Gives a receiver another membership. What was seen through it stays. If neither OUT groups nor subscription change,
     * it stays in its audience and nothing is called; else it leaves that one and then joins the other.
     *
     * @return the groups that it may publish to from now on
     * @throws IllegalArgumentException if the membership has violations
     * @throws IllegalStateException if the receiver is not there
     */
    public GroupSet change(R receiver, Membership membership) {
        requireValid(membership);
        Member<R, A> member = members.get(receiver);
        if (member == null) {
            throw new IllegalStateException(receiver + " is not there");
        }
        member.in = groups.of(membership.in());
        AudienceEntry<R, A> entry = entryOf(membership);
        if (entry != member.entry) {
            leave(member);
            member.entry = entry;
            entry.join(receiver);
        }
        return member.in;
    }

    /**
     * Lets a receiver go: from now on nobody is seen through it. The many that may have been are forgotten one by one, by
     * {@link #pollDeparted}. Whether it was there.
     */
    public boolean remove(R receiver) {
        Member<R, A> member = members.remove(receiver);
        if (member == null) {
            return false;
        }
        contacts.leave(member);
        leave(member);
        return true;
    }

    /**
     * Forgets the next contact that was seen through a receiver which has left, of each such receiver in its turn; null if
     * there are none. Who is seen through others is still seen through those.
     */
    public @Nullable Departed<R> pollDeparted() {
        return contacts.forgetOneOfLeavers();
    }

    /** In how many places contacts are remembered, of receivers that have left too: a test's. */
    int rememberedContacts() {
        return contacts.places();
    }

    /**
     * Remembers that a contact can be reached through a receiver. A uid may be seen through several: what is sent to it
     * goes to each. Through a receiver that is not there nobody is seen.
     *
     * @param callsign the contact's present callsign; null if the event did not say, the one before then holds
     * @return the uid that was forgotten because the receiver has too many contacts, the one seen longest ago, or null
     */
    public @Nullable String seen(R via, String uid, @Nullable String callsign) {
        Member<R, A> member = members.get(via);
        return member == null ? null : contacts.seen(member, uid, callsign);
    }

    /** Forgets that a contact can be reached through a receiver. Whether it was known. */
    public boolean gone(R via, String uid) {
        Member<R, A> member = members.get(via);
        return member != null && contacts.gone(member, uid);
    }

    /** The receivers through which a contact was seen; a copy. */
    public List<R> seenVia(String uid) {
        List<R> via = new ArrayList<>(1);
        NameIndex.Bearers<Member<R, A>> bearers = contacts.ofUid(uid);
        for (NameIndex.Node<Member<R, A>> node = bearers == null ? null : bearers.first;
                node != null;
                node = node.next()) {
            if (!node.value.hasLeft) {
                via.add(node.value.receiver);
            }
        }
        return via;
    }

    /** The audience that a receiver is in, or null if it is not there. */
    public @Nullable A audienceOf(R receiver) {
        Member<R, A> member = members.get(receiver);
        return member == null ? null : member.entry.audience;
    }

    /**
     * Who is reached through a receiver, the one seen longest ago first; a copy.
     *
     * @param max of how many at most
     */
    public List<KnownContact> contactsVia(R receiver, int max) {
        Member<R, A> member = members.get(receiver);
        List<KnownContact> contacts = new ArrayList<>();
        if (member != null) {
            Iterator<Sighting<R, A>> sightings = member.sightings.values().iterator();
            while (contacts.size() < max && sightings.hasNext()) {
                contacts.add(sightings.next().contact());
            }
        }
        return contacts;
    }

    /** How many contacts are reached through a receiver. */
    public int contactCountVia(R receiver) {
        Member<R, A> member = members.get(receiver);
        return member == null ? 0 : member.sightings.size();
    }

    /**
     * Who gets an event. The work grows with the number of audiences and destinations, and with the receivers that a
     * destination names.
     *
     * @param sender whence it came, so that it does not go back there; null if from no receiver
     * @param senderGroups the groups that the sender may publish to, from {@link #add}, {@link #change} or {@link #groups}
     * @param nowMs milliseconds since 1970
     * @return the router's own result, which holds until the next call
     */
    public Routing<R, A> route(EventSummary event, @Nullable R sender, GroupSet senderGroups, long nowMs) {
        Member<R, A> self = sender == null ? null : members.get(sender);
        List<AudienceEntry<R, A>> reached = reachOf(senderGroups);
        routing.clear();
        if (!event.dests().isEmpty()) {
            addressing.route(event.dests(), self, senderGroups, reached, routing);
            return routing;
        }
        for (int i = 0; i < reached.size(); i++) {
            AudienceEntry<R, A> entry = reached.get(i);
            if (entry.hasOthersThan(self) && entry.key.subscription().takes(event, nowMs)) {
                routing.to(entry.audience);
            }
        }
        return routing;
    }

    /**
     * Whether a receiver would get an event that is addressed to nobody, if it were sent now: for giving those who come new
     * what was sent before they came. Destinations are not looked at. A receiver that is not there gets nothing.
     */
    public boolean allows(GroupSet senderGroups, R to, EventSummary event, long nowMs) {
        Member<R, A> member = members.get(to);
        return member != null
                && member.entry.key.out().meets(senderGroups)
                && member.entry.key.subscription().takes(event, nowMs);
    }

    private AudienceEntry<R, A> entryOf(Membership membership) {
        AudienceEntry.Key key = new AudienceEntry.Key(groups.of(membership.out()), membership.subscription());
        return audiences.computeIfAbsent(key, fresh -> {
            reach.clear();
            return new AudienceEntry<>(newAudience.apply(fresh.subscription()), fresh);
        });
    }

    private void leave(Member<R, A> member) {
        member.entry.leave(member.receiver);
        if (member.entry.isEmpty()) {
            audiences.remove(member.entry.key);
            reach.clear();
        }
    }

    private List<AudienceEntry<R, A>> reachOf(GroupSet senderGroups) {
        List<AudienceEntry<R, A>> known = reach.get(senderGroups);
        if (known != null) {
            return known;
        }
        if (reach.size() == Groups.MAX_SETS) {
            reach.clear();
        }
        List<AudienceEntry<R, A>> found = new ArrayList<>();
        for (AudienceEntry<R, A> entry : audiences.values()) {
            if (entry.key.out().meets(senderGroups)) {
                found.add(entry);
            }
        }
        reach.put(senderGroups, found);
        return found;
    }

    private static void requireValid(Membership membership) {
        List<Violation> violations = membership.equals(Membership.NOBODY) ? List.of() : membership.check();
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException(violations.toString());
        }
    }
}
