package org.cotgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.Remarks;
import org.cotgateway.event.Track;
import org.junit.jupiter.api.Test;

/** Our own JSON, as a document, an array and line by line. */
class EventDocumentTest {

    private static final String TRACK = "{\"uid\":\"ship-1\",\"type\":\"a-n-S\",\"point\":{\"lat\":48.2,\"lon\":16.37},"
            + "\"callsign\":\"MV X\",\"course\":270.0,\"speed\":5.1,\"remarks\":\"late\"}";

    @Test
    void readsWhatAPartnerWritesByHand() {
        CotEvent event = Found.in(DocumentFormat.JSON, TRACK).event();

        assertThat(event.uid()).isEqualTo("ship-1");
        assertThat(event.how()).isEqualTo("m-g");
        assertThat(event.point()).isEqualTo(new CotPoint(48.2, 16.37, 9999999, 9999999, 9999999));
        assertThat(Instant.ofEpochMilli(event.timeMs())).isEqualTo(Found.NOW);
        assertThat(Instant.ofEpochMilli(event.startMs())).isEqualTo(Found.NOW);
        assertThat(event.staleMs() - event.startMs()).isEqualTo(600_000);
        assertThat(event.detail().element("contact").orElseThrow().attribute("callsign"))
                .isEqualTo("MV X");
        assertThat(event.detail().element(Track.NAME).orElseThrow().attribute("course"))
                .isEqualTo("270.0");
        assertThat(event.detail().element(Remarks.NAME).orElseThrow().text()).isEqualTo("late");
    }

    @Test
    void readsAnArrayAndAnObjectThatHasOneHoweverTheyAreCut() {
        String array = "[\n" + TRACK + ",\n {\"uid\":\"bad\"} , 7 ,\n\"x\"," + TRACK.replace("ship-1", "ship-2") + "]";
        String object = "\uFEFF{\"a\":[{\"events\":1}],\"events\" : " + array + ", \"more\":{\"x\":[]}}\n";
        for (String document : List.of(array, object)) {
            byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
            Found whole = Found.in(DocumentFormat.JSON, bytes, Integer.MAX_VALUE);
            assertThat(whole.events()).extracting(CotEvent::uid).containsExactly("ship-1", "ship-2");
            assertThat(whole.rejected()).hasSize(3);
            assertThat(whole.rejected().get(0))
                    .startsWith("1 line 3: ")
                    .contains("/type: must be there", "/point: must be there");
            assertThat(whole.rejected().get(1)).startsWith("2 line 3: ");
            for (int size = 1; size < bytes.length; size++) {
                assertThat(Found.in(DocumentFormat.JSON, bytes, size))
                        .as("pieces of %s", size)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void aBadLineCostsThatLineOnly() {
        String lines = TRACK + "\r\n\n{\"uid\":\n" + TRACK + TRACK + "\n[1]\n"
                + "{\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},\"type\":\"Feature\",\"id\":7}\n" + TRACK;
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        Found whole = Found.in(DocumentFormat.NDJSON, bytes, Integer.MAX_VALUE);

        assertThat(whole.events()).extracting(CotEvent::uid).containsExactly("ship-1", "7", "ship-1");
        assertThat(whole.rejected()).hasSize(3);
        assertThat(whole.rejected().get(0)).startsWith("1 line 3: ").contains("cut off");
        assertThat(whole.rejected().get(1)).startsWith("2 line 4: ").contains("nothing behind it");
        assertThat(whole.rejected().get(2)).startsWith("3 line 5: ").contains("must be an object");
        for (int size = 1; size < bytes.length; size++) {
            assertThat(Found.in(DocumentFormat.NDJSON, bytes, size))
                    .as("pieces of %s", size)
                    .isEqualTo(whole);
        }
    }
}
