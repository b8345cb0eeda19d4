package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void bothWaysOfStartingAreMeasuredInEachRound() throws IOException {
        Path results = directory.resolve("results");

        int exit = new CommandLine(new StartLoad())
                .execute(
                        directory.toString(),
                        "--results=" + results,
                        "--rounds=2",
                        "--warm-up-rounds=0",
                        "--jvm-option=-XX:TieredStopAtLevel=1",
                        "--class-path=" + jars());

        assertThat(exit).isZero();
        RunRecord record = RunRecord.read(results.resolve("start.json"));
        assertThat(record.figures())
                .extracting(RunRecord.Figure::name)
                .contains("start_ms", "start.cpu_ms", "start_plain_ms", "start_plain.cpu_ms");
        assertThat(record.figures())
                .allSatisfy(figure -> assertThat(figure.rounds()).hasSize(2).allMatch(value -> value > 0));
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
