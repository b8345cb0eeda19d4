package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.StreamSettings;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.Membership;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.RecordCopy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who was seen behind a server, when that one goes away. */
class LostServerIT {

    private static final Pattern RANDOM_UID =
            Pattern.compile(" uid=\"([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\"");

    private static final String BEHIND = StreamPeer.self("far-1", "FAR");

    @Test
    void whoWasBehindAServerThatStaysAwayHasLeftAndIsSeenAnewWhenItComesBack() throws Exception {
        ServerSocket server = listen(0);
        int port = server.getLocalPort();
        try (CotGateway gateway = dialling(port, Duration.ofMillis(200));
                StreamPeer client = connect(gateway)) {
            say(server, BEHIND);
            assertThat(client.next()).contains("FAR");
            server.close();

            assertThat(client.next()).contains("t-x-d-d").contains("far-1");
            assertThat(gateway.status().toCompletableFuture().join().receivers())
                    .allMatch(receiver -> receiver.contactCount() == 0);

            try (ServerSocket again = listen(port);
                    StreamPeer back = new StreamPeer(again.accept())) {
                // Newer than the departure: what is older is late.
                back.send(StreamPeer.self("far-1", "FAR"));
                assertThat(client.next()).contains("FAR");
            }
        }
    }

    @Test
    void whoWasBehindAServerThatDoesNotAnswerHasLeftWhileItIsDialledAndIsSeenAnewByThatVeryConnection()
            throws Exception {
        List<SocketChannel> filling = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                CotGateway gateway = dialling(server.getLocalPort(), Duration.ofMillis(200));
                StreamPeer client = connect(gateway)) {
            server.setSoTimeout(20_000);
            try (StreamPeer before = new StreamPeer(server.accept())) {
                before.send(BEHIND);
                assertThat(client.next()).contains("FAR");
                // More than the operating system holds for it: whoever dials now waits for an answer.
                for (int i = 0; i < 8; i++) {
                    SocketChannel one = SocketChannel.open();
                    filling.add(one);
                    one.bind(new InetSocketAddress("127.0.0.1", 0));
                    one.configureBlocking(false);
                    one.connect(server.getLocalSocketAddress());
                }
            }
            assertThat(client.next()).contains("t-x-d-d").contains("far-1");

            Set<Integer> others = new HashSet<>();
            for (SocketChannel one : filling) {
                others.add(one.socket().getLocalPort());
                one.close();
            }
            Socket accepted = server.accept();
            while (others.contains(accepted.getPort())) {
                accepted.close();
                accepted = server.accept();
            }
            try (StreamPeer back = new StreamPeer(accepted)) {
                back.send(StreamPeer.self("far-1", "FAR"));
                assertThat(client.next()).contains("FAR");
                client.send(StreamPeer.event("addressed", "a-f-G", "<marti><dest callsign=\"FAR\"/></marti>"));
                assertThat(back.next("addressed")).isNotNull();
            }
        } finally {
            for (SocketChannel one : filling) {
                one.close();
            }
        }
    }

    @Test
    void whoIsBehindAServerThatCameBackInTimeIsThereHoweverLongAgoThatWas() throws Exception {
        try (ServerSocket returns = listen(0);
                ServerSocket stays = listen(0);
                CotGateway gateway = dialling(Duration.ofSeconds(2), returns.getLocalPort(), stays.getLocalPort());
                StreamPeer client = connect(gateway)) {
            say(returns, BEHIND);
            client.next("FAR");
            try (StreamPeer back = new StreamPeer(returns.accept())) {
                // Lost later, so that with it the time of the other one is over, too.
                say(stays, StreamPeer.self("lost-1", "LOST"));
                client.next("LOST");
                stays.close();
                assertThat(client.next()).contains("t-x-d-d").contains("lost-1");
                for (int i = 0; i < 3; i++) {
                    back.send(StreamPeer.event("later-" + i, "a-f-G", ""));
                    assertThat(client.next()).as("nothing of anybody who left").contains("later-" + i);
                }
                try (StreamPeer newcomer = connect(gateway)) {
                    assertThat(newcomer.next()).contains("FAR");
                }
            }
        }
    }

    @Test
    void theServerThatComesBackIsNotToldThatTheManyBehindItHaveLeft() throws Exception {
        // More than are told of in one pass of the loop.
        int many = 200;
        ServerSocket server = listen(0);
        int port = server.getLocalPort();
        try (CotGateway gateway = dialling(port, Duration.ofMillis(200));
                StreamPeer client = connect(gateway)) {
            say(server, behind(many, ""));
            server.close();
            for (int left = 0; left < many; left++) {
                client.next("t-x-d-d");
            }

            try (ServerSocket again = listen(port);
                    StreamPeer serverAgain = new StreamPeer(again.accept())) {
                client.send(StreamPeer.event("of-the-client", "a-f-G", ""));
                assertThat(serverAgain.next()).as("the first that it gets").contains("of-the-client");
            }
        }
    }

    @Test
    void aServerWhoseSettingsChangeIsNotToldThatTheManyBehindItHaveLeft() throws Exception {
        int many = 200;
        try (ServerSocket server = listen(0);
                CotGateway gateway = dialling(server.getLocalPort(), Duration.ofMinutes(10));
                StreamPeer client = connect(gateway);
                StreamPeer before = new StreamPeer(server.accept())) {
            before.send(behind(many, ""));
            client.next("FAR-" + (many - 1));

            // Another name, as another certificate, is another connection to the same server.
            gateway.apply(settings(new EndpointReceiver(
                    "anew", Endpoint.stcp("127.0.0.1", server.getLocalPort()), null, Membership.ANONYMOUS)));
            try (StreamPeer after = new StreamPeer(server.accept())) {
                for (int left = 0; left < many; left++) {
                    client.next("t-x-d-d");
                }
                client.send(StreamPeer.event("of-the-client", "a-f-G", ""));
                assertThat(after.next()).as("the first that it gets").contains("of-the-client");
            }
        }
    }

    @Test
    void aServerThatIsRemovedAndAddedAgainIsNotToldThatTheManyBehindItHaveLeft() throws Exception {
        // More than are told of before it is back.
        int many = 5_000;
        try (ServerSocket server = listen(0);
                CotGateway gateway = dialling(server.getLocalPort(), Duration.ofMinutes(10));
                StreamPeer client = connect(gateway);
                StreamPeer before = new StreamPeer(server.accept())) {
            before.send(behind(many, ""));
            client.next("FAR-" + (many - 1));
            gateway.apply(settings());
            gateway.apply(settings(EndpointReceiver.of(Endpoint.stcp("127.0.0.1", server.getLocalPort()))));
            try (StreamPeer after = new StreamPeer(server.accept())) {
                Set<String> uids = new HashSet<>();
                for (int left = 0; left < many; left++) {
                    Matcher uid = RANDOM_UID.matcher(client.next("t-x-d-d"));
                    assertThat(uid.find()).isTrue();
                    uids.add(uid.group(1));
                }
                assertThat(uids).hasSize(many);
                client.send(StreamPeer.event("of-the-client", "a-f-G", ""));
                assertThat(after.next()).as("the first that it gets").contains("of-the-client");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<_flow-tags_ Other='2026-11-21T10:00:00Z'/>", ""})
    void aServerOrAClientThatConnectsAnewIsNotToldThatTheManyBehindItHaveLeft(String flowTags) throws Exception {
        // More than are told of before it is back.
        int many = 5_000;
        try (CotGateway gateway = CotGateway.open(
                        GatewaySettings.builder().bind("127.0.0.1").build(), settings());
                StreamPeer client = connect(gateway)) {
            try (StreamPeer before = new StreamPeer(gateway.streamAddresses().get(0))) {
                before.send(behind(many, flowTags));
                client.next("FAR-" + (many - 1));
            }
            client.next("t-x-d-d");
            try (StreamPeer after = new StreamPeer(gateway.streamAddresses().get(0))) {
                for (int left = 1; left < many; left++) {
                    client.next("t-x-d-d");
                }
                client.send(StreamPeer.event("of-the-client", "a-f-G", ""));
                assertThat(after.next()).as("the first that it gets").contains("of-the-client");
            }
        }
    }

    /** What so many say of themselves, with this in the detail of each. */
    private static String behind(int many, String detail) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < many; i++) {
            all.append(StreamPeer.self("far-" + i, "FAR-" + i).replace("</detail>", detail + "</detail>"));
        }
        return all.toString();
    }

    @Test
    void whoWasBehindAServerThatIsSoonBackHasNotLeft() throws Exception {
        try (ServerSocket server = listen(0);
                CotGateway gateway = dialling(server.getLocalPort(), Duration.ofMinutes(10));
                StreamPeer client = connect(gateway)) {
            say(server, BEHIND);
            assertThat(client.next()).contains("FAR");
            say(server, StreamPeer.event("first-of-the-next", "a-f-G", ""));
            assertThat(client.next()).as("nothing of anybody who left").contains("first-of-the-next");
            try (StreamPeer newcomer = connect(gateway)) {
                assertThat(newcomer.next()).contains("FAR");
            }
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.setSoTimeout(20_000);
        server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        return server;
    }

    /** To the gateway that dials, and closes the connection. */
    private static void say(ServerSocket server, String event) throws IOException {
        try (var stream = server.accept()) {
            stream.getOutputStream().write(event.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static CotGateway dialling(int port, Duration forgetAfter) throws IOException {
        return dialling(forgetAfter, port);
    }

    private static CotGateway dialling(Duration forgetAfter, int... ports) throws IOException {
        StreamSettings stream = RecordCopy.of(StreamSettings.DEFAULT)
                .with("firstRetry", Duration.ofMillis(20))
                .with("maxRetry", Duration.ofMillis(50))
                .with("forgetAfter", forgetAfter)
                .get();
        return CotGateway.open(
                GatewaySettings.builder()
                        .bind("127.0.0.1")
                        .channel(RecordCopy.of(ChannelSettings.DEFAULT)
                                .with("stream", stream)
                                .get())
                        .build(),
                settings(IntStream.of(ports)
                        .mapToObj(port -> EndpointReceiver.of(Endpoint.stcp("127.0.0.1", port)))
                        .toArray(EndpointReceiver[]::new)));
    }

    private static HubSettings settings(EndpointReceiver... endpoints) {
        return HubSettings.NONE.with(
                List.of(StreamInlet.open(new InetSocketAddress("127.0.0.1", 0))), List.of(endpoints));
    }

    private static StreamPeer connect(CotGateway gateway) throws IOException {
        StreamPeer peer = new StreamPeer(gateway.streamAddresses().get(0));
        Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED) > 0);
        return peer;
    }
}
