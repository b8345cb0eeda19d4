package org.cotgateway.api.stream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.StreamPeer;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A whole gateway to which clients connect by WebSocket and by a stream. */
abstract class WebSocketFixture {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);

    CotGateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = CotGateway.open(
                GatewaySettings.builder().bind("127.0.0.1").build(),
                HubSettings.NONE.with(List.of(HubSettings.StreamInlet.open(ANY)), List.of()));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    WebSocketPeer webSocket(String query) throws IOException {
        return WebSocketPeer.open(gateway.httpAddress(), query);
    }

    WebSocketPeer webSocket() throws IOException {
        return webSocket("?format=xml");
    }

    StreamPeer stream() throws IOException {
        return new StreamPeer(gateway.streamAddresses().get(0));
    }

    void await(Counter counter, long count) {
        Await.until(() -> gateway.counters().get(counter) == count);
    }
}
