package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/**
 * Looks for the end of what a document says between or behind its events and nobody keeps: a comment, a CDATA section, an
 * instruction, a document type. It may be of any length and hold anything, whole events too; no byte of it is needed again.
 * Used for one after the other.
 */
final class Passage {

    private static final byte GREATER = '>';

    /** What it ends with: so many of that byte, then {@code >}. */
    private byte closer;

    private int closers;
    private boolean isDoctype;

    /** How many of the closer stand at the end of what has passed, up to as many as it takes. */
    private int run;
    /** In a document type: the quote that is open, 0 for none. */
    private byte quote;
    /** In a document type: whether its own declarations have begun and not ended. */
    private boolean isInSubset;
    /** In a document type: whether a comment or an instruction is open. */
    private boolean isInConstruct;
    /** In a document type: the last bytes, to tell by what begins. */
    private int last;

    /** Begins behind what opens a construct. */
    void begin(Construct construct) {
        isDoctype = false;
        await(construct);
    }

    /** Begins behind {@code <!DOCTYPE}. */
    void beginDoctype() {
        isDoctype = true;
        quote = 0;
        isInSubset = false;
        isInConstruct = false;
        last = 0;
    }

    /** The index behind its end if that is between the indices, else -1: then all of them belong to it. */
    int pass(ByteBuf in, int from, int end) {
        return isDoctype ? doctype(in, from, end) : construct(in, from, end);
    }

    private void await(Construct construct) {
        closer = construct.closer();
        closers = construct.closerBytes() - 1;
        run = 0;
    }

    private int construct(ByteBuf in, int from, int end) {
        int at = from;
        while (at < end) {
            int greater = in.indexOf(at, end, GREATER);
            int to = greater < 0 ? end : greater;
            run = runBefore(in, at, to);
            if (greater < 0) {
                return -1;
            }
            if (run == closers) {
                return greater + 1;
            }
            run = 0;
            at = greater + 1;
        }
        return -1;
    }

    /** How many closers stand right before that index, those counted that have passed before. */
    private int runBefore(ByteBuf in, int from, int to) {
        int found = 0;
        while (found < closers && to - found > from && in.getByte(to - found - 1) == closer) {
            found++;
        }
        return to - found == from ? Math.min(closers, found + run) : found;
    }

    private int doctype(ByteBuf in, int from, int end) {
        int at = from;
        while (at < end) {
            if (isInConstruct) {
                at = construct(in, at, end);
                if (at < 0) {
                    return -1;
                }
                isInConstruct = false;
                last = 0;
            } else if (declaration(in.getByte(at++))) {
                return at;
            }
        }
        return -1;
    }

    /** Takes a byte of a document type; answers whether that is its end. */
    private boolean declaration(byte b) {
        if (quote != 0) {
            quote = b == quote ? 0 : quote;
            return false;
        }
        last = last << Byte.SIZE | b & 0xFF;
        if (last == 0x3C21_2D2D) { // <!--
            isInConstruct = true;
            await(Construct.COMMENT);
        } else if ((last & 0xFFFF) == 0x3C3F) { // <?
            isInConstruct = true;
            await(Construct.INSTRUCTION);
        } else if (b == '"' || b == '\'') {
            quote = b;
        } else if (b == '[') {
            isInSubset = true;
        } else if (b == ']') {
            isInSubset = false;
        }
        return b == GREATER && !isInSubset;
    }
}
