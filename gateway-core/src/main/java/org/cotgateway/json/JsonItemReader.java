package org.cotgateway.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.Violation;
import org.cotgateway.json.JsonCursor.BrokenItemException;

/**
 * Reads items that are JSON objects of one form, or of one of two that are told apart for each item. Each is read fast first;
 * what is wrong with one that cannot be read so is found out by reading it again.
 */
final class JsonItemReader implements ItemReader {

    private static final int MOST_SHOWN_BYTES = 256;

    private final PlainCursor plain;
    private final ParsedCursor parsed;
    private final EventForm usual;
    private final EventForm ofFeatures;

    private JsonItemReader(DocumentSettings settings, EventForm usual, EventForm ofFeatures) {
        plain = new PlainCursor(settings);
        parsed = new ParsedCursor(settings);
        this.usual = usual;
        this.ofFeatures = ofFeatures;
    }

    /** Of our own JSON. */
    static JsonItemReader ofEvents(DocumentSettings settings) {
        EventForm events = new EventObject(settings);
        return new JsonItemReader(settings, events, events);
    }

    /** Of GeoJSON. */
    static JsonItemReader ofFeatures(DocumentSettings settings) {
        EventForm features = new FeatureObject(settings);
        return new JsonItemReader(settings, features, features);
    }

    /** Of GeoJSON where the object says that it is a Feature, else of our own JSON. */
    static JsonItemReader ofBoth(DocumentSettings settings) {
        return new JsonItemReader(settings, new EventObject(settings), new FeatureObject(settings));
    }

    @Override
    public void read(byte[] in, int from, int to, long index, int line, EventItems items) {
        if (in[from] != '{') {
            items.rejected(index, line, List.of(noObject(in, from, to)));
            return;
        }
        boolean isFeature = usual != ofFeatures && FeatureLook.isFeature(in, from, to);
        EventForm form = isFeature ? ofFeatures : usual;
        if (!readPlain(in, from, to, index, line, form, items)) {
            readParsed(in, from, to, index, line, form, items);
        }
    }

    /** Answers whether the item could be read, and breaks no rules but those of events. */
    private boolean readPlain(byte[] in, int from, int to, long index, int line, EventForm form, EventItems items) {
        CotEvent event;
        try {
            plain.begin(in, from, to, line);
            event = form.read(plain);
            plain.finish();
        } catch (BrokenItemException unusual) {
            return false;
        }
        if (!plain.violations().isEmpty()) {
            return false;
        }
        give(event, plain, index, line, form, items);
        return true;
    }

    private void readParsed(byte[] in, int from, int to, long index, int line, EventForm form, EventItems items) {
        CotEvent event;
        try {
            parsed.begin(in, from, to, line);
            event = form.read(parsed);
            parsed.finish();
        } catch (BrokenItemException broken) {
            items.rejected(index, line, List.copyOf(parsed.violations()));
            parsed.reset();
            return;
        }
        give(event, parsed, index, line, form, items);
    }

    private static void give(
            CotEvent event, JsonCursor cursor, long index, int line, EventForm form, EventItems items) {
        List<Violation> violations = check(event, cursor, form);
        if (!violations.isEmpty()) {
            items.rejected(index, line, violations);
            return;
        }
        items.event(event, index, line);
        List<String> ignored = form.ignored();
        for (int i = 0; i < ignored.size(); i++) {
            items.ignored(index, line, ignored.get(i));
        }
    }

    /** What is wrong with an item that is something else. */
    private static Violation noObject(byte[] in, int from, int to) {
        String kind = switch (in[from]) {
            case '[' -> "an array";
            case '"' -> "a string";
            case 't', 'f' -> "true or false";
            case 'n' -> "null";
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> "a number";
            default -> "no JSON";
        };
        String shown = in[from] == '['
                ? null
                : new String(in, from, Math.min(to - from, MOST_SHOWN_BYTES), StandardCharsets.UTF_8).strip();
        return Violation.of(EventItems.ITEM, shown, "must be an object, as every event is; this is " + kind);
    }

    /** All that is wrong. What the event's rules say of a field that could not be read is not said again. */
    private static List<Violation> check(CotEvent event, JsonCursor cursor, EventForm form) {
        if (cursor.violations().isEmpty() && PlainEvents.isPlain(event)) {
            return List.of();
        }
        List<Violation> broken = EventRules.check(event);
        List<Violation> all = new ArrayList<>(cursor.violations());
        Set<String> told = new HashSet<>();
        for (Violation violation : all) {
            told.add(violation.field());
        }
        for (Violation violation : broken) {
            String pointer = form.pointer(violation.field(), event);
            if (!told.contains(pointer)) {
                all.add(Violation.of(pointer, violation.value(), violation.rule()));
            }
        }
        return all;
    }
}
