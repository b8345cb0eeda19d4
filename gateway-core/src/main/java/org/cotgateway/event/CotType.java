package org.cotgateway.event;

/** An event's type. */
public final class CotType {
    private CotType() {}
}
