package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.cotgateway.event.CotEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is broken or cut off in JSON costs itself: the next row or document that can be told from it is read. */
class JsonResyncTest {

    private static final String GOOD = "{\"id\":\"%s\",\"lat\":1,\"lon\":1}";

    private static final String OPEN_STRING = "{\"id\":\"lost,\"lat\":1,\"lon\":1,\"x\":[\"a\",{\"y\":1}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Each row in a line of its own.
                "[\n%1$s,\n%4$s,\n%2$s,\n%4$s\n]\n[\n%3$s\n]\n",
                "[%1$s,\n%4$s,\n%2$s,\n%4$s\n]\n[%3$s]\n",
                "  [\r\n\t%1$s,\r\n\t%4$s,\r\n\t%2$s,\r\n\t%4$s\r\n  ]\r\n  [%3$s]\r\n",
                "[ %1$s\n, %4$s\n, %2$s\n, %4$s\n]\n[ %3$s\n]\n",
                "[\n  %1$s\n  ,%4$s\n  ,%2$s\n  ,%4$s\n]\n[\n  %3$s\n]\n",
                "[ %4$s\n, %1$s\n, %4$s\n, %2$s\n, %3$s\n]\n",
                "%1$s\n%4$s\n%2$s\n%4$s\n\n%3$s\n",
                "\ufeff%4$s\n%1$s\n%2$s\n%4$s\n%3$s\n",
                // Each document in a line of its own.
                "[%1$s]\n[%4$s]\n[%2$s,%4$s]\n[%3$s]"
            })
    void aStringWithoutEndCostsItsRowAndNoOtherLine(String layout) {
        String text = layout.formatted(GOOD.formatted("a"), GOOD.formatted("b"), GOOD.formatted("c"), OPEN_STRING);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int partBytes : new int[] {1, 7, Integer.MAX_VALUE}) {
            FeedRun run = new FeedRun(Mapping.usual().feed(FeedFormat.JSON)).take(bytes, partBytes);

            assertThat(run.events).extracting(CotEvent::uid).containsExactly("a", "b", "c");
            assertThat(run.rejections).hasSize(2);
            int bad = run.rejections.get(0).line();
            assertThat(run.rejections.get(0).toString())
                    .isEqualTo(bad + " MALFORMED [row: must be JSON: it has no end; all before the next in line "
                            + (bad + 1) + " is skipped]");
        }
    }

    @Test
    void aStringWithoutEndInARowOfSeveralLinesCostsThatRow() {
        String rows =
                "  {\n    \"id\": \"%s,\n    \"lat\": 1,\n    \"x\": [\n      {\"y\": \"\"}\n    ],\n    \"lon\": 1\n  }";
        String text = "[\n" + rows.formatted("a\"") + ",\n" + rows.formatted("lost") + ",\n" + rows.formatted("b\"")
                + "\n]\n";

        FeedRun run = new FeedRun(Mapping.usual().feed(FeedFormat.JSON)).take(text);

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("a", "b");
        assertThat(run.onlyRejection().line()).isEqualTo(10);
    }

    @Test
    void aStringWithoutEndBesideTheRowsCostsNoOtherDocument() {
        String document = "{\"tracks\":[" + GOOD + "],\"made\":\"%s}\n";
        FeedRun run = new FeedRun(Mapping.usual().with("items", "/tracks").feed(FeedFormat.JSON))
                .take(document.formatted("a", "x\"") + document.formatted("b", "x") + document.formatted("c", "x\""));

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("a", "b", "c");
        assertThat(run.onlyRejection().line()).isEqualTo(2);
    }

    @Test
    void aStringWithoutEndInTheOnlyRowOfADocumentCostsThatDocument() {
        String document = "{\"track\":{\"id\":\"%s,\"lat\":1,\"lon\":1}}\n";
        FeedRun run = new FeedRun(Mapping.usual().with("items", "/track").feed(FeedFormat.JSON))
                .take(document.formatted("a\"") + document.formatted("lost") + " ]\n" + document.formatted("b\""));

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("a", "b");
        assertThat(run.onlyRejection().line()).isEqualTo(2);
    }

    @Test
    void aLineFeedInATextCostsItsRowAlone() {
        String bad = "{\"id\":\"x\",\"more\":\"one\ntwo\n ] [ three\",\"lat\":1,\"lon\":1}";
        FeedRun run = new FeedRun(Mapping.usual().feed(FeedFormat.JSON))
                .take("[" + GOOD.formatted("a") + "," + bad + "," + GOOD.formatted("b") + "]");

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("a", "b");
        assertThat(run.onlyRejection().toString()).startsWith("1 MALFORMED [row: must be JSON: Illegal unquoted");
    }

    private static final String[] CUT_OFF = {
        "{\"id\":\"lo",
        "{\"id\":\"x\",\"l",
        "{\"id\":1,\"lat\":4",
        "{\"id\":\"x\"",
        "{\"id\":\"x\",",
        "{\"id\"",
        "{\"id\":\"x\",\"more\":{\"y\":1}",
        "{\"id\":tru",
        "{\"id\":\"x\",\"more\":{\"y\":[1,2]",
        "{",
        "{\"id\":\"x,\"lat\":1}"
    };

    @Test
    void aDocumentThatIsCutOffCostsNoneThatFollowsIt() {
        String good = GOOD.formatted("a") + GOOD.formatted("b");
        for (String cutOff : CUT_OFF) {
            byte[] bytes = (good + cutOff + GOOD.formatted("c") + GOOD.formatted("d")).getBytes(StandardCharsets.UTF_8);
            for (int partBytes : new int[] {1, 2, 7, Integer.MAX_VALUE}) {
                FeedRun run = new FeedRun(Mapping.usual().feed(FeedFormat.JSON)).take(bytes, partBytes);

                assertThat(run.events)
                        .as("%s in parts of %d", cutOff, partBytes)
                        .extracting(CotEvent::uid)
                        .endsWith("d")
                        .containsExactly("a", "b", "c", "d");
                assertThat(run.onlyRejection().reason()).isEqualTo(RejectReason.MALFORMED);
            }
        }
    }

    @Test
    void ofWhatIsCutOffBeforeAValueTheNextIsTakenForThatValueAndNoOther() {
        for (String cutOff : List.of("{\"id\":1,\"lat\":", "{\"id\":1,\"x\":[", "{\"id\":\"")) {
            FeedRun run = new FeedRun(Mapping.usual().feed(FeedFormat.JSON))
                    .take(GOOD.formatted("a")
                            + cutOff
                            + GOOD.formatted("lost")
                            + GOOD.formatted("b")
                            + GOOD.formatted("c"));

            assertThat(run.events).as(cutOff).extracting(CotEvent::uid).containsExactly("a", "b", "c");
            assertThat(run.onlyRejection().reason()).isEqualTo(RejectReason.MALFORMED);
        }
    }

    @Test
    void anArrayThatIsCutOffCostsNoneThatFollowsIt() {
        String array = "[" + GOOD.formatted("%1$s1") + "," + GOOD.formatted("%1$s2") + "]";
        String deeper = "{\"now\":7,\"tracks\":" + array + "}";
        for (String layout : List.of(array, deeper)) {
            String first = layout.formatted("a");
            for (int length = 2; length < first.length(); length++) {
                String items = layout.equals(deeper) ? "/tracks" : null;
                FeedRun run = new FeedRun(Mapping.usual().with("items", items).feed(FeedFormat.JSON))
                        .take(first
                                + layout.formatted("b").substring(0, length)
                                + layout.formatted("c")
                                + layout.formatted("d"));

                assertThat(run.events)
                        .as("after %s", layout.formatted("b").substring(0, length))
                        .extracting(CotEvent::uid)
                        .startsWith("a1", "a2")
                        .endsWith("d1", "d2");
                assertThat(run.rejections).isNotEmpty();
            }
        }
    }

    @Test
    void aRowThatLacksItsEndCostsNoneThatFollowsItInItsLine() {
        for (String bad : List.of(OPEN_STRING, "{\"id\":\"x\",\"more\":{\"y\":1,\"lat\":1}", "{\"id\":[}")) {
            FeedRun run = new FeedRun(Mapping.usual().feed(FeedFormat.JSON))
                    .take("[" + GOOD.formatted("a") + "," + bad + "," + GOOD.formatted("b") + "," + GOOD.formatted("c")
                            + "]" + GOOD.formatted("d"));

            assertThat(run.events).as(bad).extracting(CotEvent::uid).containsExactly("a", "b", "c", "d");
            assertThat(run.onlyRejection().reason()).isEqualTo(RejectReason.MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"x\",\"more\":{\"y\":1,\"lat\":1}", "{\"id\":[}", "{\"id\":\"x\"]"})
    void aRowThatLacksABracketCostsNoOtherLine(String bad) {
        for (String layout :
                List.of("[\n%1$s,\n%4$s,\n%2$s\n]\n%3$s", "%1$s\n%4$s\n%2$s\n%3$s", "[ %1$s\n, %4$s\n, %2$s ]\n%3$s")) {
            FeedRun run = new FeedRun(Mapping.usual().feed(FeedFormat.JSON))
                    .take(layout.formatted(GOOD.formatted("a"), GOOD.formatted("b"), GOOD.formatted("c"), bad));

            assertThat(run.events).as(layout).extracting(CotEvent::uid).containsExactly("a", "b", "c");
            assertThat(run.onlyRejection().toString()).startsWith(layout.startsWith("[\n") ? "3 " : "2 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"x\",\"more\":\"a \"quoted\" word\",\"list\":[{\"y\":1},{\"y\":2}],\"lat\":1,\"lon\":1}",
                "{\"id\":\"x\",\"more\":\"{\"id\":1}\",\"lat\":1,\"lon\":1}",
                "{\"id\":\"x\",\"list\":[{\"id\":1}{\"id\":2},{\"id\":3}],\"lat\":1,\"lon\":1}",
                "{\"id\":\"x\" \"more\":[{\"id\":1},{\"id\":2}],\"lat\":1,\"lon\":1}"
            })
    void whatIsNestedInABadRowIsNoRow(String bad) {
        FeedRun run = new FeedRun(Mapping.usual().feed(FeedFormat.JSON))
                .take("[" + GOOD.formatted("a") + "," + bad + "," + GOOD.formatted("b") + "]");

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("a", "b");
        assertThat(run.onlyRejection().reason()).isEqualTo(RejectReason.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [%s]]|2
            [%s}|2
            [%s,{"id":[}]|2
            %s,|2
            %s nonsense |2
            {"id" 1}|1
            {"id":}|1
            {1:2}|1
            true|1
            <event/>|1
            """)
    void whatIsBrokenBetweenRowsIsToldOnceAndTheNextDocumentIsRead(String broken, int events) {
        FeedRun run = new FeedRun(Mapping.usual().feed(FeedFormat.JSON))
                .take(broken.replace("%s", GOOD.formatted("a")) + GOOD.formatted("b"));

        assertThat(run.events).hasSize(events);
        assertThat(run.onlyRejection().reason()).isEqualTo(RejectReason.MALFORMED);
    }

    @Test
    void whatStandsBeforeTheFirstDocumentCostsNone() {
        FeedRun run = new FeedRun(Mapping.usual().feed(FeedFormat.JSON))
                .take("# tracks of today\n[" + GOOD.formatted("a") + "]\n");

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("a");
        assertThat(run.onlyRejection().toString()).isEqualTo("1 MALFORMED [row: must be JSON: an object or an array]");
    }

    @Test
    void whereAnObjectWithRowsIsBrokenTheNextOneIsRead() {
        String document = "{\"made\":1,\"tracks\":[" + GOOD + "]}";
        for (String broken : List.of(
                "{\"made\" 1}", "{\"made\":}", "{1:2}", "{\"made\":\"x", "{\"ma", "{\"made\":1", "{\"made\":1 2}")) {
            FeedRun run = new FeedRun(Mapping.usual().with("items", "/tracks").feed(FeedFormat.JSON))
                    .take(document.formatted("a") + broken + document.formatted("b") + "\n" + broken + "\n"
                            + document.formatted("c"));

            assertThat(run.events).as(broken).extracting(CotEvent::uid).containsExactly("a", "b", "c");
            assertThat(run.rejections).hasSize(2);
        }
    }

    @Test
    void documentsThatAllBeginBrokenAreToldAndTheGoodOneBehindThemIsRead() {
        String broken = "{{\"tracks\":[" + GOOD.formatted("a") + "]}}\n";
        String text = broken.repeat(3) + "{\"tracks\":[" + GOOD.formatted("c") + "]}\n";

        FeedRun run = new FeedRun(Mapping.usual().with("items", "/tracks").feed(FeedFormat.JSON))
                .take(text.getBytes(StandardCharsets.UTF_8), broken.length());

        assertThat(run.events).extracting(CotEvent::uid).containsExactly("c");
        assertThat(run.rejections).hasSize(3);
    }

    @Test
    void rowsThatAllBeginBrokenAreToldAndTheGoodDocumentBehindThemIsRead() {
        String broken = "{{\"id\":\"a\"}},";
        String text = "  {\"tracks\":[" + broken.repeat(3) + GOOD.formatted("b") + "]}\n{\"tracks\":["
                + GOOD.formatted("c") + "]}\n";

        FeedRun run = new FeedRun(Mapping.usual().with("items", "/tracks").feed(FeedFormat.JSON))
                .take(text.getBytes(StandardCharsets.UTF_8), broken.length());

        assertThat(run.events).extracting(CotEvent::uid).endsWith("c");
        assertThat(run.rejections).isNotEmpty();
    }

    @Test
    void whereReadingGoesOnDoesNotDependOnHowTheBytesAreCut() {
        String rows = GOOD.formatted("a") + GOOD.formatted("b") + "\n[ " + GOOD.formatted("c") + "\n, "
                + GOOD.formatted("d") + "\n]\n[" + GOOD.formatted("e") + "," + GOOD.formatted("f") + "]";
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(rows);
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
                } else {
                    text.insert(at, ",\"\n\r{}[]: 1x\\".charAt(random.nextInt(13)));
                }
            }
            byte[] bytes = (text + "\n" + GOOD.formatted("last")).getBytes(StandardCharsets.UTF_8);
            FeedRun whole = new FeedRun(Mapping.usual().feed(FeedFormat.JSON)).take(bytes, Integer.MAX_VALUE);
            FeedRun cut = new FeedRun(Mapping.usual().feed(FeedFormat.JSON)).take(bytes, 1 + random.nextInt(3));

            assertThat(cut.events).as("seed %d: %s", seed, text).isEqualTo(whole.events);
            assertThat(cut.lines).as("seed %d: %s", seed, text).isEqualTo(whole.lines);
            assertThat(cut.rejections.toString()).as("seed %d: %s", seed, text).isEqualTo(whole.rejections.toString());
        }
    }
}
