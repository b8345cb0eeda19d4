package org.cotgateway.event;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event's type, taken apart and explained: {@code a-f-G-U-C} is an atom, friendly, ground, unit, combat. Any type of
 * the right form is one; parts that no catalogue knows are said to be unknown. Case matters: upper case is
 * MIL-STD-2525's, lower case CoT's own. Immutable.
 *
 * <pre>{@code
 * CotType type = CotType.of("a-h-A-M-F-Q");
 * type.affiliation();  // Optional[HOSTILE]
 * type.explain();      // "atom, hostile, air, military, fixed wing, drone"
 * }</pre>
 */
public final class CotType {

    private static final CodeTree TREE = CodeTree.load("types.txt");
    private static final String ATOM = "a";

    private final String text;
    private final List<CodePart> parts;

    private CotType(String text) {
        this.text = text;
        this.parts = TREE.explain(text);
    }

    /**
     * What came of reading a type.
     *
     * @param type the type, or null when the text is none
     * @param violations what is wrong with the text; none if there is a type
     */
    public record Reading(@Nullable CotType type, List<Violation> violations) {

        public Reading {
            violations = List.copyOf(violations);
        }
    }

    /** Takes apart a text from outside, which may be no type at all. Violations name the field {@code type}. */
    public static Reading parse(String text) {
        List<Violation> violations = EventRules.checkType("type", text);
        return new Reading(violations.isEmpty() ? new CotType(text) : null, violations);
    }

    /**
     * The type of this text, for a text that is known to be one.
     *
     * @throws IllegalArgumentException naming what is wrong, when it is none
     */
    public static CotType of(String text) {
        Reading reading = parse(text);
        if (reading.type == null) {
            throw new IllegalArgumentException(reading.violations.toString());
        }
        return reading.type;
    }

    /** Whether a type is this one or below it: {@code a-f-G} is below {@code a-f}, {@code a-friend} is not. Allocates nothing. */
    public static boolean isOrBelow(String type, String above) {
        return type.startsWith(above) && (type.length() == above.length() || type.charAt(above.length()) == '-');
    }

    /** The type as it is written. */
    public String text() {
        return text;
    }

    /** Its parts as they are written: {@code [a, f, G, U, C]}. */
    public List<String> atoms() {
        return parts.stream().map(CodePart::code).toList();
    }

    /** Its parts with what they mean. */
    public List<CodePart> parts() {
        return parts;
    }

    /** Whether every part is known where it stands. */
    public boolean isKnown() {
        return parts.stream().allMatch(CodePart::known);
    }

    /** Whether it is about a thing on the map, and not a message, a task or a drawing. */
    public boolean isAtom() {
        return parts.get(0).code().equals(ATOM);
    }

    /** The side, of an atom only. */
    public Optional<Affiliation> affiliation() {
        return isAtom() && parts.size() > 1 ? Affiliation.of(parts.get(1).code()) : Optional.empty();
    }

    /** The battle dimension, of an atom only. */
    public Optional<Dimension> dimension() {
        return isAtom() && parts.size() > 2 ? Dimension.of(parts.get(2).code()) : Optional.empty();
    }

    /** In words: {@code atom, friendly, ground, unit, combat}; an unknown part as {@code unknown part Q}. */
    public String explain() {
        return CodeTree.inWords(parts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CotType type && type.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
