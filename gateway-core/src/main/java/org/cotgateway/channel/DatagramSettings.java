package org.cotgateway.channel;

import java.time.Duration;

/**
 * How datagrams are sent and received.
 *
 * @param maxBurst to one endpoint within a few milliseconds; of 1,000 in one burst a device lost 24 to 38 (ATAK 4.6 and
 *     5.5)
 * @param firstRetry the pause after the operating system refused a datagram; doubles with each further failure
 * @param maxRetry the longest pause
 * @param receiveBufferBytes how much the operating system is asked to hold of what has come in; it may hold less, see
 *     net.core.rmem_max on Linux
 * @param controlEvery how often endpoints with proto=tak1 or auto are told that we read TAK Protocol; ATAK expects it every
 *     60 s at least
 * @param peerSilence for how long a peer is believed that it reads TAK Protocol, or does not, since it last said so; ATAK's
 *     own is 120 s
 */
public record DatagramSettings(
        int maxBurst,
        Duration firstRetry,
        Duration maxRetry,
        int receiveBufferBytes,
        Duration controlEvery,
        Duration peerSilence) {

    public static final DatagramSettings DEFAULT = new DatagramSettings(
            64,
            Duration.ofMillis(500),
            Duration.ofSeconds(15),
            4 * 1024 * 1024,
            Duration.ofSeconds(50),
            Duration.ofSeconds(120));

    public DatagramSettings {
        if (maxBurst < 1 || receiveBufferBytes < 1) {
            throw new IllegalArgumentException("maxBurst and receiveBufferBytes must be at least 1");
        }
        if (controlEvery.toMillis() < 1 || peerSilence.toMillis() < 1) {
            throw new IllegalArgumentException("controlEvery and peerSilence must be at least 1 ms");
        }
    }
}
