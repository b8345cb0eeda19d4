package org.cotgateway.json;

import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotText;
import org.cotgateway.json.JsonCursor.BrokenItemException;
import org.jspecify.annotations.Nullable;

/** Reads elements and text from the form that our JSON has for them. */
final class DetailReader {

    private static final int NAME = 1;
    private static final int ATTRIBUTES = 2;
    private static final int TEXT = 4;
    private static final int CHILDREN = 8;

    private final JsonCursor cursor;

    DetailReader(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** Reads an array of elements and text into a list. */
    void nodes(List<CotNode> into) throws BrokenItemException {
        if (!cursor.isArray()) {
            return;
        }
        while (cursor.next() != JsonToken.END_ARRAY) {
            CotNode node = node();
            if (node != null) {
                into.add(node);
            }
        }
    }

    private @Nullable CotNode node() throws BrokenItemException {
        if (cursor.token() == JsonToken.VALUE_STRING) {
            String text = cursor.string();
            return text == null || text.isEmpty() ? null : new CotText(text);
        }
        if (cursor.token() == JsonToken.START_OBJECT) {
            return element();
        }
        cursor.violate("must be an element or a text");
        cursor.skip();
        return null;
    }

    private CotElement element() throws BrokenItemException {
        String name = null;
        String text = null;
        List<CotAttribute> attributes = List.of();
        List<CotNode> children = List.of();
        int seen = 0;
        for (String field = cursor.nextField(); field != null; field = cursor.nextField()) {
            int bit = bit(field);
            if (bit == 0) {
                cursor.violate("is no part of an element: those are name, attributes, text and children");
                cursor.skip();
                continue;
            }
            if ((seen & bit) != 0) {
                cursor.violate("must stand only once");
                cursor.skip();
                continue;
            }
            seen |= bit;
            switch (bit) {
                case NAME -> name = cursor.string();
                case ATTRIBUTES -> attributes = attributes();
                case TEXT -> text = cursor.scalar();
                default -> {
                    children = new ArrayList<>();
                    nodes(children);
                }
            }
        }
        if (name == null) {
            cursor.violate(cursor.pointer() + "/name", null, "must be there");
            name = "";
        }
        if (text != null && !text.isEmpty()) {
            List<CotNode> all = new ArrayList<>(children.size() + 1);
            all.add(new CotText(text));
            all.addAll(children);
            children = all;
        }
        return new CotElement(name, attributes, children);
    }

    private static int bit(String field) {
        return switch (field) {
            case "name" -> NAME;
            case "attributes" -> ATTRIBUTES;
            case "text" -> TEXT;
            case "children" -> CHILDREN;
            default -> 0;
        };
    }

    /** Reads an object of attributes; one that is null is left out. */
    List<CotAttribute> attributes() throws BrokenItemException {
        if (!cursor.isObject()) {
            return List.of();
        }
        List<CotAttribute> attributes = new ArrayList<>(4);
        for (String name = cursor.nextField(); name != null; name = cursor.nextField()) {
            String value = cursor.scalar();
            if (value != null) {
                attributes.add(new CotAttribute(name, value));
            }
        }
        return attributes;
    }
}
