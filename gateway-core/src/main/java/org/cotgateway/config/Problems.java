package org.cotgateway.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** What is wrong with a file, and where each of its values stands. One file, one thread. */
final class Problems {

    /** A file of nonsense has more; nobody reads them. */
    static final int MOST = 1_000;

    private static final TextPosition START = new TextPosition(1, 1);
    private static final Comparator<Violation> BY_PLACE = Comparator.comparing(
            violation -> violation.at() == null ? START : violation.at(),
            Comparator.comparingInt(TextPosition::line).thenComparingInt(TextPosition::column));

    private final List<Violation> found = new ArrayList<>();
    private final Set<String> wrongPaths = new HashSet<>();
    private final Map<String, TextPosition> places = new HashMap<>();

    /** Remembers where a value stands. */
    void place(String path, TextPosition at) {
        places.put(path, at);
    }

    void add(Violation violation) {
        add(violation.field(), violation.value(), violation.rule(), violation.at() == null ? START : violation.at());
    }

    void add(String path, @Nullable String value, String rule, TextPosition at) {
        wrongPaths.add(path);
        if (found.size() < MOST) {
            found.add(Violation.of(path, value, rule).at(at));
        } else if (found.size() == MOST) {
            found.add(Violation.of("file", null, "has more problems; only the first " + MOST + " are shown")
                    .at(at));
        }
    }

    /** Adds one that was found in the finished configuration, unless something is wrong with that value already. */
    void addLater(String path, @Nullable String value, String rule) {
        if (!wrongPaths.contains(path)) {
            add(path, value, rule, nearestPlace(path));
        }
    }

    /** Whether something is wrong with that value: a default stands for it. */
    boolean isWrong(String path) {
        return wrongPaths.contains(path);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of the text. */
    List<Violation> inOrder() {
        return found.stream().sorted(BY_PLACE).toList();
    }

    /** Where each value stands, by its path. */
    Map<String, TextPosition> places() {
        return places;
    }

    private TextPosition nearestPlace(String path) {
        return nearestPlace(path, places);
    }

    /** Where the value stands, or else what holds it. */
    static TextPosition nearestPlace(String path, Map<String, TextPosition> places) {
        String part = path;
        while (!part.isEmpty()) {
            TextPosition at = places.get(part);
            if (at != null) {
                return at;
            }
            part = part.substring(0, Math.max(0, Math.max(part.lastIndexOf('.'), part.lastIndexOf('['))));
        }
        return START;
    }
}
