package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** From here on a JVM warns of native libraries and of Unsafe, and Netty does without the latter, unless told. */
    static final int NEEDS_PERMISSION = 24;

    static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";
    static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

    /** From here on a JVM has AOT caches with profiles in them. */
    static final int HAS_AOT_CACHES = 25;

    private static final String VERSION = "JAVA_VERSION=\"";

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

    /** That there is none of this version, and what can be done about it. */
    String missing(int feature) {
        return "jdk" + feature + ": none in " + directory + "; JAVA_" + feature + "_HOME may name one";
    }

    private static boolean isOf(int feature, Path home) throws IOException {
        if (!Files.isExecutable(home.resolve("bin/java"))) {
            return false;
        }
        String version = version(home);
        return version.equals(Integer.toString(feature)) || version.startsWith(feature + ".");
    }

    /** What the JDK in this directory says of itself, {@code 25.0.1} for one; empty if it does not. */
    static String version(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isReadable(release)) {
            return "";
        }
        return Files.readAllLines(release).stream()
                .filter(line -> line.startsWith(VERSION) && line.endsWith("\""))
                .map(line -> line.substring(VERSION.length(), line.length() - 1))
                .findFirst()
                .orElse("");
    }
}
