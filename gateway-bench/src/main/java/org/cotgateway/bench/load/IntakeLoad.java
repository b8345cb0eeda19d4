package org.cotgateway.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.cotgateway.bench.report.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The intake load run: one sender, and a gateway that has nobody to give the events to. The same positions come by a stream
 * and as the body of one request each, in turns; then one body of many bytes, while the gateway's memory is watched.
 *
 * <pre>
 *   drive.c ── XML on a stream ──────────┐
 *   post.c  ── POST /api/v1/events ──────┴→ cotgw serve, to nobody
 * </pre>
 *
 * Prints a table, writes its record, and fails as soon as an event is not accepted. Run it by {@code scripts/bench intake}.
 */
@Command(name = "IntakeLoad", description = "Measures how fast events come in by streams and by requests.")
public final class IntakeLoad implements Callable<Integer> {

    /** To a group that nobody gets anything from: the driver is a client, and does not read. */
    private static final String PATH = "/api/v1/events?group=intake-load";

    private static final int FULL_EVENTS = 1_000_000;
    private static final int QUICK_EVENTS = 100_000;
    private static final long FULL_BODY = 1L << 30;
    private static final long QUICK_BODY = 64L << 20;

    /** A megabyte, as memory is counted. */
    private static final double MIB = 1 << 20;

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Option(names = "--events", description = "Events of a turn: a million unless told, a tenth of it if quick.")
    private int events;

    @Option(
            names = "--large-body",
            paramLabel = "BYTES",
            defaultValue = "-1",
            description = "At least so many bytes has the large body: 1 GiB unless told, 64 MiB if quick; 0 for none.")
    private long largeBodyBytes;

    IntakeLoad() {}

    /** Takes the directory of the programs and the options above. */
    public static void main(String[] args) {
        LoadOptions.run(new IntakeLoad(), args);
    }

    @Override
    public Integer call() throws IOException {
        options.require(0);
        events = events > 0 ? events : options.isQuick() ? QUICK_EVENTS : FULL_EVENTS;
        largeBodyBytes = largeBodyBytes >= 0 ? largeBodyBytes : options.isQuick() ? QUICK_BODY : FULL_BODY;
        try (Templates templates = Templates.open();
                RelayProcess gateway = options.startGateway("intake");
                GatewayJvm jvm = GatewayJvm.of(gateway);
                Drive drive = new Drive(options.programs(), gateway, 0, List.of());
                ChildProgram program = new ChildProgram(
                        List.of(options.program("post").toString(), Integer.toString(gateway.httpPort())))) {
            gateway.allocationsFrom(jvm::allocations);
            Post post = new Post(program, templates, gateway);
            RunRecord.Builder record = options.measure("intake", plan(drive, post));
            if (largeBodyBytes > 0) {
                measureLargeBody(post, record);
            }
            jvm.addTo(record, "intake");
            options.write(record);
        }
        return 0;
    }

    private LoadPlan plan(Drive drive, Post post) {
        LoadPlan plan = new LoadPlan();
        Map<IntakeCase, LoadCase> cases = new EnumMap<>(IntakeCase.class);
        for (IntakeCase way : IntakeCase.values()) {
            LoadPlan.Turn turn =
                    way.contentType() == null ? () -> drive.intake(events) : () -> post.measure(way, events);
            String name = "intake_" + way.name().toLowerCase(Locale.ROOT) + ".gateway";
            cases.put(way, plan.turn(name, way.title(), "gateway", turn));
        }
        LoadCase stream = Objects.requireNonNull(cases.get(IntakeCase.STREAM));
        LoadCase xml = Objects.requireNonNull(cases.get(IntakeCase.POST_XML));
        return plan.ratio(
                "intake_post_xml_vs_stream", "XML in one POST beside a stream, CPU", xml, stream, LoadFigure.CPU);
    }

    private void measureLargeBody(Post post, RunRecord.Builder record) throws IOException {
        long eventBytes = post.send(IntakeCase.POST_NDJSON, 1).bytes();
        long before = post.gateway().residentBytes();
        try (HighestMemory watched = HighestMemory.of(post.gateway())) {
            PostResult result = post.send(IntakeCase.POST_NDJSON, largeBodyBytes / eventBytes + 1);
            long highest = watched.highestBytes();
            System.out.printf(
                    Locale.ROOT,
                    "%nA body of %,d bytes: %.0f MiB resident before it, at most %.0f while it came%n",
                    result.bytes(),
                    before / MIB,
                    highest / MIB);
            record.less(
                    "intake_large_body.gateway.grown_mib",
                    "resident memory grown by a large body",
                    "MiB",
                    (highest - before) / MIB);
        }
    }

    /** The sender of requests, and whom it sends them to. */
    private record Post(ChildProgram program, Templates templates, RelayProcess gateway) {

        LoadMeasure measure(IntakeCase way, int events) throws IOException {
            ThreadAllocations allocations = gateway.allocations();
            ThreadTimes times = gateway.times();
            PostResult result = send(way, events);
            ThreadTimes after = gateway.times();
            return new LoadMeasure(
                    events,
                    result.wallNs(),
                    after.sinceNs(times),
                    after.loopSinceNs(times),
                    result.cpuNs(),
                    gateway.allocations().sinceBytes(allocations),
                    Latencies.NONE,
                    Latencies.NONE);
        }

        PostResult send(IntakeCase way, long count) throws IOException {
            Path template = templates.directory().resolve(Objects.requireNonNull(way.template()));
            PostResult result =
                    PostResult.of(program.ask(PATH + " " + way.contentType() + " " + template + " " + count));
            result.requireAll(way.title(), count);
            return result;
        }
    }

    /** An event of each format in a file of its own, for a program that is not Java. */
    private record Templates(Path directory) implements AutoCloseable {

        static Templates open() throws IOException {
            Templates templates = new Templates(Files.createTempDirectory("intake-load"));
            for (IntakeCase way : IntakeCase.values()) {
                if (way.template() != null) {
                    try (InputStream template = Objects.requireNonNull(
                            IntakeLoad.class.getResourceAsStream(way.template()), way.template())) {
                        Files.copy(template, templates.directory.resolve(way.template()));
                    }
                }
            }
            return templates;
        }

        @Override
        public void close() throws IOException {
            for (IntakeCase way : IntakeCase.values()) {
                if (way.template() != null) {
                    Files.deleteIfExists(directory.resolve(way.template()));
                }
            }
            Files.delete(directory);
        }
    }
}
