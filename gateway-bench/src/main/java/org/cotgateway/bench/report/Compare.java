package org.cotgateway.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what changed beyond the noise from one {@code report.json} to another. */
@Command(
        name = "Compare",
        mixinStandardHelpOptions = true,
        description = "Says what changed beyond the noise between two reports.")
public final class Compare implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "BEFORE", description = "The report.json of before.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "AFTER", description = "The report.json of after.")
    private Path after = Path.of("");

    @Option(names = "--html", paramLabel = "FILE", description = "Where to write the comparison as a page.")
    private @Nullable Path html;

    @Option(
            names = "--all",
            description = "Whether to list what is within the noise too, and all that only one report has.")
    private boolean all;

    @Option(
            names = "--fail-on-worse",
            description = "Whether to end with 1 if a ratio, or a figure that has a goal, got worse beyond the noise.")
    private boolean failOnWorse;

    Compare() {}

    /** Takes two reports and the options above. */
    public static void main(String[] args) {
        System.exit(line().execute(args));
    }

    /** The command, which says in a line what it could not read. */
    static CommandLine line() {
        CommandLine line = new CommandLine(new Compare());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            line.getErr().println("Compare: " + (failure instanceof UnreadableReport ? failure.getMessage() : failure));
            return 2;
        });
        return line;
    }

    @Override
    public Integer call() throws IOException {
        Findings old = Findings.read(before);
        Findings now = Findings.read(after);
        Comparison comparison = Comparison.of(old, now);
        ComparisonText text = new ComparisonText(old, now, comparison, all);
        System.out.print(text.text());
        if (html != null) {
            Files.writeString(html, text.html());
        }
        boolean worse = comparison.with(Comparison.Verdict.WORSE).stream().anyMatch(Comparison.Change::matters);
        return failOnWorse && worse ? 1 : 0;
    }
}
