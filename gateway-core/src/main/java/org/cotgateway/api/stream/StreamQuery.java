package org.cotgateway.api.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.Violation;
import org.cotgateway.route.Area;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * What the query of {@code /api/v1/stream} asks for. Immutable.
 *
 * <pre>
 *   type=a-f&amp;type=b     event types with all below them; all without
 *   group=Blue          groups that it publishes to and gets from; without, those of nobody in particular
 *   bbox=16,48,17,49    minLon, minLat, maxLon, maxLat: where
 *   circle=48.2,16.4,5000   lat, lon, radius in metres: where, instead of bbox
 *   minInterval=5s      the least time between two events of one uid: ms, s, m, h, d
 *   maxAge=10m          how old an event may be by its own time
 *   format=json         json, geojson, xml or tak; json without
 *   send=false          whether it may send; it may without
 * </pre>
 *
 * @param protocol the form of events in both directions
 * @param membership what it may publish and gets
 * @param maySend whether events are taken from it
 * @param violations all that is wrong; the rest means nothing unless this is empty
 */
record StreamQuery(WireProtocol protocol, Membership membership, boolean maySend, List<Violation> violations) {

    private static final Map<String, WireProtocol> FORMATS = Map.of(
            "json", WireProtocol.WEBSOCKET_JSON,
            "geojson", WireProtocol.WEBSOCKET_GEOJSON,
            "xml", WireProtocol.WEBSOCKET_XML,
            "tak", WireProtocol.WEBSOCKET_TAK);
    private static final Set<String> REPEATED = Set.of("type", "group");
    private static final Set<String> ONCE = Set.of("bbox", "circle", "minInterval", "maxAge", "format", "send");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final int MAX_TYPES = 100;
    private static final int MAX_GROUPS = 100;

    StreamQuery {
        violations = List.copyOf(violations);
    }

    /** Reads the parameters. */
    static StreamQuery read(Map<String, List<String>> parameters) {
        return new Reading(parameters).query();
    }

    private static final class Reading {

        private final Map<String, List<String>> parameters;
        private final List<Violation> wrong = new ArrayList<>();

        Reading(Map<String, List<String>> parameters) {
            this.parameters = parameters;
        }

        StreamQuery query() {
            parameters.forEach(this::checkName);
            List<String> types = parameters.getOrDefault("type", List.of());
            Set<String> groups = new HashSet<>(parameters.getOrDefault("group", List.of()));
            checkCount("type", types.size(), MAX_TYPES);
            checkCount("group", groups.size(), MAX_GROUPS);
            Duration minInterval = duration("minInterval");
            Subscription subscription = new Subscription(
                    types, area(), minInterval == null ? Duration.ZERO : minInterval, duration("maxAge"));
            Membership membership = new Membership(groups, groups, subscription);
            addViolations(membership);
            String format = value("format", "json");
            WireProtocol protocol = FORMATS.get(format);
            if (protocol == null) {
                wrong.add(Violation.of("format", format, "must be json, geojson, xml or tak"));
            }
            String send = value("send", "true");
            if (!send.equals("true") && !send.equals("false")) {
                wrong.add(Violation.of("send", send, "must be true or false"));
            }
            return new StreamQuery(
                    protocol == null ? WireProtocol.WEBSOCKET_JSON : protocol, membership, send.equals("true"), wrong);
        }

        /** An empty query has one parameter, which is empty. */
        private void checkName(String name, List<String> values) {
            boolean empty = name.isEmpty() && values.stream().allMatch(String::isEmpty);
            if (ONCE.contains(name)) {
                checkCount(name, values.size(), 1);
            } else if (!REPEATED.contains(name) && !empty) {
                wrong.add(Violation.of(
                        name,
                        null,
                        "is unknown; there are type, group, bbox, circle, minInterval, maxAge, format and send"));
            }
        }

        private void checkCount(String name, int count, int most) {
            if (count > most) {
                wrong.add(Violation.of(
                        name, count + " times", "must be given at most " + (most == 1 ? "once" : most + " times")));
            }
        }

        /** By the names in the query, where the membership has others. */
        private void addViolations(Membership membership) {
            for (Violation found : membership.check()) {
                switch (found.field()) {
                    case "in" -> wrong.add(Violation.of("group", found.value(), found.rule()));
                    case "out" -> {
                        // The same groups.
                    }
                    case "types" -> wrong.add(Violation.of("type", found.value(), found.rule()));
                    case "minInterval", "maxAge" -> wrong.add(found);
                    default -> wrong.add(inArea(found));
                }
            }
        }

        /** What is wrong with an area, as the query has it. */
        private Violation inArea(Violation found) {
            String rule = found.field().replace("area@", "") + " " + found.rule();
            String name = parameters.containsKey("bbox") ? "bbox" : "circle";
            return Violation.of(name, found.value(), renamed(rule.replace("area@", "")));
        }

        private static String renamed(String rule) {
            return rule.replace("south", "minLat")
                    .replace("west", "minLon")
                    .replace("north of north", "over maxLat")
                    .replace("north", "maxLat")
                    .replace("east", "maxLon");
        }

        private @Nullable Area area() {
            double[] box = numbers("bbox", "minLon,minLat,maxLon,maxLat", 4);
            double[] circle = numbers("circle", "lat,lon,radiusM", 3);
            if (parameters.containsKey("bbox") && parameters.containsKey("circle")) {
                wrong.add(Violation.of("circle", value("circle", ""), "must not be given with bbox"));
            }
            if (box != null) {
                return new Area.BoundingBox(box[1], box[0], box[3], box[2]);
            }
            return circle == null ? null : new Area.Circle(circle[0], circle[1], circle[2]);
        }

        private double @Nullable [] numbers(String name, String form, int count) {
            if (!parameters.containsKey(name)) {
                return null;
            }
            String value = value(name, "");
            String[] parts = value.split(",", -1);
            double[] numbers = new double[count];
            try {
                for (int i = 0; i < count && parts.length == count; i++) {
                    numbers[i] = Double.parseDouble(parts[i]);
                }
            } catch (NumberFormatException noNumber) {
                parts = new String[0];
            }
            if (parts.length != count) {
                wrong.add(Violation.of(name, value, "must be " + count + " numbers: " + form));
                return null;
            }
            return numbers;
        }

        private @Nullable Duration duration(String name) {
            if (!parameters.containsKey(name)) {
                return null;
            }
            String value = value(name, "");
            Matcher matcher = DURATION.matcher(value);
            if (!matcher.matches()) {
                wrong.add(Violation.of(name, value, "must be a number with a unit: 500ms, 10s, 5m, 2h or 1d"));
                return null;
            }
            long number = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }

        private String value(String name, String otherwise) {
            List<String> values = parameters.get(name);
            return values == null ? otherwise : values.get(0);
        }
    }
}
