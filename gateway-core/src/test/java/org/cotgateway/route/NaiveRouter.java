package org.cotgateway.route;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cotgateway.event.Dest;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;

/** The rules of {@link Router} word by word, asking every receiver about every event. */
final class NaiveRouter {

    private final int maxContacts;
    private final Map<String, Known> known = new LinkedHashMap<>();

    /** A receiver with the callsigns by uid, the one seen longest ago first; an empty one if none was ever said. */
    private record Known(String receiver, Membership membership, Map<String, String> callsigns) {}

    NaiveRouter(int maxContacts) {
        this.maxContacts = maxContacts;
    }

    boolean has(String receiver) {
        return known.containsKey(receiver);
    }

    Set<String> receivers() {
        return known.keySet();
    }

    void put(String receiver, Membership membership) {
        Known before = known.get(receiver);
        Map<String, String> callsigns = before == null ? new LinkedHashMap<>() : before.callsigns();
        known.put(receiver, new Known(receiver, membership, callsigns));
    }

    boolean remove(String receiver) {
        return known.remove(receiver) != null;
    }

    @Nullable
    String seen(String via, String uid, @Nullable String callsign) {
        Known receiver = known.get(via);
        if (receiver == null) {
            return null;
        }
        Map<String, String> through = receiver.callsigns();
        String before = through.remove(uid);
        String forgotten = null;
        if (before == null && through.size() == maxContacts) {
            forgotten = through.keySet().iterator().next();
            through.remove(forgotten);
        }
        String last = before == null ? "" : before;
        through.put(uid, callsign == null ? last : callsign);
        return forgotten;
    }

    boolean gone(String via, String uid) {
        Known receiver = known.get(via);
        return receiver != null && receiver.callsigns().remove(uid) != null;
    }

    List<String> seenVia(String uid) {
        return known.values().stream()
                .filter(receiver -> receiver.callsigns().containsKey(uid))
                .map(Known::receiver)
                .toList();
    }

    Set<String> receivers(EventSummary event, @Nullable String sender, Set<String> groups, long nowMs) {
        Set<String> reached = new TreeSet<>();
        if (event.dests().isEmpty()) {
            allowed(sender, groups)
                    .filter(to -> to.membership().subscription().takes(event, nowMs))
                    .forEach(to -> reached.add(to.receiver()));
        }
        event.dests().forEach(dest -> named(dest, sender, groups).forEach(to -> reached.add(to.receiver())));
        return reached;
    }

    List<Dest> undeliverable(EventSummary event, @Nullable String sender, Set<String> groups) {
        return event.dests().stream()
                .filter(dest -> named(dest, sender, groups).findAny().isEmpty())
                .toList();
    }

    private Stream<Known> named(Dest dest, @Nullable String sender, Set<String> groups) {
        return allowed(sender, groups).filter(to -> isNamed(to, dest, groups));
    }

    private static boolean isNamed(Known to, Dest dest, Set<String> groups) {
        String name = dest.value();
        return switch (dest.kind()) {
            case UID -> to.callsigns().containsKey(name);
            case CALLSIGN -> name.equals("All Streaming") || to.callsigns().containsValue(name);
            case GROUP -> groups.contains(name) && to.membership().out().contains(name);
            case MISSION -> false;
        };
    }

    private Stream<Known> allowed(@Nullable String sender, Set<String> groups) {
        return known.values().stream()
                .filter(to -> !to.receiver().equals(sender))
                .filter(to -> to.membership().out().stream().anyMatch(groups::contains));
    }
}
