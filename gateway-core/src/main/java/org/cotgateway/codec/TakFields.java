package org.cotgateway.codec;

/** The numbers of the fields of TAK Protocol v1, for those who write them and those who read them. */
final class TakFields {

    // Of a TakMessage.
    static final int TAK_CONTROL = 1;
    static final int COT_EVENT = 2;

    // Of TakControl.
    static final int MIN_VERSION = 1;
    static final int MAX_VERSION = 2;
    static final int CONTACT_UID = 3;

    // Of CotEvent.
    static final int TYPE = 1;
    static final int ACCESS = 2;
    static final int QOS = 3;
    static final int OPEX = 4;
    static final int UID = 5;
    static final int SEND_TIME = 6;
    static final int START_TIME = 7;
    static final int STALE_TIME = 8;
    static final int HOW = 9;
    static final int LAT = 10;
    static final int LON = 11;
    static final int HAE = 12;
    static final int CE = 13;
    static final int LE = 14;
    static final int DETAIL = 15;
    static final int CAVEAT = 16;
    static final int RELEASABLE_TO = 17;

    /** Of Detail; the other fields are {@link TakElement}s. */
    static final int XML_DETAIL = 1;

    private TakFields() {}
}
