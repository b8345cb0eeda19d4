package org.cotgateway.feed;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a JSON document has its rows, and what they mean. Only read once it is made.
 *
 * @param document what is wanted of a document: its rows, and perhaps fields of its own
 * @param documentSlots the slots below this are the document's and stay from row to row
 * @param slots how many there are in all
 * @param rowsRule what a document must have if its rows are not where they should be
 * @param meaning what a row's values, by slot, say
 */
record JsonShape(
        FieldTree document,
        int documentSlots,
        int slots,
        String rowsRule,
        Function<@Nullable String[], SightingReading> meaning) {}
