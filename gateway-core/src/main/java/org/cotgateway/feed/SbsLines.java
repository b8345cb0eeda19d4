package org.cotgateway.feed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotgateway.event.Track;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Reads BaseStation's lines: 22 fields between commas in a {@code MSG}, fewer in others. Source: the description of socket
 * data for Kinetic's SBS-1 at woodair.net, and what dump1090 and readsb write.
 */
final class SbsLines implements LineIntake.Lines {

    private static final int ADDRESS = 4;
    private static final int DATE = 6;
    private static final int TIME = 7;
    private static final int CALLSIGN = 10;
    private static final int ALTITUDE = 11;
    private static final int SPEED = 12;
    private static final int TRACK = 13;
    private static final int LAT = 14;
    private static final int LON = 15;
    private static final int SQUAWK = 17;
    private static final int ON_GROUND = 21;
    private static final int MIN_FIELDS = 10;

    private static final String MESSAGE = "MSG";
    private static final String CALLSIGN_CHANGED = "ID";
    private static final Set<String> OF_NO_USE = Set.of("SEL", "AIR", "STA", "CLK");

    private final SbsAircraft aircraft;
    private final RowSink rows;

    SbsLines(SbsAircraft aircraft, RowSink rows) {
        this.aircraft = aircraft;
        this.rows = rows;
    }

    @Override
    public void line(byte[] bytes, int from, int to, int number) {
        String[] fields = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).split(",", -1);
        rows.row(read(fields), number);
    }

    private SightingReading read(String[] fields) {
        String kind = fields[0].strip();
        if (OF_NO_USE.contains(kind)) {
            return SightingReading.NOTHING;
        }
        if (!kind.equals(MESSAGE) && !kind.equals(CALLSIGN_CHANGED) || fields.length < MIN_FIELDS) {
            return SightingReading.rejected(
                    RejectReason.MALFORMED,
                    "must be a line of BaseStation: MSG, ID, AIR, SEL, STA or CLK and at least 9 more fields");
        }
        return new Row(fields).read(kind.equals(MESSAGE));
    }

    /** One line while it is read. */
    private final class Row {
        private final String[] fields;
        private final List<Violation> wrong = new ArrayList<>(0);

        Row(String[] fields) {
            this.fields = fields;
        }

        SightingReading read(boolean message) {
            String address = text(ADDRESS);
            if (address == null || !Aircraft.isAddress(address)) {
                RejectReason reason = address == null ? RejectReason.MISSING : RejectReason.UNREADABLE;
                return SightingReading.rejected(
                        reason, List.of(Violation.of("field 5, the address", address, Aircraft.ADDRESS_RULE)));
            }
            String date = text(DATE);
            String time = text(TIME);
            SbsLine line = new SbsLine(
                    date == null || time == null ? null : date + " " + time,
                    text(CALLSIGN),
                    message ? number(ALTITUDE, "field 12, the altitude", 1e6) : null,
                    message ? number(SPEED, "field 13, the speed", 1e6) : null,
                    message ? course() : null,
                    message ? number(LAT, "field 15, the latitude", 90) : null,
                    message ? number(LON, "field 16, the longitude", 180) : null,
                    message ? text(SQUAWK) : null,
                    message ? flag(ON_GROUND) : null);
            return wrong.isEmpty()
                    ? aircraft.hear(address, line)
                    : SightingReading.rejected(RejectReason.UNREADABLE, wrong);
        }

        private @Nullable String text(int at) {
            String value = at < fields.length ? fields[at].strip() : "";
            return value.isEmpty() ? null : value;
        }

        private @Nullable Double number(int at, String name, double limit) {
            String text = text(at);
            if (text == null) {
                return null;
            }
            double number = Numbers.parse(text);
            if (Double.isNaN(number) || Math.abs(number) > limit) {
                wrong.add(Violation.of(name, text, "must be a number of at most " + (long) limit));
                return null;
            }
            return number;
        }

        private @Nullable Double course() {
            Double degrees = number(TRACK, "field 14, the track", 360);
            return degrees == null ? null : (Double) Track.clockwise(degrees);
        }

        /** Some write 1 for true, some -1. */
        private @Nullable Boolean flag(int at) {
            String text = text(at);
            return text == null ? null : (Boolean) (text.equals("1") || text.equals("-1"));
        }
    }
}
