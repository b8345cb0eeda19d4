package org.cotgateway.push;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one device is known to have done. A unicast endpoint has one; behind a multicast group or a stream to a server
 * there may be many.
 *
 * @param address the IP address that it fetched or acknowledged from
 * @param callsign what it called itself when it fetched, or null
 * @param uid what it called itself when it acknowledged, or null
 * @param fetchedAt when its download was complete, or null
 * @param acknowledgedAt when it answered, or null
 * @param success what it answered, or null
 * @param reason the words it answered with, or null
 */
public record DeviceReceipt(
        String address,
        @Nullable String callsign,
        @Nullable String uid,
        @Nullable Instant fetchedAt,
        @Nullable Instant acknowledgedAt,
        @Nullable Boolean success,
        @Nullable String reason) {}
