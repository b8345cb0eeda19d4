package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotgateway.bench.report.RunRecord;
import org.cotgateway.bench.report.Spread;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every load run that leaves a record is told on its command line, and what it does with the record. */
final class LoadOptions {

    @Parameters(paramLabel = "PROGRAMS", description = "The directory that holds the compiled C programs.")
    private Path programs = Path.of("");

    @Option(names = "--results", paramLabel = "DIR", description = "Where to write the record of the run.")
    private @Nullable Path results;

    @Option(names = "--rounds", defaultValue = "5", description = "Rounds to measure, ${DEFAULT-VALUE} unless told.")
    private int rounds;

    @Option(
            names = "--warm-up-rounds",
            defaultValue = "1",
            description = "Rounds before those, ${DEFAULT-VALUE} unless told.")
    private int warmUpRounds;

    @Option(names = "--quick", description = "The same figures from shorter turns.")
    private boolean quick;

    @Option(names = "--jvm-option", description = "An option for the gateway's JVM, as often as wanted.")
    private List<String> jvmOptions = new ArrayList<>();

    /** Runs a command that has these options, and ends the program with its status. */
    static void run(Object command, String[] arguments) {
        CommandLine line = new CommandLine(command);
        line.setExecutionExceptionHandler((failure, failed, parsed) -> {
            System.err.println(line.getCommandName() + ": " + failure.getMessage());
            return 1;
        });
        System.exit(line.execute(arguments));
    }

    Path program(String name) {
        return programs.resolve(name);
    }

    int rounds() {
        return rounds;
    }

    int warmUpRounds() {
        return warmUpRounds;
    }

    boolean isQuick() {
        return quick;
    }

    /**
     * The number for this run.
     *
     * @param full unless it is a quick one
     * @param shorter if it is
     */
    int either(int full, int shorter) {
        return quick ? shorter : full;
    }

    List<String> jvmOptions() {
        return jvmOptions;
    }

    void requireRounds() throws IOException {
        if (rounds < 1 || warmUpRounds < 0) {
            throw new IOException("it takes at least one round, and no fewer than none to warm up");
        }
    }

    /** A gateway in a JVM of its own, on defaults; its log lies beside the programs. */
    RelayProcess startGateway(String run) throws IOException {
        return RelayProcess.gateway(jvmOptions, program(run + "-gateway.log"));
    }

    /** What a user types to repeat the run. */
    String command(String run) {
        return "scripts/bench " + run + (quick ? " --quick" : "") + " --rounds " + rounds;
    }

    /** Prints the record, and writes it where it is wanted. */
    void finish(RunRecord record) throws IOException {
        System.out.print(table(record));
        if (results != null) {
            record.write(results);
        }
    }

    /** A record as a table: the median of each figure and ratio, with the least and the most. */
    static String table(RunRecord record) {
        StringBuilder table = new StringBuilder(record.machine() + "\n" + record.command() + "\n\n");
        for (RunRecord.Figure figure : record.figures()) {
            table.append(row(figure.title(), figure.rounds()))
                    .append(' ')
                    .append(figure.unit())
                    .append('\n');
        }
        table.append('\n');
        for (RunRecord.Ratio ratio : record.ratios()) {
            table.append(row(ratio.title(), ratio.rounds()));
            table.append(ratio.goal() == null ? "" : "  goal " + ratio.goal()).append('\n');
        }
        return table.toString();
    }

    private static String row(String title, List<Double> rounds) {
        Spread spread =
                Spread.of(rounds.stream().mapToDouble(Double::doubleValue).toArray());
        String number = spread.most() < 100 ? "%,.2f" : "%,.0f";
        return String.format(
                Locale.ROOT,
                "%-64s " + number + " (" + number + " to " + number + ")",
                title,
                spread.median(),
                spread.least(),
                spread.most());
    }
}
