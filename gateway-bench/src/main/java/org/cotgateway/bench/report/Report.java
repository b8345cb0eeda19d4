package org.cotgateway.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes the report of the records that runs left in a directory: a JSON file to keep and to compare, a page to look at, and
 * the page's plots as files of their own. What was not measured is told in it; it is made of whatever there is, but not of nothing.
 *
 * <p>Ends with 1 if it should be complete and is not, with 2 if it could not be made.
 */
@Command(name = "Report", mixinStandardHelpOptions = true, description = "Makes the report of the records of runs.")
public final class Report implements Callable<Integer> {

    @Parameters(description = "The directory that holds the records, RUN.json each.")
    private Path results = Path.of("");

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write the report as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Where to write it as a page, one file with all in it.")
    private @Nullable Path html;

    @Option(
            names = "--plots",
            paramLabel = "DIRECTORY",
            description = "Where to write each plot as PLOT.svg, for light and dark pages.")
    private @Nullable Path plots;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "Where to write ratios and plots for a README: into a file that is there between the two"
                    + " comments that say so.")
    private @Nullable Path markdown;

    @Option(
            names = "--words",
            paramLabel = "FILE",
            description = "Words about the results, which go there behind them, with the names of ratios and figures in"
                    + " braces where these are to stand.")
    private @Nullable Path words;

    @Option(
            names = "--complete",
            description = "Whether to fail when a name that every report should have is not in it.")
    private boolean complete;

    Report() {}

    /** Takes the directory of the records and the options above. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Report());
        line.setExecutionExceptionHandler((failure, failed, parsed) -> {
            System.err.println("Report: " + failure.getMessage());
            return 2;
        });
        return line;
    }

    @Override
    public Integer call() throws IOException {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Records records = Records.read(results);
        if (records.runs().isEmpty()) {
            throw new IOException("no record of a run in " + results + ", and so no report"
                    + records.problems().stream().map("; "::concat).collect(Collectors.joining()));
        }
        Findings findings = Findings.of(now, records);
        FigureText text = new FigureText(findings);
        if (json != null) {
            write(json, findings.json());
        }
        if (html != null) {
            write(html, new ReportPage(findings).html());
        }
        if (plots != null) {
            for (Map.Entry<String, Plot> plot : Plot.all(findings.points()).entrySet()) {
                write(plots.resolve(Plot.file(plot.getKey())), new PlotSvg(plot.getValue()).standalone());
            }
        }
        if (markdown != null) {
            String pictures = plots == null ? null : from(markdown, plots);
            String part =
                    new ReportMarkdown(findings, pictures).markdown() + (words == null ? "" : filled(words, text));
            write(markdown, Files.exists(markdown) ? into(markdown, part) : MarkedPart.alone(part));
        }
        findings.problems().forEach(problem -> System.err.println("Report: " + problem));
        if (!findings.notMeasured().isEmpty()) {
            System.err.println("Report: not measured: " + String.join(", ", findings.notMeasured()));
        }
        if (!text.unknown().isEmpty()) {
            System.err.println("Report: not measured, and words ask for it: " + String.join(", ", text.unknown()));
        }
        boolean isComplete = findings.notMeasured().isEmpty() && text.unknown().isEmpty();
        return complete && !isComplete ? 1 : 0;
    }

    private static String filled(Path words, FigureText text) throws IOException {
        return "\n" + text.filled(Files.readString(words));
    }

    /** What leads from a file to a directory, as a link has it. */
    private static String from(Path file, Path directory) {
        Path beside = Objects.requireNonNull(file.toAbsolutePath().normalize().getParent());
        return beside.relativize(directory.toAbsolutePath().normalize()).toString();
    }

    private static String into(Path file, String part) throws IOException {
        try {
            return MarkedPart.replaced(Files.readString(file), part);
        } catch (IOException unmarked) {
            throw new IOException(file + ": " + unmarked.getMessage(), unmarked);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(file, text);
    }
}
