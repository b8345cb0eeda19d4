package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where one thread spends its time, by samples ({@code perf record}). */
final class ThreadSamples {

    /** Often enough for a share to be right within a percent or two, and seldom enough to cost little. */
    private static final String PER_SECOND = "2000";

    /** Where a sample lies, as the record names it and says it in words. */
    enum Place {
        KERNEL("kernel_percent", "kernel, %"),
        PROGRAM("program_percent", "C program, %"),
        JAVA("java_percent", "compiled Java, %"),
        JVM("jvm_percent", "JVM, %"),
        LIBRARY("library_percent", "C library and Netty's, %");

        private final String label;
        private final String title;

        Place(String label, String title) {
            this.label = label;
            this.title = title;
        }

        /** What a figure's name ends with. */
        String label() {
            return label;
        }

        String title() {
            return title;
        }

        /**
         * Where a line of {@code perf report} says that samples lie.
         *
         * @param file the shared object
         * @param symbol the function, with a mark of the kernel's or another's before it
         */
        private static Place of(String file, String symbol) {
            if (symbol.startsWith("[k]")) {
                return KERNEL;
            }
            if (file.matches("perf-\\d+\\.map|\\[JIT].*|\\[anon.*|//anon")) {
                return JAVA;
            }
            if (file.equals("libjvm.so")) {
                return JVM;
            }
            return file.matches("(lib|ld-).*|\\[vdso]") ? LIBRARY : PROGRAM;
        }
    }

    private ThreadSamples() {}

    /**
     * In a turn, in percent.
     *
     * @param functions the file that gets all functions, with the share of each
     */
    static Map<Place, Double> shares(long pid, SystemCalls.Turn turn, Path functions) throws IOException {
        Path samples = Files.createTempFile("perf", ".data");
        Path names = Path.of("/tmp/perf-" + pid + ".map");
        try (Perf perf = Perf.of(
                List.of("record", "-F", PER_SECOND, "-o", samples.toString()),
                ThreadTimes.of(pid).loop())) {
            perf.begin();
            turn.deliveries();
            perf.end();
            if (isJvm(pid)) {
                run(List.of(jcmd(), Long.toString(pid), "Compiler.perfmap"), functions);
            }
            run(
                    List.of("perf", "report", "--stdio", "-i", samples.toString(), "-t", "|", "--sort", "dso,sym"),
                    functions);
            return shares(Files.readAllLines(functions));
        } finally {
            Files.delete(samples);
            Files.deleteIfExists(names);
        }
    }

    /** Of the lines of a report: the share in percent, the file, the function. */
    static Map<Place, Double> shares(List<String> report) {
        Map<Place, Double> shares = new EnumMap<>(Place.class);
        for (String line : report) {
            String[] fields = line.split("\\|", 3);
            if (fields.length == 3 && fields[0].strip().endsWith("%")) {
                double percent = Double.parseDouble(fields[0].strip().replace("%", ""));
                shares.merge(Place.of(fields[1].strip(), fields[2].strip()), percent, Double::sum);
            }
        }
        return shares;
    }

    private static boolean isJvm(long pid) throws IOException {
        return Path.of("/proc/" + pid + "/exe").toRealPath().endsWith("java");
    }

    private static String jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    }

    private static void run(List<String> command, Path output) throws IOException {
        Perf.finish(
                new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start(),
                command.get(0));
    }
}
