package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The download program, built as {@code scripts/bench} builds it, with few clients and another server. */
@Timeout(120)
class DownloadIT {

    private static final int CLIENTS = 5;
    private static final int BARRIER_TIMEOUT_S = 30;

    @TempDir
    private static Path directory;

    private static Path program;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private SizedPackage stored;

    @BeforeAll
    static void compile() throws Exception {
        Programs.build(directory, "download", "answer");
        program = directory.resolve("download");
    }

    @BeforeEach
    void start() throws IOException {
        stored = SizedPackage.make(directory, "small", 100_000);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void everyClientGetsWholePackages() throws IOException {
        answer(200, Files.readAllBytes(stored.file()));

        DownloadResult result = download("");

        result.requireAll("the server");
        assertThat(result.completed()).isGreaterThanOrEqualTo(CLIENTS);
        assertThat(result.least()).isPositive();
        assertThat(result.bytes()).isGreaterThan(result.completed() * 100_000);
        assertThat(result.maxNs()).isGreaterThanOrEqualTo(result.p50Ns());
    }

    @Test
    void asManyAreFetchedAsAreDueAndNoneBeforeItIs() throws IOException {
        answer(200, Files.readAllBytes(stored.file()));

        DownloadResult result = download(" 500");

        result.requireAll("the server");
        assertThat(result.completed()).isEqualTo(100);
        // Of an answer before it is due the latency would be below 0, which as a number without a sign is huge.
        assertThat(result.maxNs()).isLessThanOrEqualTo(result.wallNs());
        assertThat(result.wallNs()).isGreaterThanOrEqualTo(99 * 2_000_000L);
    }

    @Test
    void timesOfLateAnswersAreWrittenWhereThatIsAskedFor() throws IOException {
        answer(200, Files.readAllBytes(stored.file()));
        Path late = directory.resolve("late.txt");
        DownloadResult result;
        try (ChildProgram clients = new ChildProgram(List.of(program.toString(), late.toString()))) {
            clients.ask(command(server.getAddress().getPort(), CLIENTS, 50, ""));
            result = DownloadResult.of(clients.ask(command(server.getAddress().getPort(), CLIENTS, 200, " 500")));
        }

        List<Long> lateNs = Files.readAllLines(late).stream()
                .map(line -> line.split(" "))
                .map(times -> Long.parseLong(times[1]) - Long.parseLong(times[0]))
                .toList();
        assertThat(lateNs)
                .contains(result.maxNs())
                .hasSizeLessThanOrEqualTo(2)
                .allSatisfy(ns -> assertThat(ns).isGreaterThanOrEqualTo(result.p99Ns()));
    }

    /** All but one of what one client fetches is due long before it is asked for. */
    @Test
    void theWaitForAFreeClientCounts() throws IOException {
        answer(200, Files.readAllBytes(stored.file()));

        DownloadResult result = download(server.getAddress().getPort(), 1, 1, " 200000");

        result.requireAll("the server");
        assertThat(result.completed()).isEqualTo(200);
        assertThat(result.maxNs()).isGreaterThanOrEqualTo(result.wallNs() - 1_000_000);
    }

    @Test
    void whatIsDueDoesNotWaitForTheAnswerBefore() throws IOException {
        byte[] body = Files.readAllBytes(stored.file());
        CyclicBarrier all = new CyclicBarrier(CLIENTS);
        server.createContext(stored.urlPath(), exchange -> {
            await(all);
            send(exchange, 200, body);
        });

        DownloadResult result = download(" 100");

        result.requireAll("the server");
        assertThat(result.completed()).isEqualTo(20);
    }

    @Test
    void aPacedTurnEndsWhenAllClientsHaveFailed() throws IOException {
        answer(404, new byte[100_000]);

        assertThatThrownBy(() -> download(" 1000").requireAll("the server"))
                .hasMessageContaining("5 with another status than 200");
    }

    @Test
    void otherBytesEndTheRun() throws IOException {
        byte[] wrong = Files.readAllBytes(stored.file());
        wrong[wrong.length - 1]++;
        answer(200, wrong);

        assertThatThrownBy(() -> download("").requireAll("the server")).hasMessageContaining("of other bytes");
    }

    @Test
    void anotherLengthEndsTheRun() throws IOException {
        answer(200, new byte[3]);

        assertThatThrownBy(() -> download("").requireAll("the server")).hasMessageContaining("5 of another length");
    }

    @Test
    void anotherStatusEndsTheRun() throws IOException {
        answer(404, new byte[100_000]);

        assertThatThrownBy(() -> download("").requireAll("the server"))
                .hasMessageContaining("5 with another status than 200");
    }

    @Test
    void aServerThatIsNotThereEndsTheRun() throws IOException {
        int port = server.getAddress().getPort();
        server.stop(0);

        assertThatThrownBy(() -> download(port, "").requireAll("the server")).hasMessageContaining("5 not connected");
    }

    /** The server is this JVM, which makes an array of the package's size for each answer. */
    @Test
    void whatTheServerAllocatesForAnAnswerIsMeasured() throws IOException {
        server.createContext(stored.urlPath(), exchange -> send(exchange, 200, Files.readAllBytes(stored.file())));

        try (ChildProgram clients = new ChildProgram(List.of(program.toString()))) {
            DownloadTurns.Measure measure =
                    here(clients, ThreadAllocations::here).measure(DownloadCase.few(DownloadSize.KB_100), 200);

            assertThat(measure.allocatedBytesEach()).isBetween(90_000.0, 1_000_000.0);
            assertThat(measure.cpuUs()).isPositive();
        }
    }

    @Test
    void ofAServerThatHasNoHeapNothingIsMeasured() throws IOException {
        answer(200, Files.readAllBytes(stored.file()));

        try (ChildProgram clients = new ChildProgram(List.of(program.toString()))) {
            DownloadTurns.Measure measure =
                    here(clients, () -> ThreadAllocations.UNKNOWN).measure(DownloadCase.few(DownloadSize.KB_100), 200);

            assertThat(measure.allocatedBytes()).isEmpty();
        }
    }

    private DownloadServer here(ChildProgram clients, Supplier<ThreadAllocations> allocations) {
        return new DownloadServer(
                "the server",
                server.getAddress().getPort(),
                ProcessHandle.current().pid(),
                allocations,
                Map.of(DownloadSize.KB_100, stored),
                clients);
    }

    @ParameterizedTest
    @EnumSource(DownloadSize.class)
    void theProgramInCServesTheSameFile(DownloadSize size) throws IOException {
        stored = SizedPackage.make(directory, "load" + size.key(), size.bytes());
        SizedPackage other = SizedPackage.make(directory, "other", 10_000);
        List<String> command = Stream.of(directory.resolve("answer"), other.file(), stored.file())
                .map(Path::toString)
                .toList();

        try (ChildProgram answer = new ChildProgram(command)) {
            DownloadResult result = download((int) answer.numbers()[0], "");

            result.requireAll("answer.c");
            assertThat(result.completed()).isGreaterThanOrEqualTo(CLIENTS);
        }
    }

    @Test
    void nginxServesTheSameFile() throws IOException {
        assumeNginx();

        try (NginxProcess nginx = NginxProcess.start(directory, "")) {
            DownloadResult result = download(nginx.port(), "");

            result.requireAll("nginx");
            assertThat(result.completed()).isGreaterThanOrEqualTo(CLIENTS);
        }
    }

    /** A connection for each takes one to be made, to be read, to be written and to be closed. */
    @Test
    void theSystemCallsOfNginxAreItsWorkers() throws IOException {
        assumeNginx();
        assumeThat(SystemCalls.areCountable()).as("strace").isTrue();

        try (NginxProcess nginx = NginxProcess.start(directory, "")) {
            SystemCallCounts calls = SystemCalls.of(
                    nginx.workerPid(), () -> download(nginx.port(), "").completed());

            assertThat(calls.perDelivery()).isGreaterThanOrEqualTo(4);
        }
    }

    private static void assumeNginx() {
        assumeThat(System.getenv("PATH").split(":"))
                .as("nginx on the PATH")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "nginx")));
    }

    private void answer(int status, byte[] body) {
        server.createContext(stored.urlPath(), exchange -> send(exchange, status, body));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void await(CyclicBarrier all) throws IOException {
        try {
            all.await(BARRIER_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException failed) {
            throw new IOException(failed);
        }
    }

    private DownloadResult download(String more) throws IOException {
        return download(server.getAddress().getPort(), more);
    }

    private DownloadResult download(int port, String more) throws IOException {
        return download(port, CLIENTS, 200, more);
    }

    private DownloadResult download(int port, int count, int ms, String more) throws IOException {
        try (ChildProgram clients = new ChildProgram(List.of(program.toString()))) {
            return DownloadResult.of(clients.ask(command(port, count, ms, more)));
        }
    }

    private String command(int port, int count, int ms, String more) {
        return port + " " + count + " " + ms + " " + stored.file() + " " + stored.urlPath() + more;
    }
}
