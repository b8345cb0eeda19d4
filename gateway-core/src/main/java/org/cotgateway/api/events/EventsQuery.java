package org.cotgateway.api.events;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d{1,15}(\\.\\d{0,15})?|\\.\\d{1,15})");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)?");
    private static final int BOX_NUMBERS = 4;

    /** Reads the query for all that match; null if something is wrong with it: then that has been answered. */
    static @Nullable EventsQuery ofMany(Exchange exchange) {
        QueryCheck query = new QueryCheck(exchange);
        Set<String> types = query.texts("type");
        Set<String> groups = query.texts("group");
        Area area = box(query);
        Duration maxAge = maxAge(query);
        int limit = query.number("limit", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
        LatestFilter filter = new LatestFilter(List.copyOf(types), groups, area, maxAge);
        filter.check().forEach(each -> query.wrong(asParameter(each)));
        EventsFormat format = format(exchange, query);
        return format == null ? null : new EventsQuery(filter, limit, format);
    }

    /** The same for one that the path names. */
    static @Nullable EventsQuery ofOne(Exchange exchange) {
        EventsFormat format = format(exchange, new QueryCheck(exchange));
        return format == null ? null : new EventsQuery(LatestFilter.ALL, 1, format);
    }

    /** A violation of the filter as one of the parameter that it was made of. */
    private static Violation asParameter(Violation of) {
        String parameter = switch (of.field()) {
            case "types" -> "type";
            case "groups" -> "group";
            case "maxAge" -> "maxAge";
            default -> "bbox";
        };
        return Violation.of(parameter, of.value(), of.rule().replace("area@north", "maxLat"));
    }

    private static @Nullable EventsFormat format(Exchange exchange, QueryCheck query) {
        String asked = query.text("format");
        EventsFormat format = asked == null
                ? EventsFormat.accepted(exchange.requestHeader(HttpHeaderNames.ACCEPT))
                : EventsFormat.named(asked);
        if (asked != null && format == null) {
            query.wrong(Violation.of("format", asked, "must be one of " + EventsFormat.NAMES));
        }
        if (query.refused()) {
            return null;
        }
        if (format == null) {
            exchange.problem(HttpResponseStatus.NOT_ACCEPTABLE, "there are " + EventsFormat.MEDIA_TYPES);
        }
        return format;
    }

    private static @Nullable Area box(QueryCheck query) {
        String text = query.text("bbox");
        if (text == null) {
            return null;
        }
        String[] parts = text.split(",", -1);
        double[] numbers = new double[BOX_NUMBERS];
        boolean allNumbers = parts.length == BOX_NUMBERS;
        for (int i = 0; allNumbers && i < BOX_NUMBERS; i++) {
            String part = parts[i].strip();
            allNumbers = NUMBER.matcher(part).matches();
            numbers[i] = allNumbers ? Double.parseDouble(part) : 0;
        }
        if (!allNumbers) {
            query.wrong(Violation.of("bbox", text, "must be minLon,minLat,maxLon,maxLat in degrees"));
            return null;
        }
        return new Area.BoundingBox(numbers[1], numbers[0], numbers[3], numbers[2]);
    }

    private static @Nullable Duration maxAge(QueryCheck query) {
        String text = query.text("maxAge");
        if (text == null) {
            return null;
        }
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            query.wrong(Violation.of("maxAge", text, "must be a duration such as 30, 30s, 250ms, 5m, 2h or 1d"));
            return null;
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
