package org.cotgateway.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.codec.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.http.Connection;
import org.cotgateway.hub.PublishOutcome;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.Test;

/**
 * Posts any bytes as documents of events, packed or not, in chunks or not, to the pipeline that connections have: it makes no
 * difference how they are cut into segments, each body has its answer, and what the answer counts was published.
 */
class HttpBodyFuzzTest {

    private static final List<String> FORMATS =
            List.of(EventsApi.XML, EventsApi.JSON, EventsApi.GEOJSON, EventsApi.NDJSON);
    private static final long MAX_UNPACKED_BYTES = 1 << 20;
    private static final int PASSES = 400;
    private static final Duration PASS = Duration.ofMillis(100);
    private static final int MUTATIONS = 300;
    private static final String BROKEN = "400";
    private static final Path SEEDS = Path.of("src/test/resources/org/cotgateway/api/events/HttpBodyFuzzTestInputs")
            .resolve("anyBodyIsAnsweredTheSameHoweverItIsCut");
    /** Longer than a client may take to go on. */
    private static final Duration STALL = Duration.ofSeconds(121);

    /** The bits of the first byte; the lowest two are the format. */
    private static final int SAYS_GZIP = 1 << 2;

    private static final int IS_PACKED = 1 << 3;
    private static final int IS_CHUNKED = 1 << 4;
    private static final int IS_RAW = 1 << 5;
    private static final int IS_CUT_OFF = 1 << 6;
    /** It is read from no more, every other time that there is something to read, until a short while later. */
    private static final int IS_HELD_BACK = 1 << 7;

    private final EventImages images =
            new EventImages(PooledByteBufAllocator.DEFAULT, "test", InstantSource.system(), XmlLimits.DEFAULT);

    /** What came of a request: the answers without what depends on the time, and what was published. */
    private record Outcome(List<String> answers, List<String> published, boolean isOpen) {}

    /**
     * The first byte says what is posted, the second in which pieces, all others are the body. Of gzip that breaks, as much is
     * unpacked as came in segments before.
     */
    @FuzzTest
    void anyBodyIsAnsweredTheSameHoweverItIsCut(byte[] input) throws IOException {
        if (input.length < 2) {
            return;
        }
        int kind = input[0];
        int pieceBytes = 1 + (input[1] & 0xFF);
        byte[] request = request(kind, pieceBytes, Arrays.copyOfRange(input, 2, input.length));

        Outcome whole = post(request, request.length, false);
        Outcome pieces = post(request, pieceBytes, (kind & IS_HELD_BACK) != 0);

        boolean isNoGzip = whole.answers().get(0).startsWith(BROKEN) && (kind & SAYS_GZIP) != 0;
        if (!isNoGzip) {
            assertThat(pieces).as("in pieces of %d", pieceBytes).isEqualTo(whole);
        }
        for (Outcome outcome : List.of(whole, pieces)) {
            assertThat(outcome.answers().get(0))
                    .startsWith(whole.answers().get(0).substring(0, BROKEN.length()));
            assertThat(outcome.answers().get(0)).matches("(200|400|408|413|431) .*");
            if ((kind & IS_RAW) == 0) {
                assertThat(outcome.answers()).hasSize(1);
                assertThat(outcome.answers().get(0))
                        .contains("accepted=" + outcome.published().size() + " ");
                assertThat(outcome.isOpen()).isEqualTo(!outcome.answers().get(0).endsWith("close"));
            }
        }
    }

    /** The seeds with a few bytes changed, or cut off. */
    @Test
    void mutatedBodiesAreAnsweredTheSameHoweverTheyAreCut() throws Exception {
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(SEEDS)) {
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
        }
        for (int seed = 0; seed < MUTATIONS; seed++) {
            byte[] mutated = mutated(seeds.get(seed % seeds.size()).clone(), new Random(seed));
            try {
                anyBodyIsAnsweredTheSameHoweverItIsCut(mutated);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("with seed " + seed, failure);
            }
        }
    }

    private static byte[] mutated(byte[] input, Random random) {
        byte[] mutated = input;
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            switch (random.nextInt(4)) {
                case 0 -> mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
                case 1 -> mutated[random.nextInt(2)] = (byte) random.nextInt();
                case 2 -> mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                default -> mutated = Arrays.copyOf(mutated, 2 + random.nextInt(mutated.length - 1));
            }
        }
        return mutated;
    }

    private static byte[] request(int kind, int pieceBytes, byte[] given) throws IOException {
        byte[] body = (kind & IS_PACKED) == 0 ? given : gzip(given);
        boolean cutOff = (kind & IS_CUT_OFF) != 0;
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        write(request, "POST /events HTTP/1.1\r\nHost: x\r\nContent-Type: " + FORMATS.get(kind & 3) + "\r\n");
        write(request, (kind & SAYS_GZIP) == 0 ? "" : "Content-Encoding: gzip\r\n");
        if ((kind & IS_CHUNKED) == 0) {
            int bytes = (kind & IS_RAW) == 0 ? body.length + (cutOff ? 1 : 0) : body.length / 2;
            write(request, "Content-Length: " + bytes + "\r\n\r\n");
            request.write(body);
        } else {
            write(request, "Transfer-Encoding: chunked\r\n\r\n");
            if ((kind & IS_RAW) != 0) {
                request.write(body);
            } else {
                for (int at = 0; at < body.length; at += pieceBytes) {
                    int bytes = Math.min(pieceBytes, body.length - at);
                    write(request, Integer.toHexString(bytes) + "\r\n");
                    request.write(body, at, bytes);
                    write(request, "\r\n");
                }
                write(request, cutOff ? "" : "0\r\n\r\n");
            }
        }
        return request.toByteArray();
    }

    private static void write(ByteArrayOutputStream request, String text) throws IOException {
        request.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private Outcome post(byte[] request, int pieceBytes, boolean isHeldBack) throws IOException {
        List<String> published = new ArrayList<>();
        Counters counters = new Counters();
        AtomicInteger looks = new AtomicInteger();
        PublishRoute route = new PublishRoute(
                (image, publisher) -> {
                    published.add(image.summary().uid());
                    return PublishOutcome.ROUTED;
                },
                images,
                counters,
                () -> isHeldBack && looks.getAndIncrement() % 2 == 0,
                InstantSource.system());
        try (Connection connection = new Connection(
                EventsIntakeTest.unpackingAtMost(MAX_UNPACKED_BYTES),
                counters,
                routes -> routes.receiving(HttpMethod.POST, "/events", route))) {
            StringBuilder answers = new StringBuilder();
            for (int at = 0; at < request.length && connection.isOpen(); at += pieceBytes) {
                int end = Math.min(request.length, at + pieceBytes);
                answers.append(connection.send(new String(request, at, end - at, StandardCharsets.ISO_8859_1)));
            }
            for (int passes = 0; passes < PASSES && answers.isEmpty(); passes++) {
                answers.append(connection.after(PASS));
            }
            boolean isOpen = connection.isOpen();
            if (answers.isEmpty()) {
                answers.append(connection.after(STALL));
                isOpen = connection.isOpen();
            }
            return new Outcome(shortened(answers.toString()), published, isOpen);
        }
    }

    private static List<String> shortened(String answers) throws IOException {
        List<String> shortened = new ArrayList<>();
        for (String answer : answers.split("(?=HTTP/1\\.1 )")) {
            if (!answer.isEmpty()) {
                JsonNode body = EventsApi.tree(answer.substring(answer.indexOf("\r\n\r\n")));
                shortened.add(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length())
                        + " accepted=" + body.path("accepted") + " rejected=" + body.path("rejected") + " errors="
                        + body.path("errors").findValuesAsText("index")
                        + body.path("errors").findValuesAsText("field")
                        + (answer.contains("\r\nconnection: close\r\n") ? " close" : ""));
            }
        }
        return shortened;
    }
}
