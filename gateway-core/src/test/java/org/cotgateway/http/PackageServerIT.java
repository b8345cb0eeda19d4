package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.RecordCopy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server over real sockets. */
class PackageServerIT {

    private static final int LARGE = 8_000_000;
    private static final int SMALL = 200_000;

    @TempDir
    Path directory;

    @Test
    void serves200SlowClientsAtOnceAndAFastOneBetweenThem() throws Exception {
        try (ServerFixture server = fromFiles(directory)) {
            StoredPackage stored = server.store("large", LARGE);
            byte[] content = ServerFixture.content(stored);
            List<RawClient> slow = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                slow.add(new RawClient(server.address()).get(stored.urlPath() + "?receiver=S" + i));
            }
            for (RawClient client : slow) {
                assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
            }

            assertThat(download(server, stored)).isEqualTo(content);
            assertThat(server.counters.get(Counter.FETCHES_STARTED)).isEqualTo(201);
            // The client may have the last byte before this one is told.
            Await.until(() -> server.fetches.completed.size(), size -> size > 0);
            assertThat(server.fetches.completed).hasSize(1);

            for (RawClient client : slow.subList(0, 5)) {
                assertThat(client.bytes(content.length)).isEqualTo(content);
            }
            Await.until(() -> server.fetches.completed.size(), size -> size == 6);
            for (RawClient client : slow) {
                client.vanish();
            }
            Await.until(() -> server.fetches.aborted.size(), size -> size == 195);
            assertThat(server.counters.get(Counter.FETCHES_COMPLETED)).isEqualTo(6);
            assertThat(server.counters.get(Counter.FETCHES_ABORTED)).isEqualTo(195);
        }
    }

    @Test
    void clientThatVanishesInMidDownloadIsAnAbortedFetchWithItsBytes() throws Exception {
        try (ServerFixture server = fromFiles(directory)) {
            StoredPackage stored = server.store("large", LARGE);
            RawClient client = new RawClient(server.address()).get(stored.urlPath() + "?to=t&receiver=A");
            client.head();
            client.bytes(100_000);
            client.vanish();

            Fetch aborted = Await.until(() -> server.fetches.aborted, all -> all.size() == 1)
                    .get(0);

            assertThat(aborted.sha256()).isEqualTo(stored.sha256());
            assertThat(aborted.receiver()).isEqualTo("A");
            assertThat(aborted.request()).isEqualTo("t");
            assertThat(aborted.bytes()).isBetween(100_000L, stored.sizeBytes() - 1);
            assertThat(server.fetches.completed).isEmpty();
            assertThat(server.ledger.records()).singleElement().satisfies(record -> {
                assertThat(record.aborted()).isEqualTo(1);
                assertThat(record.completed()).isZero();
                assertThat(record.bytes()).isEqualTo(aborted.bytes());
            });
        }
    }

    @Test
    void clientThatTakesNothingAnyMoreIsClosed() throws Exception {
        try (ServerFixture server = ServerFixture.start(directory, stallingAfter(Duration.ofMillis(300)))) {
            StoredPackage stored = server.store("large", LARGE);
            try (RawClient client = new RawClient(server.address()).get(stored.urlPath())) {
                client.head();

                Await.until(() -> server.fetches.aborted.size(), size -> size == 1);
                assertThat(server.counters.get(Counter.HTTP_TIMED_OUT)).isEqualTo(1);
            }
        }
    }

    @Test
    void requestBehindTheLastOneIsNotAnsweredAndIsNoFetch() throws Exception {
        try (ServerFixture server = fromFiles(directory)) {
            StoredPackage stored = server.store("small", SMALL);
            String path = stored.urlPath();
            download(server, stored);
            try (RawClient client = new RawClient(server.address())) {
                client.send("GET " + path + " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n" + request(path));

                assertThat(client.rest().split("HTTP/1.1 200 OK", -1)).hasSize(2);
            }
            // One loop serves all: when this one is done, so is whatever the first connection did.
            download(server, stored);

            assertThat(server.counters.get(Counter.HTTP_REQUESTS)).isEqualTo(3);
            assertThat(server.counters.get(Counter.FETCHES_STARTED)).isEqualTo(3);
            assertThat(server.counters.get(Counter.FETCHES_ABORTED)).isZero();
            assertThat(server.fetches.aborted).isEmpty();
        }
    }

    @Test
    void smallPackagesComeFromMemoryOnceRead() throws Exception {
        try (ServerFixture server = ServerFixture.start(directory)) {
            StoredPackage stored = server.store("small", SMALL);
            byte[] content = ServerFixture.content(stored);
            assertThat(download(server, stored)).isEqualTo(content);

            Files.delete(stored.path());

            assertThat(download(server, stored)).isEqualTo(content);
        }
    }

    @Test
    void largePackagesComeFromMemoryOnceRead() throws Exception {
        try (ServerFixture server = ServerFixture.start(directory)) {
            StoredPackage stored = server.store("large", LARGE);
            byte[] content = ServerFixture.content(stored);
            assertThat(download(server, stored)).isEqualTo(content);

            Files.delete(stored.path());

            assertThat(download(server, stored)).isEqualTo(content);
        }
    }

    @Test
    void aFileThatBecomesShorterMeanwhileEndsTheDownload() throws Exception {
        try (ServerFixture server = fromFiles(directory)) {
            StoredPackage stored = server.store("large", LARGE);
            try (RawClient client = new RawClient(server.address()).get(stored.urlPath())) {
                client.head();
                try (FileChannel file = FileChannel.open(stored.path(), StandardOpenOption.WRITE)) {
                    file.truncate(LARGE - 1_000);
                }

                assertThat(client.rest().length()).isLessThan(LARGE);
            }
            Fetch aborted = Await.until(() -> server.fetches.aborted, all -> all.size() == 1)
                    .get(0);
            assertThat(aborted.bytes()).isLessThan(stored.sizeBytes());
            assertThat(server.fetches.completed).isEmpty();
        }
    }

    @Test
    void packageThatIsGoneFromTheDiskIsNotFound() throws Exception {
        try (ServerFixture server = fromFiles(directory)) {
            StoredPackage small = server.store("small", SMALL);
            StoredPackage large = server.store("large", LARGE);
            Files.delete(small.path());
            Files.delete(large.path());

            for (StoredPackage gone : List.of(small, large)) {
                try (RawClient client = new RawClient(server.address()).get(gone.urlPath())) {
                    assertThat(client.head()).startsWith("HTTP/1.1 404 ");
                }
            }
            assertThat(server.fetches.started).isEmpty();
        }
    }

    @Test
    void downloadOutlivesTheRemovalOfItsFile() throws Exception {
        try (ServerFixture server = fromFiles(directory)) {
            StoredPackage stored = server.store("large", LARGE);
            byte[] content = ServerFixture.content(stored);
            try (RawClient client = new RawClient(server.address()).get(stored.urlPath())) {
                client.head();

                Files.delete(stored.path());

                assertThat(client.bytes(content.length)).isEqualTo(content);
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
        try (ServerFixture server = fromFiles(directory)) {
            StoredPackage small = server.store("small", SMALL);
            StoredPackage large = server.store("large", LARGE);
            try (RawClient client = new RawClient(server.address())) {
                client.send(request(large.urlPath()) + request(small.urlPath()) + request("/no"));

                assertThat(client.head()).contains("\r\ncontent-length: " + large.sizeBytes() + "\r\n");
                assertThat(client.bytes((int) large.sizeBytes())).isEqualTo(ServerFixture.content(large));
                assertThat(client.head()).contains("\r\ncontent-length: " + small.sizeBytes() + "\r\n");
                assertThat(client.bytes((int) small.sizeBytes())).isEqualTo(ServerFixture.content(small));
                assertThat(client.head()).startsWith("HTTP/1.1 404 ");
            }
        }
    }

    @Test
    void refusalArrivesThoughTheClientKeepsSending() throws Exception {
        try (ServerFixture server = ServerFixture.start(directory);
                RawClient client = new RawClient(server.address())) {
            client.send("GET /package HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(300_000));

            assertThat(client.rest()).startsWith("HTTP/1.1 431 ").contains("\r\nconnection: close\r\n");
        }
    }

    @Test
    void connectionsOverTheLimitAreClosedAndCounted() throws Exception {
        HttpSettings two = RecordCopy.of(ServerFixture.loopback())
                .with("maxConnections", 2)
                .get();
        try (ServerFixture server = ServerFixture.start(directory, two);
                RawClient first = new RawClient(server.address());
                RawClient second = new RawClient(server.address())) {
            first.get("/").head();
            second.get("/").head();

            try (RawClient third = new RawClient(server.address())) {
                assertThat(third.rest()).isEmpty();
            }
            assertThat(server.counters.get(Counter.HTTP_CONNECTIONS_REFUSED)).isEqualTo(1);

            first.vanish();
            Await.until(() -> answersOnNewConnection(server), answers -> answers);
        }
    }

    @Test
    void portInUseIsSaidWithTheAddress() throws Exception {
        try (ServerFixture server = ServerFixture.start(directory.resolve("one"))) {
            InetSocketAddress taken = server.address();

            assertThatThrownBy(() -> ServerFixture.start(directory.resolve("two"), HttpSettings.on(taken)))
                    .isInstanceOf(BindException.class)
                    .hasMessage("cannot listen for HTTP on 127.0.0.1:" + taken.getPort() + ": the address is in use");
        }
    }

    @Test
    void closingTheServerAbortsWhatIsUnderWay() throws Exception {
        FetchLog fetches;
        try (ServerFixture server = fromFiles(directory)) {
            fetches = server.fetches;
            StoredPackage stored = server.store("large", LARGE);
            RawClient client = new RawClient(server.address()).get(stored.urlPath());
            client.head();
        }

        assertThat(fetches.aborted).hasSize(1);
    }

    /** A server that has no room for large packages in its memory. */
    private static ServerFixture fromFiles(Path directory) throws IOException {
        return ServerFixture.start(directory, withoutRoom(ServerFixture.loopback()));
    }

    private static HttpSettings withoutRoom(HttpSettings settings) {
        return RecordCopy.of(settings).with("maxCachedPackageBytes", LARGE / 2).get();
    }

    private static boolean answersOnNewConnection(ServerFixture server) throws Exception {
        try (RawClient client = new RawClient(server.address())) {
            client.send(request("/").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            return !client.rest().isEmpty();
        } catch (IOException closedAtOnce) {
            return false;
        }
    }

    private static byte[] download(ServerFixture server, StoredPackage stored) throws Exception {
        try (RawClient client = new RawClient(server.address()).get(stored.urlPath())) {
            assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
            return client.bytes((int) stored.sizeBytes());
        }
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: gateway\r\n\r\n";
    }

    private static HttpSettings stallingAfter(Duration stall) {
        return RecordCopy.of(withoutRoom(ServerFixture.loopback()))
                .with("stallTimeout", stall)
                .get();
    }
}
