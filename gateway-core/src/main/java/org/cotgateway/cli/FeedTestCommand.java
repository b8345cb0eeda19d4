package org.cotgateway.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.config.ConfigReader;
import org.cotgateway.config.ConfigReading;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.PrintableText;
import org.cotgateway.event.Violation;
import org.cotgateway.feed.EventTiming;
import org.cotgateway.feed.FeedCounts;
import org.cotgateway.feed.FeedIntake;
import org.cotgateway.feed.FeedObserver;
import org.cotgateway.feed.FeedReader;
import org.cotgateway.feed.FeedSettings;
import org.cotgateway.feed.RejectReason;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code cotgw feed test}: the events that a feed makes of a file, and every row that becomes none. */
@Command(
        name = "test",
        description = {
            "Prints the events that a feed makes of a file, and every row that it rejects, with its line and the reason.",
            "Nothing is sent to anybody."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 no row is rejected, 1 one is or a file cannot be read, 2 wrong usage."})
final class FeedTestCommand implements Callable<Integer> {

    private static final int PART_BYTES = 65_536;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec command;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private FeedCommand parent;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file; ${DEFAULT-VALUE} if not given.")
    private Path config = Path.of("cotgw.yaml");

    @Option(names = "--feed", required = true, paramLabel = "NAME", description = "Which of its feeds.")
    private String name = "";

    @Option(
            names = "--xml",
            description = "Prints the events as XML, one a line; what is rejected goes to standard error.")
    private boolean xml;

    @Parameters(paramLabel = "FILE", description = "The feed's data; - is standard input.")
    private String file = "";

    @Override
    public Integer call() throws IOException {
        ConfigReading reading = ConfigReader.ofProcess().read(config);
        if (!reading.ok()) {
            ConfigProblems answer = ConfigProblems.of(config.toString(), reading.problems(), List.of());
            answer.problems().forEach(problem -> output.err().println(problem.printed(answer.file(), output)));
            if (output.json()) {
                output.json(answer);
            }
            return ExitCode.SOFTWARE;
        }
        List<FeedSettings> feeds =
                reading.config() == null ? List.of() : reading.config().feeds();
        FeedSettings feed = feeds.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "--feed " + name + ": " + config + " has no such feed; it has " + names(feeds)));
        Run run = new Run();
        FeedCounts counts = run.over(feed);
        String summary = counts.in() + " rows, " + counts.out() + " events, " + counts.ignored() + " ignored, "
                + counts.rejectedInAll() + " rejected"
                + (counts.stale() > 0 ? ", " + counts.stale() + " stale already" : "")
                + (counts.ahead() > 0 ? ", " + counts.ahead() + " ahead of now" : "");
        boolean ok = counts.rejectedInAll() == 0;
        (xml ? output.err() : output.out()).println(ok ? output.green(summary) : output.red(summary));
        if (output.json()) {
            output.json(run.document(counts));
        }
        return ok ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static String names(List<FeedSettings> feeds) {
        return feeds.isEmpty() ? "none" : feeds.stream().map(FeedSettings::name).collect(Collectors.joining(", "));
    }

    /** One file through one feed. */
    private final class Run implements FeedObserver {
        private final List<Map<String, @Nullable Object>> events = new ArrayList<>();
        private final List<Map<String, Object>> rejections = new ArrayList<>();

        FeedCounts over(FeedSettings feed) throws IOException {
            FeedReader reader = new FeedReader(feed, (event, from) -> true, new Counters(), parent.clock());
            try (InputStream in =
                            file.equals(EventFile.STANDARD_INPUT) ? parent.in() : Files.newInputStream(Path.of(file));
                    FeedIntake intake = reader.open(this)) {
                byte[] part = new byte[PART_BYTES];
                int length;
                while ((length = read(in, part)) >= 0) {
                    intake.accept(Unpooled.wrappedBuffer(part, 0, length));
                }
                intake.end();
            }
            return reader.counts();
        }

        private int read(InputStream in, byte[] part) throws IOException {
            try {
                return in.read(part);
            } catch (IOException unreadable) {
                throw new IOException(file + ": " + Failures.reason(unreadable), unreadable);
            }
        }

        Map<String, Object> document(FeedCounts counts) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("ok", counts.rejectedInAll() == 0);
            document.put("feed", name);
            document.put("file", file);
            document.put("rows", counts.in());
            document.put("ignored", counts.ignored());
            document.put("staleOnArrival", counts.stale());
            document.put("ahead", counts.ahead());
            document.put("events", events);
            document.put("rejected", rejections);
            return document;
        }

        @Override
        public void event(CotEvent event, EventTiming timing, int line) {
            String text = text(event);
            if (output.json()) {
                events.add(fields(event, timing, line, text));
            } else if (xml) {
                output.out().println(text);
            } else {
                output.out().println(human(event, timing, line));
            }
        }

        @Override
        public void ignored(int line) {}

        @Override
        public void rejected(int line, RejectReason reason, List<Violation> violations) {
            String code = reason.name().toLowerCase(Locale.ROOT);
            if (output.json()) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("line", line);
                fields.put("reason", code);
                fields.put("violations", violations);
                rejections.add(fields);
                return;
            }
            for (Violation violation : violations) {
                (xml ? output.err() : output.out())
                        .println(output.bold(file + ":" + line + ":") + " " + output.red("rejected (" + code + ")")
                                + " " + violation);
            }
        }

        private String human(CotEvent event, EventTiming timing, int line) {
            String place = String.format(
                    Locale.ROOT, "%.5f,%.5f", event.point().lat(), event.point().lon());
            String height = event.point().hae() == CotPoint.UNKNOWN
                    ? ""
                    : String.format(Locale.ROOT, " %.0f m", event.point().hae());
            String time = printed(Instant.ofEpochMilli(event.timeMs()));
            long holds = (event.staleMs() - event.timeMs()) / 1_000;
            return output.bold(file + ":" + line + ":") + " " + time + "  " + event.type() + "  "
                    + PrintableText.of(event.uid()) + "  " + place + height + "  stale after " + holds + " s  "
                    + mark(timing)
                    + PrintableText.of(event.detail().nodes().isEmpty() ? "" : details(event));
        }
    }

    /** Without the date if it is today. */
    private String printed(Instant time) {
        LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
        return (day.equals(LocalDate.ofInstant(parent.clock().instant(), ZoneOffset.UTC)) ? TIME : DATE_AND_TIME)
                .format(time);
    }

    private String mark(EventTiming timing) {
        return switch (timing) {
            case CURRENT -> "";
            case STALE -> output.red("STALE ALREADY") + "  ";
            case AHEAD -> output.red("AHEAD OF NOW") + "  ";
        };
    }

    /** Callsign, track and remarks as they stand in the event. */
    private static String details(CotEvent event) {
        String text = text(event);
        return text.substring(text.indexOf("<detail>") + "<detail>".length(), text.lastIndexOf("</detail>"));
    }

    private static Map<String, @Nullable Object> fields(CotEvent event, EventTiming timing, int line, String xml) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("line", line);
        fields.put("uid", event.uid());
        fields.put("type", event.type());
        fields.put("how", event.how());
        fields.put("time", Instant.ofEpochMilli(event.timeMs()));
        fields.put("stale", Instant.ofEpochMilli(event.staleMs()));
        fields.put("timing", timing.name().toLowerCase(Locale.ROOT));
        fields.put("lat", event.point().lat());
        fields.put("lon", event.point().lon());
        double hae = event.point().hae();
        fields.put("hae", hae == CotPoint.UNKNOWN ? null : hae);
        fields.put("xml", xml);
        return fields;
    }

    private static String text(CotEvent event) {
        ByteBuf out = Unpooled.buffer();
        CotXmlWriter.INSTANCE.write(event, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
