package org.cotgateway.api.events;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.cotgateway.api.AreaParameters;
import org.cotgateway.api.QueryCheck;
import org.cotgateway.event.Violation;
import org.cotgateway.http.Exchange;
import org.cotgateway.hub.LatestFilter;
import org.cotgateway.route.Area;
import org.jspecify.annotations.Nullable;

/**
 * Which of the latest events a request asks for.
 *
 * @param limit how many at most
 * @param format in which form
 */
record EventsQuery(LatestFilter filter, int limit, EventsFormat format) {

    /** Reads the query for all that match; null if something is wrong with it: then that has been answered. */
    static @Nullable EventsQuery ofMany(Exchange exchange) {
        QueryCheck query = new QueryCheck(exchange.target());
        Set<String> types = query.texts("type");
        Set<String> groups = query.texts("group");
        Area area = AreaParameters.box(query);
        Duration maxAge = query.duration("maxAge");
        int limit = query.number("limit", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
        LatestFilter filter = new LatestFilter(List.copyOf(types), groups, area, maxAge);
        filter.check().forEach(found -> query.wrong(asParameter(found, area)));
        EventsFormat format = format(exchange, query);
        return format == null ? null : new EventsQuery(filter, limit, format);
    }

    /** The same for one that the path names. */
    static @Nullable EventsQuery ofOne(Exchange exchange) {
        EventsFormat format = format(exchange, new QueryCheck(exchange.target()));
        return format == null ? null : new EventsQuery(LatestFilter.ALL, 1, format);
    }

    /** A violation of the filter as one of the parameter that it was made of. */
    private static Violation asParameter(Violation found, @Nullable Area area) {
        return switch (found.field()) {
            case "types" -> Violation.of("type", found.value(), found.rule());
            case "groups" -> Violation.of("group", found.value(), found.rule());
            default -> AreaParameters.renamed(found, area);
        };
    }

    private static @Nullable EventsFormat format(Exchange exchange, QueryCheck query) {
        String asked = query.choice("format", EventsFormat.NAMES);
        EventsFormat format = asked == null
                ? EventsFormat.accepted(exchange.requestHeader(HttpHeaderNames.ACCEPT))
                : EventsFormat.named(asked);
        if (query.refused(exchange)) {
            return null;
        }
        if (format == null) {
            exchange.problem(HttpResponseStatus.NOT_ACCEPTABLE, "there are " + EventsFormat.MEDIA_TYPES);
        }
        return format;
    }
}
