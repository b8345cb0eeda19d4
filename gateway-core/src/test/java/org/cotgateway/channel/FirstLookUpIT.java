package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first name that a gateway looks up, which must not cost the loop what is read once. */
class FirstLookUpIT {

    private static final long TIMEOUT_S = 60;

    @TempDir
    Path directory;

    @Test
    void theLoopReadsNoFileForIt() throws Exception {
        Path out = directory.resolve("out");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                FirstLookUp.class.getName(),
                directory.resolve("recording.jfr").toString());
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        try {
            assertThat(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS))
                    .as("ended in time")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }

        // Logs go there, too.
        assertThat(Files.readAllLines(out))
                .as("the error output: %s", Files.readString(directory.resolve("err")))
                .filteredOn(line -> line.startsWith("/") || line.equals("127.0.0.1"))
                .containsExactly("127.0.0.1");
    }
}
