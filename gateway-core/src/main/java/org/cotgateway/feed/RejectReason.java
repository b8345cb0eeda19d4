package org.cotgateway.feed;

/** Why a row of a feed became no event. */
public enum RejectReason {
    /** It is not what the format says: no JSON, a quote in the wrong place, a wrong checksum, not UTF-8. */
    MALFORMED("Not in the feed's format."),
    /** It has more bytes than {@code maxRowBytes}, or is nested too deep. */
    TOO_LARGE("Larger than a row may be."),
    /** It was cut off by the end of its document, connection or file. */
    UNFINISHED("Cut off before its end."),
    /** A field that must be there is not. */
    MISSING("A field is missing that must be there."),
    /** A field does not hold what the settings say. */
    UNREADABLE("A field does not hold what it should."),
    /** No type of event is known for it. */
    NO_TYPE("No type of event is known for it."),
    /** The event that came of it breaks rules. */
    INVALID("The event made of it breaks rules."),
    /** Nobody took the event: the gateway is stopping, for example. */
    REFUSED("The gateway did not take the event.");

    private final String meaning;

    RejectReason(String meaning) {
        this.meaning = meaning;
    }

    /** One sentence for the operator. */
    public String meaning() {
        return meaning;
    }
}
