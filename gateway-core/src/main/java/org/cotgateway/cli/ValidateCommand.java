package org.cotgateway.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.cotgateway.cli.EventFile.CheckedEvent;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cotgw validate}: every violation of every event in files. */
@Command(
        name = "validate",
        description = "Checks the events in files: every violation with line and column.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 all are valid, 1 one is not or a file cannot be read, 2 wrong usage."})
final class ValidateCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output = new OutputOptions();

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private Cotgw cotgw;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Files with one event or several back to back, as XML, also inside another element; - is standard"
                            + " input.")
    private List<String> files = List.of();

    @Override
    public Integer call() {
        List<FileReport> reports = new ArrayList<>();
        for (String file : files) {
            FileReport report = check(file);
            reports.add(report);
            report.print(output);
        }
        Report report = Report.of(reports);
        output.out().println(report.summary(output));
        if (output.json()) {
            output.json(report);
        }
        return report.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private FileReport check(String file) {
        try {
            return FileReport.of(EventFile.read(file, cotgw.in()));
        } catch (IOException | InvalidPathException unreadable) {
            return new FileReport(file, Failures.reason(unreadable), List.of(), List.of());
        }
    }

    /** The whole answer, as its JSON names it. */
    private record Report(boolean ok, int events, int valid, int violations, int unreadable, List<FileReport> files) {

        static Report of(List<FileReport> files) {
            List<EventReport> events =
                    files.stream().flatMap(file -> file.events.stream()).toList();
            int valid = (int) events.stream().filter(EventReport::valid).count();
            int violations =
                    files.stream().mapToInt(file -> file.violations().size()).sum();
            int unreadable =
                    (int) files.stream().filter(file -> file.error != null).count();
            boolean ok = violations == 0 && unreadable == 0;
            return new Report(ok, events.size(), valid, violations, unreadable, files);
        }

        String summary(OutputOptions output) {
            String counts = count(events, "event") + ", " + valid + " valid, " + count(violations, "violation")
                    + (unreadable == 0 ? "" : ", " + count(unreadable, "file") + " not read");
            return ok ? output.green(counts) : output.red(counts);
        }

        private static String count(int number, String what) {
            return number + " " + what + (number == 1 ? "" : "s");
        }
    }

    private record FileReport(
            String file, @Nullable String error, List<EventReport> events, List<ViolationReport> between) {

        static FileReport of(EventFile file) {
            List<EventReport> events = new ArrayList<>();
            for (CheckedEvent event : file.events()) {
                events.add(EventReport.of(events.size() + 1, event));
            }
            return new FileReport(
                    file.name(),
                    null,
                    events,
                    file.between().stream().map(ViolationReport::of).toList());
        }

        /** All violations of the file, in its order. */
        private List<ViolationReport> violations() {
            return Stream.concat(events.stream().flatMap(event -> event.violations.stream()), between.stream())
                    .sorted(Comparator.comparingInt(ViolationReport::line).thenComparingInt(ViolationReport::column))
                    .toList();
        }

        void print(OutputOptions output) {
            if (error != null) {
                output.err().println(output.red(file + ": " + error));
            }
            for (ViolationReport violation : violations()) {
                output.out().println(violation.printed(file, output));
            }
        }
    }

    private record EventReport(
            int number,
            TextPosition at,
            @Nullable String uid,
            @Nullable String type,
            boolean valid,
            List<ViolationReport> violations) {

        static EventReport of(int number, CheckedEvent checked) {
            CotEvent event = checked.event();
            return new EventReport(
                    number,
                    checked.at(),
                    event == null ? null : event.uid(),
                    event == null ? null : event.type(),
                    checked.valid(),
                    checked.violations().stream().map(ViolationReport::of).toList());
        }
    }

    private record ViolationReport(
            int line, int column, String field, @Nullable String value, String rule) {

        private static final TextPosition START = new TextPosition(1, 1);

        static ViolationReport of(Violation violation) {
            TextPosition at = violation.at() == null ? START : violation.at();
            return new ViolationReport(at.line(), at.column(), violation.field(), violation.value(), violation.rule());
        }

        /** As compilers write it, so that editors can jump there. */
        String printed(String file, OutputOptions output) {
            String what = value == null ? field : field + " \"" + value + "\"";
            return output.bold(file + ":" + line + ":" + column + ":") + " " + what + ": " + output.red(rule);
        }
    }
}
