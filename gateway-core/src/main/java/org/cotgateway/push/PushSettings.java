package org.cotgateway.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.Violation;

/**
 * Bounds and habits of pushes.
 *
 * @param maxActiveDeliveries deliveries of all unfinished pushes together, at least 1; over it a push is refused as busy
 * @param maxActiveBytes memory that the events of all unfinished pushes may take, about, at least 1; over it a push is
 *     refused as busy
 * @param maxRememberedDeliveries deliveries of ended pushes whose late receipts are still recognised; the oldest pushes
 *     are forgotten
 * @param maxRememberedBytes memory that pushes may take, about, for ended ones to be remembered; the oldest are forgotten
 * @param contactRefresh how often a device that has not acknowledged is told again where to reach the gateway, more than
 *     0; UDP may have lost it
 */
public record PushSettings(
        int maxActiveDeliveries,
        long maxActiveBytes,
        int maxRememberedDeliveries,
        long maxRememberedBytes,
        Duration contactRefresh) {

    public static final PushSettings DEFAULT =
            new PushSettings(20_000, 256L << 20, 20_000, 64L << 20, Duration.ofSeconds(5));

    public PushSettings {
        List<Violation> violations = new ArrayList<>();
        if (maxActiveDeliveries < 1) {
            violations.add(Violation.of(
                    "push.maxActiveDeliveries", String.valueOf(maxActiveDeliveries), "must be at least 1"));
        }
        if (maxActiveBytes < 1) {
            violations.add(Violation.of("push.maxActiveBytes", String.valueOf(maxActiveBytes), "must be at least 1"));
        }
        if (maxRememberedDeliveries < 0) {
            violations.add(Violation.of(
                    "push.maxRememberedDeliveries", String.valueOf(maxRememberedDeliveries), "must not be negative"));
        }
        if (maxRememberedBytes < 0) {
            violations.add(Violation.of(
                    "push.maxRememberedBytes", String.valueOf(maxRememberedBytes), "must not be negative"));
        }
        if (contactRefresh.isNegative() || contactRefresh.isZero()) {
            violations.add(Violation.of("push.contactRefresh", contactRefresh.toString(), "must be more than 0"));
        }
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException(violations.toString());
        }
    }
}
