package org.cotgateway.bench.report;

import io.netty.util.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** The versions of what is measured and of what it is measured by, on this machine, of all that is here. */
final class Versions {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private Versions() {}

    static Map<String, String> here() throws IOException {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Memory", memory(Files.readAllLines(Path.of("/proc/meminfo"))));
        versions.put("Kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        versions.put("TCP congestion control", congestionControl());
        versions.put("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        versions.put("Netty", netty());
        jar("com.fasterxml/aalto-xml").ifPresent(version -> versions.put("Aalto", version));
        jar("com.fasterxml.woodstox/woodstox-core").ifPresent(version -> versions.put("Woodstox", version));
        answer("nginx", "-v").ifPresent(version -> versions.put("nginx", version));
        answer("node", "--version").ifPresent(version -> versions.put("Node", version));
        answer("gcc", "--version").ifPresent(version -> versions.put("gcc", version));
        return versions;
    }

    private static String congestionControl() throws IOException {
        Path setting = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");
        return Files.isReadable(setting) ? Files.readString(setting).strip() : "unknown";
    }

    static String memory(List<String> meminfo) {
        return meminfo.stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .findFirst()
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024 + " MiB")
                .orElse("unknown");
    }

    private static String netty() {
        return Version.identify().values().stream()
                .findFirst()
                .map(Version::artifactVersion)
                .orElse("unknown");
    }

    /** What Maven has left in a jar, which is in a jar of many jars too. */
    private static Optional<String> jar(String artifact) throws IOException {
        try (InputStream left = Versions.class.getResourceAsStream("/META-INF/maven/" + artifact + "/pom.properties")) {
            if (left == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(left);
            return Optional.ofNullable(properties.getProperty("version"));
        }
    }

    private static Optional<String> answer(String... command) {
        return answer(ANSWER_TIMEOUT, command);
    }

    /**
     * The first line that a program prints, on whichever output it does; nothing if there is no such program. What it has
     * started and left behind, with its output, is not waited for.
     */
    static Optional<String> answer(Duration timeout, String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return Optional.of("does not answer");
            }
            InputStream output = process.getInputStream();
            String printed = new String(output.readNBytes(output.available()), StandardCharsets.UTF_8);
            return Optional.of(printed.lines()
                    .findFirst()
                    .map(String::strip)
                    .filter(line -> process.exitValue() == 0 && !line.isEmpty())
                    .orElse("unknown"));
        } catch (IOException notThere) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of("unknown");
        }
    }
}
