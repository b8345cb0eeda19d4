package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The download program, built as {@code scripts/bench} builds it, with few clients and another server. */
@Timeout(120)
class DownloadIT {

    private static final int CLIENTS = 5;

    @TempDir
    private static Path directory;

    private static Path program;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private SizedPackage stored;

    @BeforeAll
    static void compile() throws Exception {
        Programs.build(directory, "download");
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
    void aConnectionCanBeKept() throws IOException {
        answer(200, Files.readAllBytes(stored.file()));

        DownloadResult result = download(" keep");

        result.requireAll("the server");
        assertThat(result.completed()).isGreaterThanOrEqualTo(CLIENTS);
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

    @Test
    void nginxServesTheSameFile() throws IOException {
        assumeThat(System.getenv("PATH").split(":"))
                .as("nginx on the PATH")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "nginx")));

        try (NginxProcess nginx = NginxProcess.start(directory, "")) {
            DownloadResult result = download(nginx.port(), "");

            result.requireAll("nginx");
            assertThat(result.completed()).isGreaterThanOrEqualTo(CLIENTS);
        }
    }

    private void answer(int status, byte[] body) {
        server.createContext(stored.urlPath(), exchange -> {
            exchange.sendResponseHeaders(status, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
    }

    private DownloadResult download(String more) throws IOException {
        return download(server.getAddress().getPort(), more);
    }

    private DownloadResult download(int port, String more) throws IOException {
        try (ChildProgram clients = new ChildProgram(List.of(program.toString()))) {
            return DownloadResult.of(
                    clients.ask(port + " " + CLIENTS + " 200 " + stored.file() + " " + stored.urlPath() + more));
        }
    }
}
