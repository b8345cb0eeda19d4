package org.cotgateway.daemon;

import java.time.Duration;
import org.cotgateway.GatewaySettings;
import org.cotgateway.hub.HubSettings;

/**
 * What a daemon runs with. Immutable.
 *
 * @param gateway what cannot change while it runs
 * @param hub who is connected with whom, which can
 * @param stopTimeout how long what waits may take to be sent when the daemon is told to stop
 */
public record DaemonSettings(GatewaySettings gateway, HubSettings hub, Duration stopTimeout) {

    /** The same with another gateway. */
    public DaemonSettings with(GatewaySettings other) {
        return new DaemonSettings(other, hub, stopTimeout);
    }

    /** The same with others connected. */
    public DaemonSettings with(HubSettings other) {
        return new DaemonSettings(gateway, other, stopTimeout);
    }

    /** The same with another time to stop in. */
    public DaemonSettings with(Duration otherStopTimeout) {
        return new DaemonSettings(gateway, hub, otherStopTimeout);
    }
}
