package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotText;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CotXmlReaderTest {

    private static final String POINT = "<point lat='1' lon='2' hae='3' ce='4' le='5'/>";

    private static final String EVENT = "<event uid='u' type='a-f-G' how='m-g' time='2026-01-02T03:04:05Z'"
            + " start='2026-01-02T03:04:05Z' stale='2026-01-02T03:05:05Z'";

    @Test
    void readsWhatThereIs() {
        CotEvent event =
                Documents.event("<event version='2.1' uid='u' type='a-f-G' how='m-g' time='1970-01-01T00:00:00.001Z'"
                        + " start='1970-01-01T00:00:00.002Z' stale='1970-01-01T00:00:00.003Z' access='a' qos='q' opex='o'"
                        + " caveat='c' releasableTo='r'>" + POINT + "<detail><x/></detail></event>");

        assertThat(event)
                .isEqualTo(new CotEvent(
                        "2.1",
                        "u",
                        "a-f-G",
                        "m-g",
                        1,
                        2,
                        3,
                        "a",
                        "q",
                        "o",
                        "c",
                        "r",
                        new CotPoint(1, 2, 3, 4, 5),
                        CotDetail.of(CotElement.named("x").build())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "\uFEFF%s",
                "<?xml version=\"1.0\"?>%s",
                "\uFEFF<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n%s",
                "<?xml version='1.0' encoding='US-ASCII'?>%s",
                "\n\n  %s",
                "%s\n",
                "%s \0\0",
                "%s\0\n",
                "<!-- c -->%s<!-- d --><?p i?>"
            })
    void takesWhatMayStandAroundAnEvent(String around) {
        XmlReading reading = Documents.read(around.replace("%s", EVENT + ">" + POINT + "</event>"));

        assertThat(reading.violations()).isEmpty();
        assertThat(reading.event()).isNotNull();
    }

    @Test
    void detailAndVersionAreOptional() {
        CotEvent event = Documents.event(EVENT + ">" + POINT + "</event>");

        assertThat(event.version()).isEqualTo("2.0");
        assertThat(event.detail()).isEqualTo(CotDetail.EMPTY);
    }

    @Test
    void keepsTheDetailExactly() {
        CotEvent event = Documents.event(
                Documents.eventWith("\n  <a z='1' b='2'/>\n  text <b> <c/> \n</b><![CDATA[<&]]>&amp;<!-- no -->"
                        + "tail<x:d xmlns:x='urn:x' x:y='1'> </x:d><e>one<!-- no --> run</e><f><![CDATA[]]></f>\n"));

        assertThat(event.detail().nodes())
                .containsExactly(
                        CotElement.named("a")
                                .attribute("z", "1")
                                .attribute("b", "2")
                                .build(),
                        new CotText("\n  text "),
                        CotElement.named("b")
                                .text(" ")
                                .child(CotElement.named("c").build())
                                .text(" \n")
                                .build(),
                        new CotText("<&&tail"),
                        CotElement.named("x:d")
                                .attribute("xmlns:x", "urn:x")
                                .attribute("x:y", "1")
                                .text(" ")
                                .build(),
                        CotElement.named("e").text("one run").build(),
                        CotElement.named("f").build());
    }

    @Test
    void knowsTheFiveEntitiesOfXmlInTextAndAttributes() {
        String five = "&amp;&lt;&gt;&quot;&apos;";

        assertThat(Documents.event(Documents.eventWith("<a b='" + five + "'>" + five + "</a>"))
                        .detail()
                        .nodes())
                .containsExactly(CotElement.named("a")
                        .attribute("b", "&<>\"'")
                        .text("&<>\"'")
                        .build());
    }

    @Test
    void prefixesDeclaredOutsideGoWithTheElementsThatUseThem() {
        CotEvent event = Documents.event(EVENT + " xmlns:x='urn:x' xmlns:y='urn:y'>" + POINT
                + "<detail xmlns:y='urn:inner'><a><x:b/></a><c y:d='1'/><e/></detail></event>");

        assertThat(event.detail().nodes())
                .containsExactly(
                        CotElement.named("a")
                                .attribute("xmlns:x", "urn:x")
                                .child(CotElement.named("x:b").build())
                                .build(),
                        CotElement.named("c")
                                .attribute("xmlns:y", "urn:inner")
                                .attribute("y:d", "1")
                                .build(),
                        CotElement.named("e").build());
        assertThat(Documents.event(Documents.write(event))).isEqualTo(event);
    }

    @Test
    void whatAnEventHasNoPlaceForIsNoted() {
        XmlReading reading = Documents.read(EVENT + "\n color='red'>x" + POINT.replace("/>", " z='9'/>")
                + "<other a='1'><b/></other><detail id='7'/></event>");

        assertThat(reading.event()).isNotNull();
        assertThat(reading.violations()).isEmpty();
        assertThat(reading.notes())
                .extracting(Violation::field)
                .containsExactly("event@color", "event", "point@z", "other", "detail@id");
        assertThat(reading.notes().get(0).at()).isEqualTo(new TextPosition(2, 2));
    }

    @Test
    void namesAllThatIsMissingOrWrongWithItsPlace() {
        XmlReading reading = Documents.read("""
                <?xml version="1.0"?>
                <event uid="ü" type="a-f-G"
                    time="2026-13-01T00:00:00Z" start="now" stale="2026-01-01T00:00:00+00:00">
                  <point lat="48,2" lon="11.5 " hae="inf" ce="1e400"/>
                </event>
                """);

        assertThat(reading.event()).isNull();
        assertThat(reading.violations())
                .extracting(violation -> violation.at() + " " + violation.field() + " " + violation.value())
                .containsExactly(
                        "2:1 event@how null",
                        "3:5 event@time 2026-13-01T00:00:00Z",
                        "3:33 event@start now",
                        "3:45 event@stale 2026-01-01T00:00:00+00:00",
                        "4:10 point@lat 48,2",
                        "4:21 point@lon 11.5 ",
                        "4:33 point@hae inf",
                        "4:43 point@ce 1e400",
                        "4:3 point@le null");
    }

    @Test
    void aMissingPointIsNamed() {
        assertThat(Documents.violations(EVENT + "/>")).containsExactly("1:1: point: must be there");
    }

    @Test
    void aSecondPointOrDetailIsNamed() {
        assertThat(Documents.violations(EVENT + ">" + POINT + POINT + "<detail/><detail><a/></detail></event>"))
                .containsExactly(
                        "1:" + (EVENT.length() + 2 + POINT.length()) + ": point[2]: must stand there once only",
                        "1:" + (EVENT.length() + 11 + 2 * POINT.length()) + ": detail[2]: must stand there once only");
    }

    @Test
    void notANumberIsReadSoThatTheRulesCanNameIt() {
        ByteBuf document =
                Unpooled.copiedBuffer(Documents.eventWith("").replace("lat='1'", "lat='NaN'"), StandardCharsets.UTF_8);
        CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);

        assertThat(reader.read(document).violations()).isEmpty();
        assertThat(reader.readAndCheck(document).event()).isNotNull();
        assertThat(reader.readAndCheck(document).violations())
                .extracting(Violation::field)
                .containsExactly("point@lat");
        document.release();
    }

    @Test
    void brokenRulesAreGivenTheirPlaces() {
        String text = Documents.eventWith("\n<link uid='' point='1'/>\n<link uid=''/>")
                .replace("lon='2'", "\nlon='181'");
        XmlReading reading = new CotXmlReader(XmlLimits.DEFAULT)
                .readAndCheck(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));

        assertThat(reading.event()).isNotNull();
        assertThat(reading.violations())
                .anySatisfy(violation -> {
                    assertThat(violation.field()).isEqualTo("point@lon");
                    assertThat(violation.at()).isEqualTo(new TextPosition(2, 1));
                })
                .allSatisfy(violation -> assertThat(violation.at()).isNotNull());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | must not be empty",
                "` \n\0` | must not be empty",
                "`hello` | must be well-formed",
                "`<events/>` | must be the document's root element",
                "`<x:event xmlns:x='u'/>` | must be the document's root element",
                "`<event` | must be complete",
                "`<event uid='` | must be complete",
                "`<event><point/>` | must be complete",
                "`<event><a></b></event>` | must be well-formed",
                "`<event uid='1' uid='2'/>` | must be well-formed: Duplicate attributes",
                "`<event/>x` | must be well-formed",
                "`<event/><event/>` | must be well-formed: Second root element",
                "`<!DOCTYPE event><event/>` | must have no document type declaration",
                "`<?xml version='1.0'?><!-- c --><!DOCTYPE event SYSTEM 'file:///etc/passwd'><event/>` | must have no document type",
                "`<event>&nbsp;</event>` | must use no entities but those of XML",
                "`<event uid='&nbsp;'/>` | must be well-formed",
                "`<event uid='&#1;'/>` | must be well-formed",
                "`<event>&#xD800;</event>` | must be well-formed",
                "`<event uid='&#xDFFF;'/>` | must be well-formed",
                "`<event>&#xFFFE;</event>` | must be well-formed",
                "`<event>\u0001</event>` | must be well-formed",
                "`<event>]]></event>` | must be well-formed",
                "`<event uid='<'/>` | must be well-formed: Unexpected character '<' (code 60); '<' not allowed in attribute value",
                "`<event><x:a/></event>` | must be well-formed: Unbound namespace prefix",
                "`<event><!-- -- --></event>` | must be well-formed",
                "`\n<?xml version='1.0'?><event/>` | must be well-formed",
                "`<?xml version='1.0' encoding='ISO-8859-1'?><event/>` | must be encoded in UTF-8",
                "`<?xml version='1.0' encoding='UTF-16'?><event/>` | must be well-formed: Unsupported encoding"
            })
    void refusesBadDocuments(String document, String rule) {
        XmlReading reading = Documents.read(document);

        assertThat(reading.event()).isNull();
        assertThat(reading.violations()).anySatisfy(violation -> {
            assertThat(violation.rule()).startsWith(rule);
            assertThat(violation.at()).isNotNull();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C080",
                "C1BF",
                "E08080",
                "EDA080",
                "EDBFBF",
                "F0808080",
                "F4908080",
                "F888808080",
                "80",
                "BF",
                "E4",
                "C3",
                "FF",
                "FEFF",
                "E4B8",
                "F09F98"
            })
    void refusesInvalidUtf8InTextAndAttributes(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        String[] parts =
                Documents.eventWith("<remarks to='%'>\u00E4%</remarks>").split("%", -1);
        for (int place = 0; place < 2; place++) {
            ByteArrayOutputStream document = new ByteArrayOutputStream();
            for (int i = 0; i < parts.length; i++) {
                document.writeBytes(parts[i].getBytes(StandardCharsets.UTF_8));
                document.writeBytes(i == place ? bad : new byte[0]);
            }
            XmlReading reading = Documents.read(document.toByteArray());
            assertThat(reading.event()).isNull();
            assertThat(reading.violations()).hasSize(1);
            assertThat(reading.violations().get(0).rule()).isEqualTo("must be valid UTF-8");
            int before = parts[0].length() + (place == 1 ? parts[1].length() : 0);
            assertThat(reading.violations().get(0).at()).isEqualTo(new TextPosition(1, before + 1));
        }
    }

    @Test
    void isUsedAgainAfterAnyDocument() {
        CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);
        String good = Documents.eventWith("<a>x</a>text<b/>");
        CotEvent expected = Documents.event(good);
        for (int end = 0; end <= good.length(); end++) {
            reader.read(Unpooled.wrappedBuffer(good.substring(0, end).getBytes(StandardCharsets.UTF_8)));
            XmlReading reading = reader.read(Unpooled.wrappedBuffer(good.getBytes(StandardCharsets.UTF_8)));
            assertThat(reading.event()).isEqualTo(expected);
        }
    }

    @Test
    void readsBuffersOfAnyKindAndLeavesThemAsTheyWere() {
        String text = Documents.eventWith("<remarks>\u00E4\uD83D\uDE00</remarks>");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuf direct =
                PooledByteBufAllocator.DEFAULT.directBuffer().writeZero(3).writeBytes(bytes);
        direct.skipBytes(3);
        CompositeByteBuf composite = Unpooled.compositeBuffer();
        composite.addComponent(true, Unpooled.copiedBuffer(bytes, 0, 100));
        composite.addComponent(true, Unpooled.copiedBuffer(bytes, 100, bytes.length - 100));
        ByteBuf slice = Unpooled.copiedBuffer(
                        Unpooled.copiedBuffer("xx", StandardCharsets.UTF_8), Unpooled.copiedBuffer(bytes))
                .skipBytes(2)
                .slice();
        CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);
        for (ByteBuf document : new ByteBuf[] {direct, composite, slice}) {
            int readable = document.readableBytes();
            assertThat(reader.read(document).event()).isEqualTo(Documents.event(text));
            assertThat(document.readableBytes()).isEqualTo(readable);
            document.release();
        }
    }
}
