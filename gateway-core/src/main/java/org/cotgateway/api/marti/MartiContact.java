package org.cotgateway.api.marti;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is connected, as devices are told.
 *
 * @param uid the device's
 * @param callsign its name, or null
 * @param username what it logged in as, or null
 * @param team the colour of its team, or null
 * @param role its role in that, or null
 * @param takv its program and version, or null
 * @param lastHeard when something last came from it, or null
 */
public record MartiContact(
        String uid,
        @Nullable String callsign,
        @Nullable String username,
        @Nullable String team,
        @Nullable String role,
        @Nullable String takv,
        @Nullable Instant lastHeard) {}
