package org.cotgateway.bench.load;

import java.util.function.ToDoubleFunction;

/** What is read off a measurement. */
enum LoadFigure {
    PER_S("deliveries_per_s", "deliveries", "1/s", true, LoadMeasure::eventsPerSecond),
    CPU("cpu_ns_per_delivery", "processor time", "ns/delivery", false, LoadMeasure::cpuNsPerEvent),
    LOOP_CPU(
            "loop_cpu_ns_per_delivery", "the loop's processor time", "ns/delivery", false, LoadMeasure::loopNsPerEvent),
    DRIVER_SHARE("driver_core_share", "the driver's share of a core", "cores", false, LoadMeasure::driverShare),
    P50_MS("p50_ms", "latency, median", "ms", false, measure -> measure.each().p50Ns() / LoadFigure.MS),
    P99_MS(
            "p99_ms",
            "latency, 99th percentile",
            "ms",
            false,
            measure -> measure.each().p99Ns() / LoadFigure.MS),
    P999_MS(
            "p999_ms",
            "latency, 99.9th percentile",
            "ms",
            false,
            measure -> measure.each().p999Ns() / LoadFigure.MS),
    MAX_MS("max_ms", "latency, greatest", "ms", false, measure -> measure.each().maxNs() / LoadFigure.MS),
    LAST_P50_MS(
            "last_p50_ms",
            "last-byte latency, median",
            "ms",
            false,
            measure -> measure.last().p50Ns() / LoadFigure.MS),
    LAST_P99_MS(
            "last_p99_ms",
            "last-byte latency, 99th percentile",
            "ms",
            false,
            measure -> measure.last().p99Ns() / LoadFigure.MS);

    private static final double MS = 1e6;

    private final String label;
    private final String title;
    private final String unit;
    private final boolean moreIsBetter;
    private final ToDoubleFunction<LoadMeasure> of;

    LoadFigure(String label, String title, String unit, boolean moreIsBetter, ToDoubleFunction<LoadMeasure> of) {
        this.label = label;
        this.title = title;
        this.unit = unit;
        this.moreIsBetter = moreIsBetter;
        this.of = of;
    }

    /** What a figure's name ends with. */
    String label() {
        return label;
    }

    String title() {
        return title;
    }

    String unit() {
        return unit;
    }

    boolean moreIsBetter() {
        return moreIsBetter;
    }

    double of(LoadMeasure measure) {
        return of.applyAsDouble(measure);
    }

    /** Whether it is a latency, which only some loads have. */
    boolean isLatency() {
        return ordinal() >= P50_MS.ordinal();
    }
}
