package org.cotgateway.api.receivers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cotgateway.api.DurationText;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.NetworkInterfaces;
import org.cotgateway.channel.ProtocolChoice;
import org.cotgateway.event.Violation;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.cotgateway.route.Area;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Reads a receiver from JSON, in the words of {@code endpoints} in the configuration file:
 *
 * <pre>{@code
 * {"name": "north", "address": "10.0.0.7:4242:tcp", "groups": {"in": [], "out": ["blue"]},
 *  "subscription": {"types": ["a-f"], "area": {"circle": {"lat": 48.2, "lon": 16.4, "radiusMeters": 5000}}}}
 * }</pre>
 *
 * <p>But for {@code tls}, which names files of the gateway's machine: a receiver of this kind has the keys that are there for
 * all streams that are dialled.
 */
final class ReceiverReader {

    private static final int MAX_NAME_CHARS = 100;
    private static final List<String> KEYS = List.of("name", "address", "proto", "groups", "subscription");
    private static final String BOX = "box";
    private static final String CIRCLE = "circle";
    private static final Map<String, Function<String, String>> PATHS = Map.of(
            "in", field -> "groups.in",
            "out", field -> "groups.out",
            "types", field -> "subscription.types",
            "minInterval", field -> "subscription.minInterval",
            "maxAge", field -> "subscription.maxAge");

    private final List<Violation> found = new ArrayList<>();

    /**
     * What came of reading.
     *
     * @param receiver null if something is wrong
     * @param violations all that is wrong
     */
    record Reading(@Nullable EndpointReceiver receiver, List<Violation> violations) {

        Reading {
            violations = List.copyOf(violations);
        }
    }

    private ReceiverReader() {}

    /** Reads a document. Not for the loop: the operating system is asked for interfaces. */
    static Reading read(byte[] document) {
        ReceiverReader reader = new ReceiverReader();
        EndpointReceiver receiver = reader.receiver(document);
        return new Reading(reader.found.isEmpty() ? receiver : null, reader.found);
    }

    private @Nullable EndpointReceiver receiver(byte[] document) {
        JsonFields fields = JsonFields.read(document, KEYS, found);
        if (fields == null) {
            return null;
        }
        String name = name(fields);
        Endpoint endpoint = endpoint(fields);
        Membership membership = membership(fields);
        return name == null || endpoint == null ? null : new EndpointReceiver(name, endpoint, null, membership);
    }

    private @Nullable String name(JsonFields fields) {
        String name = fields.requiredText("name");
        if (name != null
                && (name.isBlank()
                        || name.length() > MAX_NAME_CHARS
                        || name.chars().anyMatch(Character::isISOControl))) {
            fields.wrong(
                    "name",
                    name,
                    "must be 1 to " + MAX_NAME_CHARS + " characters, not all blank, no control characters");
        }
        return name;
    }

    private @Nullable Endpoint endpoint(JsonFields fields) {
        ProtocolChoice proto = proto(fields);
        String address = fields.requiredText("address");
        if (address == null) {
            return null;
        }
        List<Violation> wrong = Endpoint.check(address);
        wrong.forEach(violation -> fields.wrong(
                "address", address.indexOf('@') >= 0 ? null : address, violation.field() + " " + violation.rule()));
        if (!wrong.isEmpty()) {
            return null;
        }
        Endpoint endpoint = Endpoint.parse(address);
        String named = endpoint.networkInterface();
        String trouble = named == null ? null : NetworkInterfaces.trouble(named);
        if (trouble != null) {
            fields.wrong("address", address, "option interface " + trouble);
        }
        return proto == null ? endpoint : endpoint.with(proto);
    }

    private static @Nullable ProtocolChoice proto(JsonFields fields) {
        String text = fields.text("proto");
        if (text == null) {
            return null;
        }
        for (ProtocolChoice choice : ProtocolChoice.values()) {
            if (choice.toString().equals(text.toLowerCase(Locale.ROOT))) {
                return choice;
            }
        }
        String all = Arrays.stream(ProtocolChoice.values())
                .map(ProtocolChoice::toString)
                .collect(Collectors.joining(", "));
        fields.wrong("proto", text, "must be one of " + all);
        return null;
    }

    private Membership membership(JsonFields fields) {
        JsonFields groups = fields.object("groups", List.of("in", "out"));
        Set<String> in = groups(groups, "in");
        Set<String> out = groups(groups, "out");
        JsonFields wanted = fields.object("subscription", List.of("types", "area", "minInterval", "maxAge"));
        Subscription subscription = wanted == null ? Subscription.ALL : subscription(wanted);
        if (in.isEmpty() && out.isEmpty()) {
            return Membership.NOBODY;
        }
        Membership membership = new Membership(in, out, subscription);
        String shape = subscription.area() instanceof Area.Circle ? CIRCLE : BOX;
        membership.check().stream()
                .filter(violation -> !"NaN".equals(violation.value())) // said where it was read
                .map(violation ->
                        Violation.of(path(violation.field(), shape), violation.value(), inItsWords(violation.rule())))
                .forEach(found::add);
        return membership;
    }

    /** As in the configuration file: the group of everybody where nothing is said, nobody where an empty list is. */
    private static Set<String> groups(@Nullable JsonFields groups, String direction) {
        List<String> names = groups == null ? null : groups.texts(direction);
        return names == null ? Set.of(Membership.NO_GROUP) : Set.copyOf(names);
    }

    private static Subscription subscription(JsonFields fields) {
        List<String> types = fields.texts("types");
        Duration minInterval = duration(fields, "minInterval");
        return new Subscription(
                types == null ? List.of() : types,
                area(fields),
                minInterval == null ? Duration.ZERO : minInterval,
                duration(fields, "maxAge"));
    }

    private static @Nullable Duration duration(JsonFields fields, String key) {
        String text = fields.text(key);
        if (text == null) {
            return null;
        }
        Duration duration = DurationText.read(text).orElse(null);
        if (duration == null) {
            fields.wrong(key, text, DurationText.RULE);
        }
        return duration;
    }

    private static @Nullable Area area(JsonFields fields) {
        JsonFields area = fields.object("area", List.of(BOX, CIRCLE));
        if (area == null) {
            return null;
        }
        if (area.has(BOX) == area.has(CIRCLE)) {
            fields.wrong("area", null, "must be either a box or a circle");
            return null;
        }
        JsonFields box = area.object(BOX, List.of("south", "west", "north", "east"));
        if (box != null) {
            return new Area.BoundingBox(
                    box.requiredNumber("south"),
                    box.requiredNumber("west"),
                    box.requiredNumber("north"),
                    box.requiredNumber("east"));
        }
        JsonFields circle = area.object(CIRCLE, List.of("lat", "lon", "radiusMeters"));
        return circle == null
                ? null
                : new Area.Circle(
                        circle.requiredNumber("lat"),
                        circle.requiredNumber("lon"),
                        circle.requiredNumber("radiusMeters"));
    }

    /** Where the document has what the membership calls so. */
    private static String path(String field, String shape) {
        return PATHS.getOrDefault(field, other -> "subscription.area." + shape + "." + inItsWords(field))
                .apply(field);
    }

    /** What the membership says of an area, as the document calls it. */
    private static String inItsWords(String text) {
        return text.replace("area@", "").replace("radiusM", "radiusMeters");
    }
}
