package org.cotgateway.codec;

import java.nio.charset.StandardCharsets;

/**
 * Walks over the tags and attributes of a document without looking at more than it takes to find them. For what the parser
 * does not tell: how many attributes a tag is about to have, and where an attribute stands. Takes any bytes; of text that
 * is not well-formed it makes something.
 */
final class TagWalker {

    /** What was found. */
    enum Found {
        /** {@code <name}; {@link #name} is the element's. */
        START,
        /** {@code name="value"}; {@link #name} is the attribute's. */
        ATTRIBUTE,
        /** {@code </name>}, or the {@code />} of an empty element. */
        END,
        /** Nothing more. */
        NOTHING
    }

    private final DocumentText text;
    private int at;
    private int nameFrom;
    private int nameTo;
    private int elementFrom;
    private int elementTo;
    private boolean inTag;

    TagWalker(DocumentText text) {
        this.text = text;
        at = text.from();
    }

    /** Where the name begins that was found. */
    int index() {
        return nameFrom;
    }

    String name() {
        return new String(text.bytes(), nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8);
    }

    /** The name of the element whose tag was begun last. */
    String element() {
        return new String(text.bytes(), elementFrom, elementTo - elementFrom, StandardCharsets.UTF_8);
    }

    Found next() {
        while (at < text.to()) {
            if (inTag) {
                Found found = nextInTag();
                if (found != Found.NOTHING) {
                    return found;
                }
            } else if (text.bytes()[at] != '<') {
                at++;
            } else if (text.startsWith("<!--", at)) {
                at = text.behind("-->", at + 4);
            } else if (text.startsWith("<![CDATA[", at)) {
                at = text.behind("]]>", at + 9);
            } else if (text.startsWith("<?", at)) {
                at = text.behind("?>", at + 2);
            } else if (text.startsWith("</", at)) {
                readName(at + 2);
                at = text.behind(">", at);
                return Found.END;
            } else {
                readName(at + 1);
                elementFrom = nameFrom;
                elementTo = nameTo;
                inTag = true;
                return Found.START;
            }
        }
        return Found.NOTHING;
    }

    /** The next of a tag; nothing behind the tag's end. */
    private Found nextInTag() {
        byte b = text.bytes()[at];
        if (b == '>') {
            at++;
            inTag = false;
        } else if (text.startsWith("/>", at)) {
            at += 2;
            inTag = false;
            return Found.END;
        } else if (b == '<') {
            inTag = false;
        } else if (b == '"' || b == '\'') {
            at = text.behind(b == '"' ? "\"" : "'", at + 1);
        } else if (isNamePart(b)) {
            readName(at);
            return Found.ATTRIBUTE;
        } else {
            at++;
        }
        return Found.NOTHING;
    }

    private void readName(int from) {
        int i = from;
        while (i < text.to() && isNamePart(text.bytes()[i])) {
            i++;
        }
        nameFrom = from;
        nameTo = i;
        at = i;
    }

    private static boolean isNamePart(byte b) {
        return b < 0 || b > ' ' && b != '/' && b != '>' && b != '<' && b != '=' && b != '"' && b != '\'';
    }
}
