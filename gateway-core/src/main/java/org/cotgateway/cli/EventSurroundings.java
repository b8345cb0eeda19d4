package org.cotgateway.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;

/**
 * What stands around the events of a file: white space, declarations, comments, and whole elements that hold events, such as
 * {@code <events>}. All else is wrong there.
 */
final class EventSurroundings {

    private static final String ELEMENT_HAS_NO_END = "must have an end: this element has none";
    private static final String HAS_NO_END = "must have an end: a comment or the like begins here, and has none";

    private static final int TAG_NAME = 1;
    private static final int END_NAME = 2;

    /** Declarations and comments; the start tag of an element, which is not empty; an end tag. */
    private static final Pattern MARKUP = Pattern.compile(
            "<\\?.*?\\?>|<!--.*?-->|<([^\\s<>/!?\"'=]++)(?:\\s(?:[^<>\"']|\"[^<\"]*+\"|'[^<']*+')*+)?+(?<!/)>|</([^\\s<>/]++)\\s*+>",
            Pattern.DOTALL);

    private record Open(String name, Violation withoutEnd) {}

    private final List<Violation> violations = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private boolean hasElements;
    private boolean isUnclosed;

    /**
     * Takes what stands before the first event, between two, or behind the last.
     *
     * @param at where it begins
     */
    void add(String text, TextPosition at) {
        StringBuilder stray = new StringBuilder();
        Matcher markup = MARKUP.matcher(text);
        while (markup.find()) {
            String name = markup.group(TAG_NAME);
            String ended = markup.group(END_NAME);
            hasElements |= name != null || ended != null;
            boolean isStray = false;
            if (name != null) {
                open.push(new Open(name, wrong(markup.group(), ELEMENT_HAS_NO_END, at)));
            } else if (ended != null) {
                isStray = open.isEmpty() || !open.peek().name.equals(ended);
                if (!isStray) {
                    open.pop();
                }
            }
            markup.appendReplacement(stray, isStray ? Matcher.quoteReplacement(markup.group()) : "");
        }
        markup.appendTail(stray);
        if (!stray.chars().allMatch(EventSurroundings::mayStandBetween)) {
            violations.add(wrong(stray.toString(), "must have nothing but events", at));
        }
    }

    /** Takes the rest of a file, which belongs to a comment or the like without end. */
    void unclosed(String text, TextPosition at) {
        isUnclosed = true;
        violations.add(wrong(text, HAS_NO_END, at));
    }

    /** Whether there are elements around events, or something has no end: the file is more than a document of one event. */
    boolean isMoreThanAnEvent() {
        return hasElements || isUnclosed;
    }

    /** All that is wrong, once the file is at its end. */
    List<Violation> violations() {
        List<Violation> all = new ArrayList<>(violations);
        if (!isUnclosed) {
            open.descendingIterator().forEachRemaining(element -> all.add(element.withoutEnd));
        }
        return all;
    }

    private static Violation wrong(String text, String rule, TextPosition at) {
        return Violation.of("file", text.strip(), rule).at(at);
    }

    /** White space, a NUL or a byte order mark: what peers put between events, and devices take or get over. */
    private static boolean mayStandBetween(int c) {
        return c <= ' ' && Character.isWhitespace(c) || c == 0 || c == '\ufeff';
    }
}
