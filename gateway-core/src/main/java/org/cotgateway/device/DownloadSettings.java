package org.cotgateway.device;

import java.time.Duration;

/**
 * How a device downloads.
 *
 * @param connectTimeout for how long it tries to connect
 * @param stallAfter a transfer slower than {@code minBytesPerSecond} for this long is given up
 * @param minBytesPerSecond the slowest transfer that is no stall
 * @param tries how often it tries at the most; at least 1
 * @param retryAfter the pause between two tries
 */
public record DownloadSettings(
        Duration connectTimeout, Duration stallAfter, int minBytesPerSecond, int tries, Duration retryAfter) {

    /** What ATAK 5.5 does. */
    public static final DownloadSettings ATAK =
            new DownloadSettings(Duration.ofSeconds(10), Duration.ofSeconds(120), 10, 10, Duration.ofSeconds(10));

    public DownloadSettings {
        if (tries < 1) {
            throw new IllegalArgumentException("tries must be at least 1: " + tries);
        }
    }

    /** These settings with another number of tries and pause between them. */
    public DownloadSettings withTries(int most, Duration pause) {
        return new DownloadSettings(connectTimeout, stallAfter, minBytesPerSecond, most, pause);
    }

    /** These settings with another stall time. */
    public DownloadSettings withStallAfter(Duration time) {
        return new DownloadSettings(connectTimeout, time, minBytesPerSecond, tries, retryAfter);
    }
}
