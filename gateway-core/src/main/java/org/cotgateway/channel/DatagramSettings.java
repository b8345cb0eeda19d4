package org.cotgateway.channel;

import java.time.Duration;

/**
 * How datagrams are sent.
 *
 * @param maxBurst to one endpoint within a few milliseconds; of 1,000 in one burst a device lost 24 to 38 (ATAK 4.6 and
 *     5.5)
 * @param firstRetry the pause after the operating system refused a datagram; doubles with each further failure
 * @param maxRetry the longest pause
 */
public record DatagramSettings(int maxBurst, Duration firstRetry, Duration maxRetry) {

    public static final DatagramSettings DEFAULT =
            new DatagramSettings(64, Duration.ofMillis(500), Duration.ofSeconds(15));

    public DatagramSettings {
        if (maxBurst < 1) {
            throw new IllegalArgumentException("maxBurst must be at least 1");
        }
    }
}
