package org.cotgateway.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.CotType;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.EventSummary;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver wants of the events that its groups let through. Immutable; equal subscriptions make receivers share
 * an audience, so types are kept sorted, each once, without those that another one covers.
 *
 * <p>What passes, beyond what the components say:
 *
 * <ul>
 *   <li>A delete ({@code t-x-d-d}) passes the types and the area: what was deleted would stay on the map otherwise. It has
 *       no place of its own, and its type is not that of what it deletes.
 *   <li>Messages between people, chat ({@code b-t-f} and below) and file transfers ({@code b-f-t} and below), pass the
 *       area: they bear their sender's place or 0/0, and either says nothing of whom they concern.
 *   <li>What is addressed to a receiver, by callsign, uid, group or as {@code All Streaming}, passes all of it, its age
 *       too; {@link Router} does not ask the subscription then.
 * </ul>
 *
 * <p>Any values can be held, so that bad input can be shown as it came; {@link #check} says what is wrong with them.
 *
 * @param types the types wanted, with all below them: {@code a-f} covers {@code a-f} and {@code a-f-G}, not {@code
 *     a-friend}; empty for all
 * @param area where; null for everywhere
 * @param minInterval the least time between two events of one uid, zero for none. The router only sees to it that
 *     receivers of an audience have it in common; who writes keeps it
 * @param maxAge how old an event may be by its own time, null for any age. One from the future has no age
 */
public record Subscription(
        List<String> types,
        @Nullable Area area,
        Duration minInterval,
        @Nullable Duration maxAge) {

    /** Everything. */
    public static final Subscription ALL = new Subscription(List.of(), null, Duration.ZERO, null);

    /** The longest interval and age. */
    public static final Duration LONGEST = Duration.ofDays(365);

    private static final String CHAT = "b-t-f";
    private static final String FILE_TRANSFER = "b-f-t";

    public Subscription {
        types = normalized(types);
    }

    /** All violations; none if it is valid. */
    public List<Violation> check() {
        List<Violation> found = new ArrayList<>();
        for (String type : types) {
            checkType(type).forEach(rule -> found.add(Violation.of("types", type, rule)));
        }
        if (area != null) {
            found.addAll(area.check());
        }
        if (minInterval.isNegative() || minInterval.compareTo(LONGEST) > 0) {
            found.add(Violation.of("minInterval", minInterval.toString(), "must be between 0 and " + LONGEST));
        }
        if (maxAge != null && (maxAge.isNegative() || maxAge.isZero() || maxAge.compareTo(LONGEST) > 0)) {
            found.add(Violation.of("maxAge", maxAge.toString(), "must be over 0 and at most " + LONGEST));
        }
        return List.copyOf(found);
    }

    /** The rules that one of the types breaks; none if it may be wanted. */
    public static List<String> checkType(String type) {
        if (type.contains("*")) {
            return List.of("must have no *: a-f covers everything below a-f");
        }
        List<Violation> found = CotType.parse(type).violations();
        // A type may be * in places, which is of no use here.
        return found.isEmpty() || type.isEmpty() || type.length() > EventRules.MAX_ID_CHARS
                ? found.stream().map(Violation::rule).toList()
                : List.of(
                        "must be a type or its beginning, such as a-f: a lower-case letter and parts of letters, digits,"
                                + " '.' or '_', joined by '-'");
    }

    /** Whether an event that is addressed to nobody is wanted. Allocates nothing. */
    public boolean takes(EventSummary event, long nowMs) {
        return takes(event.type(), event.timeMs(), event.lat(), event.lon(), nowMs);
    }

    /** The same, of an event of which no more is known. */
    public boolean takes(String type, long timeMs, double lat, double lon, long nowMs) {
        if (maxAge != null && timeMs < nowMs - maxAge.toMillis()) {
            return false;
        }
        if (type.equals(EventSummary.DELETE_TYPE)) {
            return true;
        }
        return takesType(type) && (area == null || isMessage(type) || area.contains(lat, lon));
    }

    private boolean takesType(String type) {
        for (int i = 0; i < types.size(); i++) {
            if (CotType.isOrBelow(type, types.get(i))) {
                return true;
            }
        }
        return types.isEmpty();
    }

    private static boolean isMessage(String type) {
        return CotType.isOrBelow(type, CHAT) || CotType.isOrBelow(type, FILE_TRANSFER);
    }

    private static List<String> normalized(List<String> types) {
        List<String> kept = new ArrayList<>();
        for (String type : types.stream().sorted().distinct().toList()) {
            // What covers a type sorts before it.
            if (kept.stream().noneMatch(above -> CotType.isOrBelow(type, above))) {
                kept.add(type);
            }
        }
        return List.copyOf(kept);
    }
}
