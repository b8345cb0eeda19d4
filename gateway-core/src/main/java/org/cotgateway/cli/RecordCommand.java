package org.cotgateway.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cotgateway.recording.RecordingWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cotgw record}: writes the events that come in to a file, with their timing. */
@Command(
        name = "record",
        description = {
            "Writes the events that come in to a file, with their timing, for cotgw replay.",
            "Runs until Ctrl-C, --count or --duration. A line of the file is one event as JSON."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  cotgw record exercise.jsonl.gz takserver:8087:stcp --duration 2h",
            "  cotgw record mesh.jsonl 239.2.3.1:6969:udp",
            "",
            "Exit status: 0 all well, 1 events were lost or a source was never reached, 2 wrong usage."
        })
final class RecordCommand implements Callable<Integer> {

    private static final long FLUSH_EVERY_MS = 500;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private CaptureOptions options = new CaptureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "FILE", description = "The file; compressed if its name ends in .gz.")
    private Path file = Path.of("");

    @Parameters(index = "1..*", paramLabel = "SOURCE", description = CaptureOptions.SOURCES)
    private List<String> sources = new ArrayList<>();

    @Option(names = "--overwrite", description = "Replaces a file that is there already.")
    private boolean overwrite;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Source> wanted = options.sources(sources);
        Capture capture = new Capture(options);
        Capture.Outcome outcome;
        try (OrderlyStop stop = new OrderlyStop(capture::end);
                RecordingWriter writer = open(capture)) {
            outcome = capture.run(wanted, new Recorder(writer));
        }
        output.err().println(CaptureSummary.text(outcome) + "; in " + file);
        output.err().flush();
        if (output.json()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("file", file);
            document.put("events", outcome.events());
            document.put("invalid", outcome.broken());
            document.put("unreadable", outcome.malformed());
            document.put("lost", outcome.lost());
            document.put("unreached", outcome.unreached());
            document.put("elapsedMs", outcome.elapsed().toMillis());
            output.json(document);
        }
        return outcome.complete() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private RecordingWriter open(Capture capture) throws IOException {
        try {
            return RecordingWriter.create(file, overwrite, capture.start());
        } catch (NoSuchFileException noDirectory) {
            throw new ParameterException(
                    command.commandLine(),
                    file + ": the directory " + file.toAbsolutePath().getParent() + " does not exist",
                    noDirectory);
        } catch (FileAlreadyExistsException there) {
            throw new ParameterException(
                    command.commandLine(), file + " is there already; give another name, or --overwrite", there);
        }
    }

    private final class Recorder implements Capture.Taker {

        private final RecordingWriter writer;
        private long flushedMs;

        Recorder(RecordingWriter writer) {
            this.writer = writer;
        }

        @Override
        public void event(CapturedEvent event) throws IOException {
            writer.event(event.sinceMs(), event.from(), event.protocol(), event.xml());
            flushNowAndThen(event.sinceMs());
        }

        @Override
        public void lost(long sinceMs, long events) throws IOException {
            writer.gap(sinceMs, events);
            output.warn(events + " events came too fast to be written");
        }

        @Override
        public void news(String line) {
            output.news(line);
        }

        @Override
        public void pause(long sinceMs) throws IOException {
            flushNowAndThen(sinceMs);
        }

        private void flushNowAndThen(long nowMs) throws IOException {
            if (nowMs - flushedMs >= FLUSH_EVERY_MS) {
                writer.flush();
                flushedMs = nowMs;
            }
        }
    }
}
