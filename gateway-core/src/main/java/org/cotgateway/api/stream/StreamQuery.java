package org.cotgateway.api.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotgateway.api.AreaParameters;
import org.cotgateway.api.QueryCheck;
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
 *   bbox, circle        where, as {@link AreaParameters} says
 *   minInterval=5s      the least time between two events of one uid
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

    private static final List<String> FORMATS = List.of("json", "geojson", "xml", "tak");
    private static final Map<String, WireProtocol> PROTOCOLS = Map.of(
            "json", WireProtocol.WEBSOCKET_JSON,
            "geojson", WireProtocol.WEBSOCKET_GEOJSON,
            "xml", WireProtocol.WEBSOCKET_XML,
            "tak", WireProtocol.WEBSOCKET_TAK);
    private static final List<String> TRUTHS = List.of("true", "false");

    StreamQuery {
        violations = List.copyOf(violations);
    }

    /** Reads the parameters. */
    static StreamQuery read(QueryCheck query) {
        Set<String> types = query.texts("type");
        Set<String> groups = query.texts("group");
        Area area = AreaParameters.boxOrCircle(query);
        Duration minInterval = query.duration("minInterval");
        Duration maxAge = query.duration("maxAge");
        Subscription subscription =
                new Subscription(List.copyOf(types), area, minInterval == null ? Duration.ZERO : minInterval, maxAge);
        Membership membership = new Membership(groups, groups, subscription);
        membership.check().forEach(found -> addRenamed(found, area, query));
        String format = query.choice("format", FORMATS);
        WireProtocol protocol = format == null ? null : PROTOCOLS.get(format);
        String send = query.choice("send", TRUTHS);
        return new StreamQuery(
                protocol == null ? WireProtocol.WEBSOCKET_JSON : protocol,
                membership,
                !"false".equals(send),
                query.violations());
    }

    /** By the names in the query, where the membership has others. */
    private static void addRenamed(Violation found, @Nullable Area area, QueryCheck query) {
        switch (found.field()) {
            case "in" -> query.wrong(Violation.of("group", found.value(), found.rule()));
            case "out" -> {
                // The same groups.
            }
            case "types" -> query.wrong(Violation.of("type", found.value(), found.rule()));
            default -> query.wrong(AreaParameters.renamed(found, area));
        }
    }
}
