package org.cotgateway.datapackage;

/** Text in the manifest. */
final class XmlText {

    private XmlText() {}

    /** Whether XML 1.0 can carry this text: no control characters but tab, LF and CR, no half surrogate pairs. */
    static boolean isLegal(String text) {
        return text.codePoints().allMatch(XmlText::isLegal);
    }

    private static boolean isLegal(int point) {
        return (point >= 0x20 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000
                || point == '\t'
                || point == '\n'
                || point == '\r';
    }

    /** The text as it stands between double quotes in an attribute; line breaks and tabs survive. */
    static String attribute(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\t' -> escaped.append("&#9;");
                case '\n' -> escaped.append("&#10;");
                case '\r' -> escaped.append("&#13;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
