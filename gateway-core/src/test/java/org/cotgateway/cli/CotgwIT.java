package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a process of its own: its real streams, its log, its exit status. */
class CotgwIT {

    private static final long TIMEOUT_S = 60;
    private static final String EVENT = "<event version='2.0' uid='\u00dc-\ud83d\ude00' type='a-f-G' how='m-g'"
            + " time='2026-11-21T10:00:00Z' start='2026-11-21T10:00:00Z' stale='2026-11-21T10:05:00Z'>"
            + "<point lat='1' lon='2' hae='3' ce='4' le='5'/></event>";

    @TempDir
    private Path directory;

    @Test
    void jsonIsAllThatGoesToStandardOutputAndIsUtf8InAnyLocale() throws Exception {
        Path file = Files.writeString(directory.resolve("event.xml"), EVENT);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");

        int exit = run(out.toFile(), err.toFile(), "validate", "--json", "--debug", file.toString());

        JsonNode report = new ObjectMapper().readTree(out.toFile());
        assertThat(exit).as(Files.readString(err)).isZero();
        assertThat(report.at("/files/0/events/0/uid").asText()).isEqualTo("\u00dc-\ud83d\ude00");
        assertThat(Files.readString(out)).startsWith("{").endsWith("}\n");
    }

    @Test
    void nothingIsLoggedUnasked() throws Exception {
        Path file = Files.writeString(directory.resolve("event.xml"), EVENT);
        Path err = directory.resolve("err");

        int exit = run(directory.resolve("out").toFile(), err.toFile(), "validate", file.toString());

        assertThat(exit).isZero();
        assertThat(err).isEmptyFile();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "has /dev/full")
    void anOutputThatCannotBeWrittenIsAFailure() throws Exception {
        Path err = directory.resolve("err");

        int exit = run(new File("/dev/full"), err.toFile(), "type", "a-f-G");

        assertThat(exit).isEqualTo(1);
        assertThat(err).content().contains("standard output is closed or full");
    }

    private static int run(File out, File err, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Cotgw.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(out)
                .redirectError(err);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS))
                    .as("ended in time")
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
