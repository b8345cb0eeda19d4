package org.cotgateway.codec;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;

/**
 * One of the {@link TakElement}s of a message, while it is read. Its attributes get the order in which their fields came
 * first; of a field that comes again the last value counts. Used again for every message.
 */
final class TakElementFields {

    private final TakElement element;
    private final String[] values = new String[TakElement.MAX_ATTRIBUTES + 1];
    private final int[] order = new int[TakElement.MAX_ATTRIBUTES];
    private int count;

    TakElementFields(TakElement element) {
        this.element = element;
    }

    TakElement element() {
        return element;
    }

    void clear() {
        count = 0;
    }

    void put(int field, String value) {
        boolean again = false;
        for (int i = 0; i < count; i++) {
            again |= order[i] == field;
        }
        if (!again) {
            order[count++] = field;
        }
        values[field] = value;
    }

    /**
     * The element. What is missing was empty or zero, because the sender had no element without it; the exception is a
     * contact's endpoint, which ATAK leaves out of contacts that have none.
     */
    CotElement toElement() {
        List<CotAttribute> attributes = new ArrayList<>(element.attributes());
        int seen = 0;
        for (int i = 0; i < count; i++) {
            attributes.add(new CotAttribute(element.attribute(order[i]), values[order[i]]));
            seen |= 1 << order[i];
        }
        for (int field = 1; field <= element.attributes(); field++) {
            if ((seen & 1 << field) == 0 && !mayBeAbsent(field)) {
                String value = element.value() == TakElement.Value.TEXT ? "" : "0";
                attributes.add(new CotAttribute(element.attribute(field), value));
            }
        }
        return new CotElement(element.elementName(), attributes, List.of());
    }

    private boolean mayBeAbsent(int field) {
        return element == TakElement.CONTACT && field == TakElement.ENDPOINT;
    }
}
