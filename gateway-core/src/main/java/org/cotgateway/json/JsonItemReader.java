package org.cotgateway.json;

import com.fasterxml.jackson.core.JsonToken;
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
        boolean isFeature = usual != ofFeatures && FeatureLook.isFeature(in, from, to);
        EventForm form = isFeature ? ofFeatures : usual;
        if (!readPlain(in, from, to, index, line, form, items)) {
            readParsed(in, from, to, index, line, form, items);
        }
    }

    /** Answers whether the item could be read, and breaks no rules but those of events. */
    private boolean readPlain(
            byte[] in, int from, int to, long index, int line, EventForm form, EventItems items) {
        CotEvent event;
        try {
            if (plain.begin(in, from, to, line) != JsonToken.START_OBJECT) {
                return false;
            }
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
            if (parsed.begin(in, from, to, line) != JsonToken.START_OBJECT) {
                parsed.violate("must be an object");
                throw new BrokenItemException();
            }
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
