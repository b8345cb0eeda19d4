package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/** A piece of XML that everything is part of until its closer comes. */
enum Construct {
    COMMENT(Markup.COMMENT, "-->"),
    CDATA(Markup.CDATA, "]]>"),
    INSTRUCTION(Markup.INSTRUCTION, "?>");

    private final Markup opener;
    private final String closer;

    Construct(Markup opener, String closer) {
        this.opener = opener;
        this.closer = closer;
    }

    /** What that markup opens; it must be the opener of one. */
    static Construct of(Markup markup) {
        return switch (markup) {
            case COMMENT -> COMMENT;
            case CDATA -> CDATA;
            case INSTRUCTION -> INSTRUCTION;
            default -> throw new IllegalArgumentException(markup + " opens none");
        };
    }

    Markup opener() {
        return opener;
    }

    int closerBytes() {
        return closer.length();
    }

    /** What the closer is made of before its {@code >}. */
    byte closer() {
        return (byte) closer.charAt(0);
    }

    /** Whether the closer ends before that index. */
    boolean closesAt(ByteBuf in, int index) {
        for (int i = 0; i < closer.length(); i++) {
            if (in.getByte(index - closer.length() + i) != closer.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
