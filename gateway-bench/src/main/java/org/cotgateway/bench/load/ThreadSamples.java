package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where one thread spends its time, by samples ({@code perf record}). */
final class ThreadSamples {

    /** Seldom enough to cost little. */
    private static final String PER_SECOND = "2000";

    /** More or less than so many percent of all are not the whole. */
    private static final double ALL_PERCENT = 100;

    private static final double ROUNDED_PERCENT = 5;

    /** Where a sample lies, as the record names it and says it in words. */
    enum Place {
        KERNEL("kernel_percent", "kernel, %"),
        PROGRAM("program_percent", "C program, %"),
        /** With the interpreter and what the JVM compiles for itself. */
        JAVA("java_percent", "Java, %"),
        JVM("jvm_percent", "JVM, %"),
        /** C's, Netty's native code, and what the kernel lends a program to read the clock. */
        LIBRARY("library_percent", "libraries, %"),
        OTHER("other_percent", "elsewhere, %");

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
            if (file.matches("perf-\\d+\\.map|\\[JIT].*")) {
                return JAVA;
            }
            if (file.equals("libjvm.so")) {
                return JVM;
            }
            if (file.matches("(lib|ld-).*|\\[vdso]")) {
                return LIBRARY;
            }
            return file.matches("[\\[/].*") ? OTHER : PROGRAM;
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
                // No copies of all programs that are met.
                List.of("record", "--no-buildid", "--no-buildid-cache", "-F", PER_SECOND, "-o", samples.toString()),
                ThreadTimes.loop(pid))) {
            perf.begin();
            turn.deliveries();
            perf.end();
            if (ThreadTimes.isJvm(pid)) {
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
    static Map<Place, Double> shares(List<String> report) throws IOException {
        Map<Place, Double> shares = new EnumMap<>(Place.class);
        for (String line : report) {
            String[] fields = line.split("\\|", 3);
            if (fields.length == 3 && fields[0].strip().endsWith("%")) {
                double percent = Double.parseDouble(fields[0].strip().replace("%", ""));
                shares.merge(Place.of(fields[1].strip(), fields[2].strip()), percent, Double::sum);
            }
        }
        double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        if (Math.abs(sum - ALL_PERCENT) > ROUNDED_PERCENT) {
            throw new IOException("perf's samples are " + sum + " % of all, and should be 100");
        }
        return shares;
    }

    private static String jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    }

    private static void run(List<String> command, Path output) throws IOException {
        Path errors = Files.createTempFile("perf", ".txt");
        try {
            Process process = BoundProcess.of(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (BoundProcess.finish(process, command.get(0)) != 0) {
                throw new IOException(String.join(" ", command) + " failed: "
                        + Files.readString(errors).strip());
            }
        } finally {
            Files.delete(errors);
        }
    }
}
