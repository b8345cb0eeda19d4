package org.cotgateway.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Where the fields stand in a document that violations name as {@code event@uid}, {@code point@lat} or
 * {@code detail/link[2]@uid}; see {@link org.cotgateway.event.EventRules}. Only made when there is something to be shown:
 * the document is walked over once more, as far as it was read and until all is found.
 *
 * <p>Documents come from the network, so what is kept in memory depends on the fields that are looked for alone: what has
 * none of them inside is passed over without as much as its name, whatever its depth and size. The time is linear in the
 * document and the fields.
 */
final class FieldPositions {

    private final DocumentText text;
    private final Place event = new Place(null);
    private final Map<String, Place> wanted = new HashMap<>();

    /**
     * Looks for the fields of all violations that have no place yet.
     *
     * @param readTo index of the last thing that was read: no tag behind it is looked at
     */
    FieldPositions(DocumentText text, int readTo, List<Violation> violations) {
        this.text = text;
        for (Violation violation : violations) {
            if (violation.at() == null) {
                wanted.computeIfAbsent(violation.field(), this::want);
            }
        }
        if (!wanted.isEmpty()) {
            walk(readTo);
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
        for (Place place = wanted.get(field); place != null; place = place.parent) {
            if (place.at != null) {
                return place.at;
            }
        }
        return text.position(text.from());
    }

    /** Paths begin below the event, whose own is {@code event}. */
    private Place want(String field) {
        int at = field.indexOf('@');
        String path = at < 0 ? field : field.substring(0, at);
        Place place = event;
        if (!path.equals("event")) {
            for (String step : path.split("/", -1)) {
                place = place.wantChild(step);
            }
        }
        return at < 0 ? place : place.wantAttribute(field.substring(at + 1));
    }

    private void walk(int readTo) {
        Set<Place> missing = new HashSet<>(wanted.values());
        LineCounter lines = new LineCounter(text);
        TagWalker walker = new TagWalker(text);
        Place current = null;
        // Open elements below the current one that hold nothing wanted.
        int passedOver = 0;
        TagWalker.Found found = walker.next();
        while (found != TagWalker.Found.NOTHING && !missing.isEmpty()) {
            Place hit = null;
            if (found == TagWalker.Found.START) {
                if (walker.index() - 1 > readTo) {
                    return;
                }
                if (passedOver == 0) {
                    hit = current == null ? event : current.nextChild(walker.name());
                }
                if (hit == null) {
                    passedOver++;
                } else {
                    hit.foundAt(lines.moveTo(walker.index() - 1));
                    current = hit;
                }
            } else if (found == TagWalker.Found.END) {
                if (passedOver > 0) {
                    passedOver--;
                } else if (current != null) {
                    current = current.parent;
                }
            } else if (passedOver == 0 && current != null && !current.attributes.isEmpty()) {
                hit = current.attributes.get(walker.name());
                if (hit != null) {
                    hit.foundAt(lines.moveTo(walker.index()));
                }
            }
            if (hit != null) {
                missing.remove(hit);
            }
            found = walker.next();
        }
    }

    /** An element or attribute that is wanted or has something wanted inside. */
    private static final class Place {
        private final @Nullable Place parent;
        /** By step: {@code link} for the first of that name, {@code link[2]} for the next. */
        private final Map<String, Place> children = new HashMap<>();

        /** How many children have been met, of the names that are wanted. */
        private final Map<String, Integer> met = new HashMap<>();

        private final Map<String, Place> attributes = new HashMap<>();
        private @Nullable TextPosition at;

        Place(@Nullable Place parent) {
            this.parent = parent;
        }

        Place wantChild(String step) {
            int bracket = step.indexOf('[');
            met.put(bracket < 0 ? step : step.substring(0, bracket), 0);
            return children.computeIfAbsent(step, key -> new Place(this));
        }

        Place wantAttribute(String name) {
            return attributes.computeIfAbsent(name, key -> new Place(this));
        }

        /** The next child of that name; null if there is nothing wanted in it. */
        @Nullable
        Place nextChild(String name) {
            Integer count = met.isEmpty() ? null : met.computeIfPresent(name, (key, before) -> before + 1);
            if (count == null) {
                return null;
            }
            return children.get(count == 1 ? name : name + '[' + count + ']');
        }

        /** The first of two that claim the same name is meant. */
        void foundAt(TextPosition position) {
            if (at == null) {
                at = position;
            }
        }
    }
}
