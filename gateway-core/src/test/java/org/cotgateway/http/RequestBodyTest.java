package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.testing.RecordCopy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies on their way to a route. */
class RequestBodyTest {

    private static final int MAX_UNPACKED = 5_000_000;

    private final Counters counters = new Counters();
    private final List<String> taken = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final List<Integer> parts = new ArrayList<>();
    private @Nullable Exchange exchange;
    private boolean pausing;
    private boolean earlyAnswer;
    private boolean tellsMore;
    private boolean failing;
    private final Connection connection = new Connection(
            settings(),
            counters,
            routes -> routes.receiving(HttpMethod.POST, "/take", this::take)
                    .get("/fails", found -> {
                        throw new IllegalStateException("a bug");
                    })
                    .get(
                            "/nothing/{name}",
                            found -> found.document(HttpResponseStatus.OK, "text/plain", new byte[] {'x'})));

    @AfterEach
    void disconnect() {
        connection.close();
    }

    @Test
    void bodyArrivesAndIsAnswered() throws IOException {
        assertThat(connection.send(post("content-length: 5") + "hel")).isEmpty();
        assertThat(connection.send("lo")).startsWith("HTTP/1.1 204 ");

        assertThat(body()).isEqualTo("hello");
        assertThat(connection.isOpen()).isTrue();
        assertThat(connection.get("/nothing/a")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void chunkedBodiesMayComeByteByByteAndManyInARow() throws IOException {
        String request = post("transfer-encoding: chunked") + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        StringBuilder answers = new StringBuilder();
        for (char c : request.repeat(3).toCharArray()) {
            answers.append(connection.send(String.valueOf(c)));
        }

        assertThat(answers.toString().split("HTTP/1.1 204 ", -1)).hasSize(4);
        assertThat(body()).isEqualTo("abcdeabcdeabcde");
        assertThat(counters.get(Counter.HTTP_REQUESTS)).isEqualTo(3);
    }

    /** What cuts a part cuts an event, which has to be kept and joined then. */
    @Test
    void bodiesArriveInPartsAsLargeAsTheReads() throws IOException {
        connection.send(post("content-length: 100000"));
        connection.send("x".repeat(65_536));
        connection.send("x".repeat(34_464));
        connection.send(post("transfer-encoding: chunked"));
        connection.send("20000\r\n" + "x".repeat(65_529));
        connection.send("x".repeat(65_536));

        assertThat(parts).containsExactly(65_536, 34_464, 65_529, 65_536);
    }

    @Test
    void clientThatWaitsIsToldToGoOn() throws IOException {
        assertThat(connection.send(post("content-length: 2", "expect: 100-continue")))
                .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(connection.send("ok")).startsWith("HTTP/1.1 204 ");
    }

    @Test
    void packedBodiesAreUnpacked() throws IOException {
        String text = "many tracks ".repeat(10_000);
        byte[] packed = gzip(text);

        String answer =
                connection.send(post("content-length: " + packed.length, "content-encoding: gzip") + latin(packed));

        assertThat(answer).startsWith("HTTP/1.1 204 ");
        assertThat(body()).isEqualTo(text);
    }

    @Test
    void packedBodiesOfSeveralMembersAreUnpackedByteByByte() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.write(gzip("one, "));
        packed.write(gzip("two"));
        connection.send(post("content-length: " + packed.size(), "content-encoding: gzip"));
        String answer = "";
        for (char c : latin(packed.toByteArray()).toCharArray()) {
            assertThat(answer).isEmpty();
            answer = connection.send(String.valueOf(c));
        }

        assertThat(answer).startsWith("HTTP/1.1 204 ");
        assertThat(body()).isEqualTo("one, two");
    }

    @Test
    void packedBodyWhoseChecksumDiffersIsRefused() throws IOException {
        byte[] packed = gzip("some tracks");
        packed[packed.length - 5] ^= 1;

        assertThat(connection.send(post("content-length: " + packed.length, "content-encoding: gzip") + latin(packed)))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void packedBodyThatUnpacksToTooMuchIsRefusedBeforeItIsInMemory() throws IOException {
        byte[] bomb = gzip("\0".repeat(50_000_000));

        String answer = connection.send(post("content-length: " + bomb.length, "content-encoding: gzip") + latin(bomb));

        // Others have their turn meanwhile.
        assertThat(answer).isEmpty();
        assertThat(body.size()).isLessThan(1_000_000);
        for (int passes = 0; answer.isEmpty() && passes < 100; passes++) {
            answer = connection.after(Duration.ofMillis(1));
        }
        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("unpacks to more than " + MAX_UNPACKED);
        assertThat(body.size()).isLessThanOrEqualTo(MAX_UNPACKED);
        assertThat(taken).containsExactly("failed: the body unpacks to more than " + MAX_UNPACKED + " bytes");
        assertThat(connection.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 40})
    void packedBodyThatIsCutOffIsRefused(int bytes) throws IOException {
        byte[] packed = gzip("many tracks ".repeat(100) + Math.PI);
        String cut = latin(packed).substring(0, bytes);

        String answer = connection.send(post("content-length: " + bytes, "content-encoding: gzip") + cut);

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("not whole gzip");
        assertThat(taken).containsExactly("failed: the body is not whole gzip");
    }

    @Test
    void whatIsNoGzipIsRefused() throws IOException {
        assertThat(connection.send(post("content-length: 20", "content-encoding: gzip") + "x".repeat(20)))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void otherCodingsAreRefusedAndNamed() throws IOException {
        assertThat(connection.send(post("content-length: 2", "content-encoding: br") + "ok"))
                .startsWith("HTTP/1.1 415 ")
                .contains("\r\naccept-encoding: gzip\r\n")
                .contains("Content-Encoding \\\"br\\\": must be gzip or identity");
        assertThat(taken).isEmpty();
    }

    @Test
    void heldBackBodyIsNotReadAndNobodyIsLate() throws IOException {
        pausing = true;
        connection.send(post("content-length: 6") + "abc");
        connection.send("def");
        assertThat(body()).isEqualTo("abc");
        assertThat(connection.after(Duration.ofHours(1))).isEmpty();
        assertThat(connection.isOpen()).isTrue();

        pausing = false;
        Objects.requireNonNull(exchange).resumeBody();

        assertThat(connection.received()).startsWith("HTTP/1.1 204 ");
        assertThat(body()).isEqualTo("abcdef");
    }

    @Test
    void bodyThatStopsIsGivenUp() throws IOException {
        connection.send(post("content-length: 100000") + "a");
        connection.after(Duration.ofSeconds(119));
        connection.send("b".repeat(64 * 1024));
        assertThat(connection.after(Duration.ofSeconds(119))).isEmpty();

        assertThat(connection.after(Duration.ofSeconds(1))).startsWith("HTTP/1.1 408 ");
        assertThat(taken).containsExactly("failed: the request did not arrive in time");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void bodyThatTricklesIsGivenUp() throws IOException {
        connection.send(post("content-length: 1000000"));
        for (int second = 0; second < 119; second++) {
            assertThat(connection.send("x".repeat(500))).isEmpty();
            assertThat(connection.after(Duration.ofSeconds(1))).isEmpty();
        }
        connection.send("x");

        assertThat(connection.after(Duration.ofSeconds(1))).startsWith("HTTP/1.1 408 ");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void slowBodyThatGoesOnIsTaken() throws IOException {
        connection.send(post("content-length: 600000"));
        String answer = "";
        for (int second = 0; second < 1_000; second++) {
            assertThat(answer).as("after %d s", second).isEmpty();
            connection.after(Duration.ofSeconds(1));
            answer = connection.send("x".repeat(600));
        }

        assertThat(answer).startsWith("HTTP/1.1 204 ");
        assertThat(body()).hasSize(600_000);
    }

    @Test
    void answerBeforeTheEndOfTheBodyEndsTheConnection() throws IOException {
        earlyAnswer = true;

        String answer = connection.send(post("content-length: 1000000") + "x".repeat(100));

        assertThat(answer).startsWith("HTTP/1.1 409 ").contains("\r\nconnection: close\r\n");
        assertThat(connection.isOpen()).isFalse();
        assertThat(body()).hasSize(100);
        assertThat(taken).isEmpty();
    }

    /** A bug of ours, not of the client, which is told all the same. */
    @Test
    void aReceiverThatFailsIsAnsweredForAndTheConnectionEnds() throws IOException {
        failing = true;

        assertThat(connection.send(post("content-length: 6") + "abc"))
                .startsWith("HTTP/1.1 500 ")
                .contains("\r\nconnection: close\r\n", "its log knows why")
                .containsOnlyOnce("HTTP/1.1");
        assertThat(connection.isOpen()).isFalse();
        assertThat(taken).hasSize(1);
        assertThat(counters.get(Counter.HTTP_FAILED)).isOne();
        assertThat(counters.get(Counter.HTTP_REQUESTS)).isOne();
    }

    @Test
    void aRouteThatFailsIsAnsweredForAndTheConnectionEnds() throws IOException {
        assertThat(connection.get("/fails"))
                .startsWith("HTTP/1.1 500 ")
                .contains("\r\nconnection: close\r\n")
                .containsOnlyOnce("HTTP/1.1");
        assertThat(connection.isOpen()).isFalse();
        assertThat(counters.get(Counter.HTTP_FAILED)).isOne();
        assertThat(counters.get(Counter.HTTP_REQUESTS)).isOne();
    }

    @Test
    void clientThatLeavesIsReported() throws IOException {
        connection.send(post("content-length: 6") + "a");

        connection.close();

        assertThat(taken).containsExactly("failed: the client is gone");
    }

    /** Who may read a request in two ways may be led to smuggle another one in (RFC 9112, 6.1 and 6.3). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | transfer-encoding: chunked     | content-length: 5
            400 | content-length: 5              | transfer-encoding: chunked
            400 | content-length: 5              | content-length: 5
            400 | content-length: 5, 5           | x: y
            400 | content-length: +5             | x: y
            400 | transfer-encoding: chunked, identity | x: y
            501 | transfer-encoding: chunked     | transfer-encoding: chunked
            501 | transfer-encoding: gzip, chunked | x: y
            501 | transfer-encoding: identity    | x: y
            501 | transfer-encoding: xchunked    | x: y
            """)
    void aBodyWhoseLengthCanBeReadInTwoWaysIsRefused(int status, String header, String other) throws IOException {
        assertThat(connection.send(post(header, other) + "5\r\nabcde\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ")
                .containsOnlyOnce("HTTP/1.1");
        assertThat(connection.isOpen()).isFalse();
        assertThat(body()).isEmpty();
    }

    /** The decoder says of it what it says of a request line. */
    @Test
    void aChunkWhoseSizeIsTooLongALineIsNoRequestLine() throws IOException {
        assertThat(connection.send(post("transfer-encoding: chunked") + "3;" + "x".repeat(1_100) + "\r\nabc\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("malformed request");
    }

    @Test
    void aReceiverThatHasMoreToTellAnswersWhatIsRefusedItself() throws IOException {
        tellsMore = true;

        assertThat(connection.send(post("transfer-encoding: chunked") + "3\r\nabc\r\nzz\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("\r\nconnection: close\r\n", "malformed request; 3 bytes were taken")
                .containsOnlyOnce("HTTP/1.1");
        assertThat(connection.isOpen()).isFalse();
        assertThat(taken).isEmpty();
    }

    @Test
    void malformedChunksAreRefused() throws IOException {
        assertThat(connection.send(post("transfer-encoding: chunked") + "3\r\nabc\r\nzz\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(taken).containsExactly("failed: malformed request");
    }

    private void take(Exchange taking) {
        exchange = taking;
        taking.receive(new BodyReceiver() {
            @Override
            public void received(ByteBuf part) {
                parts.add(part.readableBytes());
                body.writeBytes(part.toString(StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1));
                if (failing) {
                    throw new IllegalStateException("a bug");
                } else if (earlyAnswer) {
                    taking.problem(HttpResponseStatus.CONFLICT, "enough");
                } else if (pausing) {
                    taking.pauseBody();
                }
            }

            @Override
            public void completed() {
                taking.empty(HttpResponseStatus.NO_CONTENT);
            }

            @Override
            public void refused(HttpResponseStatus status, String sentence) {
                if (tellsMore) {
                    taking.problem(status, sentence + "; " + body.size() + " bytes were taken");
                } else {
                    failed(sentence);
                }
            }

            @Override
            public void failed(String reason) {
                taken.add("failed: " + reason);
            }
        });
    }

    private static HttpSettings settings() {
        return RecordCopy.of(ServerFixture.loopback())
                .with("maxConnections", 10)
                .with("maxRequestLineBytes", 1_000)
                .with("maxHeaderBytes", 2_000)
                .with("maxBodyBytes", 500)
                .with("maxUnpackedBytes", MAX_UNPACKED)
                .get();
    }

    private static String post(String... headers) {
        return "POST /take HTTP/1.1\r\nhost: x\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    private String body() {
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return packed.toByteArray();
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
