package org.cotgateway.feed;

import java.util.ArrayList;
import java.util.List;

/** The fields that a mapping reads, each once, and the slot of a row's values that each has. Used while settings are read. */
final class FieldSlots {

    private final List<String> fields = new ArrayList<>();

    /** The slot of this field. */
    int of(String field) {
        int known = fields.indexOf(field);
        if (known >= 0) {
            return known;
        }
        fields.add(field);
        return fields.size() - 1;
    }

    /** By slot. */
    List<String> fields() {
        return List.copyOf(fields);
    }
}
