package org.cotgateway.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** What may stand at a place of the file. Immutable. */
sealed interface Shape permits Leaf, Shape.Items, Shape.Table, Shape.Section {

    /** A list of these. */
    record Items(Shape item) implements Shape {}

    /** Names that are not known before, each with one of these. */
    record Table(Leaf value) implements Shape {}

    /**
     * Keys with values.
     *
     * @param keys by name, in the record's order
     * @param defaults what holds for keys that are not given
     */
    record Section(Map<String, Key> keys, ObjectNode defaults) implements Shape {}

    /**
     * One key of a section.
     *
     * @param nullable whether it may be given without a value, which means none
     * @param required whether it must be given
     */
    record Key(String name, Shape shape, boolean nullable, boolean required) {}
}
