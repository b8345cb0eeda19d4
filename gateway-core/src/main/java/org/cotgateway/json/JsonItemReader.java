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

/** Reads items that are JSON objects of one form, or of one of two that are told apart for each item. */
final class JsonItemReader implements ItemReader {

    private final JsonCursor cursor;
    private final EventForm usual;
    private final EventForm ofFeatures;

    private JsonItemReader(JsonCursor cursor, EventForm usual, EventForm ofFeatures) {
        this.cursor = cursor;
        this.usual = usual;
        this.ofFeatures = ofFeatures;
    }

    /** Of our own JSON. */
    static JsonItemReader ofEvents(DocumentSettings settings) {
        EventForm events = new EventObject(settings);
        return new JsonItemReader(new JsonCursor(settings), events, events);
    }

    /** Of GeoJSON. */
    static JsonItemReader ofFeatures(DocumentSettings settings) {
        EventForm features = new FeatureObject(settings);
        return new JsonItemReader(new JsonCursor(settings), features, features);
    }

    /** Of GeoJSON where the object says that it is a Feature, else of our own JSON. */
    static JsonItemReader ofBoth(DocumentSettings settings) {
        return new JsonItemReader(new JsonCursor(settings), new EventObject(settings), new FeatureObject(settings));
    }

    @Override
    public void read(byte[] in, int from, int to, long index, int line, EventItems items) {
        boolean isFeature = usual != ofFeatures && FeatureLook.isFeature(in, from, to);
        EventForm form = isFeature ? ofFeatures : usual;
        CotEvent event;
        try {
            if (cursor.begin(in, from, to, line) != JsonToken.START_OBJECT) {
                cursor.violate("must be an object");
                throw new BrokenItemException();
            }
            event = form.read(cursor);
            cursor.finish();
        } catch (BrokenItemException broken) {
            items.rejected(index, line, List.copyOf(cursor.violations()));
            cursor.reset();
            return;
        }
        List<Violation> violations = check(event, form);
        if (violations.isEmpty()) {
            items.event(event, index, line);
            for (String ignored : form.ignored()) {
                items.ignored(index, line, ignored);
            }
        } else {
            items.rejected(index, line, violations);
        }
    }

    /** All that is wrong. What the event's rules say of a field that could not be read is not said again. */
    private List<Violation> check(CotEvent event, EventForm form) {
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
