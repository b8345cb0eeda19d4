package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TakReaderTest {

    /** Type, uid, three times and how: what an event must have. */
    private static final String EVENT = "0a05612d662d47" + "2a0175" + "3001" + "3802" + "4003" + "4a036d2d67";

    private final TakReader reader = new TakReader(XmlLimits.DEFAULT);

    @Test
    void whatIsMissingOfThePointIsZeroAndOptionalTextsAreAbsent() {
        CotEvent event = event(EVENT);

        assertThat(event.point().lat()).isZero();
        assertThat(event.point().ce()).isZero();
        assertThat(event.access()).isNull();
        assertThat(event.detail().nodes()).isEmpty();
        assertThat(event.version()).isEqualTo("2.0");
    }

    @Test
    void namesEveryFieldThatAnEventMustHave() {
        assertThat(read("1200").violations())
                .extracting(Violation::toString)
                .containsExactlyInAnyOrder(
                        "event@uid: must be there",
                        "event@type: must be there",
                        "event@how: must be there",
                        "event@time: must be there",
                        "event@start: must be there",
                        "event@stale: must be there");
    }

    @Test
    void whatIsMissingOfAnElementWasEmptyOrZeroButForAnEndpoint() {
        assertThat(detail("1203" + "120163")).isEqualTo("<contact callsign=\"c\"/>");
        assertThat(detail("1a00")).isEqualTo("<__group name=\"\" role=\"\"/>");
        assertThat(detail("2a00")).isEqualTo("<status battery=\"0\"/>");
        assertThat(detail("3a00")).isEqualTo("<track speed=\"0\" course=\"0\"/>");
    }

    @Test
    void ofAnElementInBothPlacesTheOneInXmlDetailCounts() {
        assertThat(detail("2a020805" + xml("<status battery=\"7\" readiness=\"true\"/><x/>") + "3a00"))
                .isEqualTo("<status battery=\"7\" readiness=\"true\"/><x/><track speed=\"0\" course=\"0\"/>");
    }

    @Test
    void ofARepeatedFieldTheLastValueCounts() {
        assertThat(event(EVENT + "2a0176").uid()).isEqualTo("v");
        assertThat(detail("2a020805" + "2a020806")).isEqualTo("<status battery=\"6\"/>");
        assertThat(detail(xml("<a/>") + xml("<b/>"))).isEqualTo("<b/>");
    }

    @Test
    void passesOverUnknownFieldsGroupsAndOtherKinds() {
        String unknown = "a006ff01" + "a20603616263" + "a50601020304" + "a1060102030405060708" + "a30608011b1ca406";
        assertThat(event(unknown + EVENT + unknown + "5001").point().lat()).isZero();
        assertThat(read(unknown + message(EVENT)).event()).isNotNull();
    }

    @Test
    void namesWhatBreaksTheGrammar() {
        assertMalformed("12", "a number has no end");
        assertMalformed("1205", "longer than what is left");
        assertMalformed("12" + "80".repeat(9) + "01", "longer than what is left");
        assertMalformed("12" + "80".repeat(11), "more than ten bytes");
        assertMalformed("00", "no field has such a number");
        assertMalformed("0e", "no known kind");
        assertMalformed("0c", "end of a group");
        assertMalformed("0b14", "end of another group");
        assertMalformed("0b".repeat(100), "groups in more than 64 groups");
        assertMalformed(message(EVENT + "5100"), "longer than what is left");
        assertMalformed(message(EVENT + "7a02" + "3aff"), "a number has no end");
        assertThat(read("").violations()).isNotEmpty();
    }

    @Test
    void namesTextsThatAreNotUtf8OrTooLong() {
        assertThat(read(message(EVENT + "1202c080")).violations())
                .extracting(Violation::toString)
                .containsExactly("event@access: must be valid UTF-8");
        TakReader strict = new TakReader(new XmlLimits(1_000, 64, 128, 256, 5));
        TakReading reading = strict.read(Unpooled.wrappedBuffer(bytes(message(EVENT + "1206616161616161"))));
        assertThat(reading.violations())
                .extracting(Violation::toString)
                .containsExactly("event@access \"6 characters\": must be at most 5");
    }

    @Test
    void namesWhatIsWrongWithXmlDetailAndWhere() {
        assertThat(read(message(EVENT + field("7a", bytes(xml("<a></b>"))))).violations())
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.field()).isEqualTo("detail");
                    TextPosition at = Objects.requireNonNull(violation.at());
                    assertThat(at.line()).isOne();
                    assertThat(at.column()).isBetween(1, 9);
                });
        for (String escape : new String[] {
            "</detail><detail>", "</detail></event>", "</detail><x><detail>", "<!--", "<a", "&x;", "</detail>"
        }) {
            TakReading reading = read(message(EVENT + field("7a", bytes(xml(escape)))));
            assertThat(reading.event()).as(escape).isNull();
            assertThat(reading.violations()).as(escape).isNotEmpty();
        }
        String deep = "<a>".repeat(100) + "</a>".repeat(100);
        assertThat(read(message(EVENT + field("7a", bytes(xml(deep))))).violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.rule()).isEqualTo("must be at most 64"));
    }

    @Test
    void checksTheRulesOfEvents() {
        String nan = "51000000000000f87f";
        String infinite = "59000000000000f07f";
        TakReading reading = reader.readAndCheck(Unpooled.wrappedBuffer(bytes(message(EVENT + nan + infinite))));

        assertThat(reading.violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("point@lat", "point@lon");
    }

    @Test
    void aTimeThatNoTextCanHoldIsAViolation() {
        assertThat(read(message(EVENT + "30" + "ff".repeat(7) + "7f")).violations())
                .extracting(Violation::field)
                .containsExactly("event@time");
    }

    @Test
    void readsWhatAPeerSaysAboutItself() {
        assertThat(read("0a021801").control()).isEqualTo(new TakControl(1, 1, ""));
        TakControl control = Objects.requireNonNull(
                read("0a08" + "0802" + "1005" + "1a027078").control());
        assertThat(control).isEqualTo(new TakControl(2, 5, "px"));
        assertThat(control.reads(1)).isFalse();
        assertThat(control.reads(5)).isTrue();
        TakReading both = read("0a00" + message(EVENT));
        assertThat(both.control()).isNotNull();
        assertThat(both.event()).isNotNull();
    }

    @Test
    void isLinearInBytesWhateverTheyAre() {
        for (String piece : new String[] {"0a00", "1200", "0b0c", "1a00", "a00601"}) {
            TakReading reading = read(piece.repeat(100_000));
            assertThat(reading.violations().size()).isLessThan(10);
        }
    }

    private void assertMalformed(String payload, String what) {
        TakReading reading = read(payload);
        assertThat(reading.event()).isNull();
        assertThat(reading.violations())
                .as(payload)
                .singleElement()
                .satisfies(violation -> assertThat(violation.rule())
                        .startsWith("must be well-formed: ")
                        .contains(what));
    }

    private CotEvent event(String fields) {
        TakReading reading = read(message(fields));
        assertThat(reading.violations()).isEmpty();
        return Objects.requireNonNull(reading.event());
    }

    private String detail(String fields) {
        String document = Documents.write(event(EVENT + field("7a", bytes(fields))));
        return document.replaceAll(".*<detail>|</detail></event>", "");
    }

    private TakReading read(String payload) {
        return reader.read(Unpooled.wrappedBuffer(bytes(payload)));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String message(String event) {
        return field("12", bytes(event));
    }

    private static String xml(String text) {
        return field("0a", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String field(String tag, byte[] value) {
        StringBuilder field = new StringBuilder(tag);
        int rest = value.length;
        for (; rest > 0x7F; rest >>>= 7) {
            field.append(String.format("%02x", rest & 0x7F | 0x80));
        }
        return field.append(String.format("%02x", rest))
                .append(HexFormat.of().formatHex(value))
                .toString();
    }
}
