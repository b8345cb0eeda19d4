package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.Test;

/** What asking a gateway how it is doing costs the loop that everything else waits for. */
class StatusCostIT {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);
    private static final int CONTACTS = 8_000;
    private static final int TIMES = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static CotGateway open() throws Exception {
        return CotGateway.open(
                GatewaySettings.builder().bind("127.0.0.1").build(),
                HubSettings.NONE.with(List.of(HubSettings.StreamInlet.open(ANY)), List.of()));
    }

    private static HubStatus status(CotGateway gateway) throws Exception {
        return gateway.status().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static long newestLoop() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("cot-gateway-\\d+-\\d+"))
                .mapToLong(Thread::getId)
                .max()
                .orElseThrow();
    }

    private void get(CotGateway gateway, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + gateway.httpAddress().getPort() + path);
        assertThat(http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    /** The bytes that the gateway's loop allocates for one of these documents. */
    private long bytesFor(CotGateway gateway, String path, long loop) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            get(gateway, path);
        }
        long before = threads.getThreadAllocatedBytes(loop);
        for (int i = 0; i < TIMES; i++) {
            get(gateway, path);
        }
        return (threads.getThreadAllocatedBytes(loop) - before) / TIMES;
    }

    @Test
    void contactsCostTheLoopNothing() throws Exception {
        try (CotGateway gateway = open();
                StreamPeer peer = new StreamPeer(gateway.streamAddresses().get(0))) {
            long loop = newestLoop();
            long metrics = bytesFor(gateway, "/metrics", loop);
            long status = bytesFor(gateway, "/api/v1/status", loop);
            StringBuilder contacts = new StringBuilder();
            for (int i = 0; i < CONTACTS; i++) {
                contacts.append(StreamPeer.self("uid-" + i, "CALLSIGN-" + i));
            }
            peer.send(contacts.toString());
            Await.until(() -> gateway.counters().get(Counter.EVENTS_RECEIVED), count -> count == CONTACTS);

            assertThat(bytesFor(gateway, "/metrics", loop)).as("/metrics").isLessThan(metrics + 8L * CONTACTS);
            assertThat(bytesFor(gateway, "/api/v1/status", loop)).as("status").isLessThan(status + 8L * CONTACTS);

            HubStatus.ReceiverEntry client = status(gateway).receivers().get(0);
            assertThat(status(gateway).contacts()).isEqualTo(CONTACTS);
            assertThat(client.contactCount()).isEqualTo(CONTACTS);
            assertThat(client.contacts()).hasSize(HubStatus.ReceiverEntry.MAX_CONTACTS);
        }
    }

    @Test
    void manyClientsAreReadDuringSeveralPasses() throws Exception {
        List<StreamPeer> peers = new ArrayList<>();
        try (CotGateway gateway = open()) {
            for (int i = 0; i < 100; i++) {
                peers.add(new StreamPeer(gateway.streamAddresses().get(0)));
            }
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED), count -> count == 100);

            HubStatus status = status(gateway);

            assertThat(status.receivers())
                    .extracting(HubStatus.ReceiverEntry::name)
                    .doesNotHaveDuplicates()
                    .hasSize(100);
            assertThat(status.listeners().get(0).clients()).isEqualTo(100);
        } finally {
            for (StreamPeer peer : peers) {
                peer.close();
            }
        }
    }
}
