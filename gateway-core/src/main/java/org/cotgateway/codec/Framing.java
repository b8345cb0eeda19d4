package org.cotgateway.codec;

/** What stands between two events on a stream. */
public enum Framing {
    /** Nothing: {@code </event>} is followed by {@code <event}. The safest for ATAK. */
    NONE,
    /** A line feed after each event. Suits ATAK. */
    NEWLINE,
    /** A NUL after each event, for the older servers and routers that ask for it; ATAK loses events with it. */
    NULL
}
