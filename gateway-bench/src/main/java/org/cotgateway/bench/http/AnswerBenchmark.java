package org.cotgateway.bench.http;

import com.sun.net.httpserver.HttpServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cotgateway.bench.SampleEvents;
import org.cotgateway.datapackage.Attachment;
import org.cotgateway.datapackage.FetchLedger;
import org.cotgateway.datapackage.PackageException;
import org.cotgateway.datapackage.PackageSpec;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.StoreSettings;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.http.FetchObserver;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.http.PackageRoutes;
import org.cotgateway.http.Router;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A request and its answer on a connection that stays open: a package from our server, and the same bytes from the JDK's
 * own. With two sockets and two threads between, so it is mostly what the operating system takes; storms of downloads are measured by
 * {@code scripts/bench download}.
 *
 * <p>{@code scripts/bench jmh AnswerBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class AnswerBenchmark {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration JOURNAL_PAUSE = Duration.ofMillis(100);
    private static final int END_OF_HEAD = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    /** The size of the file in the package. */
    @Param({"1000", "100000", "5000000"})
    public int bytes;

    private final GatewayLoop loop = GatewayLoop.start("bench", SocketKind.best());
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final Counters counters = new Counters();
    private final Client ours;
    private final Client jdk;
    private final Path directory;
    private final PackageStore store;
    private final FetchLedger ledger;
    private final org.cotgateway.http.HttpServer server;
    private final HttpServer jdkServer;
    private String path = "";
    private byte[] content = {};
    private int length;

    /** Starts both servers. */
    public AnswerBenchmark() {
        try {
            directory = Files.createTempDirectory("answers");
            store = PackageStore.open(StoreSettings.in(directory.resolve("store")), counters);
            ledger = FetchLedger.open(directory.resolve("ledger"), 1_000, JOURNAL_PAUSE, workers, counters);
            HttpSettings settings = HttpSettings.on(ANY_PORT);
            Router.Builder routes = Router.builder();
            new PackageRoutes(settings, store, ledger, FetchObserver.NONE, counters, workers).add(routes);
            server = org.cotgateway.http.HttpServer.bind(loop, settings, routes.build(), counters);
            // Else the end of each answer waits for an acknowledgement.
            System.setProperty("sun.net.httpserver.nodelay", "true");
            jdkServer = HttpServer.create(ANY_PORT, 0);
            jdkServer.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
                exchange.close();
            });
            jdkServer.start();
            ours = new Client(server.address());
            jdk = new Client(jdkServer.getAddress());
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Setup
    public void store() throws IOException, PackageException {
        byte[] file = new byte[bytes];
        new Random(bytes).nextBytes(file);
        Path attachment = Files.write(directory.resolve("photo.jpg"), file);
        StoredPackage stored = store.build(PackageSpec.of(
                "bench", "photo", SampleEvents.of(SampleEvents.Kind.TYPICAL, 1), List.of(Attachment.of(attachment))));
        path = stored.urlPath();
        content = Files.readAllBytes(stored.path());
        length = content.length;
        if (gateway() != length || jdkServer() != length) {
            throw new IllegalStateException("not the package");
        }
    }

    @TearDown
    public void close() throws IOException {
        ours.socket.close();
        jdk.socket.close();
        jdkServer.stop(0);
        server.close();
        loop.close();
        ledger.close();
        store.close();
        workers.shutdownNow();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    public int gateway() throws IOException {
        return ours.get(path, length);
    }

    @Benchmark
    public int jdkServer() throws IOException {
        return jdk.get(path, length);
    }

    /** Asks, and reads up to the end of the answer, whose length it knows. */
    private static final class Client {

        private final Socket socket;
        private final DataInputStream in;
        private final byte[] buffer = new byte[1 << 20];

        Client(InetSocketAddress server) throws IOException {
            socket = new Socket(server.getAddress(), server.getPort());
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
        }

        /** The bytes of the body. */
        int get(String path, int length) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + path + " HTTP/1.1\r\nHost: bench\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            int end = 0;
            int head = 0;
            for (int last = 0; head == 0; ) {
                int read = in.read(buffer, end, buffer.length - end);
                if (read < 0) {
                    throw new IOException("the server has closed");
                }
                for (int i = end; i < end + read && head == 0; i++) {
                    last = last << 8 | buffer[i] & 0xFF;
                    head = last == END_OF_HEAD ? i + 1 : 0;
                }
                end += read;
            }
            for (int left = head + length - end; left > 0; left -= buffer.length) {
                in.readFully(buffer, 0, Math.min(left, buffer.length));
            }
            return length;
        }
    }
}
