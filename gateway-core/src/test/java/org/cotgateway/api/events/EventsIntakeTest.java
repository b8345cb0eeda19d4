package org.cotgateway.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.codec.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.http.Connection;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.hub.PublishOutcome;
import org.cotgateway.hub.Publisher;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.testing.RecordCopy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a body that is not taken to its end: what was accepted before went through. */
class EventsIntakeTest {

    private static final long MAX_UNPACKED_BYTES = 1 << 20;
    private static final long SEED = 20_261_121;
    private static final int CUTS = 40;
    private static final String BAD = "{\"uid\":\"bad\"}\n";

    private final Counters counters = new Counters();
    private final EventImages images =
            new EventImages(PooledByteBufAllocator.DEFAULT, "test", InstantSource.system(), XmlLimits.DEFAULT);
    private final List<String> published = new ArrayList<>();
    private int stopsAfter = Integer.MAX_VALUE;
    private final Connection connection = connect();

    private Connection connect() {
        PublishRoute route = new PublishRoute(this::publish, images, counters, () -> false, InstantSource.system());
        return new Connection(
                unpackingAtMost(MAX_UNPACKED_BYTES),
                counters,
                routes -> routes.receiving(HttpMethod.POST, "/events", route));
    }

    /** The usual settings, with a small limit of what is unpacked. */
    static HttpSettings unpackingAtMost(long bytes) {
        HttpSettings usual = HttpSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return RecordCopy.of(usual).with("maxUnpackedBytes", bytes).get();
    }

    private PublishOutcome publish(EventImage image, Publisher publisher) {
        if (published.size() == stopsAfter) {
            return PublishOutcome.STOPPING;
        }
        published.add(image.summary().uid());
        return PublishOutcome.NOBODY;
    }

    @AfterEach
    void disconnect() {
        connection.close();
    }

    private static String post(String contentType, String... headers) {
        return "POST /events HTTP/1.1\r\nhost: x\r\ncontent-type: " + contentType + "\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n";
    }

    private static String line(String uid) {
        return EventsApi.json(uid) + "\n";
    }

    private static String gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed, true)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
            gzip.flush();
        }
        return packed.toString(StandardCharsets.ISO_8859_1);
    }

    /** The problem document of an answer after which the connection ends. */
    private JsonNode problem(String answer, int status) throws IOException {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("\r\ncontent-type: application/problem+json\r\n", "\r\nconnection: close\r\n")
                .containsOnlyOnce("HTTP/1.1");
        assertThat(connection.isOpen()).isFalse();
        JsonNode problem = EventsApi.tree(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotEmpty();
        return problem;
    }

    @Test
    void aPackedBodyThatIsCutOffHasItsCounts() throws IOException {
        String packed = gzip(line("a") + BAD + line("b"));
        String cut = packed.substring(0, packed.length() - 9);

        JsonNode problem = problem(
                connection.send(
                        post(EventsApi.NDJSON, "content-encoding: gzip", "content-length: " + cut.length()) + cut),
                400);

        assertThat(problem.path("detail").asText())
                .isEqualTo("the body is not whole gzip; until then, events accepted: 2, rejected: 1");
        assertThat(problem.path("accepted").asInt()).isEqualTo(2);
        assertThat(problem.path("rejected").asInt()).isEqualTo(1);
        assertThat(problem.at("/errors/0/line").asInt()).isEqualTo(2);
        assertThat(published).containsExactly("a", "b");
        assertThat(counters.get(Counter.HTTP_REJECTED)).isEqualTo(1);
    }

    @Test
    void aPackedBodyThatUnpacksToTooMuchHasItsCounts() throws IOException {
        String packed = gzip(line("a") + " ".repeat(1 << 21));

        JsonNode problem = problem(postPacked(packed), 413);

        assertThat(problem.path("accepted").asInt()).isEqualTo(1);
        assertThat(published).containsExactly("a");
    }

    @Test
    void manyMembersThatUnpackToTooMuchTogetherAreABombToo() throws IOException {
        String packed = gzip(line("a")) + gzip(" ".repeat(100_000)).repeat(11);

        JsonNode problem = problem(postPacked(packed), 413);

        assertThat(problem.path("accepted").asInt()).isEqualTo(1);
    }

    /** All of it is in memory until the body ends, and names in an item may be as long as the item. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'KEY':1,'KEY':2}",
                "{'uid':'a','detail':[{'name':'KEY','attributes':{'KEY':[1]}}]}",
                "{'uid':'a','point':{'KEY':{},'KEY':{}}}",
                "{'type':'Feature','properties':{'KEY':1,'KEY':{}}}",
                "{'type':'KEY'}"
            })
    void whatIsToldOfBadItemsIsBoundedHoweverLongTheirNames(String item) throws IOException {
        String bad = item.replace('\'', '"').replace("KEY", "k".repeat(200_000)) + "\n";

        String answer = connection.send(post(EventsApi.NDJSON, "content-length: " + bad.length()) + bad);

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("\"rejected\":1")
                .hasSizeLessThan(5_000);
    }

    @Test
    void whatStandsBehindGzipIsNoGzip() throws IOException {
        JsonNode problem = problem(postPacked(gzip(line("a")) + "garbage"), 400);

        assertThat(problem.path("accepted").asInt()).isEqualTo(1);
        assertThat(published).containsExactly("a");
    }

    /** A bomb in a bomb does not go off: what is inside is no event. */
    @Test
    void gzipInGzipIsUnpackedOnce() throws IOException {
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(twice)) {
            gzip.write(gzip(line("a") + " ".repeat(1 << 22)).getBytes(StandardCharsets.ISO_8859_1));
        }

        String answer = postPacked(twice.toString(StandardCharsets.ISO_8859_1));

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("no event was accepted", "\"accepted\":0");
        assertThat(connection.isOpen()).isTrue();
        assertThat(published).isEmpty();
    }

    @Test
    void packedBodiesCutOffAnywhereAreRefusedWithWhatCameBefore() throws IOException {
        String packed = gzip(line("a") + BAD + line("b"));
        int most = 0;
        for (int cut = 0; cut < packed.length(); cut++) {
            published.clear();
            try (Connection client = connect()) {
                String answer = client.send(post(EventsApi.NDJSON, "content-encoding: gzip", "content-length: " + cut)
                        + packed.substring(0, cut));
                assertThat(answer)
                        .as("cut at %d", cut)
                        .startsWith("HTTP/1.1 400 ")
                        .contains("not whole gzip");
                JsonNode problem = EventsApi.tree(answer.substring(answer.indexOf("\r\n\r\n")));
                assertThat(problem.path("accepted").asInt())
                        .as("cut at %d", cut)
                        .isEqualTo(published.size())
                        .isGreaterThanOrEqualTo(most);
                most = published.size();
            }
        }
        assertThat(most).isEqualTo(2);
    }

    /** Whoever goes away in the middle leaves nothing behind but the events that were whole. */
    @Test
    void bodiesOfClientsThatGoAwayAnywhereAreLetGo() throws IOException {
        for (String format : List.of(EventsApi.XML, EventsApi.JSON, EventsApi.GEOJSON, EventsApi.NDJSON)) {
            String document = document(format, "a", "b", "c");
            for (boolean packed : List.of(false, true)) {
                String body = packed ? gzip(document) : document;
                Random random = new Random(SEED);
                for (int i = 0; i < CUTS; i++) {
                    int cut = random.nextInt(body.length());
                    published.clear();
                    try (Connection client = connect()) {
                        assertThat(client.send(post(
                                                format,
                                                packed ? "content-encoding: gzip" : "x: y",
                                                "content-length: " + body.length())
                                        + body.substring(0, cut)))
                                .isEmpty();
                    }
                    assertThat(List.of("a", "b", "c").subList(0, published.size()))
                            .as("%s, packed %s, cut at %d, seed %d", format, packed, cut, SEED)
                            .isEqualTo(published);
                }
            }
        }
    }

    private String postPacked(String packed) throws IOException {
        String answer = connection.send(
                post(EventsApi.NDJSON, "content-encoding: gzip", "content-length: " + packed.length()) + packed);
        for (int passes = 0; answer.isEmpty() && passes < 100; passes++) {
            answer = connection.after(Duration.ofMillis(1));
        }
        return answer;
    }

    @Test
    void aBodyThatStopsHasItsCounts() throws IOException {
        String body = line("a") + BAD + line("cut").substring(0, 20);
        assertThat(connection.send(post(EventsApi.NDJSON, "content-length: 10000") + body))
                .isEmpty();

        JsonNode problem = problem(connection.after(Duration.ofSeconds(120)), 408);

        assertThat(problem.path("detail").asText())
                .isEqualTo("the request did not arrive in time; until then, events accepted: 1, rejected: 1");
        assertThat(problem.path("accepted").asInt()).isEqualTo(1);
        assertThat(published).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {EventsApi.XML, EventsApi.NDJSON})
    void aSensorThatSendsAnEventNowAndThenIsHeardForDays(String format) throws IOException {
        connection.send(post(format, "content-length: 100000000"));
        for (int minute = 0; minute < 2 * 24 * 60; minute++) {
            byte[] event =
                    (format.equals(EventsApi.XML) ? EventsApi.xml("a") : line("a")).getBytes(StandardCharsets.UTF_8);
            assertThat(connection.send(new String(event, StandardCharsets.ISO_8859_1)))
                    .isEmpty();
            assertThat(connection.after(Duration.ofMinutes(1)))
                    .as("minute %d", minute)
                    .isEmpty();
        }
        assertThat(published).hasSize(2 * 24 * 60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", " ", "x"})
    void bytesThatBecomeNoEventKeepNobodyWaiting(String bytes) throws IOException {
        connection.send(post(EventsApi.NDJSON, "content-length: 100000000") + line("a"));
        for (int second = 0; second < 119; second++) {
            assertThat(connection.send(bytes)).isEmpty();
            assertThat(connection.after(Duration.ofSeconds(1))).isEmpty();
        }

        JsonNode problem = problem(connection.after(Duration.ofSeconds(1)), 408);

        assertThat(problem.path("accepted").asInt()).isEqualTo(1);
    }

    @Test
    void aBodyWhoseChunksBreakHasItsCounts() throws IOException {
        String event = EventsApi.xml("a");
        int bytes = event.getBytes(StandardCharsets.UTF_8).length;
        String chunk = Integer.toHexString(bytes) + "\r\n"
                + new String(event.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1) + "\r\n";

        JsonNode problem =
                problem(connection.send(post(EventsApi.XML, "transfer-encoding: chunked") + chunk + "zz\r\n"), 400);

        assertThat(problem.path("detail").asText()).startsWith("malformed request; until then, events accepted: 1");
        assertThat(problem.path("accepted").asInt()).isEqualTo(1);
    }

    /** Whatever of the document is half read is let go, as the leak detection sees. */
    @ParameterizedTest
    @ValueSource(strings = {EventsApi.XML, EventsApi.JSON, EventsApi.GEOJSON, EventsApi.NDJSON})
    void aGatewayThatStopsSaysWhatWentThroughAndKeepsNothing(String format) throws IOException {
        stopsAfter = 1;

        JsonNode problem = problem(
                connection.send(post(format, "content-length: 1000000") + document(format, "a", "b", "c", "half")),
                503);

        assertThat(problem.path("detail").asText())
                .isEqualTo("the gateway has been told to stop; until then, events accepted: 1, rejected: 0");
        assertThat(problem.path("accepted").asInt()).isEqualTo(1);
        assertThat(published).containsExactly("a");
    }

    /** The last of them cut off. */
    private static String document(String format, String... uids) {
        StringBuilder document = new StringBuilder(
                switch (format) {
                    case EventsApi.JSON -> "[";
                    case EventsApi.GEOJSON -> "{\"type\":\"FeatureCollection\",\"features\":[";
                    default -> "";
                });
        for (int i = 0; i < uids.length; i++) {
            document.append(i == 0 || !format.endsWith("json") || format.equals(EventsApi.NDJSON) ? "" : ",");
            document.append(
                    switch (format) {
                        case EventsApi.XML ->
                            EventsApi.xml(uids[i]).replace("ü", "u").replace("ß", "s");
                        case EventsApi.GEOJSON -> EventsApi.feature(uids[i]);
                        case EventsApi.NDJSON -> line(uids[i]);
                        default -> EventsApi.json(uids[i]);
                    });
        }
        return document.substring(0, document.length() - 20);
    }
}
