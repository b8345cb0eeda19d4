package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole gateway says of itself by HTTP. */
class StatusIT {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    private static CotGateway open(List<String> operators) throws IOException {
        return CotGateway.open(
                GatewaySettings.builder()
                        .callsign("GÄTE")
                        .http(HttpSettings.on(ANY).operatedFrom(operators))
                        .bind("127.0.0.1")
                        .build(),
                HubSettings.NONE.with(List.of(HubSettings.StreamInlet.open(ANY)), List.of()));
    }

    private static CotGateway open() throws IOException {
        return open(HttpSettings.on(ANY).operators());
    }

    private HttpResponse<String> get(CotGateway gateway, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + gateway.httpAddress().getPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode status(CotGateway gateway) throws Exception {
        return JSON.readTree(get(gateway, "/api/v1/status").body());
    }

    private static JsonNode counter(JsonNode status, Counter counter) {
        for (JsonNode entry : status.get("counters")) {
            if (entry.get("name").asText().equalsIgnoreCase(counter.name())) {
                return entry;
            }
        }
        throw new AssertionError("no counter " + counter + " in " + status);
    }

    private static JsonNode receiverOf(JsonNode status, String uid) {
        for (JsonNode receiver : status.get("receivers")) {
            for (JsonNode contact : receiver.get("contacts")) {
                if (contact.get("uid").asText().equals(uid)) {
                    return receiver;
                }
            }
        }
        return JSON.missingNode();
    }

    @Test
    void theStatusNamesReceiversContactsCountersAndTheGateway() throws Exception {
        try (CotGateway gateway = open();
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer two = new StreamPeer(gateway.streamAddresses().get(0))) {
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED), count -> count == 2);
            one.send(StreamPeer.self("dev-1", "ÄLPHA"));
            two.next("dev-1");
            two.send(StreamPeer.self("dev-2", "BRAVO"));
            one.next("dev-2");

            JsonNode status = Await.until(
                    () -> status(gateway),
                    now -> receiverOf(now, "dev-2").path("sentEvents").asLong() == 1
                            && now.get("rates").get("in").get("minute").asDouble() > 0);

            assertThat(status.get("gateway").get("callsign").asText()).isEqualTo("GÄTE");
            assertThat(status.get("gateway").get("uid").asText()).isNotEmpty();
            assertThat(status.get("contacts").asInt()).isEqualTo(2);
            assertThat(status.get("listeners")).hasSize(2);
            assertThat(status.get("listeners").get(0).get("clients").asInt()).isEqualTo(2);
            JsonNode first = receiverOf(status, "dev-1");
            assertThat(first.get("contacts").get(0).get("callsign").asText()).isEqualTo("ÄLPHA");
            assertThat(first.get("listener"))
                    .isEqualTo(status.get("listeners").get(0).get("name"));
            assertThat(first.get("rule").isNull()).isTrue();
            assertThat(first.get("groups").get("out").get(0).asText()).isEqualTo("__ANON__");
            assertThat(first.get("protocol").asText()).isEqualTo("xml");
            assertThat(first.get("state").asText()).isEqualTo("connected");
            assertThat(first.get("receivedEvents").asLong()).isOne();
            assertThat(first.get("lastReceived").asText()).isNotEmpty();
            assertThat(first.get("connectedSince").asText()).isNotEmpty();
            assertThat(first.get("dropped")).isEmpty();
            assertThat(status.get("counters")).hasSize(Counter.values().length);
            assertThat(counter(status, Counter.EVENTS_RECEIVED).get("value").asLong())
                    .isEqualTo(2);
            assertThat(counter(status, Counter.EVENTS_RECEIVED).get("meaning").asText())
                    .isEqualTo(Counter.EVENTS_RECEIVED.meaning());
        }
    }

    @Test
    void whoHasTakenNothingForSecondsIsSlowUntilItDoes() throws Exception {
        try (CotGateway gateway = open();
                StreamPeer publisher = new StreamPeer(gateway.streamAddresses().get(0));
                Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4_096);
            slow.connect(gateway.streamAddresses().get(0));
            slow.getOutputStream().write(StreamPeer.self("slow", "SLOW").getBytes(StandardCharsets.UTF_8));
            publisher.next("SLOW");
            String padding = "<x>" + "x".repeat(50_000) + "</x>";
            for (int i = 0; i < 180; i++) {
                publisher.send(StreamPeer.event("u-" + i, "a-f-G", padding));
            }
            Await.until(() -> receiverOf(status(gateway), "slow").path("state").asText(), "slow"::equals);

            byte[] piece = new byte[65_536];
            slow.setSoTimeout(20_000);
            for (long read = 0; read < 180 * 50_000; ) {
                read += slow.getInputStream().read(piece);
            }
            Await.until(() -> receiverOf(status(gateway), "slow").path("state").asText(), "connected"::equals);
        }
    }

    @Test
    void ofAClientThatDoesNotReadEveryEventIsAccountedFor() throws Exception {
        String padding = "<x>" + "x".repeat(50_000) + "</x>";
        try (CotGateway gateway = open();
                StreamPeer publisher = new StreamPeer(gateway.streamAddresses().get(0));
                Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4_096);
            slow.connect(gateway.streamAddresses().get(0));
            slow.getOutputStream().write(StreamPeer.self("slow", "SLOW").getBytes(StandardCharsets.UTF_8));
            publisher.next("SLOW");

            int[] sent = {0};
            JsonNode receiver = Await.until(
                    () -> {
                        for (int i = 0; i < 100; i++) {
                            publisher.send(StreamPeer.event("u-" + sent[0]++, "a-f-G", padding));
                        }
                        return receiverOf(status(gateway), "slow");
                    },
                    now -> now.path("dropped").path("full").asLong() > 0);
            Await.until(() -> gateway.counters().get(Counter.EVENTS_RECEIVED), count -> count == sent[0] + 1);

            assertThat(receiver.get("state").asText()).isEqualTo("full");
            assertThat(receiver.get("queue").get("waiting").asLong()).isPositive();
            assertThat(receiver.get("queue").get("bytes").asLong()).isGreaterThan(10_000_000);

            slow.close();
            publisher.next("t-x-d-d");
            JsonNode after = status(gateway);
            assertThat(receiverOf(after, "slow").isMissingNode()).isTrue();
            long ended = Stream.of(
                            Counter.EVENTS_SENT, Counter.DROPPED_FULL, Counter.DROPPED_CLOSED, Counter.DROPPED_LOST)
                    .mapToLong(counter -> counter(after, counter).get("value").asLong())
                    .sum();
            // Every event for the slow one, and to the publisher what was said of it when it came and when it went.
            assertThat(ended).isEqualTo(sent[0] + 2L);
            assertThat(counter(after, Counter.DROPPED_LOST).get("value").asLong()
                            + counter(after, Counter.DROPPED_CLOSED)
                                    .get("value")
                                    .asLong())
                    .isPositive();
        }
    }

    @Test
    void whatIsConflatedForAllCountsForEachThatWasThere() throws Exception {
        try (CotGateway gateway = open();
                StreamPeer publisher = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer reader = new StreamPeer(gateway.streamAddresses().get(0))) {
            reader.send(StreamPeer.self("reader", "READER"));
            publisher.next("READER");
            StringBuilder burst = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                burst.append(StreamPeer.event("u", "a-f-G", ""));
            }
            publisher.send(burst.toString());
            Await.until(
                    () -> gateway.counters().get(Counter.EVENTS_SENT)
                            + gateway.counters().get(Counter.EVENTS_CONFLATED),
                    ended -> ended == 51);

            try (StreamPeer late = new StreamPeer(gateway.streamAddresses().get(0))) {
                late.send(StreamPeer.self("late", "LATE"));
                reader.next("LATE");
                JsonNode status = status(gateway);

                long conflated =
                        counter(status, Counter.EVENTS_CONFLATED).get("value").asLong();
                assertThat(conflated).isPositive();
                assertThat(receiverOf(status, "reader").get("conflated").asLong())
                        .isEqualTo(conflated);
                assertThat(receiverOf(status, "reader").get("dropped")).isEmpty();
                assertThat(receiverOf(status, "late").get("conflated").asLong()).isZero();
                assertThat(status.get("receivers").get(0).get("conflated").asLong())
                        .as("what the publisher would never have got")
                        .isZero();
            }
        }
    }

    @Test
    void metricsAreInPrometheusFormatWithEveryCounterAndTheBinders() throws Exception {
        try (CotGateway gateway = open();
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0))) {
            one.send(StreamPeer.self("dev-1", "ALPHA"));
            Await.until(() -> gateway.counters().get(Counter.EVENTS_RECEIVED), count -> count == 1);

            HttpResponse<String> answer = get(gateway, "/metrics");

            assertThat(answer.statusCode()).isEqualTo(200);
            PrometheusFormat metrics = PrometheusFormat.read(answer.body());
            for (Counter counter : Counter.values()) {
                String name = "cotgw_" + counter.name().toLowerCase(Locale.ROOT) + "_total";
                assertThat(metrics.type(name)).as(name).isEqualTo("counter");
                assertThat(metrics.help(name)).startsWith(counter.meaning()).contains(counter.unit());
            }
            assertThat(metrics.value("cotgw_events_received_total")).isEqualTo(1);
            assertThat(metrics.value("cotgw_clients")).isEqualTo(1);
            assertThat(metrics.value("cotgw_contacts")).isEqualTo(1);
            assertThat(metrics.value("cotgw_latest_events")).isEqualTo(1);
            assertThat(metrics.value("cotgw_latest_bytes")).isGreaterThan(100);
            assertThat(metrics.value("cotgw_queued_events")).isZero();
            assertThat(metrics.names())
                    .contains(
                            "jvm_memory_used_bytes",
                            "jvm_threads_live_threads",
                            "process_uptime_seconds",
                            "cache_size",
                            "netty_allocator_memory_used",
                            "netty_eventexecutor_tasks_pending");
        }
    }

    @Test
    void promtoolFindsNothingToSayAgainstOurOwnMetrics() throws Exception {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        assumeTrue(
                Stream.of(path.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
                "there is no promtool here (Debian: prometheus)");
        try (CotGateway gateway = open()) {
            Path metrics = Files.writeString(
                    directory.resolve("metrics"), get(gateway, "/metrics").body());

            Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                    .redirectErrorStream(true)
                    .redirectInput(metrics.toFile())
                    .start();
            String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            // 3 stands for advice on names, which the binders' get.
            assertThat(promtool.waitFor()).as(said).isIn(0, 3);
            assertThat(said.lines()).noneMatch(line -> line.startsWith("cotgw_"));
        }
    }

    @Test
    void whoIsNoOperatorIsRefusedAndCounted() throws Exception {
        try (CotGateway gateway = open(List.of("127.0.0.1/32"))) {
            assertThat(get(gateway, "/metrics").statusCode()).isEqualTo(200);
            for (String asked : List.of("/metrics", "/api/v1/status")) {
                String answer = getFrom("127.0.0.2", gateway.httpAddress(), asked);
                assertThat(answer).startsWith("HTTP/1.1 403 ").contains("127.0.0.2 is not an operator's address");
            }
            assertThat(gateway.counters().get(Counter.HTTP_FORBIDDEN)).isEqualTo(2);
        }
    }

    private static String getFrom(String from, InetSocketAddress server, String path) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getByName("127.0.0.1"), server.getPort(), InetAddress.getByName(from), 0)) {
            socket.setSoTimeout(20_000);
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }
}
