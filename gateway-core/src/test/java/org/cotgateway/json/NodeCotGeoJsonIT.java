package org.cotgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.event.Archive;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.Group;
import org.cotgateway.event.Link;
import org.cotgateway.event.Marti;
import org.cotgateway.event.PrecisionLocation;
import org.cotgateway.event.Remarks;
import org.cotgateway.event.Takv;
import org.cotgateway.event.UserIcon;
import org.cotgateway.testing.NodePeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A second opinion on GeoJSON: {@code @tak-ps/node-cot}. What that itself loses is pinned as its loss. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeCotGeoJsonIT {

    private static final ObjectMapper JSON = new ObjectMapper();

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
    void readsTheFeatureThatWeWriteOfAThing() throws Exception {
        CotEvent event = thing();
        CotEvent back = read(
                DocumentFormat.XML,
                ask(Map.of("geojson", feature(event))).path("xml").asText());

        assertHead(back, event);
        assertThat(back.point())
                .isEqualTo(new CotPoint(48.2082081, -16.37381891, 170.5, CotPoint.UNKNOWN, CotPoint.UNKNOWN));
        for (String name : List.of(
                "contact",
                "__group",
                "takv",
                "status",
                "track",
                "precisionlocation",
                "usericon",
                "archive",
                "remarks",
                "link",
                "marti")) {
            assertThat(back.detail().element(name))
                    .as(name)
                    .isEqualTo(event.detail().element(name));
        }
        assertThat(back.detail().element("color").orElseThrow().attribute("argb"))
                .isEqualTo("-16776961");
    }

    @Test
    void itsOwnFeatureOfOurEventIsReadByUsAsTheSame() throws Exception {
        CotEvent event = thing();
        JsonNode feature = ask(Map.of("xml", xml(event), "want", "geojson")).path("geojson");
        CotEvent back = read(DocumentFormat.GEOJSON, feature.toString());

        assertHead(back, event);
        assertThat(back.point().lat()).isEqualTo(event.point().lat());
        assertThat(back.point().lon()).isEqualTo(event.point().lon());
        assertThat(back.point().hae()).isEqualTo(event.point().hae());
        for (String name : List.of(
                "__group",
                "takv",
                "track",
                "precisionlocation",
                "usericon",
                "archive",
                "remarks",
                "link",
                "marti",
                "color")) {
            assertThat(back.detail().element(name))
                    .as(name)
                    .isEqualTo(event.detail().element(name));
        }
        Contact contact = back.detail().element(Contact.NAME, Contact::from).orElseThrow();
        assertThat(contact).isEqualTo(Contact.at("HOPE-1", "*:-1:stcp"));
    }

    @Test
    void shapesAreTheSameBothWays() throws Exception {
        for (CotEvent event : List.of(shape(true), shape(false))) {
            CotEvent back = read(
                    DocumentFormat.XML,
                    ask(Map.of("geojson", feature(event))).path("xml").asText());
            assertHead(back, event);
            assertThat(back.point().lat()).isEqualTo(event.point().lat());
            assertThat(corners(back)).isEqualTo(corners(event));
            assertThat(back.detail().element("strokeColor"))
                    .isEqualTo(event.detail().element("strokeColor"));
            assertThat(back.detail().element("strokeWeight"))
                    .isEqualTo(event.detail().element("strokeWeight"));

            JsonNode feature = ask(Map.of("xml", xml(event), "want", "geojson")).path("geojson");
            assertThat(feature.at("/geometry")).isEqualTo(feature(event).path("geometry"));
            CotEvent again = read(DocumentFormat.GEOJSON, feature.toString());
            assertHead(again, event);
            assertThat(corners(again)).isEqualTo(corners(event));
            assertThat(again.detail().element("strokeColor"))
                    .isEqualTo(event.detail().element("strokeColor"));
            assertThat(again.detail().element("fillColor"))
                    .isEqualTo(event.detail().element("fillColor"));
        }
    }

    @Test
    void losesItselfErrorsUnknownHeightsAndWhatHasNoProperty() throws Exception {
        CotEvent event = thing().toBuilder()
                .point(new CotPoint(1, 2, CotPoint.UNKNOWN, 5, 6))
                .caveat("FOUO")
                .add(CotElement.named("plugin").build())
                .build();
        assertThat(read(DocumentFormat.GEOJSON, feature(event).toString())).isEqualTo(event);

        CotEvent back = read(
                DocumentFormat.XML,
                ask(Map.of("geojson", feature(event))).path("xml").asText());
        assertThat(back.point()).isEqualTo(new CotPoint(1, 2, 0, CotPoint.UNKNOWN, CotPoint.UNKNOWN));
        assertThat(back.caveat()).isNull();
        assertThat(back.detail().element("plugin")).isEmpty();
    }

    private static CotEvent.Builder event(String type) {
        return CotEvent.builder()
                .uid("u-1")
                .type(type)
                .how("m-g")
                .time(Instant.parse("2026-11-21T16:00:00.123Z"))
                .start(Instant.parse("2026-11-21T16:00:01Z"))
                .stale(Instant.parse("2026-11-21T17:00:00.5Z"))
                .point(new CotPoint(48.2082081, -16.37381891, 170.5, CotPoint.UNKNOWN, CotPoint.UNKNOWN));
    }

    private static CotEvent thing() {
        return event("a-f-G-U-C")
                .add(Contact.at("HOPE-1", "*:-1:stcp"))
                .add(new Group("Dark Blue", "Team Lead"))
                .add(CotElement.named("status").attribute("battery", "87").build())
                .add(new Takv("d", "p", "29", "5.5"))
                .add(CotElement.named("track")
                        .attribute("course", "270.25")
                        .attribute("speed", "1.5")
                        .build())
                .add(new PrecisionLocation("GPS", "DTED0"))
                .add(CotElement.named("color").attribute("argb", "-16776961").build())
                .add(new UserIcon("a/b.png"))
                .add(new Archive())
                .add(Link.to("u-2", "a-f-G"))
                .add(Marti.toCallsigns("A", "B"))
                .add(Remarks.of("two\nlines \u00E4\uD83D\uDE00"))
                .build();
    }

    private static CotEvent shape(boolean isClosed) {
        CotEvent.Builder shape = event("u-d-f")
                .add(Contact.of("area"))
                .add(CotElement.named("strokeColor")
                        .attribute("value", "-2130739200")
                        .build())
                .add(CotElement.named("strokeWeight").attribute("value", "4").build());
        if (isClosed) {
            shape.add(CotElement.named("fillColor")
                    .attribute("value", "-16711936")
                    .build());
        }
        shape.add(Link.corner(48.1, 16.2)).add(Link.corner(48.2, 16.25)).add(Link.corner(47.9, 16.3));
        return isClosed ? shape.add(Link.corner(48.1, 16.2)).build() : shape.build();
    }

    private static List<String> corners(CotEvent event) {
        return event.detail().nodes().stream()
                .filter(FeatureShape::isCorner)
                .map(link -> String.valueOf(((CotElement) link).attribute("point")))
                .toList();
    }

    private static void assertHead(CotEvent back, CotEvent event) {
        assertThat(List.of(back.uid(), back.type(), back.how()))
                .containsExactly(event.uid(), event.type(), event.how());
        assertThat(List.of(back.timeMs(), back.startMs(), back.staleMs()))
                .containsExactly(event.timeMs(), event.startMs(), event.staleMs());
    }

    private static JsonNode feature(CotEvent event) throws IOException {
        ByteBuf out = Unpooled.buffer();
        GeoJsonWriter.INSTANCE.write(event, out);
        return JSON.readTree(out.toString(StandardCharsets.UTF_8));
    }

    private static String xml(CotEvent event) {
        ByteBuf out = Unpooled.buffer();
        CotXmlWriter.INSTANCE.write(event, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static CotEvent read(DocumentFormat format, String document) {
        return Found.in(format, document).event();
    }

    private JsonNode ask(Map<String, Object> order) throws IOException, InterruptedException {
        node.tell(order);
        JsonNode answer = node.next();
        assertThat(answer.has("error")).as("%s", answer).isFalse();
        return answer;
    }
}
