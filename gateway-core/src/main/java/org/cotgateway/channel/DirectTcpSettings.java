package org.cotgateway.channel;

import java.time.Duration;

/**
 * How direct TCP is sent.
 *
 * @param connectTimeout how long a connect may go unanswered; ATAK's own is 20 s
 * @param writeTimeout how long a device may take nothing before the attempt has failed
 * @param closeWait how long after our FIN the device's own is waited for
 * @param firstRetry the pause after a first failure; doubles with each further one
 * @param maxRetry the longest pause
 * @param maxConnectionsPerEndpoint for different uids at the same time; ATAK's backlog is 15
 */
public record DirectTcpSettings(
        Duration connectTimeout,
        Duration writeTimeout,
        Duration closeWait,
        Duration firstRetry,
        Duration maxRetry,
        int maxConnectionsPerEndpoint) {

    public static final DirectTcpSettings DEFAULT = new DirectTcpSettings(
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            Duration.ofSeconds(15),
            4);

    public DirectTcpSettings {
        if (maxConnectionsPerEndpoint < 1) {
            throw new IllegalArgumentException("maxConnectionsPerEndpoint must be at least 1");
        }
    }
}
