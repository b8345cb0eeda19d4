package org.cotgateway.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for. The path is split before it is decoded and never resolved, so an encoded slash or {@code ..}
 * is part of a name and leads nowhere. Immutable.
 */
public final class RequestTarget {

    private static final String ABSOLUTE = "http://";
    /** So many segments and parameters there are at the most in what devices ask for. */
    private static final int USUALLY = 4;

    private final List<String> segments;
    private final Map<String, List<String>> query;

    /** Of what nobody else has. */
    private RequestTarget(List<String> segments, Map<String, List<String>> query) {
        this.segments = Collections.unmodifiableList(segments);
        this.query = Collections.unmodifiableMap(query);
    }

    /** Of these, decoded; see {@link #segments} and {@link #query}. */
    public static RequestTarget of(List<String> segments, Map<String, List<String>> query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>(USUALLY);
        query.forEach((name, values) -> parameters.put(name, List.copyOf(values)));
        return new RequestTarget(List.copyOf(segments), parameters);
    }

    /**
     * Those of the path, decoded: {@code /a/b%2Fc} has {@code a} and {@code b/c}; an empty last one stands for a slash at the
     * end.
     */
    public List<String> segments() {
        return segments;
    }

    /** The parameters, decoded, by name; several of one name in their order. */
    public Map<String, List<String>> query() {
        return query;
    }

    /** Reads the target of a request line, {@code /path?query} or {@code http://host/path?query}; empty if malformed. */
    static Optional<RequestTarget> parse(String uri) {
        String local = withoutAuthority(uri);
        if (!local.startsWith("/") || !isVisibleAscii(local)) {
            return Optional.empty();
        }
        int pathEnd = end(local, '?', 0, local.length());
        List<String> segments = segments(local, pathEnd);
        Map<String, List<String>> query = query(local, Math.min(pathEnd + 1, local.length()));
        return segments == null || query == null ? Optional.empty() : Optional.of(new RequestTarget(segments, query));
    }

    /** The parameter of this name, the first of several, or null. */
    public @Nullable String parameter(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.get(0);
    }

    /** All parameters of this name, in their order. */
    public List<String> parameters(String name) {
        return query.getOrDefault(name, List.of());
    }

    /** The {@code host} of {@code http://host/path?query}; null if the target of a request line names none. */
    static @Nullable String authority(String uri) {
        if (!isAbsolute(uri)) {
            return null;
        }
        int end = ABSOLUTE.length();
        while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        return uri.substring(ABSOLUTE.length(), end);
    }

    private static boolean isAbsolute(String uri) {
        return uri.regionMatches(true, 0, ABSOLUTE, 0, ABSOLUTE.length());
    }

    /** Whether there is nothing in it that does not belong into a request line. */
    private static boolean isVisibleAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= 0x20 || c >= 0x7F || c == '#') {
                return false;
            }
        }
        return true;
    }

    private static String withoutAuthority(String uri) {
        if (!isAbsolute(uri)) {
            return uri;
        }
        int path = uri.indexOf('/', ABSOLUTE.length());
        return path < 0 ? "/" : uri.substring(path);
    }

    private static @Nullable List<String> segments(String local, int pathEnd) {
        List<String> segments = new ArrayList<>(USUALLY);
        for (int from = 1, to; from <= pathEnd; from = to + 1) {
            to = end(local, '/', from, pathEnd);
            String segment = PercentCoding.decode(local.substring(from, to));
            if (segment == null) {
                return null;
            }
            segments.add(segment);
        }
        return segments;
    }

    private static @Nullable Map<String, List<String>> query(String local, int begin) {
        Map<String, List<String>> query = new LinkedHashMap<>(USUALLY);
        boolean hasRepeated = false;
        for (int from = begin, to; from <= local.length(); from = to + 1) {
            to = end(local, '&', from, local.length());
            int nameEnd = end(local, '=', from, to);
            String name = PercentCoding.decodeQuery(local.substring(from, nameEnd));
            String value = PercentCoding.decodeQuery(local.substring(Math.min(nameEnd + 1, to), to));
            if (name == null || value == null) {
                return null;
            }
            if (query.putIfAbsent(name, List.of(value)) != null) {
                query.computeIfPresent(name, (again, before) -> with(before, value));
                hasRepeated = true;
            }
        }
        if (hasRepeated) {
            query.replaceAll((name, values) -> List.copyOf(values));
        }
        return query;
    }

    /** The first of a name is alone, and all others are added to the same list. */
    private static List<String> with(List<String> before, String value) {
        List<String> values = before instanceof ArrayList<String> list ? list : new ArrayList<>(before);
        values.add(value);
        return values;
    }

    /** Where what begins there ends: before the next such character, or at the limit. */
    private static int end(String text, char separator, int from, int limit) {
        int at = from;
        while (at < limit && text.charAt(at) != separator) {
            at++;
        }
        return at;
    }
}
