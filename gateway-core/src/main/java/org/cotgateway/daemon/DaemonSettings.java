package org.cotgateway.daemon;

import java.time.Duration;
import java.util.List;
import org.cotgateway.GatewaySettings;
import org.cotgateway.feed.FeedSettings;
import org.cotgateway.hub.HubSettings;

/**
 * What a daemon runs with. Immutable.
 *
 * @param gateway what cannot change while it runs
 * @param hub who is connected with whom, which can
 * @param feeds whose data is made events, which can too
 * @param stopTimeout how long what waits may take to be sent when the daemon is told to stop
 */
public record DaemonSettings(GatewaySettings gateway, HubSettings hub, List<FeedSettings> feeds, Duration stopTimeout) {

    public DaemonSettings {
        feeds = List.copyOf(feeds);
    }
}
