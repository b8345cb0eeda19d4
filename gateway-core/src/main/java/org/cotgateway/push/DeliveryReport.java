package org.cotgateway.push;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint's part of a push, at one moment.
 *
 * @param endpoint where it goes, in canonical spelling
 * @param state where it stands
 * @param reason why it failed or expired, or the device's words with its acknowledgement; while it is queued and tried
 *     again, why the attempt before failed; null when there is nothing to say
 * @param attempts how often the message that needed most was tried; a stream's dialling does not count
 * @param queuedAt when the gateway took it on
 * @param sentAt when the last of its messages was sent, or null
 * @param fetchedAt when the first download for it was complete, or null
 * @param acknowledgedAt when the first good acknowledgement came, or null
 * @param endedAt when it failed or expired, or null
 * @param devices what each device behind the endpoint did
 */
public record DeliveryReport(
        String endpoint,
        DeliveryState state,
        @Nullable String reason,
        int attempts,
        Instant queuedAt,
        @Nullable Instant sentAt,
        @Nullable Instant fetchedAt,
        @Nullable Instant acknowledgedAt,
        @Nullable Instant endedAt,
        List<DeviceReceipt> devices) {

    public DeliveryReport {
        devices = List.copyOf(devices);
    }

    /** Whether it came that far; who acknowledged has also fetched and been sent to. */
    public boolean reached(Milestone milestone) {
        return switch (milestone) {
            case SENT -> sentAt != null || fetchedAt != null || acknowledgedAt != null;
            case FETCHED -> fetchedAt != null || acknowledgedAt != null;
            case ACKNOWLEDGED -> acknowledgedAt != null;
        };
    }
}
