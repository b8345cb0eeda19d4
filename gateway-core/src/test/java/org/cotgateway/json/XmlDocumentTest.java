package org.cotgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.codec.IntakeReading;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlDocumentTest {

    private static final String EVENT =
            "<event version='2.0' uid='u-%d' type='a-f-G' how='m-g' time='2026-11-21T10:00:00Z'"
                    + " start='2026-11-21T10:00:00Z' stale='2026-11-21T11:00:00Z'>\n<point lat='%d' lon='2' hae='3' ce='4' le='5'/></event>\n";

    @Test
    void readsEventsInsideAnotherElementWithTheLineOfEachHoweverTheyAreCut() {
        StringBuilder text = new StringBuilder("<?xml version='1.0'?>\n<events>\n");
        for (int i = 0; i < 20; i++) {
            text.append(EVENT.formatted(i, i == 3 || i == 15 ? 91 : 1));
        }
        byte[] document = text.append("</events>\n").toString().getBytes(StandardCharsets.UTF_8);
        Found whole = Found.in(DocumentFormat.XML, document, Integer.MAX_VALUE);

        assertThat(whole.events()).hasSize(18);
        assertThat(whole.rejected()).hasSize(2);
        assertThat(whole.rejected().get(0)).startsWith("3 line 9: [10:8: point@lat \"91\": must be between");
        assertThat(whole.rejected().get(1)).startsWith("15 line 33: [34:8: point@lat");
        assertThat(whole.ignored()).isNotEmpty();
        for (int size : new int[] {1, 2, 3, 7, 100, 1_000}) {
            Found found = Found.in(DocumentFormat.XML, document, size);
            assertThat(found.events()).as("pieces of %s", size).isEqualTo(whole.events());
            assertThat(found.rejected()).as("pieces of %s", size).isEqualTo(whole.rejected());
        }
    }

    @Test
    void whatIsTextIsNoEventHoweverItIsCut() {
        byte[] document = ("<a><![CDATA[" + EVENT.formatted(1, 1) + "]]>" + EVENT.formatted(2, 1) + "</a>")
                .getBytes(StandardCharsets.UTF_8);
        for (int size : new int[] {1, 2, 3, 7, 100, 1_000}) {
            Found found = Found.in(DocumentFormat.XML, document, size);

            assertThat(found.events())
                    .as("pieces of %s", size)
                    .singleElement()
                    .asString()
                    .contains("u-2");
            assertThat(found.rejected()).as("pieces of %s", size).isEmpty();
            assertThat(found.ignored()).as("pieces of %s", size).isNotEmpty();
        }
        Found none = Found.in(
                DocumentFormat.XML,
                ("<a><![CDATA[" + EVENT.formatted(1, 1) + "]]></a>").getBytes(StandardCharsets.UTF_8),
                1_000);
        assertThat(none.events()).isEmpty();
        assertThat(none.rejected()).singleElement().asString().contains("there is no event in the document");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"<!--|-->", "<![CDATA[|]]>", "<?pi |?>", "<!DOCTYPE a [<!ENTITY e '|'> <!-- ]> ' --> <?x ]> '?>]>"
            })
    void whatIsNoEventIsNoneHoweverLongItIs(String opener, String closer) {
        String inside = EVENT.formatted(1, 1).replace('\'', '"').repeat(9_000);
        String text =
                "<a>\n" + opener + "\n" + inside + closer + EVENT.formatted(2, 91) + EVENT.formatted(3, 1) + "</a>";
        byte[] document = text.getBytes(StandardCharsets.UTF_8);
        assertThat(inside).hasSizeGreaterThan(1_000_000);
        for (int size : new int[] {7, 1_000, 65_536, document.length}) {
            Found found = Found.in(DocumentFormat.XML, document, size);

            assertThat(found.events())
                    .as("pieces of %s", size)
                    .extracting(CotEvent::uid)
                    .containsExactly("u-3");
            assertThat(found.rejected())
                    .as("pieces of %s", size)
                    .singleElement()
                    .asString()
                    .startsWith("0 line 18003: [18004:8: point@lat");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"<!--|-->", "<![CDATA[|]]>", "<?pi |?>"})
    void whatAnEventHoldsIsNoOtherEventHoweverLongItIs(String opener, String closer) {
        String inside = EVENT.formatted(1, 1).repeat(350);
        String whole =
                EVENT.formatted(2, 1).replace("</event>", "<detail>" + opener + inside + closer + "</detail></event>");
        String over = whole.replace(inside, inside.repeat(10));
        byte[] document = (whole + over + EVENT.formatted(3, 1)).getBytes(StandardCharsets.UTF_8);
        for (int size : new int[] {7, 1_000, 65_536, document.length}) {
            Found found = Found.in(DocumentFormat.XML, document, size);

            assertThat(found.events())
                    .as("pieces of %s", size)
                    .extracting(CotEvent::uid)
                    .containsExactly("u-2", "u-3");
            assertThat(found.rejected())
                    .as("pieces of %s", size)
                    .singleElement()
                    .asString()
                    .startsWith("1 line 703: [event")
                    .contains("must have an end within 512000 bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!--", "<![CDATA[", "<?pi ", "<!DOCTYPE a [ >", "<!DOCTYPE a [ <!--"})
    void whatHasNoEndHoldsAllThatFollows(String opener) {
        byte[] document = (EVENT.formatted(1, 1) + "\n\n" + opener
                        + EVENT.formatted(2, 1).repeat(5_000))
                .getBytes(StandardCharsets.UTF_8);
        for (int size : new int[] {7, 1_000, 65_536, document.length}) {
            Found found = Found.in(DocumentFormat.XML, document, size);

            assertThat(found.events())
                    .as("pieces of %s", size)
                    .extracting(CotEvent::uid)
                    .containsExactly("u-1");
            assertThat(found.rejected())
                    .as("pieces of %s", size)
                    .singleElement()
                    .asString()
                    .startsWith("1 line 5: [document \"")
                    .contains("begins here, and has none");
        }
    }

    @Test
    void aSinkMayTakeTheBytesOfEvents() {
        List<String> taken = new ArrayList<>();
        EventItems sink = new EventItems() {
            @Override
            public void event(CotEvent event, long index, int line) {
                taken.add("event " + index + " line " + line);
            }

            @Override
            public boolean xml(ByteBuf document, IntakeReading reading, long index, int line) {
                assertThat(reading.isValid()).isTrue();
                taken.add(document.toString(StandardCharsets.UTF_8).substring(0, 6) + " " + index + " line " + line);
                return index != 10;
            }

            @Override
            public void rejected(long index, int line, List<Violation> violations) {
                throw new AssertionError(violations);
            }
        };
        try (EventDocument document = DocumentFormat.XML.open(sink)) {
            for (int i = 0; i < 12; i++) {
                document.feed(Unpooled.wrappedBuffer(EVENT.formatted(i, 1).getBytes(StandardCharsets.UTF_8)));
            }
            document.end();
        }
        assertThat(taken)
                .startsWith("event 0 line 1", "event 1 line 3")
                .endsWith("<event 9 line 19", "<event 10 line 21", "event 10 line 21", "<event 11 line 23");
    }
}
