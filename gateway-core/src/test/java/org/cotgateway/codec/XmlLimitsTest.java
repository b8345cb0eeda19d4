package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.cotgateway.event.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XML that is made to cost much: it is refused at once, and by its limit. */
@Timeout(60)
class XmlLimitsTest {

    @Test
    void refusesBillionLaughsAtOnce() {
        StringBuilder laughs = new StringBuilder("<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY lol 'lol'>");
        for (int i = 1; i < 10; i++) {
            laughs.append("<!ENTITY lol%d '%s'>"
                    .formatted(i, "&lol%s;".formatted(i == 1 ? "" : i - 1).repeat(10)));
        }
        laughs.append("]><event uid='&lol9;'>&lol9;</event>");

        assertThat(Documents.violations(laughs.toString()))
                .containsExactly("1:22: event \"<!DOCTYPE\": must have no document type declaration");
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        String deep = Documents.eventWith("<a>".repeat(300) + "</a>".repeat(300));

        assertThat(Documents.violations(deep))
                .singleElement()
                .asString()
                .contains("a \"65 levels of nesting\": must be at most 64");
        assertThat(Documents.read(Documents.eventWith("<a>".repeat(62) + "</a>".repeat(62)))
                        .event())
                .isNotNull();
    }

    @Test
    void refusesTenMegabytesOfOneAttributeWithoutReadingThem() {
        String large = Documents.eventWith("<a b='" + "x".repeat(10_000_000) + "'/>");

        assertThat(Documents.violations(large))
                .containsExactly("event \"" + large.length() + " bytes\": must be at most 512000");
    }

    @Test
    void refusesTooManyAttributesInSmallAndLargeDocuments() {
        XmlLimits limits = new XmlLimits(512_000, 64, 8, 16, 100);
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            attributes.append(" a").append(i).append("=''");
        }
        String few = Documents.eventWith("<x" + attributes + "/>");
        String padded = Documents.eventWith("<!-- " + " a=''".repeat(2_000) + " --><x" + attributes + "/>");
        for (String document : new String[] {few, padded}) {
            assertThat(read(document, limits).violations())
                    .singleElement()
                    .asString()
                    .contains("x \"9 attributes\": must be at most 8");
        }
        assertThat(read(few.replace(" a8=''", ""), limits).event()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "<aaaaaaaaaaaaaaaaa/>, 17 characters of name",
                "<a bbbbbbbbbbbbbbbbb='1'/>, 17 characters of an attribute's name",
                "<a b='%s'/>, 101 characters of an attribute",
                "<a>%s</a>, 101 characters of text",
                "<a>%1$.50s&amp;%1$.50s</a>, 101 characters of text",
                "<a>%1$.50s<!-- -->%1$.50s<![CDATA[x]]></a>, 101 characters of text"
            })
    void refusesWhatIsTooLong(String detail, String value) {
        XmlReading reading =
                read(Documents.eventWith(detail.formatted("x".repeat(101))), new XmlLimits(512_000, 64, 8, 16, 100));

        assertThat(reading.event()).isNull();
        assertThat(reading.violations()).extracting(Violation::value).containsExactly(value);
    }

    @Test
    void refusesHundredsOfMadeUpNames() {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 2 * NameCensus.MAX_DIFFERENT; i++) {
            names.append("<made").append(i).append("/>");
        }

        assertThat(Documents.violations(Documents.eventWith(names.toString())))
                .singleElement()
                .asString()
                .contains("must not use more than 512 names of its own");
        assertThat(Documents.event(Documents.eventWith("<vertex/>".repeat(2_000)))
                        .detail()
                        .nodes())
                .hasSize(2_000);
    }

    @Test
    void isDoneSoonWithNamesWhoseHashesMeet() {
        CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);
        for (int document = 0; document < 50; document++) {
            StringBuilder names = new StringBuilder();
            for (int i = 0; i < 10_000; i++) {
                // The parser's hash of eight letters is 31 * (the first four) + (the last four).
                int first = 0x6161_6161 + (i % 20) + (i / 20 % 20 << 8);
                int last = 0x7A7A_7A7A - 31 * (first - 0x6161_6161) - document;
                names.append('<').append(letters(first)).append(letters(last)).append("/>");
            }
            reader.read(Unpooled.wrappedBuffer(
                    Documents.eventWith(names.toString()).getBytes(StandardCharsets.ISO_8859_1)));
        }

        assertThat(reader.read(Unpooled.wrappedBuffer(Documents.eventWith("").getBytes(StandardCharsets.UTF_8)))
                        .event())
                .isNotNull();
    }

    private static String letters(int four) {
        return new String(new char[] {
            (char) (four >>> 24), (char) (four >>> 16 & 0xFF), (char) (four >>> 8 & 0xFF), (char) (four & 0xFF)
        });
    }

    private static XmlReading read(String document, XmlLimits limits) {
        return new CotXmlReader(limits).read(Unpooled.wrappedBuffer(document.getBytes(StandardCharsets.UTF_8)));
    }
}
