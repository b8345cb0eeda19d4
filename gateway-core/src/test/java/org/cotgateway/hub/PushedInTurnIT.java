package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.event.CotEvents;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.cotgateway.metrics.Counter;
import org.cotgateway.push.DeliveryReport;
import org.cotgateway.push.DeliveryState;
import org.cotgateway.push.Push;
import org.cotgateway.push.PushReport;
import org.cotgateway.push.PushRequest;
import org.cotgateway.route.Membership;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.RecordCopy;
import org.junit.jupiter.api.Test;

/** What is pushed to those who also get what clients send, each with a gap between two events of a uid. */
class PushedInTurnIT {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);
    private static final Duration NEVER_IN_A_TEST = Duration.ofMinutes(5);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static HubSettings withGap(Duration gap) {
        return RecordCopy.of(HubSettings.NONE.with(List.of(StreamInlet.open(ANY)), List.of()))
                .with("sameUidGap", gap)
                .get();
    }

    private static CotGateway open(HubSettings hub) throws IOException {
        return CotGateway.open(GatewaySettings.builder().bind("127.0.0.1").build(), hub);
    }

    private static Push push(CotGateway gateway, String uid, Duration within, String... to) {
        return gateway.push(
                PushRequest.of(CotEvents.marker(uid, "pushed " + uid, 48, 16).build())
                        .to(to)
                        .within(within));
    }

    @Test
    void aPushFollowsWhatAClientSentOfTheUidByTheGap() throws Exception {
        HubSettings settings = withGap(NEVER_IN_A_TEST);
        try (CotGateway gateway = open(settings);
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer two = new StreamPeer(gateway.streamAddresses().get(0))) {
            Endpoint endpoint = Endpoint.stcp("127.0.0.1", server.getLocalPort());
            gateway.apply(settings.with(
                    List.of(StreamInlet.open(ANY)),
                    List.of(new EndpointReceiver("server", endpoint, null, Membership.ANONYMOUS))));
            try (StreamPeer dialled = new StreamPeer(server.accept())) {
                Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED) == 2);
                one.send(StreamPeer.event("u-1", "a-f-G", ""));
                assertThat(two.next()).contains("u-1");
                assertThat(dialled.next()).contains("u-1");

                String[] both = {
                    endpoint.toString(), "127.0.0.1:" + two.localPort() + ":stcp",
                };
                Push held = push(gateway, "u-1", NEVER_IN_A_TEST, both);
                PushReport other = push(gateway, "u-2", LIMIT, both).await();

                assertThat(other.sent()).as("of another uid").isEqualTo(2);
                assertThat(two.next()).contains("pushed u-2");
                assertThat(dialled.next()).contains("pushed u-2");
                assertThat(held.report().sent()).isZero();
            }
        }
    }

    @Test
    void whenTheGapIsOverItLeaves() throws Exception {
        try (CotGateway gateway = open(withGap(Duration.ofMillis(50)));
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer two = new StreamPeer(gateway.streamAddresses().get(0))) {
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED) == 2);
            one.send(StreamPeer.event("u-1", "a-f-G", ""));
            assertThat(two.next()).contains("u-1");

            PushReport report = push(gateway, "u-1", LIMIT, "127.0.0.1:" + two.localPort() + ":stcp")
                    .await();

            assertThat(report.sent()).isOne();
            assertThat(two.next()).contains("pushed u-1");
        }
    }

    @Test
    void whoLeavesMeanwhileDoesNotGetItAndThePushIsToldSo() throws Exception {
        try (CotGateway gateway = open(withGap(NEVER_IN_A_TEST));
                StreamPeer one = new StreamPeer(gateway.streamAddresses().get(0));
                StreamPeer two = new StreamPeer(gateway.streamAddresses().get(0))) {
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED) == 2);
            one.send(StreamPeer.event("u-1", "a-f-G", ""));
            assertThat(two.next()).contains("u-1");
            String to = "127.0.0.1:" + two.localPort() + ":stcp";
            Push push = push(gateway, "u-1", NEVER_IN_A_TEST, to);
            push(gateway, "u-2", LIMIT, to).await();
            assertThat(push.report().sent()).isZero();
            two.close();

            assertThat(push.await().deliveries())
                    .singleElement()
                    .extracting(DeliveryReport::state, DeliveryReport::reason)
                    .containsExactly(DeliveryState.FAILED, "closed by the peer");
        }
    }
}
