package org.cotgateway.channel;

import java.time.Duration;
import org.cotgateway.codec.XmlLimits;

/**
 * What a listener for direct TCP takes.
 *
 * @param maxMessageBytes of one message; ATAK's own limit is 512,000
 * @param maxConnections at the same time
 * @param idleTimeout how long a sender may send nothing before its connection is closed
 * @param backlog connections that the operating system holds until they are accepted
 * @param xml what is taken of an event's XML
 */
public record ListenerSettings(
        int maxMessageBytes, int maxConnections, Duration idleTimeout, int backlog, XmlLimits xml) {

    public static final ListenerSettings DEFAULT = new ListenerSettings(
            Transport.TCP.maxMessageBytes(), 1_024, Duration.ofSeconds(20), 1_024, XmlLimits.DEFAULT);

    public ListenerSettings {
        if (maxMessageBytes < 1 || maxConnections < 1 || backlog < 1) {
            throw new IllegalArgumentException("maxMessageBytes, maxConnections and backlog must be at least 1");
        }
    }
}
