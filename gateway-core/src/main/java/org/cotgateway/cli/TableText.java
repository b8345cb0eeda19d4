package org.cotgateway.cli;

/**
 * Foreign text in the columns of a table. Control and format characters, which could move the cursor or turn the line
 * around, never reach the terminal: each becomes {@code ?}, combining marks stay with their letters, and what takes two
 * cells counts as two (Unicode's East Asian Width, by blocks).
 */
final class TableText {

    private static final int REPLACEMENT = '?';
    private static final char CUT = '~';

    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x2E80, 0x303E},
        {0x3041, 0xA4CF},
        {0xA960, 0xA97F},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F},
        {0x1F680, 0x1F6FF},
        {0x1F900, 0x1FAFF},
        {0x20000, 0x3FFFD},
    };

    private TableText() {}

    /** The text without what a terminal would act on. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().map(TableText::plain).forEach(plain::appendCodePoint);
        return plain.toString();
    }

    /** Exactly that many cells: padded with blanks behind, or cut with {@code ~} at its end. */
    static String column(String text, int cells) {
        String plain = plain(text);
        String cut = cells(plain) <= cells ? plain : head(plain, cells - 1) + CUT;
        return cut + " ".repeat(cells - cells(cut));
    }

    /** How many cells a plain text takes. */
    static int cells(String plain) {
        return plain.codePoints().map(TableText::cells).sum();
    }

    private static String head(String plain, int cells) {
        StringBuilder head = new StringBuilder();
        int used = 0;
        for (int at = 0; at < plain.length(); at = plain.offsetByCodePoints(at, 1)) {
            int codePoint = plain.codePointAt(at);
            used += cells(codePoint);
            if (used > cells) {
                break;
            }
            head.appendCodePoint(codePoint);
        }
        return head.toString();
    }

    private static int plain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> REPLACEMENT;
            default -> codePoint;
        };
    }

    private static int cells(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        for (int[] range : WIDE) {
            if (codePoint >= range[0] && codePoint <= range[1]) {
                return 2;
            }
        }
        return 1;
    }
}
