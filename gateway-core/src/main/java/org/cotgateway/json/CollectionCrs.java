package org.cotgateway.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.json.JsonCursor.BrokenItemException;

/**
 * What a FeatureCollection says that the coordinates of its features are in; see {@link Crs}. If it is anything else, none of the
 * features after that is taken. Those before it are gone: how many they are is said. Not thread-safe.
 */
final class CollectionCrs implements EventItems {

    private static final String POINTER = "/" + Crs.NAME;
    private static final byte[] BEFORE = ("{\"" + Crs.NAME + "\":").getBytes(StandardCharsets.US_ASCII);

    private final DocumentSettings settings;
    private final EventItems items;
    private List<Violation> violations = List.of();
    /** How many features were taken. */
    private long taken;

    /** @param items where the features go */
    CollectionCrs(DocumentSettings settings, EventItems items) {
        this.settings = settings;
        this.items = items;
    }

    /**
     * Takes the value of the member.
     *
     * @param length negative if it is too long to be looked at
     */
    void take(byte[] value, int length) {
        if (!violations.isEmpty()) {
            return;
        }
        violations = length < 0
                ? List.of(Violation.of(
                        POINTER, null, "must be at most " + JsonMembers.MAX_VALUE_BYTES + " bytes long; " + Crs.RULE))
                : violations(value, length);
    }

    /** Whether the features are in anything else. */
    boolean isOther() {
        return !violations.isEmpty();
    }

    /** What is wrong with it for those features that came before it. */
    List<Violation> tooLate() {
        String late = "; it comes too late for features before it, taken as WGS 84: " + taken;
        return violations.stream()
                .map(violation -> Violation.of(violation.field(), violation.value(), violation.rule() + late))
                .toList();
    }

    private List<Violation> violations(byte[] value, int length) {
        byte[] collection = new byte[BEFORE.length + length + 1];
        System.arraycopy(BEFORE, 0, collection, 0, BEFORE.length);
        System.arraycopy(value, 0, collection, BEFORE.length, length);
        collection[BEFORE.length + length] = '}';
        ParsedCursor cursor = new ParsedCursor(settings);
        try {
            cursor.begin(collection, 0, collection.length, 1);
            cursor.nextField();
            Crs.check(cursor);
        } catch (BrokenItemException unreadable) {
            return List.of(Violation.of(POINTER, null, Crs.RULE));
        }
        return cursor.violations().stream()
                .filter(violation -> violation.field().equals(POINTER))
                .toList();
    }

    @Override
    public void event(CotEvent event, long index, int line) {
        if (violations.isEmpty()) {
            taken++;
            items.event(event, index, line);
        } else {
            items.rejected(index, line, violations);
        }
    }

    @Override
    public void rejected(long index, int line, List<Violation> others) {
        items.rejected(
                index,
                line,
                Stream.concat(violations.stream(), others.stream()).distinct().toList());
    }

    @Override
    public void ignored(long index, int line, String field) {
        if (violations.isEmpty()) {
            items.ignored(index, line, field);
        }
    }
}
