package org.cotgateway.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.event.PrintableText;
import org.cotgateway.recording.ReadAhead;
import org.cotgateway.recording.RecordingReader;
import org.cotgateway.recording.Replay;
import org.cotgateway.recording.ReplayEdit;
import org.cotgateway.recording.ReplayTimeline;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cotgw replay}: sends what was recorded, with its timing. */
@Command(
        name = "replay",
        description = {
            "Sends the events of a recording, or of a file of XML events, with their timing.",
            "Each event is made anew when it is sent, unless --keep-times: its time becomes now, and it stays valid as"
                    + " long as the recorded one did. Which servers it passed (_flow-tags_) is left out, since"
                    + " those would drop it."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  cotgw replay exercise.jsonl.gz --to takserver:8087:stcp",
            "  cotgw replay dump.xml --to 239.2.3.1:6969:udp --speed 10x --loop \\",
            "      --uid-prefix replay-",
            "",
            "Of one uid events leave at least 10 ms apart, because ATAK reorders within a burst; at high speed only the"
                    + " newest of those that wait goes out, and the others are counted as conflated. Events that break"
                    + " rules are sent as they were recorded, and counted.",
            "Exit status: 0 all well, 1 something could not be read or was not sent, 2 wrong usage."
        })
final class ReplayCommand implements Callable<Integer> {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final long LOOK_EVERY_MS = 20;
    private static final int MAX_COMPLAINTS = 20;
    private static final long SHOW_EVERY_MS = 500;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec command;

    @Parameters(
            paramLabel = "FILE",
            description = "A recording of cotgw record, or a file of XML events as they stand in a stream.")
    private Path file = Path.of("");

    @Option(
            names = "--to",
            paramLabel = "ENDPOINT",
            required = true,
            description = "Where to, for example takserver:8087:stcp, 239.2.3.1:6969:udp or 10.0.0.7:4242:tcp; several"
                    + " times for several.")
    private List<String> to = new ArrayList<>();

    @Option(
            names = "--speed",
            paramLabel = "SPEED",
            converter = SpeedConverter.class,
            description = "How many times as fast, for example 10x or 0.5x; max for as fast as it goes.")
    private double speed = 1;

    @Option(
            names = "--loop",
            description = "Begins again a second after the end, at any speed, until Ctrl-C or --duration.")
    private boolean loop;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Ends after this time, for example 10m.")
    private @Nullable Duration duration;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = DurationConverter.OrNone.class,
            description = "How long to wait at the end for what is not sent yet; 10s by default.")
    private Duration wait = Duration.ofSeconds(10);

    @Option(
            names = "--keep-times",
            description = "Sends events with the times that they were recorded with; they may long be stale.")
    private boolean keepTimes;

    @Option(names = "--new-times", description = "Sends events as made now; so it is by default.")
    private boolean newTimes;

    @Option(
            names = "--uid-prefix",
            paramLabel = "TEXT",
            description = "Goes before every uid, so that replayed things do not meet the real ones.")
    private String uidPrefix = "";

    private final AtomicInteger complaints = new AtomicInteger();
    private volatile boolean stopped;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (keepTimes && newTimes) {
            throw usage("--keep-times and --new-times exclude each other");
        }
        List<ReplayTarget> targets = endpoints().stream().map(ReplayTarget::new).toList();
        ReplayTimeline timeline = new ReplayTimeline(this::open, loop);
        try (OrderlyStop stop = new OrderlyStop(() -> stopped = true);
                ReadAhead ahead = new ReadAhead(timeline);
                ReplaySockets sockets = new ReplaySockets(targets, tls.settings())) {
            Playback playback = new Playback(
                    sockets.senders(),
                    sockets.images(),
                    targets,
                    new ReplayEdit(!keepTimes, uidPrefix),
                    speed == Replay.FLAT_OUT,
                    InstantSource.system(),
                    this::complain);
            Replay replay = new Replay(sockets.loop(), ahead::poll, speed, playback);
            ReplayReport report = new ReplayReport(output, file);
            sockets.awaitConnected(CONNECT, () -> stopped);
            long startNs = System.nanoTime();
            sockets.run(replay::start);
            long endNs = duration == null ? Long.MAX_VALUE : duration.toNanos();
            long shownNs = startNs;
            while (!stopped && System.nanoTime() - startNs < endNs) {
                if (playback.ended().await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                    break;
                }
                if (System.nanoTime() - shownNs > TimeUnit.MILLISECONDS.toNanos(SHOW_EVERY_MS)) {
                    shownNs = System.nanoTime();
                    report.progress(sockets.ask(playback::tally), shownNs - startNs);
                }
            }
            sockets.run(replay::stop);
            sockets.awaitThat(playback::isSettled, wait, () -> stopped);
            sockets.endSending();
            Playback.Tally tally = sockets.ask(playback::tally);
            report.conclude(tally, sockets.ask(replay::maxLateMs), System.nanoTime() - startNs);
            return tally.complete() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private RecordingReader open() throws IOException {
        try {
            return RecordingReader.open(file);
        } catch (FileSystemException unusable) {
            throw unusable;
        } catch (IOException notARecording) {
            throw new IOException(file + ": " + notARecording.getMessage(), notARecording);
        }
    }

    /** On the loop: a broken file has few of these, and the rest are only counted. */
    private void complain(String trouble) {
        if (complaints.incrementAndGet() <= MAX_COMPLAINTS) {
            output.err().println(output.red(PrintableText.of(file + ", " + trouble)));
            output.err().flush();
        }
    }

    private Set<Endpoint> endpoints() {
        Set<Endpoint> endpoints = new LinkedHashSet<>();
        List<String> wrong = new ArrayList<>();
        for (String text : to) {
            try {
                endpoints.add(Endpoint.parse(text));
            } catch (IllegalArgumentException violations) {
                wrong.add("--to " + text + ": " + violations.getMessage());
            }
        }
        if (!wrong.isEmpty()) {
            throw usage(String.join("; ", wrong));
        }
        return endpoints;
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
