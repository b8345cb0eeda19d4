package org.cotgateway.api.marti;

import java.time.Instant;
import java.util.Optional;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.Group;
import org.cotgateway.event.Takv;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is connected, as devices are told.
 *
 * @param uid the device's
 * @param callsign its name, or null
 * @param username what it logged in as, or null
 * @param team the colour of its team, or null
 * @param role its role in that, or null
 * @param takv its program and version, {@code ATAK-CIV:5.5.0}, or null
 * @param lastHeard when something last came from it, or null
 */
public record MartiContact(
        String uid,
        @Nullable String callsign,
        @Nullable String username,
        @Nullable String team,
        @Nullable String role,
        @Nullable String takv,
        @Nullable Instant lastHeard) {

    /** The same with what the detail of its latest event says of it; its program as TAK Server writes it. */
    public MartiContact saying(CotDetail detail) {
        Optional<Group> group = detail.element(Group.NAME, Group::from);
        return new MartiContact(
                uid,
                callsign,
                username,
                group.map(Group::name).orElse(null),
                group.map(Group::role).orElse(null),
                detail.element(Takv.NAME, Takv::from).map(MartiContact::text).orElse(null),
                lastHeard);
    }

    private static @Nullable String text(Takv takv) {
        return takv.platform() == null || takv.version() == null
                ? takv.platform()
                : takv.platform() + ":" + takv.version();
    }
}
