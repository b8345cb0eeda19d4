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
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.cotgateway.bench.report.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The download load run: many clients that fetch a data package as ATAK does, a connection for each, from the gateway and
 * from nginx in turns. Every client begins anew as soon as it has the package.
 *
 * <pre>
 *                ┌ cotgw serve, its packages posted before ┐
 *   download.c ──┤                                         ├ 1 kB, 100 kB, 5 MB; 64 and 1,000 clients
 *                └ nginx, one worker, the same files       ┘
 * </pre>
 *
 * Prints a table, writes the record {@code download}, and fails as soon as an answer is not what it should be. Run it by
 * {@code scripts/bench download}.
 */
@Command(name = "DownloadLoad", description = "Measures downloads of packages against nginx.")
public final class DownloadLoad implements Callable<Integer> {

    /** What is fetched. */
    private enum Size {
        KB_1("1k", "1 kB", 1 << 10, 1.2),
        KB_100("100k", "100 kB", 100 << 10, 1.2),
        MB_5("5m", "5 MB", 5 << 20, 1.5);

        private final String key;
        private final String title;
        private final int bytes;
        /** How many times as many requests a second as nginx we want to answer. */
        private final double goal;

        Size(String key, String title, int bytes, double goal) {
            this.key = key;
            this.title = title;
            this.bytes = bytes;
            this.goal = goal;
        }
    }

    private static final int FEW = 64;
    private static final int MANY = 1_000;
    private static final int CREATED = 201;

    /** So long does the gateway answer before the first round, each size: its compiler has to see what is to be fast. */
    private static final int COMPILE_MS = 4_000;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--nginx-setting", description = "A setting for nginx's http block, as often as wanted.")
    private List<String> nginxSettings = new ArrayList<>();

    @Option(names = "--many", description = "How many clients the many are, ${DEFAULT-VALUE} unless told.")
    private int many = MANY;

    @Option(names = "--turn", paramLabel = "MS", description = "How long a turn lasts; 2000 ms, or 400 if quick.")
    private int turnMs;

    private final Map<Case, List<Measure>> gatewayMeasures = new LinkedHashMap<>();
    private final Map<Case, List<Measure>> nginxMeasures = new LinkedHashMap<>();

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
            Map<Size, SizedPackage> packages = new LinkedHashMap<>();
            for (Size size : Size.values()) {
                packages.put(size, post(SizedPackage.make(directory, "load" + size.key, size.bytes), gateway));
            }
            Server ours = new Server("the gateway", gateway.httpPort(), gateway::cpuNs, packages, download);
            Server theirs = new Server("nginx", nginx.port(), nginx::cpuNs, packages, download);
            for (Size size : Size.values()) {
                ours.measure(new Case(size, FEW), options.either(COMPILE_MS, COMPILE_MS / 2));
            }
            rounds(ours, theirs);
            RunRecord.Builder record = record();
            jvm.addTo(record, "download");
            options.finish(record.build());
        } finally {
            delete(directory);
        }
        return 0;
    }

    private void rounds(Server ours, Server theirs) throws IOException {
        List<Case> cases = cases();
        for (int round = -options.warmUpRounds(); round < options.rounds(); round++) {
            for (Case turn : cases) {
                boolean oursFirst = round % 2 == 0;
                Measure first = (oursFirst ? ours : theirs).measure(turn, turnMs);
                Measure second = (oursFirst ? theirs : ours).measure(turn, turnMs);
                if (round >= 0) {
                    add(gatewayMeasures, turn, oursFirst ? first : second);
                    add(nginxMeasures, turn, oursFirst ? second : first);
                }
            }
            Collections.reverse(cases);
        }
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Size size : Size.values()) {
            cases.add(new Case(size, FEW));
            if (!options.isQuick()) {
                cases.add(new Case(size, many));
            }
        }
        return cases;
    }

    private static void add(Map<Case, List<Measure>> measures, Case turn, Measure measure) {
        measures.computeIfAbsent(turn, first -> new ArrayList<>()).add(measure);
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

    private RunRecord.Builder record() {
        RunRecord.Builder record = options.record("download");
        for (Case turn : gatewayMeasures.keySet().stream().sorted().toList()) {
            figures(record, turn, "gateway", "gateway", gatewayMeasures.getOrDefault(turn, List.of()));
            figures(record, turn, "nginx", "nginx", nginxMeasures.getOrDefault(turn, List.of()));
            ratios(record, turn);
        }
        return record;
    }

    private static void figures(RunRecord.Builder record, Case turn, String key, String title, List<Measure> measures) {
        String name = "http_" + turn.size.key + "_" + turn.clients + "." + key + ".";
        String words = turn.size.title + " to " + turn.clients + " clients, " + title + ", ";
        double[] perSecond = rounds(measures, measure -> measure.result.perSecond());
        record.more(name + "requests_per_s", words + "answers", "requests/s", perSecond)
                .less(name + "p50_ms", words + "median", "ms", rounds(measures, m -> m.result.p50Ns() / 1e6))
                .less(name + "p99_ms", words + "99th percentile", "ms", rounds(measures, m -> m.result.p99Ns() / 1e6))
                .less(name + "cpu_us", words + "processor time", "us/request", rounds(measures, Measure::cpuUs))
                .less(
                        name + "driver_share",
                        words + "clients' share of a core",
                        "cores",
                        rounds(measures, m -> (double) m.result.cpuNs() / m.result.wallNs()))
                .point("http_" + turn.size.key, title, turn.clients, perSecond);
    }

    private void ratios(RunRecord.Builder record, Case turn) {
        String key = "http_" + turn.size.key + (turn.clients == FEW ? "" : "_" + turn.clients);
        String words = turn.size.title + " to " + turn.clients + " clients, to nginx";
        double[] perSecond = compared(turn, (ours, theirs) -> ours.result.perSecond() / theirs.result.perSecond());
        double[] p99 = compared(turn, (ours, theirs) -> (double) theirs.result.p99Ns() / ours.result.p99Ns());
        double[] cpu = compared(turn, (ours, theirs) -> theirs.cpuUs() / ours.cpuUs());
        if (turn.clients == FEW) {
            record.ratio(key + "_vs_nginx", words + ", answers/s", turn.size.goal, perSecond);
            record.ratio(key + "_p99_vs_nginx", words + ", 99th percentile", 1, p99);
        } else {
            record.ratio(key + "_vs_nginx", words + ", answers/s", perSecond);
            record.ratio(key + "_p99_vs_nginx", words + ", 99th percentile", p99);
        }
        record.ratio(key + "_cpu_vs_nginx", words + ", processor time", cpu);
    }

    private double[] compared(Case turn, Comparison comparison) {
        List<Measure> ours = gatewayMeasures.getOrDefault(turn, List.of());
        List<Measure> theirs = nginxMeasures.getOrDefault(turn, List.of());
        double[] rounds = new double[ours.size()];
        for (int i = 0; i < rounds.length; i++) {
            rounds[i] = comparison.of(ours.get(i), theirs.get(i));
        }
        return rounds;
    }

    private static double[] rounds(List<Measure> measures, ToDoubleFunction<Measure> figure) {
        return measures.stream().mapToDouble(figure).toArray();
    }

    /** A size and how many fetch it at once. */
    private record Case(Size size, int clients) implements Comparable<Case> {
        @Override
        public int compareTo(Case other) {
            return Comparator.comparing(Case::size)
                    .thenComparingInt(Case::clients)
                    .compare(this, other);
        }
    }

    /** One turn. */
    private record Measure(DownloadResult result, double cpuUs) {}

    /** Ours and the other's of one round. */
    @FunctionalInterface
    private interface Comparison {
        double of(Measure ours, Measure theirs);
    }

    /** Processor time so far. */
    @FunctionalInterface
    private interface CpuNs {
        long read() throws IOException;
    }

    /** One that has all packages. */
    private record Server(String name, int port, CpuNs cpu, Map<Size, SizedPackage> packages, ChildProgram download) {

        Measure measure(Case turn, int turnMs) throws IOException {
            SizedPackage fetched = packages.get(turn.size);
            if (fetched == null) {
                throw new IllegalArgumentException("no package of " + turn.size);
            }
            long before = cpu.read();
            DownloadResult result = DownloadResult.of(download.ask(port + " " + turn.clients + " " + turnMs + " "
                    + fetched.file() + " " + fetched.urlPath() + "?to=download-load"));
            long cpuNs = cpu.read() - before;
            result.requireAll(name + ", " + turn.size.title + " to " + turn.clients);
            return new Measure(result, cpuNs / 1e3 / result.completed());
        }
    }
}
