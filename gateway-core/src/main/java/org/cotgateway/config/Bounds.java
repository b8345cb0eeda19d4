package org.cotgateway.config;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.DirectTcpSettings;
import org.cotgateway.channel.DnsSettings;
import org.cotgateway.channel.OutboxSettings;
import org.cotgateway.channel.StreamSettings;
import org.cotgateway.channel.Transport;
import org.cotgateway.feed.FeedSettings;
import org.cotgateway.feed.MappingSettings;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.hub.LatestSettings;
import org.cotgateway.push.PushSettings;

/** What numbers and durations may be, and which keys must be given. What is not named here has the usual range. */
final class Bounds {

    private static final double ANY = Double.MAX_VALUE;
    private static final double LONGEST_MS = Duration.ofDays(365).toMillis();

    /** From least to most, both included; durations in milliseconds, sizes in bytes. */
    record Range(double least, double most) {
        boolean holds(double value) {
            return value >= least && value <= most;
        }
    }

    static final Map<String, Range> EXCEPTIONS = Map.ofEntries(
            of(GatewaySettings.class, "workers", 1, 1_024),
            of(HttpSettings.class, "maxBodyBytes", 0, Integer.MAX_VALUE),
            of(HttpSettings.class, "maxUnpackedBytes", 0, Long.MAX_VALUE),
            of(HttpSettings.class, "cacheBytes", 0, Long.MAX_VALUE),
            of(HttpSettings.class, "maxCachedPackageBytes", 0, Integer.MAX_VALUE),
            of(LatestSettings.class, "maxEvents", 0, Integer.MAX_VALUE),
            of(LatestSettings.class, "maxBytes", LatestSettings.LEAST_BYTES, Long.MAX_VALUE),
            of(PushSettings.class, "maxRememberedDeliveries", 0, Integer.MAX_VALUE),
            of(PushSettings.class, "maxRememberedBytes", 0, Long.MAX_VALUE),
            of(OutboxSettings.class, "maxBytes", Transport.TCP.maxMessageBytes(), Integer.MAX_VALUE),
            of(SlowClientConfig.class, "maxBytes", Transport.TCP.maxMessageBytes(), Integer.MAX_VALUE),
            of(OutboxSettings.class, "sameUidGap", 0, LONGEST_MS),
            of(DirectTcpSettings.class, "closeWait", 0, LONGEST_MS),
            of(StreamSettings.class, "lowWaterBytes", 0, Integer.MAX_VALUE),
            of(DnsSettings.class, "maxTtl", 0, LONGEST_MS),
            of(DnsSettings.class, "negativeTtl", 0, LONGEST_MS),
            of(GatewayConfig.class, "stopTimeout", 0, LONGEST_MS),
            of(ListenerConfig.class, "port", 0, 65_535),
            of(SubscriptionConfig.class, "minInterval", 0, LONGEST_MS),
            of(FeedSettings.class, "maxRowBytes", 256, 16_777_216),
            of(AreaConfig.Box.class, "south", -90, 90),
            of(AreaConfig.Box.class, "north", -90, 90),
            of(AreaConfig.Box.class, "west", -180, 180),
            of(AreaConfig.Box.class, "east", -180, 180),
            of(AreaConfig.Circle.class, "lat", -90, 90),
            of(AreaConfig.Circle.class, "lon", -180, 180),
            of(AreaConfig.Circle.class, "radiusMeters", 1, 20_037_508));

    static final Set<String> REQUIRED = Set.of(
            name(ListenerConfig.class, "name"),
            name(ListenerConfig.class, "type"),
            name(ListenerConfig.class, "port"),
            name(EndpointConfig.class, "name"),
            name(EndpointConfig.class, "address"),
            name(ClientConfig.class, "match"),
            name(FeedSettings.class, "name"),
            name(FeedSettings.class, "format"),
            name(MappingSettings.class, "uid"),
            name(MappingSettings.class, "lat"),
            name(MappingSettings.class, "lon"),
            name(AreaConfig.Box.class, "south"),
            name(AreaConfig.Box.class, "west"),
            name(AreaConfig.Box.class, "north"),
            name(AreaConfig.Box.class, "east"),
            name(AreaConfig.Circle.class, "lat"),
            name(AreaConfig.Circle.class, "lon"),
            name(AreaConfig.Circle.class, "radiusMeters"));

    private Bounds() {}

    /** At least 1, or 1 ms, unless named otherwise. */
    static Range range(Class<?> owner, String component, Class<?> type) {
        double most = ANY;
        if (type == Duration.class) {
            most = LONGEST_MS;
        } else if (type == int.class) {
            most = Integer.MAX_VALUE;
        } else if (type == long.class) {
            most = Long.MAX_VALUE;
        }
        return EXCEPTIONS.getOrDefault(name(owner, component), new Range(1, most));
    }

    static boolean required(Class<?> owner, String component) {
        return REQUIRED.contains(name(owner, component));
    }

    private static Map.Entry<String, Range> of(Class<?> owner, String component, double least, double most) {
        return Map.entry(name(owner, component), new Range(least, most));
    }

    static String name(Class<?> owner, String component) {
        return owner.getSimpleName() + "." + component;
    }
}
