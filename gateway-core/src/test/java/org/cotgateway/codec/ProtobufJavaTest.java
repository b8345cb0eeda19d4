package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import io.netty.buffer.Unpooled;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.junit.jupiter.api.Test;

/** What we write and read, in the opinion of Google's library with our .proto files. */
class ProtobufJavaTest {

    private static final long SEED = 20_261_125L;

    @Test
    void readsWhatIsWritten() throws Exception {
        Random random = new Random(SEED);
        RandomEvents events = new RandomEvents(SEED);
        for (int i = 0; i < 2_000; i++) {
            CotEvent event = Payloads.withTypedElements(events.next(), random);
            DynamicMessage message = Schema.parse(Payloads.write(event));
            assertThat(message.getUnknownFields().asMap()).isEmpty();
            DynamicMessage read = Schema.inner(message, "cotEvent");
            assertThat(read.getUnknownFields().asMap()).isEmpty();
            assertThat(Schema.get(read, "uid")).isEqualTo(event.uid());
            assertThat(Schema.get(read, "type")).isEqualTo(event.type());
            assertThat(Schema.get(read, "how")).isEqualTo(event.how());
            assertThat(Schema.get(read, "sendTime")).isEqualTo(event.timeMs());
            assertThat(Schema.get(read, "startTime")).isEqualTo(event.startMs());
            assertThat(Schema.get(read, "staleTime")).isEqualTo(event.staleMs());
            assertThat(Schema.get(read, "access")).isEqualTo(event.access() == null ? "" : event.access());
            assertThat(Schema.get(read, "releasableTo"))
                    .isEqualTo(event.releasableTo() == null ? "" : event.releasableTo());
            assertThat(Schema.get(read, "lat")).isEqualTo(event.point().lat());
            assertThat(Schema.get(read, "le")).isEqualTo(event.point().le());
            assertThat(Schema.inner(read, "detail").getUnknownFields().asMap()).isEmpty();
        }
    }

    @Test
    void whatItWritesAgainReadsBackWithEveryElement() throws Exception {
        Random random = new Random(SEED);
        RandomEvents events = new RandomEvents(SEED);
        TakReader reader = new TakReader(XmlLimits.DEFAULT);
        int compared = 0;
        for (int i = 0; i < 4_000; i++) {
            CotEvent event = Payloads.withTypedElements(events.next(), random);
            byte[] again = Schema.parse(Payloads.write(event)).toByteArray();
            TakReading reading = reader.read(Unpooled.wrappedBuffer(again));
            CotEvent read = reading.event();
            if (read == null) {
                // It leaves out what is empty, and such events are refused.
                assertThat(reading.violations())
                        .allMatch(violation -> violation.rule().equals("must be there"));
                continue;
            }
            compared++;
            assertThat(read.point()).isEqualTo(event.point());
            assertThat(regardlessOfOrder(read)).as("seed %d, event %d", SEED, i).isEqualTo(regardlessOfOrder(event));
        }
        assertThat(compared).isGreaterThan(1_000);
    }

    /** Elements, with their attributes as sets, because the library puts fields in the order of their numbers. */
    private static Set<List<Object>> regardlessOfOrder(CotEvent event) {
        Set<List<Object>> all = new HashSet<>();
        for (CotNode node : event.detail().nodes()) {
            if (node instanceof CotElement element) {
                Set<CotAttribute> attributes = new HashSet<>(element.attributes());
                all.add(List.of(element.name(), attributes, element.children()));
            } else {
                all.add(List.of(node));
            }
        }
        return all;
    }
}
