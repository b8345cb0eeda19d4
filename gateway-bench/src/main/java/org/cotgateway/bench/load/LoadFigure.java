package org.cotgateway.bench.load;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** What is read off a measurement. */
enum LoadFigure {
    PER_S("deliveries_per_s", "deliveries", "1/s", true, LoadMeasure::eventsPerSecond),
    CPU("cpu_ns_per_delivery", "processor time", "ns/delivery", false, LoadMeasure::cpuNsPerEvent),
    LOOP_CPU(
            "loop_cpu_ns_per_delivery", "the loop's processor time", "ns/delivery", false, LoadMeasure::loopNsPerEvent),
    DRIVER_SHARE("driver_core_share", "the driver's share of a core", "cores", false, LoadMeasure::driverShare),
    ALLOCATED(
            "allocated_bytes_per_delivery",
            "allocated in the heap",
            "B/delivery",
            false,
            LoadMeasure::allocatedBytesPerEvent),
    P50_MS("p50_ms", "latency, median", LoadMeasure::each, Latencies::p50Ns),
    P90_MS("p90_ms", "latency, 90th percentile", LoadMeasure::each, Latencies::p90Ns),
    P99_MS("p99_ms", "latency, 99th percentile", LoadMeasure::each, Latencies::p99Ns),
    P999_MS("p999_ms", "latency, 99.9th percentile", LoadMeasure::each, Latencies::p999Ns),
    P9999_MS("p9999_ms", "latency, 99.99th percentile", LoadMeasure::each, Latencies::p9999Ns),
    /** The last byte's, too: the latest of all is an event's last. */
    MAX_MS("max_ms", "latency, greatest", LoadMeasure::each, Latencies::maxNs),
    LAST_P50_MS("last_p50_ms", "last-byte latency, median", LoadMeasure::last, Latencies::p50Ns),
    LAST_P90_MS("last_p90_ms", "last-byte latency, 90th percentile", LoadMeasure::last, Latencies::p90Ns),
    LAST_P99_MS("last_p99_ms", "last-byte latency, 99th percentile", LoadMeasure::last, Latencies::p99Ns),
    LAST_P999_MS("last_p999_ms", "last-byte latency, 99.9th percentile", LoadMeasure::last, Latencies::p999Ns);

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

    /** A latency. */
    LoadFigure(String label, String title, Function<LoadMeasure, Latencies> of, ToLongFunction<Latencies> which) {
        this(label, title, "ms", false, measure -> which.applyAsLong(of.apply(measure)) / MS);
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

    /**
     * Whether a measurement has it: only some loads have latencies, only some programs tell what they allocate, and not
     * everybody who drives is looked at.
     */
    boolean isOf(LoadMeasure measure) {
        return switch (this) {
            case PER_S, CPU, LOOP_CPU -> true;
            case DRIVER_SHARE -> measure.driverCpuNs() > 0;
            case ALLOCATED -> measure.hasAllocations();
            default -> measure.hasLatencies();
        };
    }
}
