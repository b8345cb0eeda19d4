package org.cotgateway.codec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;

/**
 * Where the fields stand in a document that violations name as {@code event@uid}, {@code point@lat} or
 * {@code detail/link[2]@uid}; see {@link org.cotgateway.event.EventRules}. Only made when there is something to be shown:
 * the document is walked over once more.
 */
final class FieldPositions {

    private final DocumentText text;
    private final Map<String, Integer> indices = new HashMap<>();

    FieldPositions(DocumentText text) {
        this.text = text;
        Deque<Level> levels = new ArrayDeque<>();
        levels.push(new Level(""));
        String element = "";
        TagWalker walker = new TagWalker(text);
        TagWalker.Found found;
        while ((found = walker.next()) != TagWalker.Found.NOTHING) {
            switch (found) {
                case START -> {
                    element = levels.element().child(walker.name(), levels.size());
                    indices.putIfAbsent(element, walker.index() - 1);
                    levels.push(new Level(element));
                }
                case ATTRIBUTE -> indices.putIfAbsent(element + '@' + walker.name(), walker.index());
                default -> {
                    if (levels.size() > 1) {
                        levels.pop();
                    }
                }
            }
        }
    }

    /** The violations that have no place, each with the place of its field, or of what the field should stand in. */
    List<Violation> addTo(List<Violation> violations) {
        List<Violation> placed = new ArrayList<>(violations.size());
        for (Violation violation : violations) {
            placed.add(violation.at() != null ? violation : violation.at(find(violation.field())));
        }
        return placed;
    }

    private TextPosition find(String field) {
        Integer index = indices.get(field);
        if (index == null) {
            index = indices.get(
                    field.substring(0, Math.max(0, Math.max(field.lastIndexOf('@'), field.lastIndexOf('/')))));
        }
        if (index == null) {
            index = indices.getOrDefault("event", text.from());
        }
        return text.position(index);
    }

    /** An open element and how many children of each name it has had. */
    private static final class Level {
        private final String path;
        private final Map<String, Integer> children = new HashMap<>();

        Level(String path) {
            this.path = path;
        }

        /** The path of the next child; paths begin below the event, whose own is {@code event}. */
        String child(String name, int depth) {
            int count = children.merge(name, 1, Integer::sum);
            String step = count == 1 ? name : name + '[' + count + ']';
            return depth <= 2 ? step : path + '/' + step;
        }
    }
}
