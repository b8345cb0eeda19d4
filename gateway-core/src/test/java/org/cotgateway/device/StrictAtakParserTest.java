package org.cotgateway.device;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.Charset;
import java.util.Objects;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictAtakParserTest {

    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    private static final String TIME = "2026-11-21T12:00:00.000Z";
    private static final String POINT = "<point lat=\"48.2\" lon=\"16.3\" hae=\"170\" ce=\"9999999\" le=\"9999999\"/>";
    private static final String GOOD = "<event version=\"2.0\" uid=\"u1\" type=\"a-f-G\" how=\"m-g\" time=\"" + TIME
            + "\" start=\"" + TIME + "\" stale=\"2026-11-21T12:10:00Z\">" + POINT + "<detail/></event>";

    private final StrictAtakParser parser = new StrictAtakParser();

    @Test
    void readsEveryPartOfAnEvent() {
        CotEvent event = accepted(GOOD.replace("how=", "access=\"a\" qos=\"1-r-c\" opex=\"e-x\" how=")
                .replace(
                        "<detail/>",
                        "<detail> <contact callsign=\"ALPHA &amp; 1\"/> <x><y/>text<z a='1'/></x></detail>"));

        assertThat(event.uid()).isEqualTo("u1");
        assertThat(event.type()).isEqualTo("a-f-G");
        assertThat(event.qos()).isEqualTo("1-r-c");
        assertThat(event.staleMs() - event.startMs()).isEqualTo(600_000);
        assertThat(event.point().lat()).isEqualTo(48.2);
        assertThat(event.detail().nodes()).hasSize(2);
        assertThat(event.detail().element("contact").orElseThrow().attribute("callsign"))
                .isEqualTo("ALPHA & 1");
        assertThat(event.detail().element("x").orElseThrow().children())
                .containsExactly(
                        CotElement.named("y").build(),
                        new CotText("text"),
                        CotElement.named("z").attribute("a", "1").build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "\n\n%s", "  %s", "%s\n", "%s  ", "%s\0", "%s\n\0\0", "\uFEFF%s", "<!-- c -->%s"})
    void takesWhatAtakTakesAroundAnEvent(String around) {
        accepted(around.formatted(GOOD));
        assertThat(judge(DECLARATION + "\n" + GOOD, UTF_8).event()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n%s", " %s", "\0%s"})
    void dropsAnythingBeforeADeclaration(String around) {
        assertThat(rule(around.formatted(DECLARATION + GOOD))).contains("well-formed");
    }

    @Test
    void dropsTwoEventsInOneMessage() {
        assertThat(rule(GOOD + GOOD)).contains("one event and nothing after it");
        assertThat(rule(GOOD + "\n" + GOOD)).contains("one event and nothing after it");
        assertThat(rule(GOOD + "x")).contains("one event and nothing after it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"&nbsp;", "&#1;", "&#0;", "\u0001", "<a>", "<a b='1' b='2'/>", "<a b=1/>", "]]>", "<a b='<'/>"})
    void dropsWhatIsNotWellFormed(String inDetail) {
        assertThat(rule(GOOD.replace("<detail/>", "<detail>" + inDetail + "</detail>")))
                .contains("well-formed");
    }

    @Test
    void dropsADuplicateAttribute() {
        assertThat(rule(GOOD.replace("how=", "uid=\"u2\" how="))).contains("well-formed");
    }

    @Test
    void dropsEveryTruncation() {
        for (int length = 0; length < GOOD.length(); length++) {
            assertThat(judge(GOOD.substring(0, length), UTF_8).event())
                    .as("cut after %d characters", length)
                    .isNull();
        }
    }

    @Test
    void dropsLatin1ButTakesUtf8() {
        String umlaut = GOOD.replace("u1", "m\u00fcller \ud83d\ude81");
        assertThat(accepted(umlaut).uid()).isEqualTo("m\u00fcller \ud83d\ude81");
        assertThat(judge(GOOD.replace("u1", "m\u00fcller"), ISO_8859_1)
                        .violations()
                        .get(0)
                        .rule())
                .contains("UTF-8");
    }

    @Test
    void dropsADoctypeAndExpandsNothing() {
        assertThat(rule("<!DOCTYPE event [<!ENTITY a 'b'>]>" + GOOD)).contains("well-formed");
        assertThat(rule("<!DOCTYPE event SYSTEM 'file:///etc/passwd'>" + GOOD)).contains("well-formed");
    }

    @Test
    void takesNestingOf255AndDrops256() {
        accepted(nested(255));
        assertThat(rule(nested(256))).contains("nested 256 deep");
        assertThat(rule(nested(20_000))).contains("nested 256 deep");
    }

    private static String nested(int depth) {
        int inDetail = depth - 2;
        return GOOD.replace("<detail/>", "<detail>" + "<a>".repeat(inDetail) + "</a>".repeat(inDetail) + "</detail>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uid", "type", "how", "time", "start", "stale"})
    void dropsAnEventThatLacksAnAttribute(String name) {
        String without = GOOD.replaceFirst(" " + name + "=\"[^\"]*\"", "");
        assertThat(judge(without, UTF_8).violations()).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEqualTo("event@" + name);
            assertThat(violation.rule()).isEqualTo("is required");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"lat", "lon", "hae", "ce", "le"})
    void dropsAPointThatLacksAnAttribute(String name) {
        assertThat(judge(GOOD.replaceFirst(" " + name + "=\"[^\"]*\"", ""), UTF_8)
                        .violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.field()).isEqualTo("point@" + name));
    }

    @Test
    void dropsAnotherRootAndAnEventWithoutPoint() {
        assertThat(rule(GOOD.replace("<event", "<events").replace("</event>", "</events>")))
                .isEqualTo("must be event");
        assertThat(rule(GOOD.replace(POINT, ""))).isEqualTo("is required");
    }

    @Test
    void needsNeitherVersionNorDetail() {
        accepted(GOOD.replace("version=\"2.0\" ", "").replace("<detail/>", ""));
    }

    @Test
    void namesEveryRuleThatAnEventBreaks() {
        String bad = GOOD.replace("uid=\"u1\" ", "")
                .replace("lat=\"48.2\"", "lat=\"48,2\"")
                .replace("stale=\"2026-11-21T12:10:00Z\"", "stale=\"tomorrow\"");
        assertThat(judge(bad, UTF_8).violations())
                .extracting("field")
                .containsExactlyInAnyOrder("event@uid", "event@stale", "point@lat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uid", "type", "how"})
    void takesEmptyStrings(String name) {
        accepted(GOOD.replaceFirst(" " + name + "=\"[^\"]*\"", " " + name + "=\"\""));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T12:00:00Z, 1795262400000",
        "2026-11-21T12:00:00.5Z, 1795262400500",
        "2026-11-21T12:00:00.123999Z, 1795262400123",
        "1970-01-01T00:00:00Z, 0",
        "2106-02-07T06:28:15Z, 4294967295000",
        "2025-13-01T00:00:00Z, 1767225600000",
        "2026-01-32T00:00:00Z, 1769904000000",
    })
    void takesTheseTimes(String text, long expectedMs) {
        assertThat(accepted(GOOD.replace("time=\"" + TIME, "time=\"" + text)).timeMs())
                .isEqualTo(expectedMs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T12:00:00+00:00",
                "2026-11-21T12:00:00z",
                "2026-11-21 12:00:00Z",
                "2026-11-21T12:00Z",
                "2026-11-21T12:00:00",
                "2026-11-21T12:00:00.Z",
                "1795262400",
                "1969-12-31T23:59:59Z",
                "2106-02-07T06:28:16Z",
                "9999-12-31T23:59:59Z",
                "12026-11-21T12:00:00Z",
                " 2026-11-21T12:00:00Z",
                ""
            })
    void dropsTheseTimes(String text) {
        assertThat(rule(GOOD.replace("stale=\"2026-11-21T12:10:00Z", "stale=\"" + text)))
                .isEqualTo(AtakValues.TIME_RULE);
    }

    @ParameterizedTest
    @CsvSource({"95, 95", "-0.0, -0.0", "1e2, 100", "NaN, NaN", "+3., 3", ".5, 0.5", "1E-400, 0", "007, 7"})
    void takesTheseNumbers(String text, Double expected) {
        assertThat(accepted(GOOD.replace("lat=\"48.2", "lat=\"" + text)).point().lat())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inf",
                "-inf",
                "Infinity",
                "1e400",
                "48,2",
                "48.2 ",
                "48.2m",
                "48.2d",
                "0x1p3",
                "",
                "-",
                "e5",
                "1e"
            })
    void dropsTheseNumbers(String text) {
        assertThat(rule(GOOD.replace("lat=\"48.2", "lat=\"" + text))).isEqualTo(AtakValues.NUMBER_RULE);
    }

    @Test
    void dropsMoreThan512000Bytes() {
        String longest = GOOD + " ".repeat(StrictAtakParser.MAX_MESSAGE_BYTES - GOOD.length());
        accepted(longest);
        assertThat(rule(longest + " ")).contains("512000");
    }

    @Test
    void saysThatItSpeaksNoProtobuf() {
        ByteBuf mesh = Unpooled.wrappedBuffer(new byte[] {(byte) 0xBF, 1, (byte) 0xBF, 10, 2, 3});
        assertThat(parser.judge(mesh).violations().get(0).rule()).contains("protobuf");
    }

    @Test
    void judgesWellAfterABadMessageAndLeavesTheBufferAlone() {
        rule("<event");
        ByteBuf message = Unpooled.copiedBuffer(GOOD, UTF_8);
        parser.judge(message);
        assertThat(message.readableBytes()).isEqualTo(GOOD.length());
        assertThat(message.refCnt()).isEqualTo(1);
        accepted(GOOD);
    }

    private AtakVerdict judge(String message, Charset charset) {
        return parser.judge(Unpooled.copiedBuffer(message, charset));
    }

    private CotEvent accepted(String message) {
        AtakVerdict verdict = judge(message, UTF_8);
        assertThat(verdict.violations()).isEmpty();
        return Objects.requireNonNull(verdict.event());
    }

    private String rule(String message) {
        AtakVerdict verdict = judge(message, UTF_8);
        assertThat(verdict.violations()).hasSize(1);
        return verdict.violations().get(0).rule();
    }
}
