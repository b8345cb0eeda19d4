package org.cotgateway.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotgateway.bench.SampleEvents;
import org.cotgateway.bench.codec.EncodeBenchmark;
import org.cotgateway.bench.codec.IntakeBenchmark;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A benchmark of JMH's that is a turn of {@link EncodeLoad}. */
enum JmhTurn {
    WRITE("encode.gateway", "an event as XML, CotXmlWriter", EncodeBenchmark.class, "cotXmlWriter"),
    WRITE_FIRST(
            "encode_first.gateway",
            "an event that nobody has looked at as XML, CotXmlWriter",
            EncodeBenchmark.class,
            "cotXmlWriterFirst"),
    AALTO_WRITER("encode.aalto", "an event as XML, Aalto's StAX writer", EncodeBenchmark.class, "aaltoStax"),
    INTAKE("intake_xml.gateway", "an event split, read and checked", IntakeBenchmark.class, "takeInAhead"),
    AALTO_READER("intake_xml.aalto", "an event read by Aalto alone", IntakeBenchmark.class, "aaltoAlone");

    private static final String BYTES = "gc.alloc.rate.norm";

    private final String key;
    private final String title;
    private final Class<?> benchmarks;
    private final String benchmark;

    JmhTurn(String key, String title, Class<?> benchmarks, String benchmark) {
        this.key = key;
        this.title = title;
        this.benchmarks = benchmarks;
        this.benchmark = benchmark;
    }

    /**
     * What came of a turn.
     *
     * @param ns time an event, the mean of the iterations
     * @param bytes garbage an event
     */
    record Score(double ns, double bytes) {}

    String key() {
        return key;
    }

    String title() {
        return title;
    }

    /** Whether its garbage is that of what is measured alone, and not also of copies that are made in between. */
    boolean hasGarbageOfItsOwn() {
        return this != WRITE_FIRST;
    }

    /** The name of the figure for its garbage. */
    String bytesKey() {
        return this == WRITE ? "encode_bytes_per_op" : key + ".bytes_per_op";
    }

    /** Runs it in a JVM of its own, which gets the options of the gateway's. */
    Score run(LoadOptions options) throws RunnerException {
        List<String> jvm = new ArrayList<>(options.jvmOptions());
        jvm.add("-Dlogback.configurationFile=org/cotgateway/cli/logback.xml");
        TimeValue time = TimeValue.milliseconds(options.either(1_000, 300));
        ChainedOptionsBuilder builder = new OptionsBuilder()
                .include(benchmarks.getName() + "\\." + benchmark + "$")
                .forks(1)
                .warmupIterations(options.either(4, 3))
                .warmupTime(time)
                .measurementIterations(options.either(5, 2))
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .jvmArgsAppend(jvm.toArray(String[]::new));
        if (benchmarks == EncodeBenchmark.class) {
            builder.param("kind", SampleEvents.Kind.TYPICAL.name());
        }
        RunResult result = new Runner(builder.build()).runSingle();
        return new Score(result.getPrimaryResult().getScore(), bytes(result.getSecondaryResults()));
    }

    private static double bytes(Map<String, Result> secondary) {
        return secondary.entrySet().stream()
                .filter(result -> result.getKey().endsWith(BYTES))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("JMH says nothing of " + BYTES))
                .getValue()
                .getScore();
    }
}
