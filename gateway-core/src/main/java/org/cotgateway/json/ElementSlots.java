package org.cotgateway.json;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.CotElement;
import org.jspecify.annotations.Nullable;

/**
 * The elements that the properties of a Feature make, each at the place where the first property that has a part in it stands.
 * Used again for every Feature.
 */
final class ElementSlots {

    private static final int MOST_KEPT = 64;

    private static final class Slot {
        private String element = "";
        private String property = "";
        private @Nullable CotElement made;
    }

    private final List<Slot> slots = new ArrayList<>();
    private int count;

    void clear() {
        count = 0;
        if (slots.size() > MOST_KEPT) {
            slots.clear();
        }
    }

    int count() {
        return count;
    }

    /** The name of the element. */
    String element(int slot) {
        return slots.get(slot).element;
    }

    /** The first property that has a part in it. */
    String property(int slot) {
        return slots.get(slot).property;
    }

    /** The element, if one property makes all of it. */
    @Nullable
    CotElement made(int slot) {
        return slots.get(slot).made;
    }

    /** Takes an element that a property makes. */
    void add(String property, CotElement element) {
        add(element.name(), property, element);
    }

    /** Keeps a place for an element that several properties make, unless it has one. */
    void keep(String element, String property) {
        for (int i = 0; i < count; i++) {
            if (slots.get(i).element.equals(element)) {
                return;
            }
        }
        add(element, property, null);
    }

    private void add(String element, String property, @Nullable CotElement made) {
        if (count == slots.size()) {
            slots.add(new Slot());
        }
        Slot slot = slots.get(count++);
        slot.element = element;
        slot.property = property;
        slot.made = made;
    }
}
