package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.LogCapture;
import org.cotgateway.transport.CountedPasses;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop is held up while clients connect and ask, so that their requests have come when it accepts them. */
@Timeout(60)
class EarlyAnswersIT {

    private static final int SMALL = 2_000;

    @TempDir
    private Path directory;

    @BeforeEach
    void onlyEpollCanBeEarly() {
        assumeThat(SocketKind.best()).isEqualTo(SocketKind.EPOLL);
    }

    @Test
    void asAtakAsksIsAnsweredAtOnceAndIsADownload() throws Exception {
        try (ServerFixture server = ServerFixture.start(directory)) {
            StoredPackage stored = inMemory(server, SMALL);
            long before = server.counters.get(Counter.HTTP_REQUESTS);

            try (RawClient client = held(server, request(stored, "?to=t&receiver=A"))) {
                String answer = client.rest();

                assertThat(answer)
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .contains("connection: close\r\n")
                        .contains("etag: \"" + stored.sha256() + "\"\r\n")
                        .contains("content-length: " + stored.sizeBytes() + "\r\n")
                        .containsPattern("date: \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n")
                        .endsWith("\r\n\r\n" + latin1(ServerFixture.content(stored)));
            }

            Fetch fetch = Await.until(() -> server.fetches.completed, all -> all.size() == 2)
                    .get(1);
            assertThat(fetch.receiver()).isEqualTo("A");
            assertThat(fetch.request()).isEqualTo("t");
            assertThat(fetch.bytes()).isEqualTo(stored.sizeBytes());
            assertThat(server.counters.get(Counter.HTTP_REQUESTS)).isEqualTo(before + 1);
            assertThat(server.ledger.recordsOf(stored.sha256())).hasSize(2);
        }
    }

    @Test
    void whatGoesWrongEndsTheConnectionAndIsLogged() throws Exception {
        try (ServerFixture server = ServerFixture.start(directory);
                LogCapture log = LogCapture.of(EarlyAnswers.class)) {
            StoredPackage stored = inMemory(server, SMALL);
            server.fetches.whenCompleted = fetch -> {
                if ("A".equals(fetch.receiver())) {
                    throw new IllegalStateException("a bug");
                }
            };

            try (RawClient client = held(server, request(stored, "?receiver=A"))) {
                assertThat(client.rest()).startsWith("HTTP/1.1 200 OK\r\n");
            }
            // The client has its answer before.
            assertThat(Await.until(log::events, events -> !events.isEmpty()))
                    .singleElement()
                    .extracting(ILoggingEvent::getFormattedMessage, STRING)
                    .startsWith("answering /127.0.0.1:");
            try (RawClient next = held(server, request(stored, "?receiver=B"))) {
                assertThat(next.rest()).endsWith(latin1(ServerFixture.content(stored)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, 70_000})
    void theConnectionEndsWithItsAnswer(int bytes) throws Exception {
        try (ServerFixture server = ServerFixture.start(directory)) {
            StoredPackage stored = inMemory(server, bytes);
            CountDownLatch looked = holdBehind(server, "B");
            CountDownLatch held = hold(server);

            try (RawClient first = RawClient.withRoom(server.address()).send(request(stored, "?receiver=A"));
                    RawClient second = RawClient.withRoom(server.address()).send(request(stored, "?receiver=B"))) {
                held.countDown();

                // To its end, while the loop stands still behind the second answer.
                assertThat(first.rest()).endsWith(latin1(ServerFixture.content(stored)));
                looked.countDown();
                assertThat(second.rest()).endsWith(latin1(ServerFixture.content(stored)));
            } finally {
                looked.countDown();
            }
        }
    }

    @Test
    void whoAsksAfterAWhileIsAnsweredAtOnceAllTheSame() throws Exception {
        try (ServerFixture server = ServerFixture.start(directory)) {
            StoredPackage stored = inMemory(server, SMALL);

            try (RawClient slow = new RawClient(server.address())) {
                // The loop looks at all sockets, and answers who came later.
                try (RawClient fast = new RawClient(server.address()).send(request(stored, "?receiver=B"))) {
                    assertThat(fast.rest()).startsWith("HTTP/1.1 200 OK\r\n");
                }
                slow.send(request(stored, "?receiver=A"));

                assertThat(slow.head()).contains("connection: close\r\n");
            }
        }
    }

    @Test
    void whoSaysMoreBehindItsRequestHasItsAnswerAllTheSame() throws Exception {
        try (ServerFixture server = ServerFixture.start(directory)) {
            StoredPackage stored = inMemory(server, SMALL);
            AtomicReference<RawClient> asking = new AtomicReference<>();
            server.fetches.whenCompleted = fetch -> {
                RawClient client = asking.get();
                if (client != null) {
                    say(client, "more");
                }
            };
            CountDownLatch held = hold(server);

            try (RawClient client = new RawClient(server.address()).send(request(stored, "?receiver=A"))) {
                asking.set(client);
                held.countDown();

                assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
                assertThat(client.bytes((int) stored.sizeBytes())).isEqualTo(ServerFixture.content(stored));
            }
        }
    }

    @Test
    void whatTheSocketDoesNotTakeAtOnceFollows() throws Exception {
        try (ServerFixture server = ServerFixture.start(directory)) {
            StoredPackage stored = inMemory(server, EarlyAnswers.MAX_BODY_BYTES - 10_000);
            List<RawClient> clients = new ArrayList<>();
            List<String> requests = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                requests.add(request(stored, "?receiver=" + i));
            }

            clients.addAll(held(server, requests));

            for (RawClient client : clients) {
                assertThat(client.rest()).endsWith("\r\n\r\n" + latin1(ServerFixture.content(stored)));
                client.close();
            }
            Await.until(() -> server.fetches.completed.size(), size -> size == 21);
            assertThat(server.fetches.completed)
                    .allSatisfy(fetch -> assertThat(fetch.bytes()).isEqualTo(stored.sizeBytes()));
            assertThat(server.fetches.aborted).isEmpty();
        }
    }

    @Test
    void aClientThatAsksForMoreKeepsItsConnection() throws Exception {
        try (ServerFixture server = ServerFixture.start(directory)) {
            StoredPackage stored = inMemory(server, SMALL);
            String request = "GET " + stored.urlPath() + " HTTP/1.1\r\nHost: gateway\r\nUser-Agent: x\r\n\r\n";

            try (RawClient client = held(server, request)) {
                for (int i = 0; i < 2; i++) {
                    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("connection: close");
                    assertThat(client.bytes((int) stored.sizeBytes())).isEqualTo(ServerFixture.content(stored));
                    client.send(request);
                }
            }
        }
    }

    @Test
    void aRequestInPiecesIsReadFromItsBeginning() throws Exception {
        try (ServerFixture server = ServerFixture.start(directory)) {
            StoredPackage stored = inMemory(server, SMALL);
            String request = request(stored, "?receiver=A");

            try (RawClient client = held(server, request.substring(0, 30))) {
                client.send(request.substring(30));

                assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
                assertThat(client.bytes((int) stored.sizeBytes())).isEqualTo(ServerFixture.content(stored));
            }
        }
    }

    @Test
    void aPackageThatIsNotInMemoryAndOneThatIsNotThereGoTheUsualWay() throws Exception {
        try (ServerFixture server = ServerFixture.start(directory)) {
            StoredPackage stored = server.store("small", SMALL);

            try (RawClient first = held(server, request(stored, ""));
                    RawClient unknown = held(server, request(stored, "").replace("/package/", "/package/0"))) {
                assertThat(first.head()).startsWith("HTTP/1.1 200 OK\r\n");
                assertThat(first.bytes((int) stored.sizeBytes())).isEqualTo(ServerFixture.content(stored));
                assertThat(unknown.head()).startsWith("HTTP/1.1 404 ");
            }
        }
    }

    @Test
    void aClientThatIsGoneAlreadyLeavesNothingBehind() throws Exception {
        try (ServerFixture server = ServerFixture.start(directory)) {
            StoredPackage stored = inMemory(server, SMALL);

            CountDownLatch held = hold(server);
            new RawClient(server.address()).send(request(stored, "")).vanish();
            new RawClient(server.address()).close();
            held.countDown();

            assertThat(held(server, request(stored, "?receiver=B")).rest()).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void whoHasAskedAndCutTheConnectionIsNotTakenForThisMachine() throws Exception {
        try (ServerFixture server = ServerFixture.start(directory)) {
            StoredPackage stored = inMemory(server, SMALL);

            CountDownLatch held = hold(server);
            RawClient.from("127.0.0.9", server.address())
                    .send("GET " + stored.urlPath() + " HTTP/1.1\r\nHost: gateway\r\nUser-Agent: x\r\n\r\n")
                    .vanish();
            held.countDown();

            Fetch fetch = Await.until(() -> server.fetches.aborted, all -> all.size() == 1)
                    .get(0);
            assertThat(fetch.client().getHostAddress()).isEqualTo("127.0.0.9");
        }
    }

    /** A package that has been fetched once. */
    @Test
    void inAStormTheLoopLooksForTheNextBeforeItSleeps() throws Exception {
        try (CountedPasses passes = new CountedPasses(SocketKind.EPOLL);
                ServerFixture server = ServerFixture.start(directory, ServerFixture.loopback(), passes.gatewayLoop())) {
            StoredPackage stored = inMemory(server, SMALL);
            // Not each asks before it is accepted.
            for (int client = 0; client < 2_000 && !passes.hasLookedAgain(); client++) {
                try (RawClient one = new RawClient(server.address()).send(request(stored, ""))) {
                    assertThat(one.rest()).startsWith("HTTP/1.1 200 OK\r\n");
                }
            }
            assertThat(passes.hasLookedAgain()).isTrue();
        }
    }

    private static StoredPackage inMemory(ServerFixture server, int bytes) throws Exception {
        StoredPackage stored = server.store("package", bytes);
        try (RawClient client = new RawClient(server.address())) {
            client.send("GET " + stored.urlPath() + "?receiver=first HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            client.rest();
        }
        Await.until(() -> server.fetches.completed.size(), size -> size == 1);
        return stored;
    }

    private static String request(StoredPackage stored, String query) {
        return "GET " + stored.urlPath() + query + " HTTP/1.1\r\nHost: gateway\r\nAccept: */*\r\n\r\n";
    }

    private static RawClient held(ServerFixture server, String request) throws IOException {
        return held(server, List.of(request)).get(0);
    }

    /** Clients whose requests have come when they are accepted. */
    private static List<RawClient> held(ServerFixture server, List<String> requests) throws IOException {
        CountDownLatch held = hold(server);
        try {
            List<RawClient> clients = new ArrayList<>();
            for (String request : requests) {
                clients.add(new RawClient(server.address()).send(request));
            }
            return clients;
        } finally {
            held.countDown();
        }
    }

    /** Returns when the loop stands still: before, it could accept a client whose request has not come. */
    private static CountDownLatch hold(ServerFixture server) {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        server.loop().loop().execute(() -> {
            holding.countDown();
            await(held);
        });
        await(holding);
        return held;
    }

    /** Has the loop stand still behind the answer to this receiver. */
    private static CountDownLatch holdBehind(ServerFixture server, String receiver) {
        CountDownLatch held = new CountDownLatch(1);
        server.fetches.whenCompleted = fetch -> {
            if (receiver.equals(fetch.receiver())) {
                await(held);
            }
        };
        return held;
    }

    private static void say(RawClient client, String text) {
        try {
            client.send(text);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
