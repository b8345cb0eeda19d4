package org.cotgateway.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the members of an object to an array that has a certain name, without looking closer at anything, but keeps the
 * value of another member. Used again for one object after the other. Not thread-safe.
 */
final class JsonMembers {

    /** Of a value that is kept. What the coordinates are in is said in less, by other standards' own long forms, too. */
    static final int MAX_VALUE_BYTES = 65_536;

    private final String name;
    private final @Nullable String keptName;
    private final MemberName came;
    private final JsonExtent extent = new JsonExtent();
    /** Whether the walk is in a string, an array or an object, whose end is looked for. */
    private boolean isInside;
    /** Whether the next string is a name, and whether the walk is in one. */
    private boolean expectsName;

    private boolean inName;
    /** Whether the name that came last is the one. */
    private boolean isNamed;
    /** Whether what comes is the value to be kept. */
    private boolean keeps;

    private byte[] kept = new byte[0];
    /** -1 if it is too long. */
    private int keptLength;

    private boolean isAtName;
    private boolean isAtArray;
    private boolean isBehindKept;
    private boolean isEnded;
    private boolean isMismatched;
    private int lineFeeds;

    /**
     * @param name the array's
     * @param keptName of the member whose value is kept; null for none
     */
    JsonMembers(String name, @Nullable String keptName) {
        this.name = name;
        this.keptName = keptName;
        came = new MemberName(Math.max(name.length(), keptName == null ? 0 : keptName.length()));
    }

    /** Begins with an object, of which the brace is passed. */
    void begin() {
        isInside = false;
        expectsName = true;
        isNamed = false;
        keeps = false;
        isEnded = false;
        isMismatched = false;
        lineFeeds = 0;
    }

    /** Goes on to the next place of which one of the methods below tells, or to the end of these bytes; answers where that is. */
    int pass(byte[] in, int from, int to) {
        isAtName = false;
        isAtArray = false;
        isBehindKept = false;
        int at = from;
        while (at < to && !isEnded && !isAtArray && !isAtName && !isBehindKept) {
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

    /** Whether the value that is to be kept was passed just now, and lies in {@link #kept} to the length of {@link #keptLength}. */
    boolean isBehindKept() {
        return isBehindKept;
    }

    byte[] kept() {
        return kept;
    }

    /** Negative if it is longer than {@link #MAX_VALUE_BYTES}: then it is not kept. */
    int keptLength() {
        return keptLength;
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
                    came.clear();
                    keep(in, at, at + 1);
                    return at + 1;
                }
                case '{', '[' -> {
                    isAtArray = b == '[' && isNamed;
                    isNamed = false;
                    if (!isAtArray) {
                        enter(b);
                        keep(in, at, at + 1);
                    }
                    return at + 1;
                }
                case '}', ']' -> {
                    isEnded = true;
                    isMismatched = b == ']';
                    endKept();
                    return at + 1;
                }
                case ',' -> {
                    expectsName = true;
                    isNamed = false;
                    if (keeps) {
                        endKept();
                        return at + 1;
                    }
                }
                case '\n' -> lineFeeds++;
                case ':' -> {
                    // Nobody asks.
                }
                default -> keep(in, at, at + 1);
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
            came.add(in, from, extent.isEnded() ? end - 1 : end);
        } else {
            keep(in, from, end);
        }
        if (extent.isEnded()) {
            isInside = false;
            isMismatched = extent.isMismatched();
            isEnded = isMismatched;
            isNamed = inName && came.is(name);
            isAtName = isNamed;
            if (inName && keptName != null && came.is(keptName)) {
                keeps = true;
                keptLength = 0;
            }
        }
        return end;
    }

    private void keep(byte[] in, int from, int to) {
        if (!keeps || keptLength < 0) {
            return;
        }
        int length = keptLength + to - from;
        if (length > MAX_VALUE_BYTES) {
            keptLength = -1;
            kept = new byte[0];
            return;
        }
        if (length > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(length, 2 * kept.length));
        }
        System.arraycopy(in, from, kept, keptLength, to - from);
        keptLength = length;
    }

    private void endKept() {
        isBehindKept = keeps;
        keeps = false;
    }
}
