package org.cotgateway.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.cotgateway.GatewaySettings;
import org.cotgateway.event.CotEvent;
import org.cotgateway.hub.LatestFilter;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents of events by HTTP, good and bad. */
class PublishRouteIT {

    private static final String PATH = "/api/v1/events";
    /** What one connection may hold on to: what is being read, one item, and what Netty keeps ready. */
    private static final long MAX_HELD_BYTES = 4L << 20;

    private final EventsApi api;

    PublishRouteIT() throws IOException {
        api = new EventsApi();
    }

    @AfterEach
    void close() {
        api.close();
    }

    static Stream<Arguments> documentsOfTwo() {
        return Stream.of(
                Arguments.of("application/xml", EventsApi.xml("a") + EventsApi.xml("b")),
                Arguments.of(
                        "text/xml;charset=utf-8",
                        "<?xml version=\"1.0\"?>\n<events>\n" + EventsApi.xml("a") + "\n" + EventsApi.xml("b")
                                + "</events>"),
                Arguments.of("application/json", "[" + EventsApi.json("a") + "," + EventsApi.json("b") + "]"),
                Arguments.of(
                        "application/json; charset=\"UTF-8\"",
                        "{\"events\":[" + EventsApi.json("a") + "," + EventsApi.json("b") + "]}"),
                Arguments.of(
                        "application/geo+json",
                        "{\"type\":\"FeatureCollection\",\"features\":[" + EventsApi.feature("a") + ","
                                + EventsApi.feature("b") + "]}"),
                Arguments.of("application/x-ndjson", EventsApi.json("a") + "\n" + EventsApi.feature("b") + "\n"));
    }

    @ParameterizedTest
    @MethodSource("documentsOfTwo")
    void eachFormatIsTakenAndPassedOn(String contentType, String document) throws Exception {
        BlockingQueue<CotEvent> taken = api.subscribe("blue");
        HttpResponse<String> answer = api.post(PATH + "?group=red&group=blue", contentType, document);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String ignored = document.contains("<events>") ? "{\"field\":\"text between events\",\"count\":2}" : "";
        assertThat(EventsApi.tree(answer.body()))
                .isEqualTo(EventsApi.tree("{\"accepted\":2,\"rejected\":0,\"routed\":2,\"nobody\":0,"
                        + "\"repeated\":0,\"staleOnArrival\":0,\"errors\":[],\"errorsLeftOut\":0,"
                        + "\"ignored\":[" + ignored + "],\"ignoredLeftOut\":0}"));
        assertThat(List.of(next(taken).uid(), next(taken).uid())).containsExactlyInAnyOrder("a", "b");
        assertThat(api.gateway.counters().get(Counter.EVENTS_PUBLISHED)).isEqualTo(2);
    }

    static Stream<Arguments> documentsOfOneThatIsStale() {
        String old = "\"start\":\"2020-01-01T00:00:00Z\"";
        return Stream.of(
                Arguments.of(
                        "application/json", "[" + EventsApi.json("a") + "," + with(old, EventsApi.json("b")) + "]"),
                Arguments.of("application/x-ndjson", with(old, EventsApi.json("b")) + "\n" + EventsApi.feature("a")),
                Arguments.of(
                        "application/geo+json",
                        EventsApi.feature("b").replace("\"properties\":{", "\"properties\":{" + old + ",")),
                Arguments.of(
                        "application/xml",
                        EventsApi.xml("a")
                                + EventsApi.xml("b")
                                        .replaceAll("(time|start)=\"\\d+", "$1=\"2019")
                                        .replaceAll("stale=\"\\d+", "stale=\"2020")));
    }

    private static String with(String member, String json) {
        return "{" + member + "," + json.substring(1);
    }

    @ParameterizedTest
    @MethodSource("documentsOfOneThatIsStale")
    void eventsThatAreStaleWhenTheyComeAreCounted(String contentType, String document) throws Exception {
        HttpResponse<String> answer = api.post(PATH, contentType, document);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode report = EventsApi.tree(answer.body());
        assertThat(report.get("rejected").asInt()).as(answer.body()).isZero();
        assertThat(report.path("staleOnArrival").asInt()).as(answer.body()).isOne();
        assertThat(uids()).doesNotContain("b");
    }

    private static CotEvent next(BlockingQueue<CotEvent> taken) throws InterruptedException {
        CotEvent event = taken.poll(20, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }

    @Test
    void goodOnesGoThroughAndEachBadOneIsNamedWithAllThatIsWrong() throws Exception {
        String bad = EventsApi.xml("bad").replace("48.2", "95").replace("16.3", "500");
        String control = EventsApi.xml("ping").replace("a-f-G", "t-x-c-t");
        HttpResponse<String> answer = api.post(
                PATH, EventsApi.XML, EventsApi.xml("a") + "\n" + bad + "\n" + control + "\n" + EventsApi.xml("b"));
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode report = EventsApi.tree(answer.body());
        assertThat(report.get("accepted").asInt()).isEqualTo(2);
        assertThat(report.get("rejected").asInt()).isEqualTo(2);
        assertThat(report.at("/errors/0/index").asInt()).isEqualTo(1);
        assertThat(report.at("/errors/0/line").asInt()).isEqualTo(2);
        assertThat(report.at("/errors/0/violations").findValuesAsText("field")).contains("point@lat", "point@lon");
        assertThat(report.at("/errors/0/violations/0/line").asInt()).isEqualTo(2);
        int column = bad.indexOf("lat=") + 1;
        assertThat(report.at("/errors/0/violations/0/column").asInt())
                .isBetween(column, column + "lat=\"95\"".length());
        assertThat(report.at("/errors/1/violations/0/value").asText()).isEqualTo("t-x-c-t");
        assertThat(uids()).containsExactlyInAnyOrder("a", "b");
        assertThat(api.gateway.counters().get(Counter.API_REJECTED)).isEqualTo(2);
        JsonNode onOneLine = EventsApi.tree(
                api.post(PATH, EventsApi.XML, EventsApi.xml("a") + bad).body());
        assertThat(onOneLine.at("/errors/0/violations/0/line").asInt()).isOne();
        assertThat(onOneLine.at("/errors/0/violations/0/column").asInt())
                .isEqualTo(report.at("/errors/0/violations/0/column").asInt()
                        + EventsApi.xml("a").getBytes(StandardCharsets.UTF_8).length);
    }

    private List<String> uids() throws Exception {
        return api.gateway.latest(LatestFilter.ALL).toCompletableFuture().get(20, TimeUnit.SECONDS).stream()
                .map(CotEvent::uid)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "nonsense", "{", "[", "<event", "<event/>", "\0\0", "{\"type\":\"Feature\"}"})
    void aBodyWithoutAnEventIsAProblem(String body) throws Exception {
        for (String type : List.of(EventsApi.XML, EventsApi.JSON, EventsApi.GEOJSON)) {
            HttpResponse<String> answer = api.post(PATH, type, body);
            assertThat(answer.statusCode()).as(type + ": " + answer.body()).isEqualTo(400);
            assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
            JsonNode problem = EventsApi.tree(answer.body());
            assertThat(problem.get("status").asInt()).isEqualTo(400);
            assertThat(problem.get("rejected").asInt()).isPositive();
            assertThat(problem.at("/errors/0/violations")).isNotEmpty();
        }
        assertThat(uids()).isEmpty();
    }

    @Test
    void collectionsMayBeEmpty() throws Exception {
        assertThat(api.post(PATH, EventsApi.GEOJSON, "{\"type\":\"FeatureCollection\",\"features\":[]}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(api.post(PATH, EventsApi.JSON, "[]").statusCode()).isEqualTo(200);
        assertThat(api.post(PATH, EventsApi.NDJSON, "").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("documentsOfTwo")
    void bodiesCutOffAnywhereAreAnsweredAndWhatWasWholeGoesThrough(String contentType, String document)
            throws Exception {
        int firstWhole = -1;
        for (int cut = 0; cut < document.length(); cut += 7) {
            HttpResponse<String> answer = api.post(PATH, contentType, document.substring(0, cut));
            assertThat(answer.statusCode()).as("cut at " + cut).isIn(200, 400);
            JsonNode report = EventsApi.tree(answer.body());
            int accepted = report.get("accepted").asInt();
            assertThat(accepted).as("accepted, cut at " + cut).isLessThanOrEqualTo(2);
            assertThat(answer.statusCode() == 200)
                    .as("cut at " + cut + ": " + answer.body())
                    .isEqualTo(accepted > 0 || report.get("rejected").asInt() == 0);
            if (accepted > 0 && firstWhole < 0) {
                firstWhole = cut;
            }
            assertThat(accepted > 0).as("cut at " + cut).isEqualTo(firstWhole >= 0);
        }
        assertThat(firstWhole).isPositive();
    }

    @Test
    void whatAClientSentBeforeItWentAwayGoesThrough() throws Exception {
        try (Socket client = api.connect()) {
            client.getOutputStream()
                    .write(("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/xml\r\n"
                                    + "Content-Length: 100000\r\n\r\n" + EventsApi.xml("a")
                                    + EventsApi.xml("cut").substring(0, 100))
                            .getBytes(StandardCharsets.UTF_8));
            client.getOutputStream().flush();
            Await.until(this::uids, uids -> uids.contains("a"));
        }
        assertThat(uids()).containsExactly("a");
    }

    @Test
    void otherTypesAndCharsetsAreRefusedWithWhatIsTaken() throws Exception {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "nonsense", "application/xmlx")) {
            HttpResponse<String> answer = api.post(PATH, type, EventsApi.xml("a"));
            assertThat(answer.statusCode()).as(type).isEqualTo(415);
            assertThat(answer.headers().firstValue("accept").orElse(""))
                    .contains(EventsApi.XML, EventsApi.JSON, EventsApi.GEOJSON, EventsApi.NDJSON);
            assertThat(answer.body()).contains("Content-Type").contains("application/geo+json");
        }
        for (String charset : List.of("iso-8859-1", "utf-16", "no such charset", "''")) {
            HttpResponse<String> answer = api.post(PATH, EventsApi.XML + "; charset=" + charset, EventsApi.xml("a"));
            assertThat(answer.statusCode()).as(charset).isEqualTo(415);
            assertThat(answer.body()).contains("UTF-8");
        }
        HttpResponse<String> none =
                api.send(api.request(PATH).POST(HttpRequest.BodyPublishers.ofString(EventsApi.xml("a"))));
        assertThat(none.statusCode()).isEqualTo(415);
        assertThat(uids()).isEmpty();
    }

    @Test
    void bytesThatAreNotUtf8CostTheirItemOnly() throws Exception {
        byte[] good = EventsApi.xml("a").getBytes(StandardCharsets.UTF_8);
        byte[] latin = EventsApi.xml("latin").getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(latin);
        body.write(good);
        HttpResponse<String> answer = api.send(api.request(PATH)
                .header("Content-Type", EventsApi.XML)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
        assertThat(answer.body()).contains("\"accepted\":1,\"rejected\":1");
        assertThat(uids()).containsExactly("a");
    }

    @Test
    void allThatIsWrongWithTheQueryIsSaidAtOnce() throws Exception {
        HttpResponse<String> answer = api.post(PATH + "?group=%20&group=ok&grup=x", EventsApi.XML, EventsApi.xml("a"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(EventsApi.tree(answer.body()).get("violations").findValuesAsText("field"))
                .containsExactlyInAnyOrder("group", "grup");
        assertThat(uids()).isEmpty();
    }

    @Test
    void theGroupOfNobodyIsNotForPublishing() throws Exception {
        HttpResponse<String> answer = api.post(PATH + "?group=__NOBODY__", EventsApi.XML, EventsApi.xml("a"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("__NOBODY__", "is the gateway's own");
        assertThat(uids()).isEmpty();
    }

    @Test
    void ofVeryManyErrorsTheFirstThousandAreNamed() throws Exception {
        String body = "{}\n".repeat(3_000) + EventsApi.json("good");
        JsonNode report = EventsApi.tree(api.post(PATH, EventsApi.NDJSON, body).body());
        assertThat(report.get("accepted").asInt()).isEqualTo(1);
        assertThat(report.get("rejected").asInt()).isEqualTo(3_000);
        assertThat(report.get("errors")).hasSize(1_000);
        assertThat(report.get("errorsLeftOut").asInt()).isEqualTo(2_000);
        assertThat(report.at("/errors/999/line").asInt()).isEqualTo(1_000);
    }

    @Test
    void whatMeansNothingInAnEventIsNamedAndCounted() throws Exception {
        String feature = EventsApi.feature("a").replace("\"properties\":{", "\"properties\":{\"mood\":\"good\",");
        JsonNode report = EventsApi.tree(
                api.post(PATH, EventsApi.NDJSON, feature + "\n" + feature.replace("mood", "mode") + "\n" + feature)
                        .body());
        assertThat(report.get("accepted").asInt()).isEqualTo(3);
        assertThat(report.get("ignored"))
                .isEqualTo(EventsApi.tree("[{\"field\":\"/properties/mood\",\"count\":2},"
                        + "{\"field\":\"/properties/mode\",\"count\":1}]"));
        assertThat(report.get("ignoredLeftOut").asInt()).isZero();
    }

    @Test
    void ofVeryManyIgnoredFieldsTheFirstHundredAreNamedNotAtFullLength() throws Exception {
        String many = IntStream.range(0, 150)
                .mapToObj(i -> "\"x" + i + "-" + "long".repeat(100) + "\":1,")
                .collect(Collectors.joining());
        String feature = EventsApi.feature("a").replace("\"properties\":{", "\"properties\":{" + many);
        JsonNode report = EventsApi.tree(
                api.post(PATH, EventsApi.NDJSON, feature + "\n" + feature).body());
        assertThat(report.get("accepted").asInt()).isEqualTo(2);
        assertThat(report.get("ignored")).hasSize(100);
        assertThat(report.at("/ignored/99/count").asInt()).isEqualTo(2);
        assertThat(report.at("/ignored/99/field").asText())
                .startsWith("/properties/x99-long")
                .hasSize(203);
        assertThat(report.get("ignoredLeftOut").asInt()).isEqualTo(100);
    }

    @Test
    void packedBodiesAreTaken() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(EventsApi.json("packed").getBytes(StandardCharsets.UTF_8));
        }
        HttpResponse<String> answer = api.send(api.request(PATH)
                .header("Content-Type", EventsApi.JSON)
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray())));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(uids()).containsExactly("packed");
        HttpResponse<String> brotli = api.send(api.request(PATH)
                .header("Content-Type", EventsApi.JSON)
                .header("Content-Encoding", "br")
                .POST(HttpRequest.BodyPublishers.ofString(EventsApi.json("b"))));
        assertThat(brotli.statusCode()).isEqualTo(415);
    }

    private static Stream<Arguments> longBodies() {
        return Stream.of(
                Arguments.of(EventsApi.XML, 64, "", "", ""),
                Arguments.of(EventsApi.JSON, 8, "{\"events\":[", ",", "]}"),
                Arguments.of(EventsApi.GEOJSON, 8, "{\"type\":\"FeatureCollection\",\"features\":[", ",", "]}"),
                Arguments.of(EventsApi.NDJSON, 8, "", "\n", ""));
    }

    private static String item(String contentType, int i) {
        return switch (contentType) {
            case EventsApi.XML -> EventsApi.xml("u-" + i);
            case EventsApi.GEOJSON -> EventsApi.feature("u-" + i);
            default -> EventsApi.json("u-" + i);
        };
    }

    @ParameterizedTest
    @MethodSource("longBodies")
    void aBodyOfManyMegabytesIsReadInBoundedMemory(
            String contentType, int megabytes, String begin, String between, String end) throws Exception {
        String piece =
                IntStream.range(0, 200).mapToObj(i -> item(contentType, i)).collect(Collectors.joining(between));
        long before = held();
        long most = 0;
        int pieces = (megabytes << 20) / piece.length();
        try (Socket client = api.connect()) {
            OutputStream out = client.getOutputStream();
            out.write(("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + contentType
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < pieces; i++) {
                out.write(chunk((i == 0 ? begin : between) + piece));
                most = Math.max(most, held() - before);
            }
            out.write(chunk(end));
            if (!end.isEmpty()) {
                out.write(chunk(""));
            }
            out.flush();
            StringBuilder answer = new StringBuilder();
            byte[] read = new byte[4_096];
            while (answer.indexOf("\"ignoredLeftOut\"") < 0) {
                int bytes = client.getInputStream().read(read);
                assertThat(bytes).as("an answer: " + answer).isPositive();
                answer.append(new String(read, 0, bytes, StandardCharsets.UTF_8));
            }
            assertThat(answer).contains("\"accepted\":" + 200 * pieces + ",\"rejected\":0");
        }
        assertThat(most).as("bytes held in buffers").isLessThan(MAX_HELD_BYTES);
    }

    /** As HTTP sends it; an empty one is the last. */
    private static byte[] chunk(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunk.writeBytes(bytes);
        chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return chunk.toByteArray();
    }

    private static long held() {
        return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() + PooledByteBufAllocator.DEFAULT.pinnedHeapMemory();
    }

    @Test
    void nobodyButOperatorsMay() throws Exception {
        GatewaySettings settings = GatewaySettings.builder().bind("127.0.0.1").build();
        GatewaySettings noOperators = settings.toBuilder()
                .http(settings.http().operatedFrom(List.of("192.0.2.1")))
                .build();
        try (EventsApi closed = new EventsApi(noOperators)) {
            assertThat(closed.post(PATH, EventsApi.XML, EventsApi.xml("a")).statusCode())
                    .isEqualTo(403);
            assertThat(closed.get(PATH).statusCode()).isEqualTo(403);
            assertThat(closed.delete(PATH + "/a").statusCode()).isEqualTo(403);
            assertThat(closed.gateway.counters().get(Counter.HTTP_FORBIDDEN)).isEqualTo(3);
        }
    }
}
