package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/** What a {@code <} can begin, as far as it matters for finding events in a stream. */
enum Markup {
    EVENT("<event"),
    EVENT_END("</event"),
    AUTH("<auth"),
    AUTH_END("</auth"),
    COMMENT("<!--"),
    CDATA("<![CDATA["),
    INSTRUCTION("<?"),
    DOCTYPE("<!DOCTYPE"),
    /** Another tag, or nothing that XML knows. */
    OTHER("<"),
    /** It takes more bytes to tell. */
    NOT_KNOWN_YET("");

    private enum Match {
        YES,
        NO,
        SO_FAR
    }

    private final String token;

    Markup(String token) {
        this.token = token;
    }

    /** How long it is: {@code <} and what makes it known. */
    int bytes() {
        return token.length();
    }

    /** What the {@code <} at that index begins; nothing at {@code end} or behind it is looked at. */
    static Markup at(ByteBuf in, int index, int end) {
        if (index + 1 == end) {
            return NOT_KNOWN_YET;
        }
        return switch (in.getByte(index + 1)) {
            case 'e' -> tag(EVENT, in, index, end);
            case 'a' -> tag(AUTH, in, index, end);
            case '/' -> endTag(in, index, end);
            case '?' -> INSTRUCTION;
            case '!' -> declaration(in, index, end);
            default -> OTHER;
        };
    }

    private static Markup endTag(ByteBuf in, int index, int end) {
        if (index + 2 == end) {
            return NOT_KNOWN_YET;
        }
        return tag(in.getByte(index + 2) == 'a' ? AUTH_END : EVENT_END, in, index, end);
    }

    /** The tag, if the name ends there. */
    private static Markup tag(Markup tag, ByteBuf in, int index, int end) {
        Match match = tag.match(in, index, end);
        int behind = index + tag.token.length();
        if (match == Match.NO) {
            return OTHER;
        }
        if (match == Match.SO_FAR || behind == end) {
            return NOT_KNOWN_YET;
        }
        byte b = in.getByte(behind);
        return b == '>' || b == '/' || b == ' ' || b == '\t' || b == '\n' || b == '\r' ? tag : OTHER;
    }

    private static Markup declaration(ByteBuf in, int index, int end) {
        Match comment = COMMENT.match(in, index, end);
        Match cdata = CDATA.match(in, index, end);
        if (comment == Match.YES) {
            return COMMENT;
        }
        if (cdata == Match.YES) {
            return CDATA;
        }
        Match doctype = DOCTYPE.match(in, index, end);
        if (doctype == Match.YES) {
            return DOCTYPE;
        }
        return comment == Match.SO_FAR || cdata == Match.SO_FAR || doctype == Match.SO_FAR ? NOT_KNOWN_YET : OTHER;
    }

    private Match match(ByteBuf in, int index, int end) {
        for (int i = 0; i < token.length(); i++) {
            if (index + i == end) {
                return Match.SO_FAR;
            }
            if (in.getByte(index + i) != token.charAt(i)) {
                return Match.NO;
            }
        }
        return Match.YES;
    }
}
