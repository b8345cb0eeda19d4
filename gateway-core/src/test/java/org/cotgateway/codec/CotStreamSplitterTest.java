package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotgateway.codec.SplitStream.AUTH;
import static org.cotgateway.codec.SplitStream.LIMIT;
import static org.cotgateway.codec.SplitStream.PLAIN;
import static org.cotgateway.codec.SplitStream.feed;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Whole events of every kind, however the stream is cut. */
@Timeout(120)
class CotStreamSplitterTest {

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

    private static final String BOM = "\uFEFF";

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
        assertThat(SplitStream.heldBytes()).isZero();
    }

    @Test
    void findsOddEventsAtEverySplitPoint() {
        byte[] stream = oddStream(50).getBytes(StandardCharsets.UTF_8);
        List<String> expected = oddEvents(50);
        for (int split = 0; split <= stream.length; split++) {
            SplitStream found = new SplitStream();
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
        SplitStream found = SplitStream.of(oddStream(200), LIMIT, size);

        assertThat(found.events).isEqualTo(oddEvents(200));
        assertThat(found.skips).isEmpty();
    }

    @Test
    void saysWhereInTheStreamAnEventBegins() {
        SplitStream found = SplitStream.of(BOM + "\n" + PLAIN + "\0" + PLAIN, LIMIT, 4);

        assertThat(found.offsets).containsExactly(4L, 4L + PLAIN.length() + 1);
    }

    @Test
    void takesAnEventOfExactlyTheLimit() {
        String exact = "<event uid='" + "x".repeat(LIMIT - 15) + "'/>";
        assertThat(exact).hasSize(LIMIT);

        assertThat(SplitStream.of(exact, LIMIT, 100).events).containsExactly(exact);
        assertThat(SplitStream.of(exact, LIMIT - 1, 100).events).isEmpty();
    }

    @Test
    void aLongTextThatHoldsTheEndOfItsEventOnlyStaysWhole() {
        String event = "<event><![CDATA[" + "</event>".repeat(20_000) + "]]></event>";
        assertThat(SplitStream.of(event + PLAIN, 512_000, 1_000).events).containsExactly(event, PLAIN);
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
            SplitStream whole = SplitStream.of(stream.toString(), 256, Integer.MAX_VALUE);
            SplitStream cut = SplitStream.of(stream.toString(), 256, 1 + random.nextInt(20));
            assertThat(cut.events).as("seed %d, round %d", seed, round).isEqualTo(whole.events);
            assertThat(cut.auths).as("seed %d, round %d", seed, round).isEqualTo(whole.auths);
            assertThat(cut.offsets).as("seed %d, round %d", seed, round).isEqualTo(whole.offsets);
            assertThat(cut.skippedBytes).as("seed %d, round %d", seed, round).isEqualTo(whole.skippedBytes);
        }
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
            SplitStream whole = SplitStream.of(stream.toString(), 512_000, Integer.MAX_VALUE);
            SplitStream cut = SplitStream.of(stream.toString(), 512_000, 1 + random.nextInt(5_000));
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
    void nothingIsSaidOfWhatComesBehindTheStop() {
        SplitStream found = new SplitStream();
        byte[] stream = (PLAIN + "garbage" + PLAIN).getBytes(StandardCharsets.UTF_8);
        try (CotStreamSplitter splitter = new CotStreamSplitter(LIMIT)) {
            found.afterEvents(1, splitter::stop);
            ByteBuf piece = Unpooled.wrappedBuffer(stream);
            splitter.feed(piece, found);
            piece.release();
            splitter.finish(found);
        }
        assertThat(found.events).containsExactly(PLAIN);
        assertThat(found.skips).isEmpty();
    }

    @Test
    void whatStandsBehindTheEventAtWhichItIsStoppedIsTheRest() {
        byte[] stream = (PLAIN + "<event/>\u00BF<event/>").getBytes(StandardCharsets.ISO_8859_1);
        int stopped = PLAIN.length() + "<event/>".length();
        for (int split = 0; split <= stream.length; split++) {
            SplitStream found = new SplitStream();
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
}
