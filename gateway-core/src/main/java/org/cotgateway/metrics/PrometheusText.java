package org.cotgateway.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * One gateway's counters, and how its JVM is doing, in Prometheus' text format. A counter such as {@link
 * Counter#EVENTS_SENT} is {@code cotgw_events_sent_total} there, with its sentence and its unit as help. Safe on any thread;
 * reading takes milliseconds and is not for an event loop.
 */
public final class PrometheusText implements AutoCloseable {

    private static final String PREFIX = "cotgw.";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    public PrometheusText(Counters counters) {
        for (Counter counter : Counter.values()) {
            FunctionCounter.builder(name(counter), counters, all -> all.get(counter))
                    .description(counter.meaning() + " Unit: " + counter.unit() + ".")
                    .register(registry);
        }
        List.of(
                        new JvmMemoryMetrics(),
                        collections,
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics())
                .forEach(this::bind);
    }

    /** Adds more. */
    public void bind(MeterBinder meters) {
        meters.bindTo(registry);
    }

    /** Everything there is, in UTF-8. */
    public byte[] read() {
        return registry.scrape().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    private static String name(Counter counter) {
        return PREFIX + counter.name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
