package org.cotgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.cotgateway.codec.RandomEvents;
import org.cotgateway.event.Archive;
import org.cotgateway.event.Color;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.DetailElement;
import org.cotgateway.event.Group;
import org.cotgateway.event.Link;
import org.cotgateway.event.Marti;
import org.cotgateway.event.Remarks;
import org.cotgateway.event.Status;
import org.cotgateway.event.Takv;
import org.cotgateway.event.Track;
import org.cotgateway.event.UserIcon;
import org.junit.jupiter.api.Test;

/** Events through GeoJSON and back are the same but for what the writer says would be lost. */
class GeoJsonRoundTripTest {

    private static final long SEED = 7_946;
    private static final int EVENTS = 20_000;
    private static final UnpooledByteBufAllocator UNRECORDED = new UnpooledByteBufAllocator(false, true);

    private final Random random = new Random(SEED);
    private final RandomEvents anything = new RandomEvents(SEED);

    @Test
    void comesBackTheSameButForTheOrderThatIsSaidToBeLost() {
        int exact = 0;
        int shapes = 0;
        EventForm form = new FeatureObject(Found.SETTINGS);
        JsonCursor cursor = new ParsedCursor(Found.SETTINGS);
        ByteBuf out = UNRECORDED.directBuffer();
        try {
            for (int i = 0; i < EVENTS; i++) {
                CotEvent event = next();
                out.clear();
                GeoJsonWriter.INSTANCE.write(event, out);
                String json = out.toString(StandardCharsets.UTF_8);
                CotEvent back = read(form, cursor, json.getBytes(StandardCharsets.UTF_8));
                String as = "seed " + SEED + ", event " + i + ": " + event + "\n" + json;

                assertThat(cursor.violations()).as(as).isEmpty();
                assertThat(form.ignored()).as(as).isEmpty();
                if (GeoJsonWriter.INSTANCE.losses(event).isEmpty()) {
                    assertThat(back).as(as).isEqualTo(event);
                    exact++;
                } else {
                    assertThat(back.toBuilder().detail(event.detail()).build())
                            .as(as)
                            .isEqualTo(event);
                    assertThat(back.detail().nodes())
                            .as(as)
                            .containsExactlyInAnyOrderElementsOf(event.detail().nodes())
                            .isNotEqualTo(event.detail().nodes());
                }
                shapes += json.contains("\"Polygon\"") || json.contains("\"LineString\"") ? 1 : 0;
            }
        } finally {
            out.release();
        }
        assertThat(exact).isBetween(EVENTS / 10, EVENTS * 9 / 10);
        assertThat(shapes).isGreaterThan(EVENTS / 20);
    }

    private static CotEvent read(EventForm form, JsonCursor cursor, byte[] json) {
        try {
            cursor.begin(json, 0, json.length, 1);
            CotEvent event = form.read(cursor);
            cursor.finish();
            return event;
        } catch (JsonCursor.BrokenItemException broken) {
            throw new AssertionError(new String(json, StandardCharsets.UTF_8) + cursor.violations(), broken);
        }
    }

    private CotEvent next() {
        CotEvent event = anything.next();
        List<CotNode> nodes = new ArrayList<>(
                random.nextBoolean() ? List.of() : event.detail().nodes());
        for (int i = random.nextInt(4); i > 0; i--) {
            nodes.add(known().toElement());
        }
        boolean isShape = random.nextInt(4) == 0;
        if (isShape) {
            nodes.addAll(corners());
        }
        if (random.nextInt(3) == 0) {
            Collections.shuffle(nodes, random);
        }
        return event.toBuilder()
                .type(isShape ? List.of("u-d-f", "u-d-r", "b-m-r").get(random.nextInt(3)) : event.type())
                .point(new CotPoint(
                        random.nextDouble() * 180 - 90,
                        random.nextInt(360) - 180,
                        random.nextBoolean() ? CotPoint.UNKNOWN : random.nextGaussian() * 1000,
                        random.nextBoolean() ? CotPoint.UNKNOWN : event.point().ce(),
                        event.point().le()))
                .detail(new CotDetail(mergedTexts(nodes)))
                .build();
    }

    /** As a reader of XML gives it: no run of text beside another. */
    private static List<CotNode> mergedTexts(List<CotNode> nodes) {
        List<CotNode> merged = new ArrayList<>(nodes);
        for (int i = merged.size() - 1; i > 0; i--) {
            if (!(merged.get(i) instanceof CotElement) && !(merged.get(i - 1) instanceof CotElement)) {
                merged.remove(i);
            }
        }
        return merged;
    }

    private List<CotElement> corners() {
        List<CotElement> corners = new ArrayList<>();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            double lat = random.nextInt(1_800_000) / 1e4 - 90;
            double lon = random.nextDouble() * 360 - 180;
            Link corner = random.nextInt(5) == 0 ? Link.corner(lat, lon, random.nextInt(500)) : Link.corner(lat, lon);
            corners.add(corner.toElement());
        }
        if (random.nextInt(8) == 0) {
            corners.add(CotElement.named("link")
                    .attribute("uid", "w")
                    .attribute("point", "1.0, 2")
                    .build());
        }
        if (random.nextInt(20) == 0) {
            corners.add(CotElement.named("link").attribute("point", "no point").build());
        }
        if (random.nextBoolean()) {
            corners.add(corners.get(0));
        }
        return corners;
    }

    private DetailElement known() {
        return switch (random.nextInt(18)) {
            case 0 -> Contact.of("HOPE-1");
            case 1 -> Contact.at("HOPE-1", "*:-1:stcp");
            case 2 -> new Track(random.nextDouble() * 800 - 200, random.nextDouble() * 20 - 5);
            case 3 -> Remarks.of("two\nlines \"quoted\"");
            case 4 -> new Color(random.nextInt());
            case 5 ->
                CotElement.named("strokeColor")
                        .attribute("value", random.nextInt())
                        .build();
            case 6 -> CotElement.named("fillColor").attribute("value", "-01").build();
            case 7 -> new Archive();
            case 8 -> new UserIcon("a/b.png");
            case 9 -> new Group("Cyan", "Medic");
            case 10 -> new Status(50, null);
            case 11 -> new Takv("d", "p", "o", "v");
            case 12 -> Link.to("u-1", "a-f-G");
            case 13 -> random.nextBoolean() ? Marti.toCallsigns("A") : Marti.toUids("A", "B");
            case 14 ->
                CotElement.named("track")
                        .attribute("course", "+1")
                        .attribute("eCourse", "2")
                        .build();
            case 15 ->
                CotElement.named("contact")
                        .attribute("phone", "1")
                        .child(new Archive())
                        .build();
            case 16 ->
                CotElement.named("strokeWeight").attribute("value", "1e1").build();
            default ->
                CotElement.named("labels_on")
                        .attribute("value", random.nextBoolean())
                        .build();
        };
    }
}
