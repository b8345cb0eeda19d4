package org.cotgateway.feed;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The arrays and objects of a document that are open on the way to what is wanted of it. One thread. */
final class JsonWay {

    private static final class Container {
        private final FieldTree place;
        private final boolean isArray;
        private final boolean holdsRows;
        private int index;
        private @Nullable FieldTree named;

        Container(FieldTree place, boolean isArray, boolean holdsRows) {
            this.place = place;
            this.isArray = isArray;
            this.holdsRows = holdsRows;
        }
    }

    private final Deque<Container> open = new ArrayDeque<>();

    boolean isEmpty() {
        return open.isEmpty();
    }

    void clear() {
        open.clear();
    }

    /** Goes into an array of which each element is a row. */
    void enterRows(FieldTree row) {
        open.push(new Container(row, true, true));
    }

    void enter(FieldTree place, boolean isArray) {
        open.push(new Container(place, isArray, false));
    }

    void leave() {
        open.pop();
    }

    /** Whether the innermost of them is an array. */
    boolean isInArray() {
        return open.element().isArray;
    }

    /** Whether the innermost of them holds rows. */
    boolean isInRows() {
        return !isEmpty() && open.element().holdsRows;
    }

    /** What is wanted of each row if the innermost of them holds rows; null if it does not. */
    @Nullable
    FieldTree row() {
        Container innermost = open.element();
        return innermost.holdsRows ? innermost.place : null;
    }

    /** Takes the name of the next member of an object; null for one that cannot be wanted. */
    void name(@Nullable String name) {
        Container object = open.element();
        object.named = name == null ? null : object.place.member(name);
    }

    /** What is wanted of the value that comes now, in an array or behind a name; null if nothing is. */
    @Nullable
    FieldTree next() {
        Container innermost = open.element();
        if (!innermost.isArray) {
            return innermost.named;
        }
        FieldTree array = innermost.place;
        return array.hasMembers() ? array.member(Integer.toString(innermost.index++)) : null;
    }
}
