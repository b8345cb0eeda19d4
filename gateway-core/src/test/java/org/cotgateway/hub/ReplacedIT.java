package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.ListenerSettings;
import org.cotgateway.hub.HubSettings.DirectInlet;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.cotgateway.hub.HubSettings.Listener;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.Membership;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.Test;

/** Settings that take away what is in use: a receiver for whom events wait, ports that others take in the same moment. */
class ReplacedIT {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);
    private static final int MAX_WAIT_MS = 20_000;
    private static final int EVENTS = 200;

    private static CotGateway open(HubSettings hub) throws IOException {
        return CotGateway.open(GatewaySettings.builder().bind("127.0.0.1").build(), hub);
    }

    private static HubSettings listening(Listener... listeners) {
        return HubSettings.NONE.with(List.of(listeners), List.of());
    }

    private static StreamPeer connect(CotGateway gateway, int port) throws IOException {
        long before = gateway.counters().get(Counter.CLIENTS_CONNECTED);
        StreamPeer peer = new StreamPeer(new InetSocketAddress("127.0.0.1", port));
        Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED) > before);
        return peer;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static StreamInlet stream(String name, int port) {
        return StreamInlet.open(name, new InetSocketAddress("127.0.0.1", port));
    }

    @Test
    void whatWaitsForAnEndpointThatIsRemovedIsDroppedAndTheOthersGetAll() throws Exception {
        HubSettings without = listening(StreamInlet.open(ANY));
        try (ServerSocket server = new ServerSocket()) {
            server.setReceiveBufferSize(4_096);
            server.setSoTimeout(MAX_WAIT_MS);
            server.bind(ANY);
            HubSettings with = without.with(
                    without.listeners(),
                    List.of(EndpointReceiver.of(Endpoint.stcp("127.0.0.1", server.getLocalPort()))));
            try (CotGateway gateway = open(with);
                    Socket deaf = server.accept();
                    StreamPeer publisher = connect(gateway, port(gateway));
                    StreamPeer reader = connect(gateway, port(gateway))) {
                String padding = "<remarks>" + "x".repeat(20_000) + "</remarks>";
                for (int i = 0; i < EVENTS; i++) {
                    publisher.send(StreamPeer.event("u-" + i, "a-f-G", padding));
                    assertThat(reader.next()).contains("\"u-" + i + "\"");
                }
                List<Unsent> waiting = gateway.unsent();
                assertThat(waiting).hasSize(1);

                HubChange change = gateway.apply(without);

                assertThat(change.toString()).startsWith("removed endpoint ");
                assertThat(gateway.unsent()).isEmpty();
                assertThat(dropped(gateway)).isEqualTo(waiting.get(0).events());
                HubStatus status = gateway.status().toCompletableFuture().get(MAX_WAIT_MS, TimeUnit.MILLISECONDS);
                assertThat(status.receivers()).hasSize(2);
                publisher.send(StreamPeer.event("meanwhile", "a-f-G", ""));
                assertThat(reader.next()).contains("meanwhile");
                deaf.close();

                gateway.apply(with);
                try (Socket anew = server.accept();
                        StreamPeer again = new StreamPeer(anew)) {
                    awaitConnected(gateway);
                    publisher.send(StreamPeer.event("fresh", "a-f-G", ""));
                    assertThat(again.next()).as("nothing of what waited").contains("fresh");
                }
            }
        }
    }

    private static void awaitConnected(CotGateway gateway) throws Exception {
        Await.until(
                () -> gateway.status()
                        .toCompletableFuture()
                        .get(MAX_WAIT_MS, TimeUnit.MILLISECONDS)
                        .receivers(),
                receivers -> receivers.stream()
                                .filter(receiver -> receiver.status().connectedSince() != null)
                                .count()
                        == 3);
    }

    private static long dropped(CotGateway gateway) {
        return gateway.counters().get(Counter.DROPPED_CLOSED)
                + gateway.counters().get(Counter.DROPPED_LOST)
                + gateway.counters().get(Counter.DROPPED_FULL);
    }

    private static int port(CotGateway gateway) {
        return gateway.streamAddresses().get(0).getPort();
    }

    @Test
    void twoListenersChangePlacesInOneStep() throws IOException {
        int left = freePort();
        int right = freePort();
        try (CotGateway gateway = open(listening(stream("a", left), stream("b", right)));
                StreamPeer one = connect(gateway, left);
                StreamPeer two = connect(gateway, right)) {
            HubChange change = gateway.apply(listening(stream("a", right), stream("b", left)));

            assertThat(change.failed()).isEmpty();
            assertThatThrownBy(one::next).hasMessageContaining("closed by the gateway");
            assertThatThrownBy(two::next).hasMessageContaining("closed by the gateway");
            assertThat(gateway.listeners())
                    .extracting(each -> each.name() + " " + each.address().getPort())
                    .containsExactly("a " + right, "b " + left);
            try (StreamPeer onA = connect(gateway, right);
                    StreamPeer onB = connect(gateway, left)) {
                onA.send(StreamPeer.event("u", "a-f-G", ""));
                assertThat(onB.next()).contains("\"u\"");
            }
        }
    }

    @Test
    void aListenerThatBecomesAnotherKindKeepsItsPortAndItsClientsHaveLeft() throws IOException {
        int port = freePort();
        StreamInlet other = StreamInlet.open("other", ANY);
        try (CotGateway gateway = open(listening(other, stream("a", port)));
                StreamPeer stays = connect(gateway, port(gateway));
                StreamPeer goes = connect(gateway, port)) {
            goes.send(StreamPeer.self("dev-1", "ALPHA"));
            stays.next("ALPHA");
            DirectInlet direct = new DirectInlet(
                    "a", new InetSocketAddress("127.0.0.1", port), ListenerSettings.DEFAULT, Membership.ANONYMOUS);

            assertThat(gateway.apply(listening(other, direct)).failed()).isEmpty();

            assertThat(stays.next()).contains("t-x-d-d").contains("dev-1");
            assertThatThrownBy(goes::next).hasMessageContaining("closed by the gateway");
            try (Socket message = new Socket("127.0.0.1", port)) {
                message.getOutputStream()
                        .write(StreamPeer.event("direct", "a-f-G", "").getBytes(StandardCharsets.UTF_8));
            }
            assertThat(stays.next()).contains("\"direct\"");
        }
    }

    @Test
    void aPortIsListenedAtAgainAtOnceThoughItsClientsHaveNotGoneYet() throws IOException {
        int port = freePort();
        try (CotGateway gateway = open(listening(stream("a", port)))) {
            for (int i = 0; i < 5; i++) {
                try (StreamPeer client = connect(gateway, port)) {
                    gateway.apply(listening());
                    assertThat(gateway.apply(listening(stream("a", port))).failed())
                            .isEmpty();
                    assertThatThrownBy(client::next).hasMessageContaining("closed by the gateway");
                }
            }
            connect(gateway, port).close();
        }
    }
}
