package org.cotgateway.codec;

/**
 * A start tag in an array, found to be well-formed: where its name and its attributes stand. Used again for every tag.
 * Takes names of ASCII without prefix only, and leaves tags with more attributes than anybody uses to the parser.
 */
final class StartTag {

    /** Of a value: it has references, so it does not stand there as it is meant. */
    static final int REFERENCES = 1;
    /** Of a value: it has characters that are not ASCII. */
    static final int NOT_ASCII = 2;
    /** Of a value: it has line breaks or tabs, which are spaces for the parser. */
    static final int BREAKS = 4;

    private static final int MAX_ATTRIBUTES = 32;
    private static final XmlName NAMESPACE = XmlName.of("xmlns");

    private final int maxAttributes;
    private final int maxNameBytes;
    private final int maxValueBytes;

    private final long[] heads = new long[MAX_ATTRIBUTES];
    private final long[] tails = new long[MAX_ATTRIBUTES];
    private final int[] nameFrom = new int[MAX_ATTRIBUTES];
    private final int[] nameLengths = new int[MAX_ATTRIBUTES];
    private final int[] valueFrom = new int[MAX_ATTRIBUTES];
    private final int[] valueTo = new int[MAX_ATTRIBUTES];
    private final int[] kinds = new int[MAX_ATTRIBUTES];

    private int from;
    private int length;
    private long head;
    private long tail;
    private int attributes;
    /** The names so far, one of 64 bits for each. */
    private long seen;

    private boolean empty;

    StartTag(XmlLimits limits) {
        maxAttributes = Math.min(limits.maxAttributes(), MAX_ATTRIBUTES);
        maxNameBytes = limits.maxNameChars();
        maxValueBytes = limits.maxTextChars();
    }

    /**
     * Reads the tag of which the {@code <} stands there.
     *
     * @return the index behind it, or {@link XmlBytes#WRONG}
     */
    int read(byte[] in, int index) {
        from = index + 1;
        int i = XmlBytes.afterName(in, from);
        length = i - from;
        if (length == 0 || length > maxNameBytes) {
            return XmlBytes.WRONG;
        }
        head = XmlName.head(in, from, i);
        tail = XmlName.tail(in, from, i);
        attributes = 0;
        seen = 0;
        while (true) {
            int next = XmlBytes.afterSpace(in, i);
            byte b = in[next];
            if (b == '>') {
                empty = false;
                return next + 1;
            }
            if (b == '/') {
                empty = true;
                return in[next + 1] == '>' ? next + 2 : XmlBytes.WRONG;
            }
            if (next == i) {
                return XmlBytes.WRONG;
            }
            i = attribute(in, next);
            if (i < 0) {
                return XmlBytes.WRONG;
            }
        }
    }

    private int attribute(byte[] in, int begin) {
        int end = XmlBytes.afterName(in, begin);
        if (end == begin || end - begin > maxNameBytes || attributes == maxAttributes || !add(in, begin, end)) {
            return XmlBytes.WRONG;
        }
        int i = XmlBytes.afterSpace(in, end);
        if (in[i] != '=') {
            return XmlBytes.WRONG;
        }
        i = XmlBytes.afterSpace(in, i + 1);
        byte quote = in[i];
        if (quote != '"' && quote != '\'') {
            return XmlBytes.WRONG;
        }
        return value(in, i + 1, quote);
    }

    /** Takes the name of the next attribute unless there is one of it already. */
    private boolean add(byte[] in, int begin, int end) {
        int n = attributes;
        heads[n] = XmlName.head(in, begin, end);
        tails[n] = XmlName.tail(in, begin, end);
        nameFrom[n] = begin;
        nameLengths[n] = end - begin;
        long bit = 1L << (int) ((heads[n] ^ tails[n]) * 0x9E37_79B9_7F4A_7C15L >>> 58);
        if ((seen & bit) != 0) {
            for (int other = 0; other < n; other++) {
                // Two long names may look the same and not be; the parser knows.
                if (heads[other] == heads[n] && tails[other] == tails[n] && nameLengths[other] == nameLengths[n]) {
                    return false;
                }
            }
        }
        seen |= bit;
        return !is(n, NAMESPACE);
    }

    private int value(byte[] in, int begin, byte quote) {
        long wanted = quote == '"' ? XmlBytes.QUOTE : XmlBytes.APOSTROPHE;
        int kind = 0;
        int i = XmlBytes.nextOdd(in, begin, wanted);
        while (in[i] != quote) {
            byte b = in[i];
            if (b == '&') {
                kind |= REFERENCES;
                i = XmlBytes.afterReference(in, i);
            } else if (b < 0) {
                kind |= NOT_ASCII;
                i = XmlBytes.afterCharacter(in, i);
            } else if (XmlBytes.isSpace(b)) {
                kind |= BREAKS;
                i++;
            } else {
                return XmlBytes.WRONG;
            }
            if (i < 0) {
                return XmlBytes.WRONG;
            }
            i = XmlBytes.nextOdd(in, i, wanted);
        }
        if (i - begin > maxValueBytes) {
            return XmlBytes.WRONG;
        }
        valueFrom[attributes] = begin;
        valueTo[attributes] = i;
        kinds[attributes] = kind;
        attributes++;
        return i + 1;
    }

    /** Where its name begins. */
    int nameFrom() {
        return from;
    }

    /** The index behind its name. */
    int nameTo() {
        return from + length;
    }

    boolean is(XmlName name) {
        return head == name.head() && tail == name.tail() && length == name.length();
    }

    /** Whether it is an element without content: {@code <name/>}. */
    boolean isEmpty() {
        return empty;
    }

    int attributes() {
        return attributes;
    }

    boolean is(int attribute, XmlName name) {
        return heads[attribute] == name.head()
                && tails[attribute] == name.tail()
                && nameLengths[attribute] == name.length();
    }

    int nameFrom(int attribute) {
        return nameFrom[attribute];
    }

    int nameTo(int attribute) {
        return nameFrom[attribute] + nameLengths[attribute];
    }

    int valueFrom(int attribute) {
        return valueFrom[attribute];
    }

    int valueTo(int attribute) {
        return valueTo[attribute];
    }

    /** Whether the value is of ASCII and stands there as it is meant. */
    boolean isPlain(int attribute) {
        return kinds[attribute] == 0;
    }

    /** Whether the value has line breaks or tabs. */
    boolean hasBreaks(int attribute) {
        return (kinds[attribute] & BREAKS) != 0;
    }
}
