package org.cotgateway.http;

import static java.util.stream.Collectors.joining;

import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request by its path and method. Immutable.
 *
 * <p>Paths are templates: {@code /api/v1/events/{uid}} has a parameter. Of several templates that match the one that was
 * given first counts.
 */
public final class Router {

    /** Not more parameters than this are in any of our templates; a map for them is not larger than need be. */
    private static final int USUALLY = 4;

    private final Map<String, List<Entry>> entriesByFirstSegment;

    private Router(Map<String, List<Entry>> entriesByFirstSegment) {
        this.entriesByFirstSegment = entriesByFirstSegment;
    }

    /** Starts without routes. */
    public static Builder builder() {
        return new Builder();
    }

    /** What a request leads to. */
    Match find(HttpMethod method, RequestTarget target) {
        List<Entry> entries =
                entriesByFirstSegment.getOrDefault(target.segments().get(0), List.of());
        Set<String> allowed = Set.of();
        for (Entry entry : entries) {
            if (entry.matches(target.segments())) {
                if (entry.method.equals(method)
                        || entry.method.equals(HttpMethod.GET) && method.equals(HttpMethod.HEAD)) {
                    return new Match(entry.route, entry.takesBody, entry.template, target.segments(), Set.of());
                }
                allowed = allowed.isEmpty() ? new LinkedHashSet<>() : allowed;
                allowed.add(entry.method.name());
                if (entry.method.equals(HttpMethod.GET)) {
                    allowed.add(HttpMethod.HEAD.name());
                }
            }
        }
        return new Match(null, false, List.of(), target.segments(), allowed);
    }

    /** The methods and templates of all routes, {@code GET /api/v1/events/{uid}} for example, in the order they were given. */
    public List<String> routes() {
        return entriesByFirstSegment.values().stream()
                .flatMap(List::stream)
                .map(entry -> entry.method + " /"
                        + entry.template.stream().map(Part::toString).collect(joining("/")))
                .toList();
    }

    /**
     * What a request leads to.
     *
     * @param route null if there is none for this method at this path
     * @param takesBody whether the route gets the body; else it is thrown away
     * @param template of the route; empty if there is none
     * @param segments of the path
     * @param allowed if there is no route: the methods that there are routes for
     */
    record Match(
            @Nullable Route route, boolean takesBody, List<Part> template, List<String> segments, Set<String> allowed) {

        /** Those of the path, by their names. Made when asked for, since not every answer needs them. */
        Map<String, String> parameters() {
            Map<String, String> parameters = new HashMap<>(USUALLY);
            for (int i = 0; i < template.size(); i++) {
                if (template.get(i).isParameter) {
                    parameters.put(template.get(i).text, segments.get(i));
                }
            }
            return parameters;
        }
    }

    /** A part of a template: as it is, or a parameter's name. */
    record Part(String text, boolean isParameter) {

        static Part of(String template) {
            boolean isParameter = template.startsWith("{");
            return new Part(isParameter ? template.substring(1, template.length() - 1) : template, isParameter);
        }

        @Override
        public String toString() {
            return isParameter ? "{" + text + "}" : text;
        }
    }

    private record Entry(HttpMethod method, List<Part> template, Route route, boolean takesBody) {

        boolean matches(List<String> segments) {
            if (segments.size() != template.size()) {
                return false;
            }
            for (int i = 0; i < template.size(); i++) {
                Part part = template.get(i);
                String segment = segments.get(i);
                if (part.isParameter ? segment.isEmpty() : !part.text.equals(segment)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Collects routes. Not thread-safe. */
    public static final class Builder {
        private final Map<String, List<Entry>> entries = new LinkedHashMap<>();

        private Builder() {}

        /** Answers GET and HEAD; HEAD like GET, only that the route leaves the body out. */
        public Builder get(String template, Route route) {
            return add(HttpMethod.GET, template, route, false);
        }

        /** Answers DELETE. */
        public Builder delete(String template, Route route) {
            return add(HttpMethod.DELETE, template, route, false);
        }

        /** Answers this method, and takes the body of the request. */
        public Builder receiving(HttpMethod method, String template, Route route) {
            return add(method, template, route, true);
        }

        /** The router. */
        public Router build() {
            return new Router(new LinkedHashMap<>(entries));
        }

        private Builder add(HttpMethod method, String template, Route route, boolean takesBody) {
            if (!template.startsWith("/")) {
                throw new IllegalArgumentException("a path begins with a slash: " + template);
            }
            List<Part> parts = Arrays.stream(template.substring(1).split("/", -1))
                    .map(Part::of)
                    .toList();
            entries.computeIfAbsent(parts.get(0).text, first -> new ArrayList<>())
                    .add(new Entry(method, parts, route, takesBody));
            return this;
        }
    }
}
