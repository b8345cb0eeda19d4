package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotgateway.bench.report.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The start of {@code cotgw serve}: from the moment that its JVM is asked for to the line with its ports, which it prints
 * when all of them listen. With an archive of its classes, as {@code scripts/cotgw} starts it when it has built it, and
 * without; where there is a JDK that has AOT caches, by that one as well: with such a cache, with an archive, with neither.
 * All of them take turns.
 *
 * <p>Prints a table and writes the record {@code start}. Run it by {@code scripts/bench start}.
 */
@Command(name = "StartLoad", description = "Measures how long cotgw serve takes until it listens.")
public final class StartLoad implements Callable<Integer> {

    private static final double MIB = 1 << 20;

    private final Jdks jdks;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(
            names = "--class-path",
            description = "Jars of the gateway; those of this program unless told. Directories cannot be archived.")
    private String classPath = System.getProperty("java.class.path");

    /** Of each way that is compared, under the name that the record has for it. */
    private final Map<Variant, List<Measure>> measures = new LinkedHashMap<>();

    /** Looks for other JDKs there. */
    StartLoad(Jdks jdks) {
        this.jdks = jdks;
    }

    /** Takes the directory of the programs and the options above. */
    public static void main(String[] args) {
        LoadOptions.run(new StartLoad(Jdks.here()), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.requireRounds();
        List<Variant> ways = ways();
        List<Variant> backwards = new ArrayList<>(ways);
        Collections.reverse(backwards);
        for (int round = -options.warmUpRounds(); round < options.rounds(); round++) {
            for (Variant way : round % 2 == 0 ? ways : backwards) {
                Measure measure = measure(way);
                if (round >= 0) {
                    measures.computeIfAbsent(way, first -> new ArrayList<>()).add(measure);
                }
            }
        }
        options.finish(record());
        return 0;
    }

    /** A quick run has those two that every JDK has, by our own. */
    private List<Variant> ways() throws IOException, InterruptedException {
        Variant usual = Variant.usual(options.jvmOptions());
        Optional<Variant> hasAotCaches = options.isQuick() ? Optional.empty() : hasAotCaches(usual);
        StartCaches caches = new StartCaches(options, classPath);
        List<Variant> ways = new ArrayList<>();
        ways.add(caches.archived(usual.named("start", "with its classes archived")));
        ways.add(usual.named("start_plain", "without an archive"));
        if (hasAotCaches.isPresent()) {
            Variant other = hasAotCaches.get();
            String name = "start_" + other.name();
            String title = "on " + other.title();
            ways.add(caches.withAotCache(other.named(name + "_aot", title + ", with an AOT cache")));
            if (!other.jdk().equals(usual.jdk())) {
                ways.add(caches.archived(other.named(name, title + ", with its classes archived")));
                ways.add(other.named(name + "_plain", title + ", with neither"));
            }
        }
        return ways;
    }

    /** Our own JDK if it has AOT caches, or another that has. */
    private Optional<Variant> hasAotCaches(Variant usual) throws IOException {
        if (Runtime.version().feature() >= Jdks.HAS_AOT_CACHES) {
            return Optional.of(usual.onJdk(Runtime.version().feature(), usual.jdk()));
        }
        Optional<Path> jdk = jdks.find(Jdks.HAS_AOT_CACHES);
        if (jdk.isEmpty()) {
            spec.commandLine().getOut().println("not here: " + jdks.missing(Jdks.HAS_AOT_CACHES));
        }
        return jdk.map(home -> usual.onJdk(Jdks.HAS_AOT_CACHES, home).with(Jdks.NATIVE_ACCESS, Jdks.UNSAFE));
    }

    private Measure measure(Variant way) throws IOException {
        Path log = options.program("start-gateway.log");
        long beginNs = System.nanoTime();
        try (RelayProcess gateway = RelayProcess.gateway(way.jdk(), classPath, way.jvmOptions(), List.of(), log)) {
            long ns = System.nanoTime() - beginNs;
            return new Measure(ns / 1e6, gateway.cpuNs() / 1e6, gateway.residentBytes() / MIB);
        }
    }

    private RunRecord record() throws IOException {
        RunRecord.Builder record = options.record("start");
        for (Map.Entry<Variant, List<Measure>> measured : measures.entrySet()) {
            Variant way = measured.getKey();
            List<Measure> all = measured.getValue();
            String words = "start " + way.title();
            way.addJdkTo(record);
            record.less(
                            way.name() + "_ms",
                            words,
                            "ms",
                            all.stream().mapToDouble(Measure::ms).toArray())
                    .less(
                            way.name() + ".cpu_ms",
                            words + ", processor time",
                            "ms",
                            all.stream().mapToDouble(Measure::cpuMs).toArray())
                    .less(
                            way.name() + ".resident_mib",
                            words + ", resident memory",
                            "MiB",
                            all.stream().mapToDouble(Measure::residentMib).toArray());
        }
        return record.build();
    }

    private record Measure(double ms, double cpuMs, double residentMib) {}
}
