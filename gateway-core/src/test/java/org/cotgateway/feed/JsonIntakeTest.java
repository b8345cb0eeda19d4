package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.cotgateway.event.CotEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JsonIntakeTest {

    private static final String TRACKS = """
            {"made": "today", "lat": 1,
             "data": {"skip": [{"id": 9, "lat": 9, "lon": 9}], "tracks": [
               {"id": "a", "lat": 1, "lon": 1, "more": {"id": "x", "deep": [1, [2, {"lat": 3}]]}},
               {"id": "b", "lat": 2},
               7,
               {"id": "c", "lat": 3, "lon": 3, "lat": 4},
               {"lon": 5, "lat": 5, "id": "d\\u00e9"}
             ], "tail": {"tracks": [{"id": "no", "lat": 1, "lon": 1}]}}}
            """;

    private static final String GOOD = "{\"id\":\"%s\",\"lat\":1,\"lon\":1}";

    @ParameterizedTest
    @EnumSource(names = {"JSON", "NDJSON"})
    void whatARowIsKnownByIsATextOrANumber(FeedFormat format) {
        FeedSettings feed = Mapping.usual().with("callsign", "{armed}").feed(format);
        FeedRun run = new FeedRun(feed)
                .take("{\"id\":true,\"lat\":1,\"lon\":1}\n")
                .take("{\"id\":12,\"lat\":1,\"lon\":1,\"armed\":true}\n");

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("12");
        assertThat(run.onlyRejection().toString())
                .isEqualTo("1 UNREADABLE [mapping.uid (id) \"true\": must be a text or a number]");
    }

    private static FeedSettings nested() {
        return Mapping.usual().with("items", "/data/tracks").feed(FeedFormat.JSON);
    }

    private static void checkTracks(FeedRun run) {
        assertThat(run.events).extracting(CotEvent::uid).containsExactly("a", "d\u00e9");
        assertThat(run.lines).containsExactly(3, 7);
        assertThat(run.rejections)
                .extracting(Object::toString)
                .containsExactly(
                        "4 MISSING [mapping.lon (lon): is missing]",
                        "5 MALFORMED [row: must be an object or an array]",
                        "6 MALFORMED [row: must have each member once]");
    }

    @Test
    void findsRowsBelowAPointerHoweverTheDocumentIsCut() {
        byte[] bytes = TRACKS.getBytes(StandardCharsets.UTF_8);
        for (int partBytes = 1; partBytes <= bytes.length; partBytes++) {
            checkTracks(new FeedRun(nested()).take(bytes, partBytes));
        }
    }

    @Test
    void aDocumentMayBeOneRowOrAnArrayOfThemAndOneMayFollowAnother() {
        FeedRun run = new FeedRun(Mapping.usual().feed(FeedFormat.JSON))
                .take(
                        "{\"id\":1,\"lat\":1,\"lon\":1}\n[{\"id\":2,\"lat\":1,\"lon\":1},{\"id\":3,\"lat\":1,\"lon\":1}] []");

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("1", "2", "3");
        assertThat(run.rejections).isEmpty();
    }

    @Test
    void rowsMayBeArrays() {
        FeedSettings feed = Mapping.usual()
                .with("uid", "/0")
                .with("lat", "/2/1")
                .with("lon", "/2/0")
                .feed(FeedFormat.NDJSON);

        CotEvent event = new FeedRun(feed).take("[\"x\",null,[16.5,48.5]]").only();

        assertThat(event.uid()).isEqualTo("x");
        assertThat(event.point().lat()).isEqualTo(48.5);
    }

    @Test
    void aDocumentWithoutRowsIsTold() {
        assertThat(new FeedRun(nested()).take("{\"data\":{}}").onlyRejection().toString())
                .isEqualTo("1 MISSING [row: must have objects at /data/tracks]");
        assertThat(new FeedRun(nested()).take("  ").onlyRejection().toString())
                .isEqualTo("1 MALFORMED [row: must be JSON: there is nothing]");
        assertThat(new FeedRun(nested()).take("{\"data\":{\"tracks\":[]}}").rejections)
                .isEmpty();
    }

    @Test
    void whatIsCutOffIsToldAndWhatCameBeforeCounts() {
        byte[] bytes =
                "[{\"id\":1,\"lat\":1,\"lon\":1},{\"id\":2,\"lat\":1,\"lon\":1}]".getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length < bytes.length; length++) {
            byte[] start = Arrays.copyOf(bytes, length);
            FeedRun run = new FeedRun(Mapping.usual().feed(FeedFormat.JSON)).take(start, 7);
            assertThat(run.onlyRejection().reason())
                    .as("after %d bytes", length)
                    .isEqualTo(RejectReason.UNFINISHED);
            assertThat(run.events).hasSize(length < 25 ? 0 : length < 50 ? 1 : 2);
        }
    }

    @Test
    void whatIsWrongInARowIsToldByTheLineOfTheRowAlone() {
        FeedRun run = new FeedRun(Mapping.usual().feed(FeedFormat.NDJSON)).take("\n\n{\"id\":1,\"x\":[1}\n{\"id\":2\n");

        assertThat(run.rejections)
                .extracting(FeedRun.Rejection::toString)
                .containsExactly(
                        "3 MALFORMED [row: must be JSON: Unexpected close marker '}': expected ']']",
                        "4 MALFORMED [row: must be JSON: Unexpected end-of-input: expected close marker for Object]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":1,"lat":1,"lon":1} {"id":2}|MALFORMED
            {"id":1,"lat":1,"lon":1|MALFORMED
            {'id':1}|MALFORMED
            <event/>|MALFORMED
            nonsense|MALFORMED
            17|MALFORMED
            {"id":NaN}|MALFORMED
            {"id":{"a":1},"lat":1,"lon":1}|MISSING
            """)
    void aBadLineCostsNoOther(String bad, RejectReason reason) {
        String good = "{\"id\":\"%s\",\"lat\":1,\"lon\":1}\n";

        FeedRun run = new FeedRun(Mapping.usual().feed(FeedFormat.NDJSON))
                .take(good.formatted("a") + bad + "\r\n" + good.formatted("b"));

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("a", "b");
        assertThat(run.onlyRejection().line()).isEqualTo(2);
        assertThat(run.onlyRejection().reason()).isEqualTo(reason);
    }

    @Test
    void limitsHold() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        String digits = "{\"id\":" + "9".repeat(10_000) + "}";
        String text = "{\"id\":\"" + "x".repeat(70_000) + "\"}";
        String name = "{\"" + "x".repeat(100_000) + "\":1}";

        FeedRun lines =
                new FeedRun(Mapping.usual().feed(FeedFormat.NDJSON)).take(String.join("\n", deep, digits, text, name));
        assertThat(lines.rejections)
                .extracting(FeedRun.Rejection::reason)
                .containsOnly(RejectReason.TOO_LARGE)
                .hasSize(4);

        for (String bad : List.of(deep, digits, text, name)) {
            FeedRun document = new FeedRun(Mapping.usual().feed(FeedFormat.JSON)).take(bad);
            assertThat(document.onlyRejection().reason())
                    .as(bad.substring(0, 20))
                    .isEqualTo(RejectReason.TOO_LARGE);
        }
    }

    @Test
    void aBadRowOfADocumentCostsNoOtherHoweverItIsCut() {
        String text = "[" + GOOD.formatted("a") + ",\n"
                + "{\"id\":\"b\",\"lat\":" + "9".repeat(10_000) + ",\"lon\":1},\n"
                + "{\"id\":\"c\",\"lat\":1,\"lon\":" + "[".repeat(10_000) + "]".repeat(10_000) + "},\n"
                + "{\"id\":\"d\",\"id\":\"e\",\"lat\":1,\"lon\":1},\n"
                + "{\"id\":\"f\",\"lat\":NaN,\"lon\":1},\n"
                + "{\"id\":\"g\" \"lat\":1},\n"
                + "{\"id\":\"" + "h".repeat(70_000) + "\",\"lat\":1,\"lon\":1},\n"
                + "{\"id\":\"\\q\",\"lat\":1,\"lon\":1},\n"
                + ",\n"
                + GOOD.formatted("i") + "\n" + GOOD.formatted("j") + ",\n"
                + GOOD.formatted("k") + "]\n"
                + GOOD.formatted("l");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int partBytes : new int[] {1, 7, 8_192, Integer.MAX_VALUE}) {
            FeedRun run = new FeedRun(Mapping.usual().feed(FeedFormat.JSON)).take(bytes, partBytes);

            assertThat(run.events).extracting(CotEvent::uid).containsExactly("a", "i", "k", "l");
            assertThat(run.rejections)
                    .extracting(Object::toString)
                    .containsExactly(
                            "2 TOO_LARGE [row: must have numbers of at most 256 characters]",
                            "3 TOO_LARGE [row: must not nest deeper than 64]",
                            "4 MALFORMED [row: must have each member once]",
                            "5 MALFORMED [row: must have numbers that are finite, not NaN]",
                            "6 MALFORMED [row: must be JSON: Unexpected character ('\"' (code 34)): was expecting comma"
                                    + " to separate Object entries]",
                            "7 TOO_LARGE [row: must have at most 65536 bytes]",
                            "8 MALFORMED [row: must be JSON: Unrecognized character escape 'q' (code 113)]",
                            "9 MALFORMED [row: must be JSON: nothing stands beside a comma]",
                            "11 MALFORMED [row: must be JSON: a comma before it is missing]");
        }
    }

    @Test
    void whatIsWrongBesideTheRowsCostsNone() {
        String text = "{\"skip\":" + "[".repeat(10_000) + "]".repeat(10_000) + ",\"big\":" + "1".repeat(100_000)
                + ",\"bad\":[01,tru],\"tracks\":[" + GOOD.formatted("a") + "],\"\\u0074ail\":{\"x\":\"]}\"}}";

        FeedRun run = new FeedRun(Mapping.usual().with("items", "/tracks").feed(FeedFormat.JSON)).take(text);

        assertThat(run.only().uid()).isEqualTo("a");
    }

    @Test
    void aLineMayBeAsLongAsTheLimitAndNoLonger() {
        String row = "{\"id\":1,\"lat\":1,\"lon\":1}";
        FeedSettings feed = FeedRun.withRowBytes(Mapping.usual().feed(FeedFormat.NDJSON), row.length());

        FeedRun run = new FeedRun(feed).take(row + "\r\n" + row + " \n" + row.replace(":1,", ":2,"));

        assertThat(run.lines).containsExactly(1, 3);
        assertThat(run.onlyRejection().toString())
                .isEqualTo("2 TOO_LARGE [row: must have at most " + row.length() + " bytes]");
    }
}
