package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.Track;
import org.cotgateway.testing.Protoc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write, before the eyes of {@code protoc} (package protobuf-compiler) with our .proto files. */
class ProtocIT {

    private static final long SEED = 20_261_126L;

    @TempDir
    private Path directory;

    @Test
    void decodesWhatIsWritten() throws Exception {
        CotEvent event = CotEvent.builder()
                .uid("u-1")
                .type("a-f-G")
                .point(CotPoint.of(48.1, 11.5))
                .add(Contact.at("Alpha", "*:-1:stcp"))
                .add(CotElement.named("x").attribute("y", "z").build())
                .add(new Track(359.5, 1.25))
                .build();

        assertThat(Protoc.decode(Payloads.write(event), directory))
                .contains("uid: \"u-1\"", "lat: 48.1", "callsign: \"Alpha\"", "course: 359.5", "speed: 1.25")
                .contains("xmlDetail: \"<x y=\\\"z\\\"/>\"")
                .contains("sendTime: " + event.timeMs());
    }

    @Test
    void knowsEveryFieldOfRandomEvents() throws Exception {
        Random random = new Random(SEED);
        RandomEvents events = new RandomEvents(SEED);
        for (int i = 0; i < 20; i++) {
            CotEvent event = Payloads.withTypedElements(events.next(), random);
            // What it does not know it shows by its number.
            assertThat(Protoc.decode(Payloads.write(event), directory).lines())
                    .as("seed %d, event %d", SEED, i)
                    .isNotEmpty()
                    .noneMatch(line -> line.strip().matches("[0-9]+[ :].*"));
        }
    }

    @Test
    void rejectsWhatIsCutOff() throws Exception {
        byte[] payload = Payloads.write(CotEvent.builder().type("a-f-G").build());

        assertThat(Protoc.decode(Arrays.copyOf(payload, payload.length - 1), directory))
                .contains("Failed to parse input");
    }
}
