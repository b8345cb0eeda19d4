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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The start of {@code cotgw serve}: from the moment that its JVM is asked for to the line with its ports, which it prints
 * when all of them listen. With an archive of its classes, as {@code scripts/cotgw} starts it when it has built it, and
 * without; where there is a JDK that has AOT caches, by that one as well: with such a cache, with an archive, with neither;
 * and by {@code scripts/cotgw} itself, with what it does before it becomes the JVM. All of them take turns.
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

    @Option(
            names = "--script",
            description = "What users start it by, to be measured as well, with the options that it gives the JVM.")
    private @Nullable Path script;

    private final Map<Way, List<Measure>> measures = new LinkedHashMap<>();

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
        Variant usual = Variant.usual(options.jvmOptions());
        Optional<Variant> hasAotCaches = options.isQuick() ? Optional.empty() : hasAotCaches(usual);
        List<Way> ways = new ArrayList<>();
        for (Variant variant : variants(usual, hasAotCaches)) {
            ways.add(new Way(variant.name(), variant.title(), log -> start(variant, log)));
        }
        if (script != null) {
            Path path = script.toAbsolutePath();
            Way byScript = new Way("start_script", "by " + path.getFileName(), log -> RelayProcess.script(path, log));
            ways.add(byScript);
        }
        List<Way> backwards = new ArrayList<>(ways);
        Collections.reverse(backwards);
        for (int round = -options.warmUpRounds(); round < options.rounds(); round++) {
            for (Way way : round % 2 == 0 ? ways : backwards) {
                Measure measure = measure(way);
                if (round >= 0) {
                    measures.computeIfAbsent(way, first -> new ArrayList<>()).add(measure);
                }
            }
        }
        RunRecord.Builder record = record();
        if (hasAotCaches.isPresent()) {
            hasAotCaches.get().addJdkTo(record);
        }
        options.finish(record.build());
        return 0;
    }

    /** A quick run has those two that every JDK has, by our own. */
    private List<Variant> variants(Variant usual, Optional<Variant> hasAotCaches) throws IOException {
        StartCaches caches = new StartCaches(options, classPath);
        List<Variant> all = new ArrayList<>();
        all.add(caches.archived(usual.named("start", "with its classes archived")));
        all.add(usual.named("start_plain", "without an archive"));
        if (hasAotCaches.isPresent()) {
            Variant other = hasAotCaches.get();
            String name = "start_" + other.name();
            String title = "on " + other.title();
            all.add(caches.withAotCache(other.named(name + "_aot", title + ", with an AOT cache")));
            if (!other.jdk().equals(usual.jdk())) {
                all.add(caches.archived(other.named(name, title + ", with its classes archived")));
                all.add(other.named(name + "_plain", title + ", with neither"));
            }
        }
        return all;
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

    private RelayProcess start(Variant variant, Path log) throws IOException {
        return RelayProcess.gateway(variant.jdk(), classPath, variant.jvmOptions(), List.of(), log);
    }

    private Measure measure(Way way) throws IOException {
        Path log = options.program("start-gateway.log");
        long beginNs = System.nanoTime();
        try (RelayProcess gateway = way.start().begin(log)) {
            long ns = System.nanoTime() - beginNs;
            return new Measure(ns / 1e6, gateway.cpuNs() / 1e6, gateway.residentBytes() / MIB);
        }
    }

    private RunRecord.Builder record() throws IOException {
        RunRecord.Builder record = options.record("start");
        for (Map.Entry<Way, List<Measure>> measured : measures.entrySet()) {
            Way way = measured.getKey();
            List<Measure> all = measured.getValue();
            String words = "start " + way.title();
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
        return record;
    }

    /** Starts a gateway whose log goes to a file. */
    private interface Start {
        RelayProcess begin(Path log) throws IOException;
    }

    /**
     * A way that is compared.
     *
     * @param name under which the record has it
     */
    private record Way(String name, String title, Start start) {}

    private record Measure(double ms, double cpuMs, double residentMib) {}
}
