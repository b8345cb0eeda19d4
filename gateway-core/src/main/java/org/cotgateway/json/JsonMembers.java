package org.cotgateway.json;

/**
 * Walks through the members of an object to an array that has a certain name, without looking closer at anything. Used again for
 * one object after the other. Not thread-safe.
 */
final class JsonMembers {

    private final byte[] name;
    private final JsonExtent extent = new JsonExtent();
    /** Whether the walk is in a string, an array or an object, whose end is looked for. */
    private boolean isInside;
    /** Whether the next string is a name, the walk is in one, and how much of it is as it should be; -1 if it is another one. */
    private boolean expectsName;

    private boolean inName;
    private int matched;
    /** Whether the name that came last is the one. */
    private boolean isNamed;

    private boolean isAtName;
    private boolean isAtArray;
    private boolean isEnded;
    private boolean isMismatched;
    private int lineFeeds;

    JsonMembers(byte[] name) {
        this.name = name;
    }

    /** Begins with an object, of which the brace is passed. */
    void begin() {
        isInside = false;
        expectsName = true;
        isNamed = false;
        isEnded = false;
        isMismatched = false;
        lineFeeds = 0;
    }

    /** Goes on to the next place of which one of the methods below tells, or to the end of these bytes; answers where that is. */
    int pass(byte[] in, int from, int to) {
        isAtName = false;
        isAtArray = false;
        int at = from;
        while (at < to && !isEnded && !isAtArray && !isAtName) {
            at = isInside ? inside(in, at, to) : between(in, at, to);
        }
        return at;
    }

    /** Whether the name was passed just now. */
    boolean isAtName() {
        return isAtName;
    }

    /** Whether the bracket of the array was passed just now; to go on, its other bracket has to be passed first. */
    boolean isAtArray() {
        return isAtArray;
    }

    /** Whether the object's end has passed. */
    boolean isEnded() {
        return isEnded;
    }

    /** Whether it has ended at a bracket where another kind is open. */
    boolean isMismatched() {
        return isMismatched;
    }

    /** How many ends of lines have passed since this was asked. */
    int takeLineFeeds() {
        int taken = lineFeeds;
        lineFeeds = 0;
        return taken;
    }

    private int between(byte[] in, int from, int to) {
        for (int at = from; at < to; at++) {
            byte b = in[at];
            switch (b) {
                case '"' -> {
                    enter(b);
                    inName = expectsName;
                    expectsName = false;
                    matched = 0;
                    return at + 1;
                }
                case '{', '[' -> {
                    isAtArray = b == '[' && isNamed;
                    isNamed = false;
                    if (!isAtArray) {
                        enter(b);
                    }
                    return at + 1;
                }
                case '}', ']' -> {
                    isEnded = true;
                    isMismatched = b == ']';
                    return at + 1;
                }
                case ',' -> {
                    expectsName = true;
                    isNamed = false;
                }
                case '\n' -> lineFeeds++;
                default -> {
                    // Nobody asks.
                }
            }
        }
        return to;
    }

    private void enter(byte first) {
        isInside = true;
        inName = false;
        extent.begin(first);
    }

    private int inside(byte[] in, int from, int to) {
        int end = extent.pass(in, from, to);
        lineFeeds += extent.takeLineFeeds();
        if (inName) {
            match(in, from, extent.isEnded() ? end - 1 : end);
        }
        if (extent.isEnded()) {
            isInside = false;
            isMismatched = extent.isMismatched();
            isEnded = isMismatched;
            isNamed = inName && matched == name.length;
            isAtName = isNamed;
        }
        return end;
    }

    private void match(byte[] in, int from, int to) {
        for (int at = from; at < to && matched >= 0; at++) {
            matched = matched < name.length && name[matched] == in[at] ? matched + 1 : -1;
        }
    }
}
