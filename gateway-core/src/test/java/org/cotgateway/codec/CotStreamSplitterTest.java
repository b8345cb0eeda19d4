package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cotgateway.codec.CotStreamSplitter.Sink;
import org.cotgateway.codec.CotStreamSplitter.SkipReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class CotStreamSplitterTest {

    /** Leak detection records every access to a buffer, which is too much for millions of them. */
    private static final UnpooledByteBufAllocator UNRECORDED = new UnpooledByteBufAllocator(false, true);

    private static final int LIMIT = 4_096;
    /** How often a byte is looked at on average, at most: a tag that comes byte by byte is looked at with each, and there are some passes. */
    private static final long MAX_LOOKS = 32;

    private static final String PLAIN = "<event uid=\"plain\"><point/><detail/></event>";
    private static final String AUTH = "<auth><cot username=\"u\" password=\"a&gt;b>\" uid=\"x\"/></auth>";
    private static final String BOM = "\uFEFF";

    /** Legal events, each odd in its own way. */
    private static final List<String> ODD_EVENTS = List.of(
            PLAIN,
            "<event/>",
            "<event />",
            "<event uid='a'/>",
            "<event\nuid='a'\n/>",
            "<event></event>",
            "<event></event >",
            "<event></event\r\n\t>",
            "<event>\uD83D\uDE00 \u00E4\u4E2D</event>",
            "<event uid=\"\uD83D\uDE00\"/>",
            "<event><!-- </event> --></event>",
            "<event><!-- <event> --></event>",
            "<event><!----></event>",
            "<event><!-- -- > - --></event>",
            "<event><![CDATA[</event>]]></event>",
            "<event><![CDATA[<event a='1'></event>]] >]]]]></event>",
            "<event><![CDATA[]]></event>",
            "<event><?pi </event> ?></event>",
            "<event><??></event>",
            "<event uid=\"</event>\"><a/></event>",
            "<event uid='/>'><a/></event>",
            "<event uid='\"/>'><a b=\"'\"/></event>",
            "<event><a b='</event>'/></event>",
            "<event><a b='>'>></a></event>",
            "<event><events/><eventual></eventual></event>",
            "<event><emergency type='x'>e</emergency></event>",
            "<event>]]&gt; --&gt; ?> ></event>",
            "<event><detail><remarks>&lt;/event></remarks></detail></event>",
            "<event><a><b><c/></b></a></event>",
            "<event uid='o'><detail><event/></detail></event>",
            "<event uid='o'><detail><event uid='i' a='>'/></detail></event>",
            "<event uid='o'><x><event>in</event></x></event>",
            "<event uid='o'><x><event at='1'><event>deep</event ></event></x></event>",
            "<event uid='x' >\n  <point />\n</event>",
            "<event uid='o'><x><event a=\"fluid\">in</event></x></event>",
            "<event uid='o'><x><event a=' uid=\"i\"' b=\" uid='i'\">in</event></x></event>",
            "<event uid='o'><x><event my-uid='i' uids='i' uid:a='i'>in</event></x></event>");

    private static final List<String> FILLERS = List.of(
            "",
            "\n",
            "\r\n",
            "\0",
            " \t ",
            BOM,
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>",
            "\n<?xml version='1.0'?>\n",
            "<!-- <event>between</event> -->");

    @AfterEach
    void nothingIsHeld() {
        assertThat(UNRECORDED.metric().usedHeapMemory()).isZero();
    }

    @Test
    void findsOddEventsAtEverySplitPoint() {
        byte[] stream = oddStream(50).getBytes(StandardCharsets.UTF_8);
        List<String> expected = oddEvents(50);
        for (int split = 0; split <= stream.length; split++) {
            Found found = new Found();
            try (CotStreamSplitter splitter = new CotStreamSplitter(LIMIT)) {
                feed(splitter, stream, 0, split, found);
                feed(splitter, stream, split, stream.length, found);
                splitter.finish(found);
            }
            assertThat(found.events).as("split at %d", split).isEqualTo(expected);
            assertThat(found.skips).as("split at %d", split).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 64})
    void findsOddEventsInPiecesOfAnySize(int size) {
        Found found = split(oddStream(200), LIMIT, size);

        assertThat(found.events).isEqualTo(oddEvents(200));
        assertThat(found.skips).isEmpty();
    }

    @Test
    void saysWhereInTheStreamAnEventBegins() {
        Found found = split(BOM + "\n" + PLAIN + "\0" + PLAIN, LIMIT, 4);

        assertThat(found.offsets).containsExactly(4L, 4L + PLAIN.length() + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<event ", "<event a='", "<event/>", "<event></event>", "<event uid='u'></event>"})
    void howOftenTheSinkIsAskedAndWhatIsHeldStayInProportion(String bad) {
        int count = 100_000;
        byte[] stream = (bad.repeat(count) + PLAIN).getBytes(StandardCharsets.UTF_8);
        int[] asked = new int[1];
        Found found = new Found() {
            @Override
            public int eventAt(ByteBuf in, int from, int to) {
                asked[0]++;
                return 0;
            }
        };
        try (CotStreamSplitter splitter = new CotStreamSplitter(LIMIT)) {
            for (int i = 0; i < stream.length; i += LIMIT) {
                feed(splitter, stream, i, Math.min(stream.length, i + LIMIT), found);
                assertThat(UNRECORDED.metric().usedHeapMemory()).isLessThanOrEqualTo(4 * LIMIT);
            }
        }

        assertThat((long) asked[0] * EventScanner.LEAST_EVENT_BYTES)
                .as("bytes of whole events that the sink may have looked for")
                .isBetween(1L, stream.length + (long) EventScanner.LEAST_EVENT_BYTES);
        assertThat(found.events).last().isEqualTo(PLAIN);
        assertThat(found.events.size() + found.skips.size()).isEqualTo(count + 1);
    }

    @Test
    void theNextEventIsToldFromAnElementByItsUid() {
        Found found = split("<event uid='cut'><x><event>in</event>" + PLAIN, LIMIT, 7);

        assertThat(found.events).containsExactly(PLAIN);
        assertThat(found.skips).containsExactly("UNFINISHED 0+37");
    }

    @Test
    void anInnerTagWithoutEndIsTheNextEventThatIsCutOffToo() {
        Found found = split("<event uid='a'><event b='<event <" + PLAIN + "<event uid='z'><event ", LIMIT, 3);

        assertThat(found.events).containsExactly(PLAIN);
        assertThat(found.skips)
                .containsExactly(
                        "UNFINISHED 0+15",
                        "UNFINISHED 15+10",
                        "UNFINISHED 25+8",
                        "UNFINISHED 77+15",
                        "UNFINISHED 92+7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "<event uid='cut'><detail>||OVERDUE 0+25",
                "<event uid=\"cut||OVERDUE 0+15",
                "<event uid='cut'></event||OVERDUE 0+24",
                "<event uid='cut'><event ||UNFINISHED 0+17,OVERDUE 17+7",
                "<!-- %s<!-- %s|2|OVERDUE 0+4,OVERDUE 49+4",
                "<event uid='cut'><![CDATA[%s|1|OVERDUE 0+26",
                "<event uid='cut'><!-- |0|OVERDUE 0+22",
                "<auth><cot |0|OVERDUE 0+11",
                "%s|1|",
            })
    void whatLacksItsEndIsGivenUpAndTheStreamGoesOn(String begun, Integer held, String skips) {
        Found found = new Found();
        byte[] first = (begun.replace("%s", PLAIN) + "<eve").getBytes(StandardCharsets.UTF_8);
        byte[] second = PLAIN.substring("<eve".length()).getBytes(StandardCharsets.UTF_8);
        try (CotStreamSplitter splitter = new CotStreamSplitter(LIMIT)) {
            feed(splitter, first, 0, first.length, found);
            while (splitter.unfinishedFrom() >= 0) {
                splitter.giveUp(found);
            }
            int expected = held == null ? 0 : held;
            assertThat(found.events).hasSize(expected);
            feed(splitter, second, 0, second.length, found);
            assertThat(splitter.unfinishedFrom()).isNegative();
            assertThat(found.events).hasSize(expected + 1).containsOnly(PLAIN);
        }
        assertThat(String.join(",", found.skips)).isEqualTo(skips == null ? "" : skips);
    }

    @Test
    void nothingIsSaidOfWhatComesBehindTheStop() {
        Found found = new Found();
        byte[] stream = (PLAIN + "garbage" + PLAIN).getBytes(StandardCharsets.UTF_8);
        try (CotStreamSplitter splitter = new CotStreamSplitter(LIMIT)) {
            found.afterEvents(1, splitter::stop);
            ByteBuf piece = UNRECORDED.heapBuffer().writeBytes(stream);
            splitter.feed(piece, found);
            piece.release();
            splitter.finish(found);
        }
        assertThat(found.events).containsExactly(PLAIN);
        assertThat(found.skips).isEmpty();
    }

    @Test
    void handsOnTheAuthPreambleAtEverySplitPoint() {
        String stream = "<?xml version=\"1.0\"?>\n" + AUTH + PLAIN + "\n" + AUTH + "<auth/>" + PLAIN;
        for (int size = 1; size <= stream.length(); size++) {
            Found found = split(stream, LIMIT, size);

            assertThat(found.auths).as("pieces of %d", size).containsExactly(AUTH, AUTH, "<auth/>");
            assertThat(found.events).as("pieces of %d", size).containsExactly(PLAIN, PLAIN);
            assertThat(found.skips).as("pieces of %d", size).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<auth><cot username='</auth>' password='/>'/></auth>",
                "<auth ><!-- </auth> --><cot/></auth >",
                "<auth><![CDATA[</auth>]]><cot/></event></auth>",
                "<auth><auth2></auth2></auth>"
            })
    void anAuthEndsWhereItEnds(String auth) {
        for (int size : new int[] {1, 1_000}) {
            Found found = split(PLAIN + auth + PLAIN, LIMIT, size);

            assertThat(found.auths).containsExactly(auth);
            assertThat(found.events).containsExactly(PLAIN, PLAIN);
        }
    }

    @Test
    void anAuthInsideAnEventIsAPartOfIt() {
        String event = "<event>" + AUTH + "</event>";

        assertThat(split(event, LIMIT, 3).events).containsExactly(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<auth>", "<auth a='", "<auth><cot", "<auth", "<auth></aut"})
    void anAuthWithoutEndCostsItselfOnly(String cut) {
        Found found = split(cut + PLAIN + PLAIN, LIMIT, 1);

        assertThat(found.events).containsExactly(PLAIN, PLAIN);
        assertThat(found.auths).isEmpty();
        assertThat(found.skippedBytes).isEqualTo(cut.length());
    }

    @Test
    void anAuthOverItsLimitIsGivenUp() {
        String large = "<auth><cot username='" + "x".repeat(70_000) + "'/></auth>";
        Found found = split(large + PLAIN + PLAIN, 512_000, 1_000);

        assertThat(found.auths).isEmpty();
        assertThat(found.events).containsExactly(PLAIN, PLAIN);
        assertThat(found.skips).containsExactly("TOO_LARGE 0+" + large.length());
    }

    @Test
    void reportsGarbageAndGoesOn() {
        Found found = split("HTTP/1.1\r\n" + PLAIN + "</event>" + PLAIN + "tail", LIMIT, 1_000);

        assertThat(found.events).containsExactly(PLAIN, PLAIN);
        assertThat(found.skips)
                .containsExactly(
                        "BETWEEN_EVENTS 0+8",
                        "BETWEEN_EVENTS " + (10 + PLAIN.length()) + "+8",
                        "BETWEEN_EVENTS " + (18 + 2 * PLAIN.length()) + "+4");
    }

    @Test
    void whatIsTextBetweenEventsIsNoEvent() {
        String text = "<![CDATA[" + PLAIN + "]]>";
        Found found = split(PLAIN + text + PLAIN, LIMIT, Integer.MAX_VALUE);

        assertThat(found.events).containsExactly(PLAIN, PLAIN);
        assertThat(found.skips).containsExactly("BETWEEN_EVENTS " + PLAIN.length() + "+" + text.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<event uid='cut'><detail>",
                "<event uid='cut",
                "<event uid=\"a><point lat=\"1\" lon=\"2\"/>",
                "<event uid='cut'><a",
                "<event uid='cut'></even",
                "<event uid='cut'></event",
                "<event "
            })
    void anEventWithoutEndCostsItselfOnly(String cut) {
        Found found = split(PLAIN + cut + PLAIN + PLAIN, LIMIT, 1);

        assertThat(found.events).containsExactly(PLAIN, PLAIN, PLAIN);
        assertThat(found.skips).containsExactly("UNFINISHED " + PLAIN.length() + "+" + cut.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!--", "<![CDATA[", "<?pi "})
    void whatSwallowsTheFollowingEventsGivesThemBackAtTheLimit(String opener) {
        String bad = "<event>" + opener + "</event>";
        Found found = split(bad + PLAIN.repeat(200), LIMIT, 100);

        assertThat(found.events).hasSize(200).containsOnly(PLAIN);
        assertThat(found.skips).containsExactly("TOO_LARGE 0+" + bad.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!--", "<![CDATA[", "<?pi "})
    void whatSwallowsTheFollowingEventsGivesThemBackLongBeforeALargeLimit(String opener) {
        String bad = "<event>" + opener + "</event>";
        String stream = bad + PLAIN.repeat(70_000 / PLAIN.length());
        for (int size : new int[] {1, 1_000, stream.length()}) {
            Found found = new Found();
            try (CotStreamSplitter splitter = new CotStreamSplitter(512_000)) {
                byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < bytes.length; i += size) {
                    feed(splitter, bytes, i, Math.min(i + size, bytes.length), found);
                }
                assertThat(found.skips).as("pieces of %d", size).containsExactly("UNFINISHED 0+" + bad.length());
                assertThat(found.events).containsOnly(PLAIN).hasSize(70_000 / PLAIN.length());
            }
        }
    }

    @Test
    void aLongTextThatHoldsTheEndOfItsEventOnlyStaysWhole() {
        String event = "<event><![CDATA[" + "</event>".repeat(20_000) + "]]></event>";
        assertThat(split(event + PLAIN, 512_000, 1_000).events).containsExactly(event, PLAIN);
    }

    @Test
    void findsTheSameHoweverLongConstructsAreCut() {
        long seed = 20_261_122L;
        Random random = new Random(seed);
        String[] pieces = {"<!--", "-->", "<![CDATA[", "]]>", "<event>", "</event>", PLAIN, "x".repeat(30_000)};
        for (int round = 0; round < 100; round++) {
            StringBuilder stream = new StringBuilder();
            for (int i = random.nextInt(60); i >= 0; i--) {
                stream.append(pieces[random.nextInt(pieces.length)]);
            }
            Found whole = split(stream.toString(), 512_000, Integer.MAX_VALUE);
            Found cut = split(stream.toString(), 512_000, 1 + random.nextInt(5_000));
            assertThat(cut.offsets).as("seed %d, round %d", seed, round).isEqualTo(whole.offsets);
            assertThat(cut.skippedBytes).as("seed %d, round %d", seed, round).isEqualTo(whole.skippedBytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!--", "<![CDATA[", "<?xml "})
    void whatSwallowsEventsBetweenEventsGivesThemBackAtTheLimit(String opener) {
        Found found = split(opener + PLAIN.repeat(200), LIMIT, 100);

        assertThat(found.events).hasSize(200).containsOnly(PLAIN);
        assertThat(found.skips).isNotEmpty().allMatch(skip -> skip.startsWith("BETWEEN_EVENTS"));
    }

    @Test
    void whatSwallowsTheFollowingEventsGivesThemBackAtTheEnd() {
        Found found = split("<event><!--" + PLAIN + "<event><![CDATA[" + PLAIN, LIMIT, 10);

        assertThat(found.events).containsExactly(PLAIN, PLAIN);
        assertThat(found.skips).containsExactly("UNFINISHED 0+11", "UNFINISHED " + (11 + PLAIN.length()) + "+16");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<event uid='n'>", "<event a='b' uid = 'n'>", "<event\tuid\n=\"n\">", "<event a='b'uid='n'>"})
    void anEventInsideAnotherThatHasTheAttributeUidIsTheNext(String next) {
        String cut = "<event uid='cut'><detail>";
        Found found = split(cut + next + "</event>" + PLAIN, LIMIT, 1);

        assertThat(found.events).containsExactly(next + "</event>", PLAIN);
        assertThat(found.skips).containsExactly("UNFINISHED 0+" + cut.length());
    }

    @Test
    void anEventOverTheLimitCostsItselfOnly() {
        String large = "<event uid='" + "x".repeat(3 * LIMIT) + "'><a></a></event>";
        Found found = split(PLAIN + large + PLAIN, LIMIT, 1_000);

        assertThat(found.events).containsExactly(PLAIN, PLAIN);
        assertThat(found.skips).containsExactly("TOO_LARGE " + PLAIN.length() + "+" + large.length());
    }

    @Test
    void takesAnEventOfExactlyTheLimit() {
        String exact = "<event uid='" + "x".repeat(LIMIT - 15) + "'/>";
        assertThat(exact).hasSize(LIMIT);

        assertThat(split(exact, LIMIT, 100).events).containsExactly(exact);
        assertThat(split(exact, LIMIT - 1, 100).events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "<!",
                "<event",
                "<event ",
                "<event><!--",
                "<event><!--</event>",
                "<event><![CDATA[",
                "<event a='",
                "</event",
                "<event></event ",
                "<!--",
                "<?",
                "<event ><!--<event >-->",
                "<event><!--x--><![CDATA[",
                "<auth",
                "<auth><!--",
                "<auth a='",
                "<auth></auth>",
                "<auth><!--<event><!--</event>",
                "<event><!--</event>",
                "<!--<event><![CDATA[</event><?",
                "</auth",
                ">",
                "'"
            })
    void looksAtNoByteOfAMegabyteOfNonsenseMoreThanSomeTimes(String nonsense) {
        byte[] stream = nonsense.repeat(1_000_000 / nonsense.length()).getBytes(StandardCharsets.UTF_8);
        for (int size : new int[] {1, 65_536}) {
            Found found = new Found();
            CountedLooks looks = new CountedLooks();
            ByteBuf piece = looks.heapBuffer(size);
            try (CotStreamSplitter splitter = new CotStreamSplitter(512_000)) {
                for (int i = 0; i < stream.length; i += size) {
                    piece.clear().writeBytes(stream, i, Math.min(size, stream.length - i));
                    splitter.feed(piece, found);
                }
                splitter.finish(found);
            }
            piece.release();
            assertThat(found.skippedBytes + found.eventBytes).isPositive().isLessThanOrEqualTo(stream.length);
            assertThat(looks.bytes)
                    .as("bytes looked at in pieces of %d", size)
                    .isBetween((long) stream.length / 8, MAX_LOOKS * stream.length);
        }
    }

    @Test
    void findsTheSameHoweverTheStreamIsCut() {
        long seed = 20_261_121L;
        Random random = new Random(seed);
        List<String> pieces = new ArrayList<>(ODD_EVENTS);
        pieces.addAll(FILLERS);
        pieces.addAll(List.of(
                "<event",
                "<",
                "</event>",
                "\"",
                "'",
                "<!--",
                "-->",
                "<![CDATA[",
                "]]>",
                "?>",
                "<?",
                "/>",
                "<auth>",
                "</auth>",
                AUTH));
        pieces.add("<event uid='" + "y".repeat(300) + "'/>");
        for (int round = 0; round < 2_000; round++) {
            StringBuilder stream = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                stream.append(pieces.get(random.nextInt(pieces.size())));
            }
            Found whole = split(stream.toString(), 256, Integer.MAX_VALUE);
            Found cut = split(stream.toString(), 256, 1 + random.nextInt(20));
            assertThat(cut.events).as("seed %d, round %d", seed, round).isEqualTo(whole.events);
            assertThat(cut.auths).as("seed %d, round %d", seed, round).isEqualTo(whole.auths);
            assertThat(cut.offsets).as("seed %d, round %d", seed, round).isEqualTo(whole.offsets);
            assertThat(cut.skippedBytes).as("seed %d, round %d", seed, round).isEqualTo(whole.skippedBytes);
        }
    }

    @Test
    void anEventThatIsKeptStaysAsItIs() {
        List<ByteBuf> kept = new ArrayList<>();
        Sink keeping = new Sink() {
            @Override
            public void event(ByteBuf event, long offset) {
                kept.add(event.retain());
            }

            @Override
            public void skipped(SkipReason reason, long offset, long bytes) {}
        };
        byte[] stream = PLAIN.repeat(100).getBytes(StandardCharsets.UTF_8);
        try (CotStreamSplitter splitter = new CotStreamSplitter(LIMIT)) {
            for (int i = 0; i < stream.length; i += 7) {
                ByteBuf piece = PooledByteBufAllocator.DEFAULT.directBuffer();
                piece.writeBytes(stream, i, Math.min(7, stream.length - i));
                splitter.feed(piece, keeping);
                piece.release();
            }
        }

        assertThat(kept)
                .hasSize(100)
                .allMatch(event -> event.toString(StandardCharsets.UTF_8).equals(PLAIN));
        kept.forEach(ByteBuf::release);
    }

    @Test
    void whatStandsBehindTheEventAtWhichItIsStoppedIsTheRest() {
        byte[] stream = (PLAIN + "<event/>\u00BF<event/>").getBytes(StandardCharsets.ISO_8859_1);
        int stopped = PLAIN.length() + "<event/>".length();
        for (int split = 0; split <= stream.length; split++) {
            Found found = new Found();
            try (CotStreamSplitter splitter = new CotStreamSplitter(LIMIT)) {
                found.afterEvents(2, splitter::stop);
                feed(splitter, stream, 0, split, found);
                if (split < stopped) {
                    feed(splitter, stream, split, stream.length, found);
                }
                int fed = split < stopped ? stream.length : split;
                assertThat(restOf(splitter))
                        .as("split at %d", split)
                        .isEqualTo(Arrays.copyOfRange(stream, stopped, fed));
                splitter.finish(found);
            }
            assertThat(found.events).as("split at %d", split).containsExactly(PLAIN, "<event/>");
            assertThat(found.skips).as("split at %d", split).isEmpty();
        }
    }

    private static byte[] restOf(CotStreamSplitter splitter) {
        ByteBuf rest = splitter.takeRest();
        if (rest == null) {
            return new byte[0];
        }
        byte[] bytes = ByteBufUtil.getBytes(rest);
        rest.release();
        return bytes;
    }

    private static List<String> oddEvents(int count) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(ODD_EVENTS.get(i % ODD_EVENTS.size()));
        }
        return events;
    }

    private static String oddStream(int count) {
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < count; i++) {
            stream.append(FILLERS.get(i % FILLERS.size())).append(ODD_EVENTS.get(i % ODD_EVENTS.size()));
        }
        return stream.toString();
    }

    private static Found split(String stream, int limit, int pieceBytes) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        Found found = new Found();
        try (CotStreamSplitter splitter = new CotStreamSplitter(limit)) {
            for (int i = 0; i < bytes.length; i += Math.min(pieceBytes, bytes.length - i)) {
                feed(splitter, bytes, i, i + Math.min(pieceBytes, bytes.length - i), found);
            }
            splitter.finish(found);
        }
        return found;
    }

    private static void feed(CotStreamSplitter splitter, byte[] bytes, int from, int to, Sink sink) {
        ByteBuf piece = UNRECORDED.heapBuffer(to - from).writeBytes(bytes, from, to - from);
        splitter.feed(piece, sink);
        assertThat(piece.isReadable()).isFalse();
        assertThat(piece.refCnt()).isOne();
        piece.release();
    }

    /** Counts how many bytes are looked at in its buffers, one by one, as words or by searching. */
    private static final class CountedLooks extends AbstractByteBufAllocator {
        private long bytes;

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            return newHeapBuffer(initialCapacity, maxCapacity);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            return new UnpooledHeapByteBuf(this, initialCapacity, maxCapacity) {
                @Override
                public byte getByte(int index) {
                    bytes++;
                    return super.getByte(index);
                }

                @Override
                public long getLongLE(int index) {
                    bytes += Long.BYTES;
                    return super.getLongLE(index);
                }

                @Override
                public int indexOf(int from, int to, byte value) {
                    int found = super.indexOf(from, to, value);
                    bytes += found < 0 ? to - from : found - from + 1;
                    return found;
                }
            };
        }
    }

    private static class Found implements Sink {
        private final List<String> events = new ArrayList<>();
        private final List<String> auths = new ArrayList<>();
        private final List<Long> offsets = new ArrayList<>();
        private final List<String> skips = new ArrayList<>();
        private long skippedBytes;
        private long eventBytes;
        private int awaited = -1;
        private Runnable action = () -> {};

        /** Has something done while the sink is given its n-th event. */
        void afterEvents(int count, Runnable then) {
            awaited = count;
            action = then;
        }

        @Override
        public void event(ByteBuf event, long offset) {
            events.add(event.toString(StandardCharsets.UTF_8));
            offsets.add(offset);
            eventBytes += event.readableBytes();
            if (events.size() == awaited) {
                action.run();
            }
        }

        @Override
        public void authentication(ByteBuf element, long offset) {
            auths.add(element.toString(StandardCharsets.UTF_8));
            eventBytes += element.readableBytes();
        }

        @Override
        public void skipped(SkipReason reason, long offset, long bytes) {
            skips.add(reason + " " + offset + "+" + bytes);
            skippedBytes += bytes;
        }
    }
}
