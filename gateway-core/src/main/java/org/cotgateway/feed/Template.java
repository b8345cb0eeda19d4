package org.cotgateway.feed;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text with fields in braces, {@code {flight} {reg}}; a brace itself is written twice. Immutable. */
final class Template {

    private static final String WRONG_BRACES =
            "must have a field in each pair of braces; write {{ or }} for a brace itself";

    /** A text, or the field in a slot. */
    private record Part(@Nullable String text, int slot) {}

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    /** @throws IllegalArgumentException with what is wrong with the text */
    static Template parse(String text, FieldSlots slots) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean brace = c == '{' || c == '}';
            if (brace && i + 1 < text.length() && text.charAt(i + 1) == c) {
                literal.append(c);
                i++;
            } else if (brace) {
                int end = text.indexOf('}', i);
                if (c == '}' || end <= i + 1) {
                    throw new IllegalArgumentException(WRONG_BRACES);
                }
                if (!literal.isEmpty()) {
                    parts.add(new Part(literal.toString(), 0));
                    literal.setLength(0);
                }
                parts.add(new Part(null, slots.of(text.substring(i + 1, end))));
                i = end;
            } else {
                literal.append(c);
            }
        }
        if (!literal.isEmpty()) {
            parts.add(new Part(literal.toString(), 0));
        }
        return new Template(List.copyOf(parts));
    }

    /** The text with this row's values, blanks at its ends and all but one in a run left out; null if no field has a value. */
    @Nullable
    String fill(@Nullable String[] values) {
        StringBuilder filled = new StringBuilder();
        boolean any = parts.stream().allMatch(part -> part.text != null);
        for (Part part : parts) {
            String text = part.text != null ? part.text : values[part.slot];
            any |= part.text == null && text != null && !text.isBlank();
            if (text != null) {
                append(filled, text);
            }
        }
        String stripped = filled.toString().strip();
        return any && !stripped.isEmpty() ? stripped : null;
    }

    private static void append(StringBuilder filled, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean again = c == ' ' && !filled.isEmpty() && filled.charAt(filled.length() - 1) == ' ';
            if (!again) {
                filled.append(c);
            }
        }
    }
}
