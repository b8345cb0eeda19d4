package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The C programs, built as {@code scripts/bench} builds them. */
final class Programs {

    private static final Path SOURCES = Path.of("src", "main", "c");
    private static final long COMPILE_TIMEOUT_S = 60;

    private Programs() {}

    static void build(Path directory, String... programs) throws Exception {
        buildFrom(SOURCES, directory, programs);
    }

    /** Those of another directory. */
    static void buildFrom(Path sources, Path directory, String... programs) throws Exception {
        for (String program : programs) {
            Process gcc = new ProcessBuilder(
                            "gcc",
                            "-std=c17",
                            "-O2",
                            "-Wall",
                            "-Wextra",
                            "-Werror",
                            "-o",
                            directory.resolve(program).toString(),
                            sources.resolve(program + ".c").toString())
                    .inheritIO()
                    .start();
            assertThat(gcc.waitFor(COMPILE_TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
            assertThat(gcc.exitValue()).as("gcc %s.c", program).isZero();
        }
    }
}
