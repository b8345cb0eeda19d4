package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.junit.jupiter.api.Test;

class CotXmlTest {

    private static final CotEvent EVENT = CotEvent.builder()
            .uid("u-1")
            .type("a-f-G-U-C")
            .time(Instant.parse("2026-01-02T03:04:05.006Z"))
            .staleAfter(Duration.ofMinutes(1))
            .point(CotPoint.of(48.123456789, -11.5))
            .add(new Contact("A & \"B\"\n", null, null))
            .add(CotElement.named("remarks").text(" <hi> ]]> \uD83D\uDE00 ").build())
            .build();

    @Test
    void writesOneLineWithoutDeclaration() {
        assertThat(written(EVENT))
                .isEqualTo("<event version=\"2.0\" uid=\"u-1\" type=\"a-f-G-U-C\" how=\"h-e\""
                        + " time=\"2026-01-02T03:04:05.006Z\" start=\"2026-01-02T03:04:05.006Z\""
                        + " stale=\"2026-01-02T03:05:05.006Z\">"
                        + "<point lat=\"48.123456789\" lon=\"-11.5\" hae=\"9999999\" ce=\"9999999\""
                        + " le=\"9999999\"/><detail><contact callsign=\"A &amp; &quot;B&quot;&#10;\"/>"
                        + "<remarks> &lt;hi&gt; ]]&gt; \uD83D\uDE00 </remarks></detail></event>");
    }

    @Test
    void readsBackWhatItWrote() {
        XmlReading reading = read(written(EVENT));

        assertThat(reading.violations()).isEmpty();
        assertThat(reading.event()).isEqualTo(EVENT);
    }

    @Test
    void refusesControlCharactersAndLeavesTheBufferAsItWas() {
        ByteBuf out = Unpooled.buffer();
        CotEvent bad = EVENT.toBuilder().uid("a\u0001").build();

        assertThatThrownBy(() -> CotXmlWriter.INSTANCE.write(bad, out)).isInstanceOf(IllegalArgumentException.class);
        assertThat(out.writerIndex()).isZero();
        out.release();
    }

    @Test
    void namesEverythingThatIsMissing() {
        XmlReading reading = read("<event uid='u' type='a' time='x'><point lat='48,2' lon='1' hae='inf'/></event>");

        assertThat(reading.event()).isNull();
        assertThat(reading.violations())
                .extracting(violation -> violation.field())
                .containsExactlyInAnyOrder(
                        "event@how",
                        "event@time",
                        "event@start",
                        "event@stale",
                        "point@lat",
                        "point@hae",
                        "point@ce",
                        "point@le");
    }

    private static String written(CotEvent event) {
        ByteBuf out = Unpooled.buffer();
        CotXmlWriter.INSTANCE.write(event, out);
        String text = out.toString(StandardCharsets.UTF_8);
        out.release();
        return text;
    }

    private static XmlReading read(String text) {
        ByteBuf in = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        try {
            return new CotXmlReader(XmlLimits.DEFAULT).read(in);
        } finally {
            in.release();
        }
    }
}
