package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.EventRules;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class EventLineTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.250Z");

    private final EventLine lines = new EventLine(output(), ZoneId.of("Europe/Vienna"));

    @Test
    void aLineSaysWhatAPersonWantsToKnow() {
        CotEvent event = CotEvent.builder()
                .uid("ANDROID-1")
                .type("a-f-G-U-C")
                .time(AT)
                .stale(AT.plusSeconds(295))
                .point(CotPoint.of(48.2082, 16.3738, 171.4))
                .add(new Contact("Anna", null, null))
                .track(270, 1.52)
                .build();

        assertThat(lines.text(captured(event)))
                .isEqualTo("11:00:00.250  a-f-G-U-C  atom, friendly, ground, unit, combat  Anna (ANDROID-1)"
                        + "  48.20820,16.37380 171 m  1.5 m/s 270\u00b0  stale in 4m 55s  from 10.0.0.7:4242  xml");
    }

    @Test
    void whatIsNotThereIsLeftOut() {
        CotEvent event = CotEvent.builder()
                .uid("u")
                .type("t-x-d-d")
                .time(AT.minusSeconds(100_000))
                .stale(AT.minusSeconds(90_000))
                .build();

        assertThat(lines.text(captured(event)))
                .startsWith("11:00:00.250  t-x-d-d  ")
                .endsWith("  u  0.00000,0.00000  stale since 1d 1h  from 10.0.0.7:4242  xml");
    }

    @Test
    void aDeleteNamesWhatIsDeleted() {
        CotEvent event = CotEvents.delete("ANDROID-1", "a-f-G").build();

        assertThat(lines.text(captured(event))).contains("  of ANDROID-1  ").doesNotContain(event.uid());
    }

    @Test
    void rulesThatAreBrokenStandBelow() {
        CotEvent event = CotEvent.builder()
                .uid("u")
                .type("a-f")
                .time(AT)
                .point(CotPoint.of(95, 200))
                .build();

        assertThat(lines.text(captured(event)).lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).startsWith("    invalid: ").contains("lat", "95"))
                .anySatisfy(line -> assertThat(line).startsWith("    invalid: ").contains("lon", "200"));
    }

    @Test
    void nothingInALineSteersTheTerminal() {
        CotEvent event = CotEvent.builder()
                .uid("u\u009b2J\u202e")
                .type("a\u001b-f")
                .time(AT)
                .add(new Contact("Eve\u001b]0;x\u0007\n", null, null))
                .build();

        assertThat(lines.text(captured(event)))
                .contains("u\\u009b2J\\u202e", "a\\u001b-f", "Eve\\u001b]0;x\\u0007\\u000a");
        assertThat(lines.text(captured(event)).lines().toList().get(0)).doesNotContain("\u001b", "\u009b", "\u202e");
    }

    @Test
    void theDocumentHasEveryField() {
        CotEvent event = CotEvent.builder()
                .uid("u")
                .type("a-f-G")
                .how("m-g")
                .time(AT)
                .stale(AT.plusSeconds(60))
                .point(CotPoint.of(1, 2))
                .access("Undefined")
                .add(new Contact("Anna", null, null))
                .track(270, 1.5)
                .build();

        assertThat(Json.line(lines.document(captured(event))))
                .isEqualTo("{\"at\":\"2026-11-21T10:00:00.250Z\",\"from\":\"10.0.0.7:4242\",\"protocol\":\"xml\","
                        + "\"uid\":\"u\",\"type\":\"a-f-G\",\"meaning\":\"atom, friendly, ground\",\"how\":\"m-g\","
                        + "\"callsign\":\"Anna\",\"time\":\"2026-11-21T10:00:00.250Z\","
                        + "\"start\":\"2026-11-21T10:00:00.250Z\",\"stale\":\"2026-11-21T10:01:00.250Z\","
                        + "\"lat\":1.0,\"lon\":2.0,\"hae\":null,\"ce\":null,\"le\":null,\"speed\":1.5,"
                        + "\"course\":270.0,\"access\":\"Undefined\",\"qos\":null,\"opex\":null,\"caveat\":null,"
                        + "\"releasableTo\":null,\"violations\":[],\"xml\":\"<event/>\"}");
    }

    private static CapturedEvent captured(CotEvent event) {
        return new CapturedEvent(AT, 0, "10.0.0.7:4242", "xml", event, EventRules.check(event), "<event/>");
    }

    private static OutputOptions output() {
        OutputOptions output = new OutputOptions();
        CommandLine line = new CommandLine(new WithOutput(output));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        return output;
    }

    /** A command that does nothing but hold the mixin. */
    @CommandLine.Command(name = "test")
    private static final class WithOutput {
        @CommandLine.Mixin
        private final OutputOptions output;

        WithOutput(OutputOptions output) {
            this.output = output;
        }
    }
}
