package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.hub.HubSettings.ClientRule;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.Membership;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.RecordCopy;
import org.junit.jupiter.api.Test;

/** Servers that dial the gateway and have sent nothing yet. Devices connect from another address than servers do. */
class ServersIT {

    private static final String MARK = "CoT-Gateway-";
    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);
    private static final ClientMatch.Network LOOPBACK = new ClientMatch.Network(InetAddress.getLoopbackAddress(), 32);
    private static final ClientRule SERVERS = new ClientRule(ClientMatch.from(LOOPBACK), true, Membership.ANONYMOUS);

    private static HubSettings settings(boolean flowTags, List<EndpointReceiver> endpoints, ClientRule... rules) {
        return RecordCopy.of(HubSettings.NONE.with(List.of(StreamInlet.open(ANY)), endpoints))
                .with("clients", List.of(rules))
                .with("flowTags", flowTags)
                .get();
    }

    private static CotGateway open(HubSettings hub) throws IOException {
        return CotGateway.open(GatewaySettings.builder().bind("127.0.0.1").build(), hub);
    }

    private static CotGateway dialling(CotGateway other) throws IOException {
        int port = other.streamAddresses().get(0).getPort();
        long before = other.counters().get(Counter.CLIENTS_CONNECTED);
        CotGateway gateway = open(settings(true, List.of(EndpointReceiver.of(Endpoint.stcp("127.0.0.1", port)))));
        Await.until(() -> other.counters().get(Counter.CLIENTS_CONNECTED) > before);
        return gateway;
    }

    private static StreamPeer device(CotGateway gateway) throws IOException {
        long before = gateway.counters().get(Counter.CLIENTS_CONNECTED);
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress("127.0.0.2", 0));
        socket.connect(gateway.streamAddresses().get(0));
        Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED) > before);
        return new StreamPeer(socket);
    }

    @Test
    void whomARuleCallsAServerGetsItsFirstEventAndThoseWhoAreThereMarked() throws IOException {
        try (CotGateway first = open(settings(true, List.of(), SERVERS));
                StreamPeer one = device(first);
                StreamPeer other = device(first)) {
            one.send(StreamPeer.self("dev-1", "ALPHA"));
            assertThat(other.next("ALPHA")).as("no server").doesNotContain(MARK);
            try (CotGateway second = dialling(first);
                    StreamPeer two = device(second)) {
                assertThat(two.next("ALPHA")).contains(MARK);
                one.send(StreamPeer.event("e", "a-f-G", ""));
                assertThat(two.next("\"e\"")).contains(MARK);
                assertThat(other.next("\"e\"")).doesNotContain(MARK);
            }
        }
    }

    @Test
    void whatAServerGivesBackByAnotherWayIsKnownThoughItHasSentNothingOfItsOwn() throws IOException {
        try (CotGateway gateway = open(settings(true, List.of(), SERVERS));
                StreamPeer one = device(gateway);
                StreamPeer other = device(gateway);
                StreamPeer server = new StreamPeer(gateway.streamAddresses().get(0))) {
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED) == 3);
            one.send(StreamPeer.event("e", "a-f-G", ""));
            other.next("\"e\"");
            String given = server.next("\"e\"");
            try (StreamPeer byAnotherWay = device(gateway)) {
                byAnotherWay.send(given);
                Await.until(() -> gateway.counters().get(Counter.EVENTS_LOOPED) == 1);
                one.send(StreamPeer.event("next", "a-f-G", ""));
                assertThat(other.next()).contains("next");
            }
        }
    }

    @Test
    void whoLeavesIsToldOfThoughAServerHasGivenBackWhatItSaidOfItself() throws IOException {
        try (CotGateway gateway = open(settings(true, List.of(), SERVERS));
                StreamPeer one = device(gateway);
                StreamPeer other = device(gateway);
                StreamPeer server = new StreamPeer(gateway.streamAddresses().get(0))) {
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED) == 3);
            String self = StreamPeer.self("dev-1", "ALPHA");
            one.send(self);
            other.next("ALPHA");
            // By way of somebody who was not known for a server, so without our mark.
            server.send(self.replace("</detail>", "<_flow-tags_ Other='2026-11-21T10:00:00Z'/></detail>"));
            Await.until(() -> gateway.counters().get(Counter.EVENTS_REPEATED) == 1);
            one.close();
            assertThat(other.next()).contains("t-x-d-d").contains("dev-1");
        }
    }

    @Test
    void aRuleThatComesLaterHoldsForAServerThatIsThereAndOneThatGoesLeavesItAServer() throws IOException {
        try (CotGateway first = open(settings(true, List.of()));
                StreamPeer one = device(first);
                CotGateway second = dialling(first);
                StreamPeer two = device(second)) {
            one.send(StreamPeer.event("before", "a-f-G", ""));
            assertThat(two.next("before")).doesNotContain(MARK);
            first.apply(settings(true, List.of(), SERVERS));
            one.send(StreamPeer.event("now", "a-f-G", ""));
            assertThat(two.next("now")).contains(MARK);
            first.apply(settings(true, List.of()));
            one.send(StreamPeer.event("after", "a-f-G", ""));
            assertThat(two.next("after")).contains(MARK);
        }
    }

    @Test
    void withoutFlowTagsNoServerIsMarkedAnything() throws IOException {
        try (CotGateway first = open(settings(false, List.of(), SERVERS));
                StreamPeer one = device(first);
                CotGateway second = dialling(first);
                StreamPeer two = device(second)) {
            one.send(StreamPeer.event("e", "a-f-G", ""));
            assertThat(two.next("\"e\"")).doesNotContain(MARK);
        }
    }
}
