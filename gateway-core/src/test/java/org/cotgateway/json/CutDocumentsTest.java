package org.cotgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.EventWriter;
import org.cotgateway.codec.RandomEvents;
import org.cotgateway.testing.Mutations;
import org.junit.jupiter.api.Test;

/** Whatever a document has, and wherever it is cut, the same is found in it. */
class CutDocumentsTest {

    private static final long SEED = 20_261_123;
    private static final int MUTANTS = 300;
    private static final int EVENTS = 3;
    private static final UnpooledByteBufAllocator UNRECORDED = new UnpooledByteBufAllocator(false, true);

    @Test
    void anArrayOfEvents() {
        check(
                DocumentFormat.JSON,
                document(CotJsonWriter.INSTANCE::write, "{\"a\":[\"\n\\\"\"],\"events\":[", ",\n", "]}"));
    }

    @Test
    void aCollectionOfFeatures() {
        check(
                DocumentFormat.GEOJSON,
                document(
                        GeoJsonWriter.INSTANCE::write,
                        "{\"type\":\"FeatureCollection\",\"features\":[\n",
                        " ,\r\n",
                        "]}"));
    }

    @Test
    void lines() {
        check(DocumentFormat.NDJSON, document(GeoJsonWriter.INSTANCE::write, "", "\n", "\n"));
        check(DocumentFormat.NDJSON, document(CotJsonWriter.INSTANCE::write, "\n", "\r\n", ""));
    }

    @Test
    void eventsInAnElement() {
        check(DocumentFormat.XML, document(CotXmlWriter.INSTANCE::write, "<events>\n", "\n\n", "</events>\n"));
    }

    private static void check(DocumentFormat format, byte[] document) {
        Mutations mutations = new Mutations(SEED);
        int found = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutations.of(document);
            Found whole = Found.in(format, mutant, Integer.MAX_VALUE);
            for (int pieceBytes : new int[] {1, 13}) {
                assertThat(Found.in(format, mutant, pieceBytes))
                        .as(
                                "seed %s, mutant %s in pieces of %s: %s",
                                SEED, i, pieceBytes, new String(mutant, StandardCharsets.UTF_8))
                        .isEqualTo(whole);
            }
            found += whole.events().size() + whole.rejected().size();
        }
        assertThat(found).as("seed %s", SEED).isGreaterThan(MUTANTS);
    }

    private static byte[] document(EventWriter writer, String head, String between, String tail) {
        RandomEvents random = new RandomEvents(SEED);
        List<String> events = new ArrayList<>();
        ByteBuf out = UNRECORDED.directBuffer();
        try {
            while (events.size() < EVENTS) {
                out.clear();
                writer.write(random.next(), out);
                events.add(out.toString(StandardCharsets.UTF_8));
            }
        } finally {
            out.release();
        }
        return (head + String.join(between, events) + tail).getBytes(StandardCharsets.UTF_8);
    }
}
