package org.cotgateway.codec;

/**
 * What a name is: XML 1.0, fifth edition, productions 4 and 4a, and at most one colon, between two parts. Characters over
 * U+FFFF are left out, because parsers that were made for earlier editions (Aalto is one) do not take them in names.
 */
final class XmlNames {

    private XmlNames() {}

    static boolean isName(String name) {
        boolean atStart = true;
        int colons = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == ':' ? atStart || ++colons > 1 : !(atStart ? isNameStart(c) : isNameCharacter(c))) {
                return false;
            }
            atStart = c == ':';
        }
        return !atStart;
    }

    /** Whether a name may begin with it; the colon not counted. */
    static boolean isNameStart(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c == '_'
                || c >= 0xC0 && c <= 0x2FF && c != 0xD7 && c != 0xF7
                || c >= 0x370 && c <= 0x1FFF && c != 0x37E
                || c == 0x200C
                || c == 0x200D
                || c >= 0x2070 && c <= 0x218F
                || c >= 0x2C00 && c <= 0x2FEF
                || c >= 0x3001 && c <= 0xD7FF
                || c >= 0xF900 && c <= 0xFDCF
                || c >= 0xFDF0 && c <= 0xFFFD;
    }

    /** Whether it may stand in a name; the colon not counted. */
    static boolean isNameCharacter(int c) {
        return isNameStart(c)
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '.'
                || c == 0xB7
                || c >= 0x300 && c <= 0x36F
                || c == 0x203F
                || c == 0x2040;
    }
}
