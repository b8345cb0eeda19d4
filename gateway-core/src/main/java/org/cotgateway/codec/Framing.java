package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;

/** What stands between two events on a stream. */
public enum Framing {
    /** Nothing: {@code </event>} is followed by {@code <event}. The safest for ATAK. */
    NONE,
    /** A line feed after each event. Suits ATAK. */
    NEWLINE,
    /** A NUL after each event, for the older servers and routers that ask for it; ATAK loses events with it. */
    NULL;

    /** How many bytes follow each event. */
    public int delimiterBytes() {
        return this == NONE ? 0 : 1;
    }

    /** Writes what follows an event. */
    public void writeDelimiter(ByteBuf out) {
        switch (this) {
            case NONE -> {}
            case NEWLINE -> out.writeByte('\n');
            case NULL -> out.writeByte(0);
        }
    }
}
