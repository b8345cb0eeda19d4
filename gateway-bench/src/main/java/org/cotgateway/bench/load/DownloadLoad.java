package org.cotgateway.bench.load;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cotgateway.bench.report.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The download load run: many clients that fetch a data package as ATAK does, a connection for each, from the gateway, from
 * nginx and from a program in C that does the least, in turns. Every client begins anew as soon as it has the package; or so
 * many downloads a second are due, whatever the server does.
 *
 * <pre>
 *                ┌ cotgw serve, its packages posted before ┐
 *   download.c ──┼ nginx, one worker, the same files       ┼ 1 kB, 100 kB, 5 MB; 64 and 1,000 clients
 *                └ answer.c, the same from memory          ┘ (answer.c: 64)
 * </pre>
 *
 * Prints a table, writes the record {@code download}, and fails as soon as an answer is not what it should be. Run it by
 * {@code scripts/bench download}.
 */
@Command(name = "DownloadLoad", description = "Measures downloads of packages against nginx.")
public final class DownloadLoad implements Callable<Integer> {

    private static final int MANY = 1_000;
    private static final int CREATED = 201;

    /** So long does the gateway answer before the first round, each size: its compiler has to see what is to be fast. */
    private static final int COMPILE_MS = 4_000;

    /**
     * And so long the smallest, of which a connection is nearly all: its second compiler was at work for as long as that, where
     * there was hardly a processor left for it.
     */
    private static final int COMPILE_CONNECTIONS_MS = 24_000;

    /** So long are they served at whom it is looked, or whose system calls are counted. */
    private static final int TRACED_MS = 1_000;

    /** Of a program that is none of Java. */
    private static final Supplier<ThreadAllocations> NO_HEAP = () -> ThreadAllocations.UNKNOWN;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--nginx-setting", description = "A setting for nginx's http block, as often as wanted.")
    private List<String> nginxSettings = new ArrayList<>();

    @Option(names = "--many", description = "How many clients the many are, ${DEFAULT-VALUE} unless told.")
    private int many = MANY;

    @Option(
            names = "--turn",
            paramLabel = "MS",
            description = "How long a turn lasts; 2000 ms, or 400 if quick. Paced ones of 5 MB take three fifths.")
    private int turnMs;

    @Option(
            names = "--late",
            description =
                    "Tell, too, who else had a processor while answers of 1 kB and 100 kB were late, by perf, in turns that"
                            + " are not measured. The clients note when each answer began and ended.")
    private boolean asksForLate;

    @Mixin
    private TracedTurns tracedTurns = new TracedTurns();

    private final DownloadTurns turns = new DownloadTurns();

    private DownloadLoad() {}

    /** Takes the directory of the programs and the options above. */
    public static void main(String[] args) {
        LoadOptions.run(new DownloadLoad(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.requireRounds();
        turnMs = turnMs > 0 ? turnMs : options.either(2_000, 400);
        Path directory = Files.createTempDirectory("download-load-");
        try (NginxProcess nginx = NginxProcess.start(directory, String.join(" ", nginxSettings));
                RelayProcess gateway = options.startGateway("download");
                GatewayJvm jvm = GatewayJvm.of(gateway);
                ChildProgram download =
                        new ChildProgram(List.of(options.program("download").toString()))) {
            Map<DownloadSize, SizedPackage> packages = new LinkedHashMap<>();
            for (DownloadSize size : DownloadSize.values()) {
                packages.put(size, post(SizedPackage.make(directory, "load" + size.key(), size.bytes()), gateway));
            }
            try (ChildProgram answer = answering(packages)) {
                DownloadServer ours = new DownloadServer(
                        "the gateway", gateway.httpPort(), gateway.pid(), jvm::allocations, packages, download);
                DownloadServer theirs =
                        new DownloadServer("nginx", nginx.port(), nginx.workerPid(), NO_HEAP, packages, download);
                DownloadServer least = new DownloadServer(
                        "answer.c", (int) answer.numbers()[0], answer.pid(), NO_HEAP, packages, download);
                for (DownloadSize size : DownloadSize.values()) {
                    int compileMs = size == DownloadSize.KB_1 ? COMPILE_CONNECTIONS_MS : COMPILE_MS;
                    ours.measure(DownloadCase.few(size), options.either(compileMs, compileMs / 4));
                }
                rounds(ours, theirs, least);
                RunRecord.Builder record = options.record("download");
                turns.addTo(record);
                jvm.addTo(record, "download");
                tracedTurns.takeThen(
                        options,
                        record,
                        profile(ours, theirs, least),
                        () -> countSystemCalls(ours, theirs, record),
                        () -> lookForLateThenFinish(ours, theirs, directory, record));
            }
        } finally {
            delete(directory);
        }
        return 0;
    }

    private void lookForLateThenFinish(
            DownloadServer ours, DownloadServer theirs, Path directory, RunRecord.Builder record) throws IOException {
        try {
            if (asksForLate || (!options.isQuick() && ProcessorTrace.canBeHad())) {
                lateAnswers(ours, theirs, directory, record);
            }
        } finally {
            options.finish(record.build());
        }
    }

    /** Of those whose answers wait for nothing but processors. */
    private void lateAnswers(DownloadServer ours, DownloadServer theirs, Path directory, RunRecord.Builder record)
            throws IOException {
        System.out.println();
        Path late = directory.resolve("late.txt");
        try (ChildProgram clients =
                new ChildProgram(List.of(options.program("download").toString(), late.toString()))) {
            for (DownloadCase turn : List.of(
                    DownloadCase.few(DownloadSize.KB_1),
                    DownloadCase.paced(DownloadSize.KB_1),
                    DownloadCase.few(DownloadSize.KB_100),
                    DownloadCase.paced(DownloadSize.KB_100))) {
                LateTurns gateway = new LateTurns();
                LateTurns nginx = new LateTurns();
                for (int round = 0; round < options.rounds(); round++) {
                    if (round % 2 == 0) {
                        gateway.add(ours.with(clients).late(turn, turnMs, late));
                    }
                    nginx.add(theirs.with(clients).late(turn, turnMs, late));
                    if (round % 2 != 0) {
                        gateway.add(ours.with(clients).late(turn, turnMs, late));
                    }
                }
                gateway.addTo(record, traced(turn, ".gateway", "gateway"));
                nginx.addTo(record, traced(turn, ".nginx", "nginx"));
            }
        }
    }

    private ChildProgram answering(Map<DownloadSize, SizedPackage> packages) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(options.program("answer").toString());
        packages.values().forEach(each -> command.add(each.file().toString()));
        return new ChildProgram(command);
    }

    private void rounds(DownloadServer ours, DownloadServer theirs, DownloadServer least) throws IOException {
        List<DownloadCase> cases = cases();
        for (int round = -options.warmUpRounds(); round < options.rounds(); round++) {
            for (DownloadCase turn : cases) {
                boolean oursFirst = round % 2 == 0;
                DownloadTurns.Measure first = (oursFirst ? ours : theirs).measure(turn, turnMs);
                DownloadTurns.Measure second = (oursFirst ? theirs : ours).measure(turn, turnMs);
                if (round >= 0) {
                    turns.add(turn, oursFirst ? first : second, oursFirst ? second : first);
                }
                if (turn.isFewFlatOut()) {
                    DownloadTurns.Measure limit = least.measure(turn, turnMs);
                    if (round >= 0) {
                        turns.addLimit(turn, limit);
                    }
                }
            }
            Collections.reverse(cases);
        }
    }

    private List<DownloadCase> cases() {
        List<DownloadCase> cases = new ArrayList<>();
        for (DownloadSize size : DownloadSize.values()) {
            cases.add(DownloadCase.few(size));
            if (!options.isQuick()) {
                cases.add(DownloadCase.many(size, many));
            }
            cases.add(DownloadCase.paced(size));
        }
        return cases;
    }

    private static ThreadProfile profile(DownloadServer ours, DownloadServer theirs, DownloadServer least) {
        ThreadProfile profile = new ThreadProfile("request");
        for (DownloadSize size : DownloadSize.values()) {
            DownloadCase turn = DownloadCase.few(size);
            profile(profile, turn, ".gateway", "gateway", ours);
            profile(profile, turn, ".nginx", "nginx", theirs);
            profile(profile, turn, ".c", "C", least);
        }
        DownloadCase paced = DownloadCase.paced(DownloadSize.KB_1);
        profile(profile, paced, ".gateway", "gateway", ours);
        profile(profile, paced, ".nginx", "nginx", theirs);
        return profile;
    }

    private static void profile(
            ThreadProfile profile, DownloadCase turn, String suffix, String who, DownloadServer server) {
        profile.of(traced(turn, suffix, who), look -> server.show(turn, TRACED_MS, look))
                .of(
                        traced(turn, suffix + "_clients", who + "'s clients"),
                        look -> server.showClients(turn, TRACED_MS, look));
    }

    private static LoadCase traced(DownloadCase turn, String suffix, String who) {
        return new LoadCase(turn.figureKey() + suffix, turn.words(), who);
    }

    /** Of an answer, while all clients are served as fast as strace lets it be. */
    private static void countSystemCalls(DownloadServer ours, DownloadServer theirs, RunRecord.Builder record)
            throws IOException {
        DownloadCase turn = DownloadCase.few(DownloadSize.KB_1);
        TracedTurns.add(traced(turn, ".gateway", "gateway"), "request", ours.systemCalls(turn, TRACED_MS), record);
        TracedTurns.add(traced(turn, ".nginx", "nginx"), "request", theirs.systemCalls(turn, TRACED_MS), record);
    }

    private static SizedPackage post(SizedPackage file, RelayProcess gateway) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.httpPort() + "/api/v1/packages"))
                .header("Content-Type", "application/zip")
                .POST(HttpRequest.BodyPublishers.ofFile(file.file()))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != CREATED
                || !JsonMapper.builder()
                        .build()
                        .readTree(answer.body())
                        .path("url")
                        .asText()
                        .equals(file.urlPath())) {
            throw new IOException("the gateway does not take a package: " + answer.statusCode() + " " + answer.body());
        }
        return file;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> content = Files.walk(directory)) {
            for (Path found : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(found);
            }
        }
    }
}
