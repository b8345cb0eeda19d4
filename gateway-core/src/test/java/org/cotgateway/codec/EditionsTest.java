package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Editions that are cut out of the bytes, compared with those that are made of what was read. */
@Timeout(120)
class EditionsTest {

    private static final long SEED = 20_261_121L;
    private static final int EVENTS = 10_000;

    private static final String TAG = "CoT-Gateway-me";
    private static final String TIME = "2026-11-21T10:11:12.000Z";
    private static final long NOW_MS = Instant.parse(TIME).toEpochMilli();
    private static final String HEAD = "<event version='2.0' uid='u' type='a-f-G' how='m-g' time='2026-01-02T03:04:05Z'"
            + " start='2026-01-02T03:04:05.6Z' stale='2026-01-02T03:05:05.678999Z'>"
            + "<point lat='1' lon='2.50' hae='3' ce='4' le='5'/>";

    private final EventImages images = new EventImages(
            Documents.UNRECORDED, TAG, InstantSource.fixed(Instant.ofEpochMilli(NOW_MS)), XmlLimits.DEFAULT);
    private final EventIntake intake = new EventIntake(XmlLimits.DEFAULT);

    @ParameterizedTest
    @EnumSource
    void aCutEditionReadsBackAsTheOneThatIsMadeOfTheEvent(Edition edition) {
        UsualEvents events = new UsualEvents(SEED);
        EventEdit edit = new EventEdit(TAG);
        int cut = 0;
        for (int i = 0; i < EVENTS; i++) {
            String document = events.document();
            CotEvent event = Objects.requireNonNull(Documents.read(document).event());
            EventSummary summary = EventSummary.of(event);
            CotEvent expected = edit.edition(event, images.needed(edition, summary), NOW_MS);

            String made = edition(document, edition);

            assertThat(Documents.read(made).event())
                    .as("seed %d, event %d: %s", SEED, i, document)
                    // Written and read, because an empty detail and none are the same then.
                    .isEqualTo(Documents.read(Documents.write(expected)).event());
            if (made.contains("'") || made.contains(" />")) {
                cut++;
            }
        }
        assertThat(cut).as("documents that nobody wrote anew").isGreaterThan(EVENTS / 10);
    }

    @ParameterizedTest
    @EnumSource
    void whereverABufferBeginsAndHoweverItIsMadeTheEditionIsTheSame(Edition edition) {
        UsualEvents events = new UsualEvents(SEED + 1);
        for (int i = 0; i < 200; i++) {
            byte[] document = events.document().getBytes(StandardCharsets.UTF_8);
            ByteBuf plain = Unpooled.wrappedBuffer(document);
            int middle = i % document.length;
            ByteBuf pieces = Unpooled.wrappedBuffer(
                            Unpooled.wrappedBuffer(new byte[] {'x', '>'}),
                            Unpooled.wrappedBuffer(document, 0, middle),
                            Unpooled.wrappedBuffer(document, middle, document.length - middle),
                            Unpooled.wrappedBuffer(new byte[] {'<', 'y'}))
                    .slice(2, document.length);

            assertThat(edition(pieces, edition))
                    .as("seed %d, event %d", SEED + 1, i)
                    .isEqualTo(edition(plain, edition));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    <detail><a  b='1'/><marti ><dest uid='x'/></marti > <c>&#228;&amp;</c></detail> | PLAIN  | <detail><a  b='1'/> <c>&#228;&amp;</c></detail>
                    <detail><marti/></detail >                              | PLAIN  | <detail></detail >
                    <detail><contact endpoint = 'a:1:tcp' callsign='x'/></detail> | CLIENT | <detail><contact endpoint = '*:-1:stcp' callsign='x'/></detail>
                    <detail><contact endpoint='a'/><marti></marti><k/></detail> | CLIENT | <detail><contact endpoint='*:-1:stcp'/><k/></detail>
                    <detail><marti></marti><k/><contact endpoint=''/></detail> | CLIENT | <detail><k/><contact endpoint='*:-1:stcp'/></detail>
                    <detail><k/></detail >                                  | SERVER | <detail><k/><_flow-tags_ TAG/></detail >
                    <detail><_flow-tags_ b='c'/><marti/></detail>           | SERVER | <detail><_flow-tags_ TAG b='c'/></detail>
                    <detail><marti/><_flow-tags_></_flow-tags_></detail>    | SERVER | <detail><_flow-tags_ TAG></_flow-tags_></detail>
                    <detail><marti/></detail>                               | SERVER | <detail><_flow-tags_ TAG/></detail>
                    <detail />                                              | SERVER | <detail ><_flow-tags_ TAG/></detail>
                    ''                                                      | SERVER | <detail><_flow-tags_ TAG/></detail>
                    """)
    void allAroundTheCutsStaysAsItCame(String detail, Edition edition, String expected) {
        String tag = TAG + "=\"" + TIME + "\"";

        assertThat(edition(HEAD + detail + "</event>", edition))
                .isEqualTo(HEAD + expected.replace("TAG", tag) + "</event>");
    }

    @Test
    void ourOwnTagIsNeverThereTwice() {
        String made = edition(HEAD + "<detail><_flow-tags_ a='1' " + TAG + "='old'/></detail></event>", Edition.SERVER);

        assertThat(made).containsOnlyOnce(TAG).contains(TIME).contains("a=\"1\"");
    }

    @Test
    void anUnusualEventIsMadeOfWhatWasRead() {
        String made = edition(HEAD + "<detail><marti/><!-- a comment --><marti/><k/></detail></event>", Edition.PLAIN);

        assertThat(made).endsWith("<detail><k/></detail></event>");
    }

    private String edition(String document, Edition edition) {
        return edition(Unpooled.copiedBuffer(document, StandardCharsets.UTF_8), edition);
    }

    private String edition(ByteBuf document, Edition edition) {
        EventImage image = images.received(document, intake.read(document));
        try {
            return image.bytes(WireProtocol.XML, edition).toString(StandardCharsets.UTF_8);
        } finally {
            image.release();
        }
    }
}
