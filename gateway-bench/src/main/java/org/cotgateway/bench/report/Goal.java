package org.cotgateway.bench.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What every report is asked for. The names stay, so that reports can be compared over the years, and what was not measured
 * is told.
 */
enum Goal {
    ENCODE_VS_C(1 / 1.15, "XML writer, typical event: time of the C formatter / ours"),
    ENCODE_VS_AALTO(5, "XML writer, typical event: time of Aalto's StAX writer / ours"),
    INTAKE_VS_AALTO(1 / 1.2, "XML split, read and checked: time of Aalto's reader alone / ours"),
    FANOUT_500_VS_C(0.95, "500 streams, an event in each send: deliveries/s / those of the C send() loop"),
    FANOUT_500_BATCHED_VS_C(0.85, "500 streams, flat out: deliveries/s / those of the C loop with 16 in each send"),
    RELAY_300_VS_C(0.8, "300 clients, flat out: deliveries/s / those of the C relay"),
    RELAY_P99_300_VS_C(1 / 1.25, "300 clients, 100 events/s: the C relay's 99th percentile / ours"),
    LATENCY_P99_500_VS_C(1 / 1.25, "last of 500 streams, 100 events/s: the paced C loop's 99th percentile / ours"),
    DIRECT_500_VS_C(1 / 1.25, "500 direct pushes: time of the C connect-send-close program / ours"),
    UDP_500_VS_C(0.9, "500 by UDP: deliveries/s / those of the C sendto() loop"),
    HTTP_1K_VS_NGINX(1.2, "downloads of 1 kB: requests/s / nginx's"),
    HTTP_100K_VS_NGINX(1.2, "downloads of 100 kB: requests/s / nginx's"),
    HTTP_5M_VS_NGINX(1.5, "downloads of 5 MB: requests/s / nginx's"),
    SCALING_1000_VS_100(1 / 1.1, "cost of a delivery: with 100 receivers / with 1,000"),
    /** None is meant; what JMH divides among the operations of a round, its own garbage, is less than this of each. */
    ENCODE_BYTES_PER_OP(0.5, "garbage of the XML writer, an event", "B/op"),
    START_MS(1_000, "cotgw serve, until it listens", "ms"),
    BYTES_PER_IDLE_RECEIVER(24_000, "an idle stream receiver, beyond the kernel's memory", "B");

    private final double bound;
    private final String title;
    private final String unit;

    /** A ratio, which should be at least that. */
    Goal(double least, String title) {
        this(least, title, "");
    }

    /** A figure, which should be at most that. */
    Goal(double bound, String title, String unit) {
        this.bound = bound;
        this.title = title;
        this.unit = unit;
    }

    static Optional<Goal> named(String name) {
        return Arrays.stream(values()).filter(goal -> goal.id().equals(name)).findFirst();
    }

    /** As records and reports call it. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    /** Empty for a ratio. */
    String unit() {
        return unit;
    }

    boolean isRatio() {
        return unit.isEmpty();
    }

    /** Of a ratio the least, of a figure the most that is wanted. */
    double bound() {
        return bound;
    }
}
