package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The JDKs of a machine beside the one that runs us.
 *
 * @param directory what they are installed in, a directory each
 * @param environment a variable such as {@code JAVA_25_HOME} names one that is elsewhere
 */
record Jdks(Path directory, Map<String, String> environment) {

    /** Those of this machine. */
    static Jdks here() {
        return new Jdks(Path.of("/usr/lib/jvm"), System.getenv());
    }

    /** One of this version, if there is any. */
    Optional<Path> find(int feature) throws IOException {
        String named = environment.get("JAVA_" + feature + "_HOME");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(directory)) {
            for (Path home : homes.sorted().toList()) {
                if (isOf(feature, home)) {
                    return Optional.of(home);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(int feature, Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
            return false;
        }
        List<String> starts = List.of("JAVA_VERSION=\"" + feature + ".", "JAVA_VERSION=\"" + feature + "\"");
        return Files.readAllLines(release).stream()
                .anyMatch(line -> starts.stream().anyMatch(line::startsWith));
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
