package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotgateway.codec.SplitStream.LIMIT;
import static org.cotgateway.codec.SplitStream.PLAIN;
import static org.cotgateway.codec.SplitStream.feed;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is broken, too large or without end in a stream costs itself only. */
@Timeout(120)
class SplitDamageTest {

    @AfterEach
    void nothingIsHeld() {
        assertThat(SplitStream.heldBytes()).isZero();
    }

    @Test
    void reportsGarbageAndGoesOn() {
        SplitStream found = SplitStream.of("HTTP/1.1\r\n" + PLAIN + "</event>" + PLAIN + "tail", LIMIT, 1_000);

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
        SplitStream found = SplitStream.of(PLAIN + text + PLAIN, LIMIT, Integer.MAX_VALUE);

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
        SplitStream found = SplitStream.of(PLAIN + cut + PLAIN + PLAIN, LIMIT, 1);

        assertThat(found.events).containsExactly(PLAIN, PLAIN, PLAIN);
        assertThat(found.skips).containsExactly("UNFINISHED " + PLAIN.length() + "+" + cut.length());
    }

    @Test
    void anEventOverTheLimitCostsItselfOnly() {
        String large = "<event uid='" + "x".repeat(3 * LIMIT) + "'><a></a></event>";
        SplitStream found = SplitStream.of(PLAIN + large + PLAIN, LIMIT, 1_000);

        assertThat(found.events).containsExactly(PLAIN, PLAIN);
        assertThat(found.skips).containsExactly("TOO_LARGE " + PLAIN.length() + "+" + large.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<event uid='n'>", "<event a='b' uid = 'n'>", "<event\tuid\n=\"n\">", "<event a='b'uid='n'>"})
    void anEventInsideAnotherThatHasTheAttributeUidIsTheNext(String next) {
        String cut = "<event uid='cut'><detail>";
        SplitStream found = SplitStream.of(cut + next + "</event>" + PLAIN, LIMIT, 1);

        assertThat(found.events).containsExactly(next + "</event>", PLAIN);
        assertThat(found.skips).containsExactly("UNFINISHED 0+" + cut.length());
    }

    @Test
    void theNextEventIsToldFromAnElementByItsUid() {
        SplitStream found = SplitStream.of("<event uid='cut'><x><event>in</event>" + PLAIN, LIMIT, 7);

        assertThat(found.events).containsExactly(PLAIN);
        assertThat(found.skips).containsExactly("UNFINISHED 0+37");
    }

    @Test
    void anInnerTagWithoutEndIsTheNextEventThatIsCutOffToo() {
        SplitStream found =
                SplitStream.of("<event uid='a'><event b='<event <" + PLAIN + "<event uid='z'><event ", LIMIT, 3);

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
    @ValueSource(strings = {"<!--", "<![CDATA[", "<?pi "})
    void whatSwallowsTheFollowingEventsGivesThemBackAtTheLimit(String opener) {
        String bad = "<event>" + opener + "</event>";
        SplitStream found = SplitStream.of(bad + PLAIN.repeat(200), LIMIT, 100);

        assertThat(found.events).hasSize(200).containsOnly(PLAIN);
        assertThat(found.skips).containsExactly("TOO_LARGE 0+" + bad.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!--", "<![CDATA[", "<?pi "})
    void whatSwallowsTheFollowingEventsGivesThemBackLongBeforeALargeLimit(String opener) {
        String bad = "<event>" + opener + "</event>";
        String stream = bad + PLAIN.repeat(70_000 / PLAIN.length());
        for (int size : new int[] {1, 1_000, stream.length()}) {
            SplitStream found = new SplitStream();
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

    @ParameterizedTest
    @ValueSource(strings = {"<!--", "<![CDATA[", "<?xml "})
    void whatSwallowsEventsBetweenEventsGivesThemBackAtTheLimit(String opener) {
        SplitStream found = SplitStream.of(opener + PLAIN.repeat(200), LIMIT, 100);

        assertThat(found.events).hasSize(200).containsOnly(PLAIN);
        assertThat(found.skips).isNotEmpty().allMatch(skip -> skip.startsWith("BETWEEN_EVENTS"));
    }

    @Test
    void whatSwallowsTheFollowingEventsGivesThemBackAtTheEnd() {
        SplitStream found = SplitStream.of("<event><!--" + PLAIN + "<event><![CDATA[" + PLAIN, LIMIT, 10);

        assertThat(found.events).containsExactly(PLAIN, PLAIN);
        assertThat(found.skips).containsExactly("UNFINISHED 0+11", "UNFINISHED " + (11 + PLAIN.length()) + "+16");
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
        SplitStream found = new SplitStream();
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
}
