package org.cotgateway.feed;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotType;
import org.cotgateway.event.Track;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Makes sightings of a partner's rows as settings say. Immutable. What is wrong with a row names the key of the setting and
 * the field: {@code mapping.lat (/pos/lat) "north": must be an angle in degrees}.
 */
final class EventMapping {

    private static final int NONE = -1;

    private final MappingSettings settings;
    private final List<String> fields;
    private final Times times;
    private final String uidPrefix;
    private final int uid;
    private final int typeField;
    private final int lat;
    private final int lon;
    private final int altitude;
    private final int accuracy;
    private final int course;
    private final int speed;
    private final int time;
    private final @Nullable Template callsign;
    private final @Nullable Template remarks;

    /** @param settings in which nothing is wrong */
    EventMapping(MappingSettings settings, @Nullable ZoneId zone) {
        this.settings = settings;
        FieldSlots slots = new FieldSlots();
        times = new Times(settings.timeFormat(), zone);
        uidPrefix = settings.uidPrefix() == null ? "" : settings.uidPrefix();
        uid = slots.of(settings.uid());
        typeField = slot(settings.typeField(), slots);
        lat = slots.of(settings.lat());
        lon = slots.of(settings.lon());
        altitude = slot(settings.altitude(), slots);
        accuracy = slot(settings.accuracy(), slots);
        course = slot(settings.course(), slots);
        speed = slot(settings.speed(), slots);
        time = slot(settings.time(), slots);
        callsign = settings.callsign() == null ? null : Template.parse(settings.callsign(), slots);
        remarks = settings.remarks() == null ? null : Template.parse(settings.remarks(), slots);
        fields = slots.fields();
    }

    private static int slot(@Nullable String field, FieldSlots slots) {
        return field == null ? NONE : slots.of(field);
    }

    /** The fields that are read, by slot. */
    List<String> fields() {
        return fields;
    }

    /** The fields where JSON has them. */
    FieldTree places() {
        FieldTree places = FieldTree.of(fields);
        places.at(settings.uid()).identify(named("mapping.uid", uid));
        return places;
    }

    private String named(String key, int slot) {
        return slot == NONE ? key : key + " (" + fields.get(slot) + ")";
    }

    /** @param values by slot; null for what is not there */
    SightingReading map(@Nullable String[] values) {
        return new Row(values).read();
    }

    /** One row while it is read. */
    private final class Row {
        private final @Nullable String[] values;
        private final List<Violation> wrong = new ArrayList<>(0);
        private @Nullable RejectReason reason;

        Row(@Nullable String[] values) {
            this.values = values;
        }

        SightingReading read() {
            String id = must("mapping.uid", uid, "is missing");
            String type = type();
            double latitude = angle("mapping.lat", lat, "NS", 90);
            double longitude = angle("mapping.lon", lon, "EW", 180);
            Double height = number("mapping.altitude", altitude);
            Double error = number("mapping.accuracy", accuracy);
            if (error != null && error < 0) {
                reject(RejectReason.UNREADABLE, "mapping.accuracy", accuracy, "must not be negative");
            }
            Double heading = number("mapping.course", course);
            if (heading != null) {
                heading = Track.clockwise(heading);
                if (heading.isNaN()) {
                    reject(RejectReason.UNREADABLE, "mapping.course", course, Track.COURSE_RULE);
                }
            }
            Double velocity = number("mapping.speed", speed);
            if (velocity != null && velocity < 0) {
                reject(RejectReason.UNREADABLE, "mapping.speed", speed, "must not be negative");
            }
            Long when = time();
            if (reason != null) {
                return SightingReading.rejected(reason, wrong);
            }
            CotPoint point = new CotPoint(
                    latitude,
                    longitude,
                    height == null ? CotPoint.UNKNOWN : aboveEllipsoid(height, latitude, longitude),
                    error == null ? CotPoint.UNKNOWN : error,
                    CotPoint.UNKNOWN);
            return SightingReading.of(new Sighting(
                    uidPrefix + id,
                    type,
                    settings.how(),
                    point,
                    heading,
                    velocity == null ? null : (Double) settings.speedUnit().toMetersPerSecond(velocity),
                    when,
                    0,
                    callsign == null ? null : callsign.fill(values),
                    remarks == null ? null : remarks.fill(values)));
        }

        private double aboveEllipsoid(double height, double latitude, double longitude) {
            double meters = settings.altitudeUnit().toMeters(height);
            return settings.altitudeAbove() == HeightDatum.MSL
                    ? meters + Geoid.egm96().height(latitude, longitude)
                    : meters;
        }

        private String type() {
            String usual = settings.type();
            String value = value(typeField);
            if (value == null) {
                return usual != null
                        ? usual
                        : must("mapping.typeField", typeField, "is missing, and there is no mapping.type");
            }
            Map<String, String> table = settings.types();
            String type = table.isEmpty() ? value : table.get(value);
            if (type == null) {
                type = usual;
            }
            if (type == null) {
                reject(
                        RejectReason.NO_TYPE,
                        "mapping.typeField",
                        typeField,
                        "has no entry in mapping.types, and there is no mapping.type");
            } else if (table.isEmpty() && !CotType.parse(type).violations().isEmpty()) {
                reject(RejectReason.NO_TYPE, "mapping.typeField", typeField, "must be a type of event such as a-f-G");
            }
            return type == null ? "" : type;
        }

        private double angle(String key, int slot, String hemispheres, int limit) {
            String text = must(key, slot, "is missing");
            if (text.isEmpty()) {
                return 0;
            }
            double degrees = Angles.parse(text, settings.coordinates(), hemispheres);
            if (Double.isNaN(degrees) || Math.abs(degrees) > limit) {
                reject(RejectReason.UNREADABLE, key, slot, angleRule(hemispheres, limit));
            }
            return degrees;
        }

        private String angleRule(String hemispheres, int limit) {
            String letters = " with a sign or " + hemispheres.charAt(0) + " or " + hemispheres.charAt(1);
            return switch (settings.coordinates()) {
                case DEGREES -> "must be degrees between -" + limit + " and " + limit;
                case DM -> "must be degrees and minutes" + letters + ", at most " + limit + " degrees";
                case DMS -> "must be degrees, minutes and seconds" + letters + ", at most " + limit + " degrees";
            };
        }

        private @Nullable Double number(String key, int slot) {
            String text = value(slot);
            if (text == null) {
                return null;
            }
            double number = Numbers.parse(text);
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                reject(RejectReason.UNREADABLE, key, slot, "must be a number");
            }
            return number;
        }

        private @Nullable Long time() {
            String text = value(time);
            Long ms = text == null ? null : times.parse(text);
            if (text != null && ms == null) {
                reject(RejectReason.UNREADABLE, "mapping.time", time, times.rule());
            }
            return ms;
        }

        private String must(String key, int slot, String rule) {
            String value = value(slot);
            if (value == null) {
                reject(RejectReason.MISSING, key, slot, rule);
                return "";
            }
            return value;
        }

        /** Without blanks around it; null if nothing is left. */
        private @Nullable String value(int slot) {
            String value = slot == NONE ? null : values[slot];
            String plain = value == null ? "" : value.strip();
            return plain.isEmpty() ? null : plain;
        }

        private void reject(RejectReason why, String key, int slot, String rule) {
            reason = reason == null ? why : reason;
            wrong.add(Violation.of(named(key, slot), slot == NONE ? null : values[slot], rule));
        }
    }
}
