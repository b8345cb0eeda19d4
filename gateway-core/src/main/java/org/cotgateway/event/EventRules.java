package org.cotgateway.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules that an event must keep so that devices take it and show what was meant. Stateless; safe on any thread.
 *
 * <p>Violations name their field in a fixed way, which a reader of documents can use to say where it stands:
 *
 * <ul>
 *   <li>{@code event@uid}, {@code event@stale}, ...: an attribute of the event;
 *   <li>{@code point@lat}, ...: an attribute of the point;
 *   <li>{@code detail}: the text directly in the detail, or all of it;
 *   <li>{@code detail/__chat/chatgrp}: an element in the detail, or its text; {@code detail/__chat/chatgrp@id}: its
 *       attribute. Of several elements of one name under the same parent the second is {@code detail/link[2]}, and so on;
 *       the first has no number.
 * </ul>
 *
 * <p>Sources: the CoT 2.0 schema, and what ATAK 4.6 and 5.5 drop or ignore without a word.
 */
public final class EventRules {

    /** The most that a uid, a type or a how may have, in characters. */
    public static final int MAX_ID_CHARS = 100;

    /** The deepest nesting, the event itself being 1. ATAK drops 256 and more. */
    public static final int MAX_DEPTH = 64;

    /** ATAK drops an event with a time from here on: seconds since 1970 must fit in 32 bits. */
    public static final Instant TIME_LIMIT = Instant.parse("2106-02-07T06:28:16Z");

    private static final Pattern VERSION = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3})?");
    private static final Pattern TYPE = Pattern.compile("[a-z](-[A-Za-z0-9._*]+)*");
    private static final Pattern HOW = Pattern.compile("[a-z](-[A-Za-z0-9._]+)*");

    private static final double MAX_LAT = 90;
    private static final double MAX_LON = 180;

    private final CotEvent event;
    private final List<Violation> violations = new ArrayList<>();

    private EventRules(CotEvent event) {
        this.event = event;
    }

    /** All violations, those of the event's attributes first, then the point's, then the detail's; none if it is valid. */
    public static List<Violation> check(CotEvent event) {
        EventRules rules = new EventRules(event);
        rules.checkAttributes();
        rules.checkTimes();
        rules.checkPoint();
        new DetailRules(rules.violations).check(event.type(), event.detail());
        return List.copyOf(rules.violations);
    }

    /** Whether an event's version keeps the rules. */
    public static boolean isVersion(String version) {
        return VERSION.matcher(version).matches();
    }

    /** Whether an event's uid keeps the rules. */
    public static boolean isUid(String uid) {
        List<Violation> found = new ArrayList<>();
        checkUid(uid, found);
        checkUidCharacters(uid, found);
        return found.isEmpty();
    }

    /** Whether an event's type keeps the rules. */
    public static boolean isType(String type) {
        return checkType("event@type", type).isEmpty();
    }

    /** Whether an event's how keeps the rules. */
    public static boolean isHow(String how) {
        List<Violation> found = new ArrayList<>();
        checkHow("event@how", how, found);
        return found.isEmpty();
    }

    /** Whether an element that stands directly in the detail keeps the rules that there are for elements of its name. */
    public static boolean isDetailElement(CotElement element) {
        List<Violation> found = new ArrayList<>();
        new DetailRules(found).checkOwnRules(element.name(), element);
        return found.isEmpty();
    }

    /** All violations of a type alone, under the given field name. */
    static List<Violation> checkType(String field, String type) {
        List<Violation> found = new ArrayList<>();
        checkType(field, type, found);
        return List.copyOf(found);
    }

    private void checkAttributes() {
        if (!isVersion(event.version())) {
            violate("event@version", event.version(), "must be a number such as 2.0");
        }
        checkUid(event.uid(), violations);
        if (!event.isHeadPlain()) {
            checkUidCharacters(event.uid(), violations);
        }
        checkType("event@type", event.type(), violations);
        checkHow("event@how", event.how(), violations);
        checkText("event@access", event.access());
        checkText("event@qos", event.qos());
        checkText("event@opex", event.opex());
        checkText("event@caveat", event.caveat());
        checkText("event@releasableTo", event.releasableTo());
    }

    private static void checkUid(String uid, List<Violation> found) {
        checkLength("event@uid", uid, found);
        if (!uid.isEmpty() && uid.isBlank()) {
            found.add(Violation.of("event@uid", uid, "must not be blank"));
        }
    }

    private static void checkUidCharacters(String uid, List<Violation> found) {
        if (uid.chars().anyMatch(Character::isISOControl)) {
            found.add(Violation.of("event@uid", uid, "must not contain control characters"));
        } else {
            DetailRules.checkCharacters("event@uid", uid, found);
        }
    }

    private void checkTimes() {
        checkTime("event@time", event.timeMs());
        checkTime("event@start", event.startMs());
        checkTime("event@stale", event.staleMs());
        if (event.staleMs() <= event.startMs()) {
            String start = CotTimes.text(Instant.ofEpochMilli(event.startMs()));
            violate("event@stale", timeText(event.staleMs()), "must be after start, which is " + start);
        }
    }

    private void checkTime(String field, long timeMs) {
        if (timeMs < 0 || timeMs >= TIME_LIMIT.toEpochMilli()) {
            violate(field, timeText(timeMs), "must be from 1970-01-01T00:00:00Z to before " + TIME_LIMIT);
        }
    }

    private void checkPoint() {
        CotPoint point = event.point();
        checkRange("point@lat", point.lat(), MAX_LAT);
        checkRange("point@lon", point.lon(), MAX_LON);
        checkFinite("point@hae", point.hae());
        checkError("point@ce", point.ce());
        checkError("point@le", point.le());
    }

    private void checkRange(String field, double value, double max) {
        if (checkFinite(field, value) && Math.abs(value) > max) {
            String limit = Decimals.text(max);
            violate(field, Decimals.text(value), "must be between -" + limit + " and " + limit);
        }
    }

    private void checkError(String field, double value) {
        if (checkFinite(field, value) && value < 0) {
            violate(field, Decimals.text(value), "must not be negative");
        }
    }

    private boolean checkFinite(String field, double value) {
        if (Double.isFinite(value)) {
            return true;
        }
        violate(field, Double.toString(value), "must be a finite number");
        return false;
    }

    private void checkText(String field, @Nullable String value) {
        if (value != null) {
            DetailRules.checkCharacters(field, value, violations);
        }
    }

    private void violate(String field, String value, String rule) {
        violations.add(Violation.of(field, value, rule));
    }

    private static void checkType(String field, String type, List<Violation> found) {
        if (checkLength(field, type, found) && !TYPE.matcher(type).matches()) {
            found.add(Violation.of(
                    field,
                    type,
                    "must be a lower-case letter and parts of letters, digits, '.', '_' or '*', joined by '-'"));
        }
    }

    private static void checkHow(String field, String how, List<Violation> found) {
        if (checkLength(field, how, found) && !HOW.matcher(how).matches()) {
            found.add(Violation.of(
                    field, how, "must be a lower-case letter and parts of letters, digits, '.' or '_', joined by '-'"));
        }
    }

    private static boolean checkLength(String field, String value, List<Violation> found) {
        int chars = value.codePointCount(0, value.length());
        if (chars >= 1 && chars <= MAX_ID_CHARS) {
            return true;
        }
        found.add(Violation.of(field, value, "must have 1 to " + MAX_ID_CHARS + " characters"));
        return false;
    }

    private static String timeText(long timeMs) {
        return CotTimes.text(Instant.ofEpochMilli(timeMs));
    }
}
