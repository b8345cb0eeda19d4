package org.cotgateway.feed;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotgateway.event.Track;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code aircraft.json} of readsb and dump1090, and what services make of it with {@code ac} in the place of {@code
 * aircraft}. Sources: readsb's README-json.md; for the accuracy, RTCA DO-260B table 2-14 (NACp).
 */
final class ReadsbDocument {

    private static final List<String> FIELDS = List.of(
            "now",
            "hex",
            "type",
            "flight",
            "r",
            "t",
            "category",
            "squawk",
            "dbFlags",
            "lat",
            "lon",
            "alt_baro",
            "alt_geom",
            "gs",
            "track",
            "nac_p",
            "seen_pos",
            "seen",
            "altitude",
            "speed");
    private static final int NOW = 0;
    private static final int HEX = 1;
    private static final int TYPE = 2;
    private static final int FLIGHT = 3;
    private static final int REGISTRATION = 4;
    private static final int MODEL = 5;
    private static final int CATEGORY = 6;
    private static final int SQUAWK = 7;
    private static final int FLAGS = 8;
    private static final int LAT = 9;
    private static final int LON = 10;
    private static final int ALT_BARO = 11;
    private static final int ALT_GEOM = 12;
    private static final int SPEED = 13;
    private static final int TRACK = 14;
    private static final int NAC_P = 15;
    private static final int SEEN_POS = 16;
    private static final int SEEN = 17;
    /** What dump1090 said before it had the names of today. */
    private static final int OLD_ALTITUDE = 18;

    private static final int OLD_SPEED = 19;

    /** Lists of what others have found out of an aircraft; their slots come behind those of the fields. */
    private static final List<String> FOUND = List.of("mlat", "tisb");
    /** More than there are names of fields that can stand there. */
    private static final int MAX_FOUND = 16;

    private static final int SLOTS = FIELDS.size() + FOUND.size() * MAX_FOUND;

    private static final int MILITARY_FLAG = 1;
    private static final String GROUND = "ground";

    /** Within which metres a position is with 95 % probability, by NACp. */
    private static final double[] PROBABLE_METERS = {0, 18_520, 7_408, 3_704, 1_852, 926, 555.6, 185.2, 92.6, 30, 10, 3
    };
    /** How many standard deviations those are, of a circular normal distribution. */
    private static final double DEVIATIONS = 2.4477;

    /** Times in seconds since 1970 are far below, those in milliseconds above. */
    private static final double FIRST_MS = 1e11;

    private static final double MOST_NOW = 1e15;

    /** By how much a document may be under way for longer or shorter than the one before. */
    private static final long ARRIVAL_ERROR_MS = 2_000;

    private final String affiliation;
    private final InstantSource clock;

    private ReadsbDocument(String affiliation, InstantSource clock) {
        this.affiliation = affiliation;
        this.clock = clock;
    }

    static RowFormat format(FeedSettings settings, InstantSource clock) {
        FieldTree row = new FieldTree();
        for (int slot = NOW + 1; slot < FIELDS.size(); slot++) {
            row.at(FIELDS.get(slot)).want(slot);
        }
        for (int slot = FIELDS.size(); slot < SLOTS; slot++) {
            int found = slot - FIELDS.size();
            row.at("/" + FOUND.get(found / MAX_FOUND) + "/" + found % MAX_FOUND).want(slot);
        }
        FieldTree document = FieldTree.withRows("/aircraft", row);
        document.at("/ac").hold(row);
        document.at(FIELDS.get(NOW)).want(NOW);
        ReadsbDocument reading = new ReadsbDocument(settings.affiliation(), clock);
        JsonShape shape = new JsonShape(document, 1, SLOTS, "must have aircraft at /aircraft", reading::read);
        return (rows, sender) ->
                new JsonIntake(shape, new RowsBeforeNow(rows, ReadsbDocument::madeMs, clock), settings.maxRowBytes());
    }

    /** When the document was made; null if it does not say, or not as a time. */
    private static @Nullable Long madeMs(@Nullable String[] values) {
        String now = values[NOW];
        double number = now == null ? Double.NaN : Numbers.parse(now.strip());
        return number > 0 && number <= MOST_NOW ? (Long) Math.round(inMs(number)) : null;
    }

    /** Services count in milliseconds. */
    private static double inMs(double now) {
        return now < FIRST_MS ? now * 1_000 : now;
    }

    private SightingReading read(@Nullable String[] values) {
        return new Row(values).read();
    }

    /** One aircraft while it is read. */
    private final class Row {
        private final @Nullable String[] values;
        private final List<Violation> wrong = new ArrayList<>(0);

        Row(@Nullable String[] values) {
            this.values = values;
        }

        SightingReading read() {
            String hex = text(HEX);
            if (hex == null || !Aircraft.isAddress(hex)) {
                RejectReason reason = hex == null ? RejectReason.MISSING : RejectReason.UNREADABLE;
                return SightingReading.rejected(reason, List.of(Violation.of("hex", hex, Aircraft.ADDRESS_RULE)));
            }
            Double lat = number(LAT, 90);
            Double lon = number(LON, 180);
            Aircraft aircraft = aircraft(hex);
            Long timeMs = timeMs();
            if (!wrong.isEmpty()) {
                return SightingReading.rejected(RejectReason.UNREADABLE, wrong);
            }
            return lat == null || lon == null
                    ? SightingReading.NOTHING
                    : SightingReading.of(
                            aircraft.at(lat, lon, timeMs, isReckoned() ? ARRIVAL_ERROR_MS : 0, affiliation));
        }

        private Aircraft aircraft(String hex) {
            Aircraft aircraft = new Aircraft(hex);
            String source = text(TYPE);
            aircraft.located = source != null ? source.equals("mlat") || source.startsWith("tisb") : isPlaceFound();
            aircraft.callsign(text(FLIGHT));
            aircraft.registration = text(REGISTRATION);
            aircraft.model = text(MODEL);
            aircraft.category = text(CATEGORY);
            aircraft.squawk = text(SQUAWK);
            Double flags = number(FLAGS, Integer.MAX_VALUE);
            aircraft.military = flags != null && (flags.intValue() & MILITARY_FLAG) != 0;
            int altitude = text(ALT_BARO) != null ? ALT_BARO : OLD_ALTITUDE;
            aircraft.onGround = GROUND.equals(text(altitude));
            aircraft.baroFeet = aircraft.onGround ? null : number(altitude, 1e6);
            aircraft.ellipsoidFeet = number(ALT_GEOM, 1e6);
            aircraft.knots = number(text(SPEED) != null ? SPEED : OLD_SPEED, 1e6);
            Double course = number(TRACK, 360);
            aircraft.course = course == null ? null : (Double) Track.clockwise(course);
            Double accuracy = number(NAC_P, 15);
            if (accuracy != null && accuracy >= 1 && accuracy < PROBABLE_METERS.length) {
                aircraft.circularError = Math.round(PROBABLE_METERS[accuracy.intValue()] / DEVIATIONS);
            }
            return aircraft;
        }

        /** Whether its place was found by others; dump1090 has lists of what was, and no type. */
        private boolean isPlaceFound() {
            for (int slot = FIELDS.size(); slot < SLOTS; slot++) {
                if (FIELDS.get(LAT).equals(values[slot])) {
                    return true;
                }
            }
            return false;
        }

        /**
         * When its position was new. Where the document has not said yet when it was made ({@code now} may stand behind the
         * aircraft), that is taken to be just before it came, until its end says more; see {@link RowsBeforeNow}. Null if
         * it says neither this nor how old the position is.
         */
        private @Nullable Long timeMs() {
            Double now = number(NOW, MOST_NOW);
            Double ago = number(SEEN_POS, 1e9);
            if (ago == null) {
                // When anything at all was heard of it: the position is that old at least.
                ago = number(SEEN, 1e9);
            }
            if (now == null && ago == null) {
                return null;
            }
            double madeMs = now == null ? clock.millis() : inMs(now);
            return Math.round(madeMs - (ago == null ? 0 : ago * 1_000));
        }

        private boolean isReckoned() {
            return text(NOW) == null;
        }

        private @Nullable String text(int slot) {
            String value = values[slot];
            return value == null || value.isBlank() ? null : value.strip();
        }

        private @Nullable Double number(int slot, double limit) {
            String text = text(slot);
            if (text == null) {
                return null;
            }
            double number = Numbers.parse(text);
            if (Double.isNaN(number) || Math.abs(number) > limit) {
                wrong.add(Violation.of(
                        FIELDS.get(slot),
                        text,
                        String.format(Locale.ROOT, "must be a number between -%.0f and %.0f", limit, limit)));
                return null;
            }
            return number;
        }
    }
}
