package org.cotgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotgateway.feed.TestFeeds.row;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.cotgateway.config.ConfigReader;
import org.cotgateway.config.GatewayConfig;
import org.cotgateway.feed.FeedChange;
import org.cotgateway.feed.FeedFormat;
import org.cotgateway.feed.FeedInputSettings;
import org.cotgateway.feed.FeedSettings;
import org.cotgateway.feed.FeedStatus;
import org.cotgateway.feed.TestFeeds;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.RecordCopy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feeds of a real gateway, by all the ways that their data comes. */
class FeedsIT {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    Path directory;

    private CotGateway gateway;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void open() throws IOException {
        gateway = CotGateway.open(
                GatewaySettings.builder()
                        .bind("127.0.0.1")
                        .directPort(0)
                        .httpPort(0)
                        .dataDirectory(directory.resolve("data"))
                        .build(),
                HubSettings.NONE.with(List.of(StreamInlet.open("screens", ANY)), List.of()));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    /** By HTTP, and by one way more: a component of the settings and its value. */
    private static FeedSettings feed(String name, FeedFormat format, String way, Object value) {
        FeedInputSettings input = RecordCopy.of(FeedInputSettings.DEFAULT)
                .with("maxConnections", 1)
                .with("pollInterval", Duration.ofMillis(20))
                .with(way, value)
                .get();
        return TestFeeds.of(name, format, input);
    }

    private FeedStatus status(String name) throws Exception {
        return gateway.feeds().toCompletableFuture().get(10, TimeUnit.SECONDS).stream()
                .filter(feed -> feed.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void awaitOut(String name, long events) throws Exception {
        Await.until(() -> status(name), now -> now.counts().out() >= events);
    }

    /** The real port of the feed's only datagram or connection input, from its source {@code tcp 127.0.0.1:4711}. */
    private int port(String name) throws Exception {
        String source = status(name).sources().get(1);
        return Integer.parseInt(source.substring(source.lastIndexOf(':') + 1));
    }

    private HttpResponse<String> post(String name, String body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + gateway.httpAddress().getPort() + "/api/v1/feeds/" + name);
        return http.send(
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + gateway.httpAddress().getPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void whatIsPostedIsAnsweredAndGoesToClients() throws Exception {
        gateway.apply(List.of(TestFeeds.of("a")));
        try (Socket client = new Socket()) {
            client.connect(gateway.streamAddresses().get(0));
            client.setSoTimeout(20_000);
            Reader events = new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8);
            Await.until(
                    () -> gateway.status().toCompletableFuture().get(10, TimeUnit.SECONDS),
                    now -> now.receivers().stream().anyMatch(receiver -> "screens".equals(receiver.listener())));

            HttpResponse<String> answer = post("a", row("truck-7") + "{\"id\":\"x\"}\n");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"accepted\":1", "\"rejected\":1", "\"line\":2", "\"missing\"", "mapping.lat (lat)");
            StringBuilder received = new StringBuilder();
            while (!received.toString().contains("uid=\"truck-7\" type=\"a-f-G\"")) {
                int next = events.read();
                assertThat(next).as("after %s", received).isNotNegative();
                received.append((char) next);
            }
        }
        assertThat(get("/api/v1/feeds"))
                .contains(
                        "\"name\":\"a\"", "\"in\":2", "\"missing\":1", "\"lastRejected\":\"line 2: mapping.lat (lat)");
        assertThat(get("/api/v1/status")).contains("\"feeds\":[{\"name\":\"a\"");
        assertThat(get("/metrics"))
                .contains("cotgw_feed_in_total{feed=\"a\"} 2.0")
                .contains("cotgw_feed_rejected_total{feed=\"a\",reason=\"missing\"} 1.0");
        assertThat(post("b", "").statusCode()).isEqualTo(404);
    }

    @Test
    void rowsThatAreAllRejectedAndBodiesThatBreakOffAreProblemsWithTheirCounts() throws Exception {
        gateway.apply(List.of(TestFeeds.of("a")));

        HttpResponse<String> bad = post("a", "{\"id\":\"x\"}\n");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(bad.body()).contains("\"detail\":\"no row was accepted\"", "\"accepted\":0", "\"rejected\":1");

        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write((row("1") + row("2")).getBytes(StandardCharsets.UTF_8));
        }
        URI uri = URI.create("http://127.0.0.1:" + gateway.httpAddress().getPort() + "/api/v1/feeds/a");
        HttpResponse<String> cut = http.send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Encoding", "gzip")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray(), 0, packed.size() - 5))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(cut.statusCode()).isEqualTo(400);
        assertThat(cut.body())
                .contains("the body is not whole gzip; until then, rows accepted: 2, rejected: 0", "\"accepted\":2");
        awaitOut("a", 2);
    }

    @Test
    void datagramsAreTakenAndJunkAmongThemDoesNoHarm() throws Exception {
        gateway.apply(List.of(feed("u", FeedFormat.NDJSON, "udp", ANY)));
        InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port("u"));
        try (DatagramSocket socket = new DatagramSocket()) {
            for (String text : List.of(row("1") + row("2"), "\0\1junk", "", "{\"id\":", row("3"))) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                socket.send(new DatagramPacket(bytes, bytes.length, to));
            }
        }
        awaitOut("u", 3);

        assertThat(status("u").counts().rejectedInAll()).isEqualTo(2);
    }

    @Test
    void connectionsBringLinesAndNoMoreThanAllowedAreOpen() throws Exception {
        gateway.apply(List.of(feed("t", FeedFormat.NDJSON, "tcp", ANY)));
        try (Socket first = new Socket(InetAddress.getLoopbackAddress(), port("t"))) {
            first.getOutputStream().write((row("1") + row("2").substring(0, 9)).getBytes(StandardCharsets.UTF_8));
            awaitOut("t", 1);
            try (Socket second = new Socket(InetAddress.getLoopbackAddress(), port("t"))) {
                second.setSoTimeout(20_000);
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
            first.getOutputStream().write(row("2").substring(9).strip().getBytes(StandardCharsets.UTF_8));
        }
        awaitOut("t", 2);
    }

    @Test
    void aDocumentIsReadAnewWheneverItIsReplaced() throws Exception {
        Path file = directory.resolve("aircraft.json");
        String document = "{\"now\":%s,\"aircraft\":[{\"hex\":\"4b1814\",\"lat\":%s,\"lon\":16,\"seen_pos\":0}]}";
        double now = System.currentTimeMillis() / 1_000.0;
        gateway.apply(List.of(feed("adsb", FeedFormat.READSB, "file", file)));
        Await.until(() -> status("adsb"), seen -> seen.trouble() != null);

        for (int i = 1; i <= 3; i++) {
            Path fresh = directory.resolve("aircraft.json.tmp");
            Files.writeString(fresh, document.formatted(now + i, 48 + i));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            awaitOut("adsb", i);
        }
        assertThat(status("adsb").trouble()).isNull();
        assertThat(status("adsb").counts().rejected()).isEmpty();
    }

    @Test
    void feedsComeGoAndChangeWithoutDisturbingOthers() throws Exception {
        FeedSettings kept = feed("kept", FeedFormat.NDJSON, "tcp", ANY);
        FeedSettings changed = TestFeeds.of("changed");
        FeedSettings gone = feed("gone", FeedFormat.NDJSON, "udp", ANY);
        assertThat(gateway.apply(List.of(kept, changed, gone)).added()).containsExactly("kept", "changed", "gone");
        try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port("kept"))) {
            connection.getOutputStream().write(row("1").getBytes(StandardCharsets.UTF_8));
            awaitOut("kept", 1);
            post("changed", row("1"));

            FeedChange change = gateway.apply(List.of(
                    TestFeeds.of("new", FeedFormat.SBS, FeedInputSettings.DEFAULT),
                    TestFeeds.mapped(changed, "type", "a-h-G"),
                    kept));

            assertThat(change)
                    .isEqualTo(new FeedChange(List.of("new"), List.of("gone"), List.of("changed"), List.of()));
            connection.getOutputStream().write(row("2").getBytes(StandardCharsets.UTF_8));
            awaitOut("kept", 2);
            assertThat(status("kept").connections()).isEqualTo(1);
        }
        assertThat(status("changed").counts().out()).isEqualTo(1);
        assertThat(post("gone", row("1")).statusCode()).isEqualTo(404);
    }

    @Test
    void aProgramMayReadItsFeedsFromAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("feeds.yaml"), """
                feeds:
                  - name: cars
                    format: ndjson
                    mapping: {uid: id, type: a-f-G-E-V, lat: lat, lon: lon}
                """);

        GatewayConfig read =
                Objects.requireNonNull(ConfigReader.ofProcess().read(file).config());

        assertThat(gateway.apply(read.feeds()).added()).containsExactly("cars");
        assertThat(post("cars", row("7")).statusCode()).isEqualTo(200);
    }

    @Test
    void aPortThatCannotBeHadIsNamedAndChangesNothing() throws Exception {
        gateway.apply(List.of(feed("a", FeedFormat.NDJSON, "tcp", ANY)));
        InetSocketAddress taken = gateway.streamAddresses().get(0);

        assertThatThrownBy(() -> gateway.apply(List.of(feed("b", FeedFormat.NDJSON, "tcp", taken))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("feed b")
                .hasMessageContaining(":" + taken.getPort());

        assertThat(status("a").counts().in()).isZero();
    }
}
