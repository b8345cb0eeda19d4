package org.cotgateway.push;

import java.time.Duration;

/**
 * Bounds and habits of pushes.
 *
 * @param maxActiveDeliveries deliveries of all unfinished pushes together; over it a push is refused as busy
 * @param maxRememberedPushes ended pushes whose late receipts are still recognised; the oldest are forgotten
 * @param contactRefresh how often a device that has not acknowledged is told again where to reach the gateway; UDP may
 *     have lost it
 */
public record PushSettings(int maxActiveDeliveries, int maxRememberedPushes, Duration contactRefresh) {

    public static final PushSettings DEFAULT = new PushSettings(50_000, 256, Duration.ofSeconds(5));
}
