package org.cotgateway.feed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields that are wanted of a JSON document, as a tree of members; elements of arrays are members named by their number.
 * Built while settings are read, then only read.
 */
final class FieldTree {

    private static final int NONE = -1;

    private final Map<String, FieldTree> members = new HashMap<>();
    private int slot = NONE;
    private @Nullable FieldTree row;
    private @Nullable String identity;

    /** The fields by slot, each a JSON Pointer or the name of a member. */
    static FieldTree of(List<String> fields) {
        FieldTree root = new FieldTree();
        for (int slot = 0; slot < fields.size(); slot++) {
            root.at(fields.get(slot)).slot = slot;
        }
        return root;
    }

    /** A document with rows at a place; null for the document itself. */
    static FieldTree withRows(@Nullable String items, FieldTree row) {
        FieldTree root = new FieldTree();
        (items == null ? root : root.at(items)).hold(row);
        return root;
    }

    /** The place that a pointer, or the name of a member, leads to. */
    FieldTree at(String field) {
        FieldTree place = this;
        if (!field.startsWith("/")) {
            return members.computeIfAbsent(field, name -> new FieldTree());
        }
        for (String part : field.substring(1).split("/", -1)) {
            String name = part.replace("~1", "/").replace("~0", "~");
            place = place.members.computeIfAbsent(name, each -> new FieldTree());
        }
        return place;
    }

    /** Wants the value at this place, in this slot. */
    void want(int valueSlot) {
        slot = valueSlot;
    }

    /** Has rows at this place, of which this is wanted. */
    void hold(FieldTree rows) {
        row = rows;
    }

    /** Has what rows are known by at this place, which is called so where it is wrong. */
    void identify(String called) {
        identity = called;
    }

    /** How it is called if rows are known by it; null if they are not. */
    @Nullable
    String identity() {
        return identity;
    }

    @Nullable
    FieldTree member(String name) {
        return members.get(name);
    }

    boolean hasMembers() {
        return !members.isEmpty();
    }

    boolean isWanted() {
        return slot != NONE;
    }

    int slot() {
        return slot;
    }

    /** What is wanted of each row that is here; null if there are none here. */
    @Nullable
    FieldTree row() {
        return row;
    }
}
