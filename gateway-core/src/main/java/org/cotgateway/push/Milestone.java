package org.cotgateway.push;

/** How far a delivery has come, in the order in which it comes there. */
public enum Milestone {
    /** Every message for the endpoint was handed over in full; a direct TCP device has closed after reading. */
    SENT,
    /** The data package was downloaded to its last byte. */
    FETCHED,
    /** The device said that its download went well ({@code b-f-t-a}). */
    ACKNOWLEDGED
}
