package org.cotgateway.bench.report;

import io.netty.util.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The versions of what is measured and of what it is measured by, on this machine. */
final class Versions {

    private static final long ANSWER_TIMEOUT_S = 10;

    private Versions() {}

    static Map<String, String> here() throws IOException {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Machine", Machine.line());
        versions.put("Memory", memory(Files.readAllLines(Path.of("/proc/meminfo"))));
        versions.put("Kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        versions.put("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        versions.put("Netty", netty());
        versions.put("nginx", answer("nginx", "-v"));
        versions.put("Node", answer("node", "--version"));
        versions.put("gcc", answer("gcc", "--version"));
        return versions;
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

    /** The first line that a program prints, on whichever output it does. */
    static String answer(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor(ANSWER_TIMEOUT_S, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return Optional.of(printed.lines().findFirst().orElse("").strip())
                        .filter(line -> !line.isEmpty())
                        .orElse("unknown");
            }
            process.destroyForcibly();
            return "unknown";
        } catch (IOException notThere) {
            return "not there";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
