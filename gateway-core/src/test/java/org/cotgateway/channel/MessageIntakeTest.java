package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.TakControl;
import org.cotgateway.codec.TakFraming;
import org.cotgateway.codec.TakWriter;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIntakeTest {

    private static final CotEvent EVENT = CotEvents.marker("u-1", "Bridge", 48.2, 16.3)
            .time(Instant.parse("2026-11-21T10:11:12Z"))
            .build();
    private static final String XML = "<event version='2.0' uid='u' type='a-f-G' how='m-g' time='2026-01-02T03:04:05Z'"
            + " start='2026-01-02T03:04:05Z' stale='2026-01-02T03:05:05Z'>"
            + "<point lat='1' lon='2' hae='3' ce='4' le='5'/></event>";

    private final Counters counters = new Counters();
    private final MessageIntake intake = new MessageIntake(XmlLimits.DEFAULT, Gateway.images(), counters);

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s\n", "%s\0", "%s \r\n\0"})
    void whatStandsBehindAnEventIsNotPassedOn(String message) {
        EventImage image = Objects.requireNonNull(intake.single(bytes(message.formatted(XML))));

        assertThat(xml(image)).isEqualTo(XML);
        image.release();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<?xml version='1.0'?>%s", "\uFEFF%s", "<?xml version='1.0'?>\n%s\n"})
    void whatStandsBeforeAnEventIsNotPassedOn(String message) {
        EventImage image = Objects.requireNonNull(intake.single(bytes(message.formatted(XML))));

        assertThat(xml(image)).startsWith("<event ").endsWith("</event>");
        assertThat(image.summary().uid()).isEqualTo("u");
        image.release();
    }

    @Test
    void theFormatIsToldByTheFirstBytes() {
        ByteBuf message = Unpooled.buffer();
        TakWriter.INSTANCE.writeMeshMessage(EVENT, message);
        EventImage image = Objects.requireNonNull(intake.single(message));

        assertThat(image.event()).isEqualTo(EVENT);
        assertThat(image.bytes(WireProtocol.TAK_MESH, Edition.PLAIN)).isEqualTo(message);
        assertThat(intake.violations()).isEmpty();
        image.release();
    }

    @Test
    void whatAPeerSaysOfItselfIsCountedAsControl() {
        ByteBuf message = Unpooled.buffer();
        TakWriter.INSTANCE.writeMeshControl("peer", message);

        assertThat(intake.single(message)).isNull();
        assertThat(intake.violations()).isEmpty();
        assertThat(intake.control()).isEqualTo(new TakControl(1, 1, "peer"));
        assertThat(counters.get(Counter.TAK_CONTROLS_RECEIVED)).isOne();

        Objects.requireNonNull(intake.single(bytes(XML))).release();
        assertThat(intake.control()).isNull();
    }

    @Test
    void whatAPeerSaysOfItselfIsNotSaidByUs() {
        ByteBuf message = Unpooled.buffer();
        TakWriter.INSTANCE.writeMeshControl("peer", message);
        TakWriter.INSTANCE.write(EVENT, message);
        ByteBuf alone = Unpooled.buffer();
        TakWriter.INSTANCE.writeMeshMessage(EVENT, alone);
        EventImage image = Objects.requireNonNull(intake.single(message));

        assertThat(image.bytes(WireProtocol.TAK_MESH, Edition.PLAIN)).isEqualTo(alone);
        image.release();
    }

    @Test
    void anEventThatBreaksRulesIsAnEventWithViolations() {
        EventImage image = Objects.requireNonNull(intake.single(bytes(XML.replace("lat='1'", "lat='91'"))));

        assertThat(intake.violations()).extracting("field").containsExactly("point@lat");
        image.release();
    }

    @Test
    void whatIsNoEventIsCountedWithWhatIsWrong() {
        ByteBuf cut = Unpooled.buffer();
        TakFraming.writeMeshHeader(cut);
        cut.writeByte(0x12).writeByte(9);

        assertThat(intake.single(bytes("<event"))).isNull();
        assertThat(intake.violations()).isNotEmpty();
        assertThat(intake.single(cut)).isNull();
        assertThat(intake.violations()).isNotEmpty();
        assertThat(counters.get(Counter.RECEIVED_MALFORMED)).isEqualTo(2);
    }

    @Test
    void aTakMessageThatWasCutOffIsNeverAnotherEvent() {
        ByteBuf whole = Unpooled.buffer();
        TakWriter.INSTANCE.writeMeshMessage(EVENT, whole);
        int events = 0;
        for (int bytes = 0; bytes <= whole.readableBytes(); bytes++) {
            EventImage image = intake.single(whole.slice(0, bytes));
            if (image != null) {
                assertThat(image.event()).as("the first %d bytes", bytes).isEqualTo(EVENT);
                image.release();
                events++;
            }
        }
        assertThat(events).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<event>in</event>", "<event a='1'><event>in</event></event>", "<event></event>"})
    void anElementOfTheNameEventDoesNotEndTheEventForReceivers(String inner) {
        String end = "</event>";
        String came = XML.replace(end, "<detail><x>" + inner + "</x></detail>" + end);
        EventImage image = Objects.requireNonNull(intake.single(bytes(came)));

        assertThat(intake.violations()).isEmpty();
        for (WireProtocol protocol : new WireProtocol[] {WireProtocol.XML, WireProtocol.XML_LINE}) {
            for (Edition edition : Edition.values()) {
                String sent = image.bytes(protocol, edition).toString(StandardCharsets.UTF_8);
                assertThat(sent.indexOf(end)).isEqualTo(sent.length() - end.length());
            }
        }
        EventImage back = Objects.requireNonNull(intake.single(bytes(xml(image))));
        assertThat(back.event()).isEqualTo(image.event());
        back.release();
        image.release();
    }

    private static String xml(EventImage image) {
        return image.bytes(WireProtocol.XML, Edition.PLAIN).toString(StandardCharsets.UTF_8);
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
