package org.cotgateway.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.json.JsonCursor.BrokenItemException;

/**
 * What a FeatureCollection says that the coordinates of its features are in; see {@link Crs}. If it is anything else, none of the
 * features after that is taken. Not thread-safe.
 */
final class CollectionCrs {

    private static final byte[] NAME = Crs.NAME.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEFORE = "]}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEHIND = "{\"features\":0".getBytes(StandardCharsets.US_ASCII);

    private final DocumentSettings settings;
    private List<Violation> violations = List.of();

    CollectionCrs(DocumentSettings settings) {
        this.settings = settings;
    }

    /** Takes what stands in the collection up to the bracket of its features. */
    void before(byte[] begin, int length) {
        if (mayHold(begin, length)) {
            look(joined(begin, length, BEFORE, BEFORE.length));
        }
    }

    /** Takes what stands in the collection behind the bracket of its features, up to its end. */
    void behind(byte[] end, int length) {
        if (mayHold(end, length)) {
            look(joined(BEHIND, BEHIND.length, end, length));
        }
    }

    /** What is wrong with it; empty if nothing. */
    List<Violation> violations() {
        return violations;
    }

    /** Takes the features of the collection: rejects each for what the collection says, if that is wrong. */
    EventItems over(EventItems items) {
        return violations.isEmpty() ? items : new Refusal(items, violations);
    }

    private static boolean mayHold(byte[] in, int length) {
        for (int at = 0; at + NAME.length <= length; at++) {
            if (in[at] == '\\' || in[at] == NAME[0] && in[at + 1] == NAME[1] && in[at + 2] == NAME[2]) {
                return true;
            }
        }
        return false;
    }

    private static byte[] joined(byte[] first, int firstLength, byte[] second, int secondLength) {
        byte[] joined = new byte[firstLength + secondLength];
        System.arraycopy(first, 0, joined, 0, firstLength);
        System.arraycopy(second, 0, joined, firstLength, secondLength);
        return joined;
    }

    private void look(byte[] collection) {
        ParsedCursor cursor = new ParsedCursor(settings);
        try {
            cursor.begin(collection, 0, collection.length, 1);
            for (String field = cursor.nextField(); field != null; field = cursor.nextField()) {
                if (field.equals(Crs.NAME)) {
                    Crs.check(cursor);
                } else {
                    cursor.skip();
                }
            }
        } catch (BrokenItemException broken) {
            // What stands around the features is not looked at otherwise.
        }
        violations = cursor.violations().stream()
                .filter(violation -> violation.field().equals("/" + Crs.NAME))
                .toList();
    }

    private record Refusal(EventItems items, List<Violation> violations) implements EventItems {

        @Override
        public void event(CotEvent event, long index, int line) {
            items.rejected(index, line, violations);
        }

        @Override
        public void rejected(long index, int line, List<Violation> others) {
            items.rejected(
                    index,
                    line,
                    Stream.concat(violations.stream(), others.stream())
                            .distinct()
                            .toList());
        }
    }
}
