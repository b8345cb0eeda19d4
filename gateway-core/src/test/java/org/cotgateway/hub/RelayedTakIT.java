package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.codec.RandomEvents;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventRules;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.Protoc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client gets once it has agreed on TAK Protocol, before the eyes of {@code protoc} with our .proto files. */
class RelayedTakIT {

    private static final long SEED = 20_261_128L;
    private static final int RANDOM_EVENTS = 20;

    @TempDir
    private Path directory;

    @Test
    void whatIsRelayedInFramesIsDecodedByProtoc() throws Exception {
        try (CotGateway gateway = CotGateway.open(
                        GatewaySettings.builder().bind("127.0.0.1").build(),
                        HubSettings.NONE.with(
                                List.of(HubSettings.StreamInlet.open(new InetSocketAddress("127.0.0.1", 0))),
                                List.of()));
                TakPeer tak = TakPeer.connect(gateway.streamAddresses().get(0)).agree();
                StreamPeer xml = new StreamPeer(gateway.streamAddresses().get(0))) {
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED), count -> count == 2);
            xml.send(StreamPeer.event(
                    "u-1",
                    "a-f-G",
                    "<contact callsign=\"Alpha\" endpoint=\"192.0.2.7:4242:tcp\"/><x y=\"z\"/>"
                            + "<track course=\"359.5\" speed=\"1.25\"/>"));
            assertThat(Protoc.decode(tak.nextPayload(), directory))
                    .contains("uid: \"u-1\"", "lat: 48.2", "course: 359.5", "speed: 1.25")
                    .contains("callsign: \"Alpha\"", "endpoint: \"*:-1:stcp\"")
                    .contains("xmlDetail: \"<x y=\\\"z\\\"/>\"");

            RandomEvents random = new RandomEvents(SEED);
            for (int i = 0; i < RANDOM_EVENTS; ) {
                CotEvent event = TakPeer.read(StreamPeer.event("random-" + i, "a-f-G", "")).toBuilder()
                        .detail(random.next().detail())
                        .build();
                String text = TakPeer.write(event);
                if (!EventRules.check(event).isEmpty() || RelayedXmlIT.hasInnerEvent(text)) {
                    continue;
                }
                xml.send(text);
                // What it does not know it shows by its number.
                assertThat(Protoc.decode(tak.nextPayload(), directory).lines())
                        .as("seed %d, event %d", SEED, i)
                        .contains("  uid: \"random-" + i + "\"")
                        .noneMatch(line -> line.strip().matches("[0-9]+[ :].*"));
                i++;
            }
        }
    }
}
