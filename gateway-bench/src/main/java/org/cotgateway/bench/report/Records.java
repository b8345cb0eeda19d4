package org.cotgateway.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The records that the runs left in a directory, the newest of each run, in the order of their names.
 *
 * @param runs those that can be read
 * @param problems the others, and what is wrong with them, in words
 */
record Records(List<RunRecord> runs, List<String> problems) {

    Records {
        runs = List.copyOf(runs);
        problems = List.copyOf(problems);
    }

    /** Reads every {@code .json} file of a directory; one that is not there has none. */
    static Records read(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return new Records(List.of(), List.of("there is no directory " + directory));
        }
        Map<String, RunRecord> newest = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files(directory)) {
            try {
                RunRecord run = RunRecord.read(file);
                requireNames(run);
                newest.merge(run.run(), run, (one, other) -> one.at().compareTo(other.at()) > 0 ? one : other);
            } catch (JsonProcessingException | NullPointerException unreadable) {
                // Jackson leaves null what a file lacks, and the record refuses that.
                problems.add(file.getFileName() + " is no record of a run");
            }
        }
        return new Records(List.copyOf(newest.values()), problems);
    }

    /** The lists are there, or the record would not be. */
    private static void requireNames(RunRecord run) {
        Stream<Stream<String>> names = Stream.of(
                Stream.of(run.run(), run.command(), run.machine(), run.at()),
                run.versions().values().stream(),
                run.figures().stream().flatMap(figure -> Stream.of(figure.name(), figure.title(), figure.unit())),
                run.ratios().stream().flatMap(ratio -> Stream.of(ratio.name(), ratio.title())),
                run.points().stream().flatMap(point -> Stream.of(point.plot(), point.line())));
        names.flatMap(name -> name).forEach(Objects::requireNonNull);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }
}
