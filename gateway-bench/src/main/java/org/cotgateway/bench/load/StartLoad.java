package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.cotgateway.bench.report.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The start of {@code cotgw serve}: from the moment that its JVM is asked for to the line with its ports, which it prints
 * when all of them listen. With an archive of its classes, as {@code scripts/cotgw} starts it when it has built it, and
 * without, in turns.
 *
 * <p>Prints a table and writes the record {@code start}. Run it by {@code scripts/bench start}.
 */
@Command(name = "StartLoad", description = "Measures how long cotgw serve takes until it listens.")
public final class StartLoad implements Callable<Integer> {

    private static final long ARCHIVE_TIMEOUT_S = 120;
    private static final double MIB = 1 << 20;

    /** How it is started. */
    private enum Way {
        ARCHIVED("start", "with its classes archived"),
        PLAIN("start_plain", "without an archive");

        private final String key;
        private final String title;

        Way(String key, String title) {
            this.key = key;
            this.title = title;
        }
    }

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(
            names = "--class-path",
            description = "Jars of the gateway; those of this program unless told. Directories cannot be archived.")
    private String classPath = System.getProperty("java.class.path");

    private final Map<Way, List<Measure>> measures = new EnumMap<>(Way.class);

    StartLoad() {}

    /** Takes the directory of the programs and the options above. */
    public static void main(String[] args) {
        LoadOptions.run(new StartLoad(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.requireRounds();
        Path archive = archive();
        for (int round = -options.warmUpRounds(); round < options.rounds(); round++) {
            for (Way way : round % 2 == 0 ? List.of(Way.ARCHIVED, Way.PLAIN) : List.of(Way.PLAIN, Way.ARCHIVED)) {
                Measure measure = measure(way == Way.ARCHIVED ? archived(archive) : options.jvmOptions());
                if (round >= 0) {
                    measures.computeIfAbsent(way, first -> new ArrayList<>()).add(measure);
                }
            }
        }
        options.finish(record());
        return 0;
    }

    /** The classes that a start needs, named by a gateway that has started, and laid out by a second JVM. */
    private Path archive() throws IOException, InterruptedException {
        Path list = options.program("start.lst").toAbsolutePath();
        Path archive = options.program("start.jsa").toAbsolutePath();
        Files.deleteIfExists(archive);
        List<String> naming = new ArrayList<>(options.jvmOptions());
        naming.add("-XX:DumpLoadedClassList=" + list);
        run(ChildProgram.javaCommand(
                classPath,
                naming,
                "org.cotgateway.cli.Cotgw",
                "serve",
                "--duration=1s",
                "--stream-port=0",
                "--direct-port=0",
                "--http-port=0"));
        // What lies in the archive's heap is laid out by this collector alone, for all of them.
        run(ChildProgram.javaCommand(
                classPath,
                List.of(
                        "-XX:+UseG1GC",
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + list,
                        "-XX:SharedArchiveFile=" + archive),
                "org.cotgateway.cli.Cotgw"));
        if (!Files.exists(archive)) {
            throw new IOException("no archive of " + classPath + "; " + archiveLog() + " may say why");
        }
        return archive;
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Process process = BoundProcess.of(command)
                .redirectErrorStream(true)
                .redirectOutput(archiveLog().toFile())
                .start();
        if (!process.waitFor(ARCHIVE_TIMEOUT_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private Path archiveLog() {
        return options.program("start-archive.log");
    }

    private List<String> archived(Path archive) {
        List<String> all = new ArrayList<>(options.jvmOptions());
        all.add("-XX:SharedArchiveFile=" + archive);
        return all;
    }

    private Measure measure(List<String> jvmOptions) throws IOException {
        long beginNs = System.nanoTime();
        try (RelayProcess gateway = RelayProcess.gateway(classPath, jvmOptions, options.program("start-gateway.log"))) {
            long ns = System.nanoTime() - beginNs;
            return new Measure(ns / 1e6, gateway.cpuNs() / 1e6, gateway.residentBytes() / MIB);
        }
    }

    private RunRecord record() throws IOException {
        RunRecord.Builder record = options.record("start");
        measures.forEach((way, all) -> {
            String words = "start " + way.title;
            record.less(
                            way.key + "_ms",
                            words,
                            "ms",
                            all.stream().mapToDouble(Measure::ms).toArray())
                    .less(
                            way.key + ".cpu_ms",
                            words + ", processor time",
                            "ms",
                            all.stream().mapToDouble(Measure::cpuMs).toArray())
                    .less(
                            way.key + ".resident_mib",
                            words + ", resident memory",
                            "MiB",
                            all.stream().mapToDouble(Measure::residentMib).toArray());
        });
        return record.build();
    }

    private record Measure(double ms, double cpuMs, double residentMib) {}
}
