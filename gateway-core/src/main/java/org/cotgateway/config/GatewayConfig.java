package org.cotgateway.config;

import java.time.Duration;
import java.util.List;
import org.cotgateway.GatewaySettings;
import org.cotgateway.feed.FeedSettings;

/**
 * A whole configuration file. Immutable. The settings' components stand at the top of the file, beside the others.
 *
 * @param settings what the gateway is set to
 * @param listeners where clients and senders connect
 * @param endpoints whom the gateway sends to by itself
 * @param clients what those who connect may see and send; the first match counts
 * @param feeds whose data is made events
 * @param slowClient what happens to clients that do not keep up
 * @param flowTags whether events are marked with the gateway's name, and dropped when they come back with it
 * @param stopTimeout how long what waits may take to be sent when the gateway is told to stop
 */
public record GatewayConfig(
        GatewaySettings settings,
        List<ListenerConfig> listeners,
        List<EndpointConfig> endpoints,
        List<ClientConfig> clients,
        List<FeedSettings> feeds,
        SlowClientConfig slowClient,
        boolean flowTags,
        Duration stopTimeout) {

    /** What an empty file means. */
    public static final GatewayConfig DEFAULT = new GatewayConfig(
            GatewaySettings.DEFAULT,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            SlowClientConfig.DEFAULT,
            true,
            Duration.ofSeconds(5));

    public GatewayConfig {
        listeners = List.copyOf(listeners);
        endpoints = List.copyOf(endpoints);
        clients = List.copyOf(clients);
        feeds = List.copyOf(feeds);
    }
}
