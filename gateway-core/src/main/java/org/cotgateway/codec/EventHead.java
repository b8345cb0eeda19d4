package org.cotgateway.codec;

import org.cotgateway.event.EventRules;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;

/** The attributes of an event and its point, read and checked from their tags. Used again for every event. */
final class EventHead {

    private static final XmlName VERSION = XmlName.of("version");
    private static final XmlName UID = XmlName.of("uid");
    private static final XmlName TYPE = XmlName.of("type");
    private static final XmlName HOW = XmlName.of("how");
    private static final XmlName TIME = XmlName.of("time");
    private static final XmlName START = XmlName.of("start");
    private static final XmlName STALE = XmlName.of("stale");
    private static final XmlName LAT = XmlName.of("lat");
    private static final XmlName LON = XmlName.of("lon");
    private static final XmlName HAE = XmlName.of("hae");
    private static final XmlName CE = XmlName.of("ce");
    private static final XmlName LE = XmlName.of("le");

    private static final long TIME_LIMIT_MS = EventRules.TIME_LIMIT.toEpochMilli();
    private static final double MAX_LAT = 90;
    private static final double MAX_LON = 180;

    /** One bit for each number of a point. */
    private static final int ALL_NUMBERS = 0b11111;

    private final StringPool versions = new StringPool(4, EventRules::isVersion);
    private final StringPool uids = new StringPool(8_192, EventRules::isUid);
    private final StringPool types = new StringPool(128, EventRules::isType);
    private final StringPool hows = new StringPool(16, EventRules::isHow);
    private final TimeReader times = new TimeReader();

    private String uid = "";
    private String type = "";
    private String how = "";
    private long timeMs;
    private long startMs;
    private long staleMs;
    private double lat;
    private double lon;

    String type() {
        return type;
    }

    /** Reads the tag of the event. Answers whether it has all that it must and keeps the rules. */
    boolean readEvent(byte[] in, StartTag tag) {
        String foundUid = null;
        String foundType = null;
        String foundHow = null;
        timeMs = CotTime.NOT_A_TIME;
        startMs = CotTime.NOT_A_TIME;
        staleMs = CotTime.NOT_A_TIME;
        for (int i = 0; i < tag.attributes(); i++) {
            if (tag.is(i, UID)) {
                foundUid = text(uids, in, tag, i);
            } else if (tag.is(i, TYPE)) {
                foundType = text(types, in, tag, i);
            } else if (tag.is(i, HOW)) {
                foundHow = text(hows, in, tag, i);
            } else if (tag.is(i, TIME)) {
                timeMs = times.read(in, tag.valueFrom(i), tag.valueTo(i));
            } else if (tag.is(i, START)) {
                startMs = times.read(in, tag.valueFrom(i), tag.valueTo(i));
            } else if (tag.is(i, STALE)) {
                staleMs = times.read(in, tag.valueFrom(i), tag.valueTo(i));
            } else if (tag.is(i, VERSION) && text(versions, in, tag, i) == null) {
                return false;
            }
        }
        if (foundUid == null || foundType == null || foundHow == null) {
            return false;
        }
        uid = foundUid;
        type = foundType;
        how = foundHow;
        return isTime(timeMs) && isTime(startMs) && isTime(staleMs) && staleMs > startMs;
    }

    private static @Nullable String text(StringPool pool, byte[] in, StartTag tag, int attribute) {
        return tag.hasBreaks(attribute) ? null : pool.get(in, tag.valueFrom(attribute), tag.valueTo(attribute));
    }

    private static boolean isTime(long ms) {
        return ms >= 0 && ms < TIME_LIMIT_MS;
    }

    /** Reads the tag of the point. Answers whether it has all that it must and keeps the rules. */
    boolean readPoint(byte[] in, StartTag tag) {
        int found = 0;
        for (int i = 0; i < tag.attributes(); i++) {
            double number = 0;
            int bit = 0;
            boolean right = true;
            if (tag.is(i, LAT)) {
                bit = 1;
                number = number(in, tag, i);
                lat = number;
                right = Math.abs(number) <= MAX_LAT;
            } else if (tag.is(i, LON)) {
                bit = 2;
                number = number(in, tag, i);
                lon = number;
                right = Math.abs(number) <= MAX_LON;
            } else if (tag.is(i, HAE)) {
                bit = 4;
                number = number(in, tag, i);
            } else if (tag.is(i, CE) || tag.is(i, LE)) {
                bit = tag.is(i, CE) ? 8 : 16;
                number = number(in, tag, i);
                right = number >= 0;
            }
            if (!right || !Double.isFinite(number)) {
                return false;
            }
            found |= bit;
        }
        return found == ALL_NUMBERS;
    }

    /** NaN for what is no number, too. */
    private static double number(byte[] in, StartTag tag, int attribute) {
        int from = tag.valueFrom(attribute);
        int to = tag.valueTo(attribute);
        return from < to && tag.isPlain(attribute) ? Decimals.parse(in, from, to) : Double.NaN;
    }

    EventSummary summary(DetailScan detail) {
        return new EventSummary(
                uid,
                type,
                how,
                timeMs,
                startMs,
                staleMs,
                lat,
                lon,
                detail.callsign(),
                detail.endpoint(),
                detail.dests(),
                detail.hasMarti(),
                detail.flowTags(),
                detail.hasFile(),
                detail.linkUid());
    }
}
