package org.cotgateway.codec;

import java.util.Arrays;
import java.util.List;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** The attributes of an event and of its point as they stand in the document. Used again for every document. */
final class EventFields {

    private static final String NUMBER_RULE = "must be a number such as 48.137 and nothing else";
    private static final String TIME_RULE = "must be a time in UTC such as 2026-01-31T12:00:00.000Z";
    private static final String MISSING = "must be there";

    private static final int VERSION = 0;
    private static final int UID = 1;
    private static final int TYPE = 2;
    private static final int HOW = 3;
    private static final int TIME = 4;
    private static final int START = 5;
    private static final int STALE = 6;
    private static final int ACCESS = 7;
    private static final int QOS = 8;
    private static final int OPEX = 9;
    private static final int CAVEAT = 10;
    private static final int RELEASABLE_TO = 11;
    private static final int LAT = 0;
    private static final int LON = 1;
    private static final int HAE = 2;
    private static final int CE = 3;
    private static final int LE = 4;

    private final @Nullable String[] event = new @Nullable String[12];
    private final @Nullable String[] point = new @Nullable String[5];

    void clear() {
        Arrays.fill(event, null);
        Arrays.fill(point, null);
    }

    /** Takes an attribute of the event; false if events have none of that name. */
    boolean putEvent(String name, String value) {
        int index = switch (name) {
            case "version" -> VERSION;
            case "uid" -> UID;
            case "type" -> TYPE;
            case "how" -> HOW;
            case "time" -> TIME;
            case "start" -> START;
            case "stale" -> STALE;
            case "access" -> ACCESS;
            case "qos" -> QOS;
            case "opex" -> OPEX;
            case "caveat" -> CAVEAT;
            case "releasableTo" -> RELEASABLE_TO;
            default -> event.length;
        };
        return put(event, index, value);
    }

    /** Takes an attribute of the point; false if points have none of that name. */
    boolean putPoint(String name, String value) {
        int index = switch (name) {
            case "lat" -> LAT;
            case "lon" -> LON;
            case "hae" -> HAE;
            case "ce" -> CE;
            case "le" -> LE;
            default -> point.length;
        };
        return put(point, index, value);
    }

    private static boolean put(@Nullable String[] fields, int index, String value) {
        if (index == fields.length) {
            return false;
        }
        fields[index] = value;
        return true;
    }

    /** The event with that detail; of use only if no violation was added. */
    CotEvent toEvent(CotDetail detail, boolean hasPoint, List<Violation> violations) {
        String version = event[VERSION];
        String uid = required("event@uid", event[UID], violations);
        String type = required("event@type", event[TYPE], violations);
        String how = required("event@how", event[HOW], violations);
        long timeMs = time("event@time", event[TIME], violations);
        long startMs = time("event@start", event[START], violations);
        long staleMs = time("event@stale", event[STALE], violations);
        CotPoint where = CotPoint.NOWHERE;
        if (hasPoint) {
            where = new CotPoint(
                    number("point@lat", point[LAT], violations),
                    number("point@lon", point[LON], violations),
                    number("point@hae", point[HAE], violations),
                    number("point@ce", point[CE], violations),
                    number("point@le", point[LE], violations));
        } else {
            violations.add(Violation.of("point", null, MISSING));
        }
        return new CotEvent(
                version == null ? CotEvent.VERSION : version,
                uid,
                type,
                how,
                timeMs,
                startMs,
                staleMs,
                event[ACCESS],
                event[QOS],
                event[OPEX],
                event[CAVEAT],
                event[RELEASABLE_TO],
                where,
                detail);
    }

    private static String required(String field, @Nullable String value, List<Violation> violations) {
        if (value == null) {
            violations.add(Violation.of(field, null, MISSING));
            return "";
        }
        return value;
    }

    private static long time(String field, @Nullable String value, List<Violation> violations) {
        if (value == null) {
            violations.add(Violation.of(field, null, MISSING));
            return 0;
        }
        long ms = CotTime.parse(value);
        if (ms == CotTime.NOT_A_TIME) {
            violations.add(Violation.of(field, value, TIME_RULE));
        }
        return ms;
    }

    private static double number(String field, @Nullable String value, List<Violation> violations) {
        if (value == null) {
            violations.add(Violation.of(field, null, MISSING));
            return 0;
        }
        double number = Decimals.parse(value);
        if (Double.isInfinite(number)) {
            violations.add(Violation.of(field, value, NUMBER_RULE));
        }
        return number;
    }
}
