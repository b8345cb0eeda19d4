package org.cotgateway.codec;

import java.util.Arrays;
import java.util.List;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** The fields of {@code CotEvent} while a message is read. Used again for every message. */
final class TakEventFields {

    /** What the fields are called in an event, by their numbers; null for those without a name. */
    private static final @Nullable String[] NAMES = {
        null,
        "event@type",
        "event@access",
        "event@qos",
        "event@opex",
        "event@uid",
        "event@time",
        "event@start",
        "event@stale",
        "event@how",
        null,
        null,
        null,
        null,
        null,
        null,
        "event@caveat",
        "event@releasableTo"
    };

    private final XmlLimits limits;
    private final List<Violation> violations;
    private final TakDetailFields detail;
    private final ProtoCursor inner = new ProtoCursor();
    private final @Nullable String[] texts = new @Nullable String[TakFields.RELEASABLE_TO + 1];
    private final long[] times = new long[TakFields.STALE_TIME + 1];
    private final double[] point = new double[TakFields.LE - TakFields.LAT + 1];
    /** The fields that came, each a bit. */
    private int seen;

    private boolean there;
    private @Nullable CotEvent standIn;

    TakEventFields(XmlLimits limits, List<Violation> violations) {
        this.limits = limits;
        this.violations = violations;
        detail = new TakDetailFields(limits, violations);
    }

    void begin() {
        Arrays.fill(texts, null);
        Arrays.fill(times, 0);
        Arrays.fill(point, 0);
        detail.begin();
        seen = 0;
        there = false;
        standIn = null;
    }

    boolean isThere() {
        return there;
    }

    /** Reads the fields; answers what is wrong with the grammar, or null. */
    @Nullable
    String read(ProtoCursor in) {
        there = true;
        while (in.next()) {
            int field = in.field();
            if (in.is(ProtoWire.LENGTH_DELIMITED)) {
                if (field == TakFields.DETAIL) {
                    inner.begin(in);
                    String problem = detail.read(inner);
                    if (problem != null) {
                        return problem;
                    }
                } else if (isText(field)) {
                    texts[field] = TakTexts.read(in, name(field), limits, violations);
                    seen |= 1 << field;
                }
            } else if (in.is(ProtoWire.VARINT) && field >= TakFields.SEND_TIME && field <= TakFields.STALE_TIME) {
                times[field] = in.number();
                seen |= 1 << field;
            } else if (in.is(ProtoWire.FIXED64) && field >= TakFields.LAT && field <= TakFields.LE) {
                point[field - TakFields.LAT] = Double.longBitsToDouble(in.number());
            }
        }
        return in.problem();
    }

    /** The event; null, and a violation more, if a part of it cannot be represented, and null if there is none. */
    @Nullable
    CotEvent toEvent() {
        if (!there) {
            return null;
        }
        CotEvent event = new CotEvent(
                CotEvent.VERSION,
                required(TakFields.UID),
                required(TakFields.TYPE),
                required(TakFields.HOW),
                time(TakFields.SEND_TIME),
                time(TakFields.START_TIME),
                time(TakFields.STALE_TIME),
                texts[TakFields.ACCESS],
                texts[TakFields.QOS],
                texts[TakFields.OPEX],
                texts[TakFields.CAVEAT],
                texts[TakFields.RELEASABLE_TO],
                new CotPoint(point[0], point[1], point[2], point[3], point[4]),
                new CotDetail(detail.toNodes()));
        standIn = event;
        return violations.isEmpty() ? event : null;
    }

    /** The event, with some value in place of every field that could not be read, for checking the others; or null. */
    @Nullable
    CotEvent standIn() {
        return standIn;
    }

    private String required(int field) {
        requireSeen(field);
        String text = texts[field];
        return text == null ? "" : text;
    }

    private long time(int field) {
        requireSeen(field);
        long ms = times[field];
        if (CotTime.isWritable(ms)) {
            return ms;
        }
        violations.add(Violation.of(
                name(field), Long.toUnsignedString(ms), "must be a time in the years 0000 to 9999, in ms"));
        return 0;
    }

    private void requireSeen(int field) {
        if ((seen & 1 << field) == 0) {
            violations.add(Violation.of(name(field), null, "must be there"));
        }
    }

    private static boolean isText(int field) {
        return field >= TakFields.TYPE && field <= TakFields.UID
                || field == TakFields.HOW
                || field == TakFields.CAVEAT
                || field == TakFields.RELEASABLE_TO;
    }

    private static String name(int field) {
        String name = NAMES[field];
        if (name == null) {
            throw new IllegalArgumentException("field " + field + " has no name");
        }
        return name;
    }
}
