package org.cotgateway.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a load run runs on, as far as its figures depend on it. */
public final class Machine {

    private static final String OPEN_FILES = "Max open files";

    private Machine() {}

    /** In one line: processors, kernel, JVM. */
    public static String line() throws IOException {
        return processor(Files.readAllLines(Path.of("/proc/cpuinfo"))) + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, Linux " + System.getProperty("os.version")
                + ", JDK " + System.getProperty("java.version");
    }

    static String processor(List<String> cpuinfo) {
        return cpuinfo.stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("an unnamed processor");
    }

    /** How many descriptors a process may open at most; every process of the load run raises its own limit to that. */
    public static int openFiles() throws IOException {
        return openFiles(Files.readAllLines(Path.of("/proc/self/limits")));
    }

    static int openFiles(List<String> limits) throws IOException {
        for (String line : limits) {
            if (line.startsWith(OPEN_FILES)) {
                String[] columns = line.substring(OPEN_FILES.length()).strip().split(" +");
                return columns[1].equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(columns[1]);
            }
        }
        throw new IOException("/proc/self/limits has no line \"" + OPEN_FILES + "\"");
    }
}
