package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotgateway.bench.report.Machine;
import org.cotgateway.bench.report.RunRecord;
import org.cotgateway.bench.report.Spread;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every load run that leaves a record is told on its command line, and what it does with the record. */
@Command(mixinStandardHelpOptions = true)
final class LoadOptions {

    /** Each receiver is a descriptor of the driver and one of the relay; the rest is for everything else. */
    private static final int OTHER_DESCRIPTORS = 100;

    /** Until the JVM's compilers are all but done with what a load needs. */
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    private static final Duration QUICK_WARM_UP = Duration.ofMillis(300);
    private static final Duration LEAST_MEASURED = Duration.ofSeconds(1);

    @Parameters(paramLabel = "PROGRAMS", description = "The directory that holds the compiled C programs.")
    private Path programs = Path.of("");

    @Option(names = "--results", paramLabel = "DIR", description = "Where to write the record of the run.")
    private @Nullable Path results;

    @Option(
            names = "--command",
            paramLabel = "COMMAND",
            description = "What repeats the run, for its record; without, what --quick and --rounds say.")
    private @Nullable String command;

    @Option(names = "--source", paramLabel = "VERSION", description = "Which version of the sources is measured.")
    private String source = RunRecord.UNKNOWN_SOURCE;

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

    /** What is asked for cannot be had here; nothing has been measured, and the record of the run before still holds. */
    static final class NotBegun extends IOException {

        private static final long serialVersionUID = 1;

        NotBegun(String why) {
            super(why);
        }
    }

    /** Runs a command that has these options, and ends the program with its status. */
    static void run(Object command, String[] arguments) {
        System.exit(line(command).execute(arguments));
    }

    /** A command that has these options. Its status is 1 if it failed, and 2 if it did not even begin. */
    static CommandLine line(Object command) {
        CommandLine line = new CommandLine(command);
        line.setExecutionExceptionHandler((failure, failed, parsed) -> {
            line.getErr().println(line.getCommandName() + ": " + failure.getMessage());
            return failure instanceof NotBegun ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
        });
        return line;
    }

    /** Where what the run leaves goes; beside the programs if it is to leave no record. */
    Path results() {
        return results != null ? results : programs;
    }

    /** The directory of the C programs. */
    Path programs() {
        return programs;
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

    void requireRounds() throws NotBegun {
        if (rounds < 1 || warmUpRounds < 0) {
            throw new NotBegun("it takes at least one round, and no fewer than none to warm up");
        }
    }

    /**
     * A gateway in a JVM of its own, on defaults; its log lies beside the programs.
     *
     * @param arguments further ones of {@code cotgw serve}
     */
    RelayProcess startGateway(String run, String... arguments) throws IOException {
        return RelayProcess.gateway(jvmOptions, List.of(arguments), program(run + "-gateway.log"));
    }

    /** What an option says, if it is a number of something that there must be. */
    static int atLeastOne(String option, int value) throws NotBegun {
        if (value < 1) {
            throw new NotBegun(option + " " + value + ": it takes at least one");
        }
        return value;
    }

    /** Ends the run before it begins if it cannot have so many receivers, or there is nothing to measure. */
    void require(int receivers) throws IOException {
        requireRounds();
        int openFiles = Machine.openFiles();
        if (openFiles < receivers + OTHER_DESCRIPTORS) {
            throw new NotBegun("a process may open only " + openFiles + " files here (ulimit -Hn), and this takes "
                    + (receivers + OTHER_DESCRIPTORS));
        }
    }

    /**
     * Takes all turns of a plan, prints their table and puts them into a record, which is still to be {@link #write written}.
     *
     * @param run what {@code scripts/bench} calls it
     */
    RunRecord.Builder measure(String run, LoadPlan plan) throws IOException {
        String heading = Machine.line() + "; " + rounds + " rounds after " + warmUpRounds;
        LoadRounds all = quick
                ? new LoadRounds(warmUpRounds, rounds, QUICK_WARM_UP, Duration.ZERO)
                : new LoadRounds(warmUpRounds, rounds, WARM_UP, LEAST_MEASURED);
        LoadReport report = plan.run(all, quick ? heading + ", short turns" : heading);
        System.out.print(report.table());
        RunRecord.Builder record = record(run);
        report.addTo(record);
        return record;
    }

    /**
     * A record that is still to be filled.
     *
     * @param run what {@code scripts/bench} calls it
     */
    RunRecord.Builder record(String run) {
        return RunRecord.of(run, command(run)).source(source);
    }

    /** Writes the record where it is wanted. */
    void write(RunRecord.Builder record) throws IOException {
        if (results != null) {
            record.build().write(results);
        }
    }

    /** What a user types to repeat the run. */
    private String command(String run) {
        return command != null ? command : "scripts/bench " + run + (quick ? " --quick" : "") + " --rounds " + rounds;
    }

    /** Prints the record, and writes it where it is wanted. */
    void finish(RunRecord record) throws IOException {
        System.out.print(table(record));
        if (results != null) {
            record.write(results);
        }
    }

    /** A record as a table: the median of each figure and ratio, with the least and the most, and what is wanted of it. */
    static String table(RunRecord record) {
        StringBuilder table = new StringBuilder(record.machine() + "\n" + record.command() + "\n\n");
        for (RunRecord.Figure figure : record.figures()) {
            table.append(row(figure.name(), figure.title(), figure.rounds()))
                    .append(' ')
                    .append(figure.unit());
            figure.goal().ifPresent(goal -> table.append(goal(goal)));
            table.append('\n');
        }
        table.append('\n');
        for (RunRecord.Ratio ratio : record.ratios()) {
            table.append(row(ratio.name(), ratio.title(), ratio.rounds()));
            table.append(ratio.goal() == null ? "" : goal(ratio.goal())).append('\n');
        }
        return table.toString();
    }

    private static String row(String name, String title, List<Double> rounds) {
        Spread spread =
                Spread.of(rounds.stream().mapToDouble(Double::doubleValue).toArray());
        String number = pattern(spread.most());
        return String.format(
                Locale.ROOT,
                "%-40s %-64s " + number + " (" + number + " to " + number + ")",
                name,
                title,
                spread.median(),
                spread.least(),
                spread.most());
    }

    private static String goal(double bound) {
        return String.format(Locale.ROOT, "  goal " + pattern(bound), bound);
    }

    private static String pattern(double greatest) {
        return greatest < 100 ? "%,.2f" : "%,.0f";
    }
}
