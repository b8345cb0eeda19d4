package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.cotgateway.bench.report.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(240)
class StartLoadIT {

    @TempDir
    private Path directory;

    private final StringWriter said = new StringWriter();

    @Test
    void bothWaysOfStartingAreMeasuredInEachRoundWithoutAJdkThatHasAotCachesAndThatIsSaid() throws IOException {
        assumeTrue(Runtime.version().feature() < Jdks.HAS_AOT_CACHES, "ours has them");

        RunRecord record = run(new Jdks(directory, Map.of()), "--rounds=2");

        assertThat(names(record))
                .containsExactly(
                        "start_ms",
                        "start.cpu_ms",
                        "start.resident_mib",
                        "start_plain_ms",
                        "start_plain.cpu_ms",
                        "start_plain.resident_mib");
        assertThat(record.figures())
                .allSatisfy(figure -> assertThat(figure.rounds()).hasSize(2).allMatch(value -> value > 0));
        assertThat(said.toString()).contains("not here: jdk25: none in " + directory);
    }

    @Test
    void aJdkThatHasAotCachesStartsWithOneWithAnArchiveAndWithNeither() throws IOException {
        int ours = Runtime.version().feature();
        int feature = Math.max(ours, Jdks.HAS_AOT_CACHES);
        assumeTrue(feature == ours || Jdks.here().find(feature).isPresent(), "there is none");

        List<String> options = new ArrayList<>(
                List.of("--rounds=1", "--jvm-option=-Xlog:class+load:file=" + directory.resolve("%p.jvm")));
        if (ours >= Jdks.NEEDS_PERMISSION) {
            // As scripts/bench gives it.
            options.add("--jvm-option=" + Jdks.NATIVE_ACCESS);
        }

        RunRecord record = run(Jdks.here(), options.toArray(String[]::new));

        String name = "start_jdk" + feature;
        assertThat(names(record))
                .contains("start_ms", "start_plain_ms", name + "_aot_ms", name + "_ms", name + "_plain_ms")
                .contains(name + "_aot.cpu_ms", name + "_aot.resident_mib");
        assertThat(startsFromWhatWasMade(name + ".jsa")).isEqualTo(3);
        assertThat(said.toString()).isEmpty();
    }

    @Test
    void aQuickRunLeavesOtherJdksAlone() throws IOException {
        RunRecord record = run(new Jdks(directory, Map.of("JAVA_25_HOME", "/nowhere")), "--quick", "--rounds=1");

        assertThat(names(record)).contains("start_ms").noneMatch(name -> name.contains("jdk"));
    }

    @Test
    void whatUsersStartItByIsMeasuredAsWell() throws IOException {
        Path script = directory.resolve("started");
        Path asked = directory.resolve("asked");
        Files.writeString(
                script, """
                #!/bin/sh
                echo "$@" >> %s
                echo "[0.1s][info][jfr,startup] Started recording 1."
                exec %s/bin/java -cp "%s" org.cotgateway.cli.Cotgw "$@"
                """.formatted(asked, System.getProperty("java.home"), System.getProperty("java.class.path")));
        assertThat(script.toFile().setExecutable(true)).isTrue();

        RunRecord record = run(new Jdks(directory, Map.of()), "--quick", "--rounds=2", "--script=" + script);

        assertThat(names(record))
                .contains("start_ms", "start_script_ms", "start_script.cpu_ms", "start_script.resident_mib");
        assertThat(Files.readAllLines(asked)).hasSize(2).allMatch(serve -> serve.startsWith("serve "));
    }

    private RunRecord run(Jdks jdks, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                directory.toString(),
                "--results=" + directory,
                "--warm-up-rounds=0",
                "--jvm-option=-XX:TieredStopAtLevel=1",
                "--class-path=" + jars()));
        all.addAll(Arrays.asList(arguments));

        int exit = new CommandLine(new StartLoad(jdks))
                .setOut(new PrintWriter(said))
                .execute(all.toArray(String[]::new));

        assertThat(exit).isZero();
        return RunRecord.read(directory.resolve("start.json"));
    }

    /** Those that begin when this is there, and find their main class in an archive or a cache. */
    private long startsFromWhatWasMade(String last) throws IOException {
        FileTime made = Files.getLastModifiedTime(directory.resolve(last));
        long starts = 0;
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, "*.jvm")) {
            for (Path log : logs) {
                if (Files.getLastModifiedTime(log).compareTo(made) > 0
                        && Files.readString(log).contains("org.cotgateway.cli.Cotgw source: shared objects file")) {
                    starts++;
                }
            }
        }
        return starts;
    }

    private static List<String> names(RunRecord record) {
        return record.figures().stream().map(RunRecord.Figure::name).toList();
    }

    /** This test's class path, its directories as jars: only jars can be archived. */
    private String jars() throws IOException {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isRegularFile(path)) {
                jars.add(entry);
            } else if (Files.isDirectory(path)) {
                jars.add(jar(path, directory.resolve("classes" + jars.size() + ".jar"))
                        .toString());
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(bytes);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
        return jar;
    }
}
