package org.cotgateway.channel;

import java.util.Locale;

/** In which form an endpoint is to be sent events. */
public enum ProtocolChoice {
    /** CoT XML. */
    XML,
    /** TAK Protocol version 1. */
    TAK1,
    /** What the peer offers; XML until it does. To a group, what everybody reads who was heard there lately. */
    AUTO;

    /** The choice's name in an endpoint: {@code xml}, {@code tak1} or {@code auto}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
