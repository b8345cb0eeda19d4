package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.Group;
import org.cotgateway.event.PrecisionLocation;
import org.cotgateway.event.Remarks;
import org.cotgateway.event.Takv;
import org.cotgateway.testing.NodePeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A second opinion on XML and TAK Protocol: {@code @tak-ps/node-cot}. What that itself loses is pinned as its loss. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeCotIT {

    private static final String ODD_TEXT = "a < b & c > d ]]> \"q\" 'a' &amp; \u00E4\u4E2D\uD83D\uDE00\nline\tend";

    private static final String ODD_ATTRIBUTE = ODD_TEXT.replaceAll("[\n\t]", "");

    /** What node-cot can write in an attribute: it leaves {@code &} and {@code <} there as they are. */
    private static final String FINE_ATTRIBUTE = "> \"q\" 'a' \u00E4\u4E2D\uD83D\uDE00";

    /** What node-cot can write in a text: of {@code &amp;amp;} it makes {@code &amp;}. */
    private static final String FINE_TEXT = ODD_TEXT.replace("&amp;", "");

    private NodePeer node;

    @BeforeAll
    void start() throws IOException {
        node = NodePeer.start("codec.js");
    }

    @AfterAll
    void end() throws IOException {
        node.close();
    }

    @Test
    void readsTheXmlThatWeWrite() throws Exception {
        CotEvent event = event(ODD_ATTRIBUTE, ODD_TEXT);
        JsonNode raw = ask("xml", Documents.write(event)).path("raw").path("event");

        assertHead(raw, event);
        assertThat(raw.at("/_attributes/qos").asText()).isEqualTo("1-r-c");
        assertThat(raw.at("/_attributes/caveat").asText()).isEqualTo("FOUO");
        assertDetail(raw.path("detail"), event);
        assertThat(raw.at("/detail/contact/_attributes/phone").asText()).isEqualTo("+43 1");
        assertThat(raw.at("/detail/status/_attributes/readiness").asText()).isEqualTo("true");
        assertThat(raw.at("/detail/precisionlocation/_attributes/altsrc").asText())
                .isEqualTo("DTED0");
    }

    @Test
    void readsTheTakPayloadThatWeWrite() throws Exception {
        CotEvent event = event(ODD_ATTRIBUTE, ODD_TEXT);
        JsonNode raw = ask("proto", base64(event)).path("raw").path("event");

        assertHead(raw, event);
        assertThat(raw.at("/_attributes/qos").asText()).isEqualTo("1-r-c");
        assertDetail(raw.path("detail"), event);
        assertThat(raw.at("/detail/contact/_attributes/phone").asText()).isEqualTo("+43 1");
        assertThat(raw.at("/detail/status/_attributes/readiness").asText()).isEqualTo("true");
    }

    @Test
    void losesItselfTheFieldsThatItsSchemaHasNotWhenItReadsATakPayload() throws Exception {
        JsonNode raw = ask(
                        "proto",
                        base64(CotEvent.builder()
                                .uid("u-1")
                                .type("a-f-G")
                                .caveat("FOUO")
                                .add(new PrecisionLocation("GPS", "DTED0"))
                                .build()))
                .path("raw")
                .path("event");

        assertThat(raw.at("/_attributes/uid").asText()).isEqualTo("u-1");
        assertThat(raw.at("/_attributes").has("caveat")).isFalse();
        assertThat(raw.path("detail").has("precisionlocation")).isFalse();
    }

    @Test
    void whatItWritesInXmlIsReadByUsWithTheSameFields() throws Exception {
        CotEvent event = event(FINE_ATTRIBUTE, FINE_TEXT);
        String xml = ask("xml", Documents.write(event)).path("xml").asText();

        CotEvent back = Objects.requireNonNull(Documents.read(xml).event(), xml);
        assertSame(back, event);
        assertThat(back.caveat()).isEqualTo("FOUO");
        assertThat(elements(back, "contact", "precisionlocation", "status"))
                .isEqualTo(elements(event, "contact", "precisionlocation", "status"));
    }

    @Test
    void whatItWritesAsTakPayloadIsReadByUsWithTheSameFields() throws Exception {
        CotEvent event = event(FINE_ATTRIBUTE, FINE_TEXT);
        String proto = ask("xml", Documents.write(event)).path("proto").asText();

        TakReading reading = new TakReader(XmlLimits.DEFAULT)
                .readAndCheck(Unpooled.wrappedBuffer(Base64.getDecoder().decode(proto)));
        assertThat(reading.violations()).isEmpty();
        CotEvent back = Objects.requireNonNull(reading.event());
        assertSame(back, event);
        // Its own loss: what has no field in its messages.
        assertThat(back.detail().element(Contact.NAME, Contact::from))
                .contains(Contact.at(FINE_ATTRIBUTE, "*:-1:stcp"));
        assertThat(back.caveat()).isNull();
        assertThat(elements(back, "precisionlocation")).isEmpty();
        assertThat(elements(back, "status").toString()).contains("87").doesNotContain("readiness");
    }

    @Test
    void writesItselfAnAmpersandInAnAttributeSoThatNobodyCanReadIt() throws Exception {
        CotEvent event = CotEvent.builder()
                .uid("u-1")
                .type("a-f-G")
                .add(CotElement.named("x").attribute("a", "1 & 2").build())
                .build();
        JsonNode answer = ask("xml", Documents.write(event));

        assertThat(answer.at("/raw/event/detail/x/_attributes/a").asText()).isEqualTo("1 & 2");
        assertThat(answer.path("xml").asText()).contains("a=\"1 & 2\"");
        XmlReading xml = Documents.read(answer.path("xml").asText());
        assertThat(xml.event()).isNull();
        assertThat(xml.violations()).isNotEmpty();
    }

    /** Every kind of element that TAK Protocol has a message for, and one that it has none for. */
    private static CotEvent event(String attribute, String text) {
        return CotEvent.builder()
                .uid("u-1")
                .type("a-f-G-U-C")
                .how("m-g")
                .time(Instant.parse("2026-11-21T16:00:00.123Z"))
                .start(Instant.parse("2026-11-21T16:00:01Z"))
                .stale(Instant.parse("2026-11-21T17:00:00.5Z"))
                .qos("1-r-c")
                .access("Unclassified")
                .caveat("FOUO")
                .point(new CotPoint(48.2082081, -16.37381891, 170.5, 5, CotPoint.UNKNOWN))
                .add(new Contact(attribute, "*:-1:stcp", "+43 1"))
                .add(new Group("Dark Blue", "Team Lead"))
                .add(CotElement.named("status")
                        .attribute("battery", "87")
                        .attribute("readiness", "true")
                        .build())
                .add(new Takv("d", "p", "29", "5.5"))
                // In the order of the fields: node-cot keeps no other.
                .add(CotElement.named("track")
                        .attribute("speed", "1.5")
                        .attribute("course", "270.25")
                        .build())
                .add(new PrecisionLocation("GPS", "DTED0"))
                .add(Remarks.of(text))
                .add(CotElement.named("plugin")
                        .attribute("a", attribute)
                        .child(CotElement.named("inner").attribute("b", "1").build())
                        .build())
                .build();
    }

    private static void assertHead(JsonNode raw, CotEvent event) {
        JsonNode attributes = raw.path("_attributes");
        assertThat(attributes.path("uid").asText()).isEqualTo(event.uid());
        assertThat(attributes.path("type").asText()).isEqualTo(event.type());
        assertThat(attributes.path("how").asText()).isEqualTo(event.how());
        assertThat(Instant.parse(attributes.path("time").asText()).toEpochMilli())
                .isEqualTo(event.timeMs());
        assertThat(Instant.parse(attributes.path("start").asText()).toEpochMilli())
                .isEqualTo(event.startMs());
        assertThat(Instant.parse(attributes.path("stale").asText()).toEpochMilli())
                .isEqualTo(event.staleMs());
        JsonNode point = raw.at("/point/_attributes");
        assertThat(point.path("lat").asDouble()).isEqualTo(event.point().lat());
        assertThat(point.path("lon").asDouble()).isEqualTo(event.point().lon());
        assertThat(point.path("hae").asDouble()).isEqualTo(event.point().hae());
        assertThat(point.path("ce").asDouble()).isEqualTo(event.point().ce());
        assertThat(point.path("le").asDouble()).isEqualTo(event.point().le());
    }

    private static void assertDetail(JsonNode detail, CotEvent event) {
        String attribute = elements(event, "plugin").get(0).attribute("a");
        assertThat(detail.at("/contact/_attributes/callsign").asText()).isEqualTo(attribute);
        assertThat(detail.at("/contact/_attributes/endpoint").asText()).isEqualTo("*:-1:stcp");
        assertThat(detail.at("/__group/_attributes/name").asText()).isEqualTo("Dark Blue");
        assertThat(detail.at("/__group/_attributes/role").asText()).isEqualTo("Team Lead");
        assertThat(detail.at("/status/_attributes/battery").asInt()).isEqualTo(87);
        assertThat(detail.at("/takv/_attributes/version").asText()).isEqualTo("5.5");
        assertThat(detail.at("/track/_attributes/speed").asDouble()).isEqualTo(1.5);
        assertThat(detail.at("/track/_attributes/course").asDouble()).isEqualTo(270.25);
        assertThat(detail.at("/remarks/_text").asText()).isEqualTo(ODD_TEXT);
        assertThat(detail.at("/plugin/_attributes/a").asText()).isEqualTo(attribute);
        assertThat(detail.at("/plugin/inner/_attributes/b").asText()).isEqualTo("1");
    }

    /** All that node-cot keeps in both of its forms. */
    private static void assertSame(CotEvent back, CotEvent event) {
        assertThat(List.of(back.uid(), back.type(), back.how()))
                .containsExactly(event.uid(), event.type(), event.how());
        assertThat(List.of(back.timeMs(), back.startMs(), back.staleMs()))
                .containsExactly(event.timeMs(), event.startMs(), event.staleMs());
        assertThat(back.point()).isEqualTo(event.point());
        assertThat(back.qos()).isEqualTo(event.qos());
        assertThat(back.access()).isEqualTo(event.access());
        assertThat(elements(back, "__group", "takv", "track", "remarks", "plugin"))
                .containsExactlyInAnyOrderElementsOf(elements(event, "__group", "takv", "track", "remarks", "plugin"));
    }

    private static List<CotElement> elements(CotEvent event, String... names) {
        return event.detail().nodes().stream()
                .filter(CotElement.class::isInstance)
                .map(CotElement.class::cast)
                .filter(element -> List.of(names).contains(element.name()))
                .toList();
    }

    private static String base64(CotEvent event) {
        return Base64.getEncoder().encodeToString(Payloads.write(event));
    }

    private JsonNode ask(String form, String text) throws IOException, InterruptedException {
        node.tell(Map.of(form, text));
        JsonNode answer = node.next();
        assertThat(answer.has("error")).as("%s", answer).isFalse();
        return answer;
    }
}
