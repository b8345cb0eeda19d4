package org.cotgateway.bench.load;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.cotgateway.bench.report.Machine;
import org.cotgateway.bench.report.Spread;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The intake load run: one sender, and a gateway that has nobody to give the events to. The same positions come by a stream
 * and as the body of one request each, in turns; then one body of many bytes, while the gateway's memory is watched.
 *
 * <pre>
 *   drive.c ── XML on a stream ──────────┐
 *   post.c  ── POST /api/v1/events ──────┴→ cotgw serve, to nobody
 * </pre>
 *
 * Prints a table, writes the same figures as JSON, and fails as soon as an event is not accepted. Run it by {@code
 * scripts/bench intake}.
 */
@Command(name = "IntakeLoad", description = "Measures how fast events come in by streams and by requests.")
public final class IntakeLoad implements Callable<Integer> {

    /** To a group that nobody gets anything from: the driver is a client, and does not read. */
    private static final String PATH = "/api/v1/events?group=intake-load";

    /** A megabyte, as memory is counted. */
    private static final double MIB = 1 << 20;

    @Parameters(index = "0", description = "The directory that holds the programs drive and post.")
    private Path programs = Path.of("");

    @Parameters(index = "1", description = "The directory that holds an event of each format.")
    private Path templates = Path.of("");

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write the figures as JSON.")
    private @Nullable Path json;

    @Option(names = "--rounds", defaultValue = "5", description = "Rounds to measure, ${DEFAULT-VALUE} unless told.")
    private int rounds;

    @Option(
            names = "--events",
            defaultValue = "1000000",
            description = "Events of a turn, ${DEFAULT-VALUE} unless told.")
    private int events;

    @Option(
            names = "--large-body",
            paramLabel = "BYTES",
            defaultValue = "1073741824",
            description = "At least so many bytes has the large body, ${DEFAULT-VALUE} unless told; 0 for none.")
    private long largeBodyBytes;

    @Option(names = "--jvm-option", description = "An option for the gateway's JVM, as often as wanted.")
    private List<String> jvmOptions = new ArrayList<>();

    private final Map<IntakeCase, List<Measure>> measures = new EnumMap<>(IntakeCase.class);

    private IntakeLoad() {}

    /** Takes the directories and the options above. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new IntakeLoad());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            System.err.println("IntakeLoad: " + failure.getMessage());
            return 1;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws IOException {
        if (rounds < 1 || events < 1) {
            throw new IOException("it takes at least one round and one event");
        }
        try (RelayProcess gateway = RelayProcess.gateway(jvmOptions, programs.resolve("intake-gateway.log"));
                Drive drive = new Drive(programs, gateway, 0, 0, List.of());
                ChildProgram post = new ChildProgram(
                        List.of(programs.resolve("post").toString(), Integer.toString(gateway.httpPort())))) {
            for (int round = -1; round < rounds; round++) {
                for (IntakeCase way : IntakeCase.values()) {
                    Measure measure = measure(way, gateway, drive, post);
                    if (round >= 0) {
                        measures.computeIfAbsent(way, first -> new ArrayList<>())
                                .add(measure);
                    }
                }
            }
            LargeBody large = largeBodyBytes > 0 ? largeBody(gateway, post) : null;
            System.out.print(table(large));
            if (json != null) {
                Files.writeString(json, document(large));
            }
        }
        return 0;
    }

    private Measure measure(IntakeCase way, RelayProcess gateway, Drive drive, ChildProgram post) throws IOException {
        if (way.contentType() == null) {
            RelayMeasure taken = drive.intake(events);
            return new Measure(taken.eventsPerSecond(), taken.relayCpuNsPerEvent());
        }
        long cpuNs = gateway.cpuNs();
        PostResult result = send(way, events, post);
        return new Measure(events * 1e9 / result.wallNs(), (double) (gateway.cpuNs() - cpuNs) / events);
    }

    private PostResult send(IntakeCase way, long count, ChildProgram post) throws IOException {
        Path template = templates.resolve(Objects.requireNonNull(way.template()));
        PostResult result =
                PostResult.of(post.ask(PATH + " " + way.contentType() + " " + template.toAbsolutePath() + " " + count));
        result.requireAll(way.title(), count);
        return result;
    }

    private LargeBody largeBody(RelayProcess gateway, ChildProgram post) throws IOException {
        long eventBytes = send(IntakeCase.POST_NDJSON, 1, post).bytes();
        long count = largeBodyBytes / eventBytes + 1;
        long before = gateway.residentBytes();
        try (HighestMemory watched = HighestMemory.of(gateway)) {
            PostResult result = send(IntakeCase.POST_NDJSON, count, post);
            return new LargeBody(result.bytes(), before, watched.highestBytes());
        }
    }

    private String table(@Nullable LargeBody large) throws IOException {
        StringBuilder table = new StringBuilder(Machine.line())
                .append(String.format(Locale.ROOT, "; %d rounds of %,d events%n%n", rounds, events))
                .append(String.format(Locale.ROOT, "%-28s %-36s %s%n", "", "events/s", "gateway's CPU, ns/event"));
        for (IntakeCase way : IntakeCase.values()) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-28s %-36s %s%n",
                    way.title(),
                    range("%,.0f", spread(way, Measure::eventsPerSecond)),
                    range("%,.0f", spread(way, Measure::cpuNsPerEvent))));
        }
        if (large != null) {
            table.append(String.format(
                    Locale.ROOT,
                    "%nA body of %,d bytes: %.0f MiB resident before it, at most %.0f while it came%n",
                    large.bytes(),
                    large.residentBefore() / MIB,
                    large.residentHighest() / MIB));
        }
        return table.toString();
    }

    private String document(@Nullable LargeBody large) throws IOException {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("machine", Machine.line()).put("rounds", rounds).put("events", events);
        for (IntakeCase way : IntakeCase.values()) {
            ObjectNode figures = document.putObject(way.name());
            figures.set("eventsPerSecond", spread(way, Measure::eventsPerSecond).json());
            figures.set("cpuNsPerEvent", spread(way, Measure::cpuNsPerEvent).json());
        }
        if (large != null) {
            document.putObject("largeBody")
                    .put("bytes", large.bytes())
                    .put("residentBytesBefore", large.residentBefore())
                    .put("residentBytesHighest", large.residentHighest());
        }
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(document);
    }

    private Spread spread(IntakeCase way, ToDoubleFunction<Measure> figure) {
        return Spread.of(measures.getOrDefault(way, List.of()).stream()
                .mapToDouble(figure)
                .toArray());
    }

    private static String range(String number, Spread spread) {
        return String.format(
                Locale.ROOT,
                number + " (" + number + " to " + number + ")",
                spread.median(),
                spread.least(),
                spread.most());
    }

    private record Measure(double eventsPerSecond, double cpuNsPerEvent) {}

    private record LargeBody(long bytes, long residentBefore, long residentHighest) {}
}
