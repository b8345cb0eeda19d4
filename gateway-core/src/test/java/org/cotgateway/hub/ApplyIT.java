package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.ListenerSettings;
import org.cotgateway.channel.OutboxSettings;
import org.cotgateway.daemon.Daemon;
import org.cotgateway.daemon.DaemonFile;
import org.cotgateway.daemon.Reload;
import org.cotgateway.hub.HubSettings.ClientRule;
import org.cotgateway.hub.HubSettings.DirectInlet;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.RecordCopy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that change while clients are connected, and the end in order, on real sockets. */
class ApplyIT {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);
    private static final StreamInlet A = StreamInlet.open("a", ANY);
    private static final StreamInlet B = StreamInlet.open("b", ANY);
    private static final Membership BLUE = new Membership(Set.of("blue"), Set.of("blue"), Subscription.ALL);
    private static final ClientMatch EVERYBODY_HERE =
            ClientMatch.from(new ClientMatch.Network(InetAddress.getLoopbackAddress(), 8));

    private static CotGateway open(HubSettings hub) throws IOException {
        return CotGateway.open(GatewaySettings.builder().bind("127.0.0.1").build(), hub);
    }

    private static StreamPeer connect(CotGateway gateway, String listener) throws IOException {
        long before = gateway.counters().get(Counter.CLIENTS_CONNECTED);
        StreamPeer peer = new StreamPeer(gateway.listeners().stream()
                .filter(each -> each.name().equals(listener))
                .findFirst()
                .orElseThrow()
                .address());
        Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED) > before);
        return peer;
    }

    @Test
    void aClientOfAListenerThatStaysKeepsItsConnectionAndSubscription() throws IOException {
        Subscription friends = new Subscription(List.of("a-f"), null, Duration.ZERO, null);
        ClientRule rule = new ClientRule(EVERYBODY_HERE, new Membership(Set.of("blue"), Set.of("blue"), friends));
        HubSettings before = ruled(List.of(A, B), rule);
        try (CotGateway gateway = open(before);
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StreamPeer one = connect(gateway, "a");
                StreamPeer two = connect(gateway, "a");
                StreamPeer three = connect(gateway, "b")) {
            EndpointReceiver endpoint =
                    new EndpointReceiver("server", Endpoint.stcp("127.0.0.1", server.getLocalPort()), null, BLUE);

            HubChange change = gateway.apply(before.with(List.of(A), List.of(endpoint)));

            assertThat(change).hasToString("added endpoint server; removed listener b");
            assertThatThrownBy(three::next).hasMessageContaining("closed by the gateway");
            try (Socket stream = server.accept()) {
                one.send(StreamPeer.event("foe", "a-h-G", "") + StreamPeer.event("friend", "a-f-G", ""));
                assertThat(two.next()).contains("uid=\"friend\"");
                stream.setSoTimeout(20_000);
                assertThat(new String(stream.getInputStream().readNBytes(60), StandardCharsets.UTF_8))
                        .contains("uid=\"foe\"");
                gateway.apply(before.with(List.of(A), List.of()));
                while (stream.getInputStream().read() >= 0) {
                    // What was on its way, and then its end: the endpoint is gone.
                }
            }
            two.send(StreamPeer.event("still", "a-f-G", ""));
            assertThat(one.next()).contains("uid=\"still\"");
        }
    }

    @Test
    void aRuleThatChangesCountsAtOnceForThoseWhoAreThere() throws IOException {
        HubSettings before = HubSettings.NONE.with(List.of(A), List.of());
        try (CotGateway gateway = open(before);
                StreamPeer one = connect(gateway, "a");
                StreamPeer two = connect(gateway, "a")) {
            HubChange change = gateway.apply(ruled(List.of(A), new ClientRule(EVERYBODY_HERE, Membership.NOBODY)));
            assertThat(change.changed()).containsExactly("client rules");
            one.send(StreamPeer.event("unheard", "a-f-G", ""));
            Await.until(() -> gateway.counters().get(Counter.RECEIVED_UNUSED) == 1);

            gateway.apply(before);
            one.send(StreamPeer.event("heard", "a-f-G", ""));
            assertThat(two.next()).contains("uid=\"heard\"");
        }
    }

    @Test
    void whoPublishesToAnotherGroupFromNowOnHasLeftForThoseWhoSawIt() throws IOException {
        HubSettings before = HubSettings.NONE.with(List.of(A, B), List.of());
        try (CotGateway gateway = open(before);
                StreamPeer one = connect(gateway, "a");
                StreamPeer two = connect(gateway, "b")) {
            one.send(StreamPeer.self("dev-1", "ALPHA"));
            assertThat(two.next()).contains("uid=\"dev-1\"");
            StreamInlet blue = new StreamInlet("a", ANY, A.clients(), null, BLUE);
            assertThat(gateway.apply(before.with(List.of(blue, B), List.of())).changed())
                    .containsExactly("listener a");
            assertThat(two.next()).contains("type=\"t-x-d-d\"").contains("<link uid=\"dev-1\"");
        }
    }

    @Test
    void aTeamThatMovesToAnotherGroupTogetherLosesNobody() throws IOException {
        HubSettings before = HubSettings.NONE.with(List.of(A, B), List.of());
        try (CotGateway gateway = open(before);
                StreamPeer one = connect(gateway, "a");
                StreamPeer two = connect(gateway, "a");
                StreamPeer stays = connect(gateway, "b")) {
            one.send(StreamPeer.self("dev-1", "ALPHA"));
            assertThat(two.next()).contains("uid=\"dev-1\"");
            assertThat(stays.next()).contains("uid=\"dev-1\"");
            two.send(StreamPeer.self("dev-2", "BRAVO"));
            assertThat(one.next()).contains("uid=\"dev-2\"");
            assertThat(stays.next()).contains("uid=\"dev-2\"");
            StreamInlet blue = new StreamInlet("a", ANY, A.clients(), null, BLUE);
            gateway.apply(before.with(List.of(blue, B), List.of()));
            assertThat(stays.next()).contains("<link uid=\"dev-");
            assertThat(stays.next()).contains("<link uid=\"dev-");
            one.send(StreamPeer.event("from one", "a-f-G", ""));
            assertThat(two.next()).as("nobody has left").contains("uid=\"from one\"");
            two.send(StreamPeer.event("from two", "a-f-G", ""));
            assertThat(one.next()).as("nobody has left").contains("uid=\"from two\"");
        }
    }

    /** Though its own outbox keeps no gap. */
    @Test
    void whoComesUnderAnotherRuleWaitsForTheNextEventOfAUidAsEverybodyDoes() throws IOException {
        Duration longGap = Duration.ofMinutes(5);
        Membership all = new Membership(Set.of("blue"), Set.of("blue", Membership.NO_GROUP), Subscription.ALL);
        OutboxSettings outbox = RecordCopy.of(ChannelSettings.DEFAULT.outbox())
                .with("sameUidGap", Duration.ZERO)
                .get();
        ChannelSettings channel =
                RecordCopy.of(ChannelSettings.DEFAULT).with("outbox", outbox).get();
        ClientSettings clients =
                RecordCopy.of(A.clients()).with("outbox", outbox).get();
        StreamInlet a = new StreamInlet("a", ANY, clients, null, A.membership());
        HubSettings before = RecordCopy.of(HubSettings.NONE.with(List.of(a), List.of()))
                .with("sameUidGap", longGap)
                .get();
        try (CotGateway gateway = CotGateway.open(
                        GatewaySettings.builder()
                                .bind("127.0.0.1")
                                .channel(channel)
                                .build(),
                        before);
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StreamPeer one = connect(gateway, "a");
                StreamPeer two = connect(gateway, "a")) {
            Endpoint endpoint = Endpoint.stcp("127.0.0.1", server.getLocalPort());
            HubSettings withServer = before.with(
                    List.of(a), List.of(new EndpointReceiver("server", endpoint, null, Membership.ANONYMOUS)));
            gateway.apply(withServer);
            try (StreamPeer dialled = new StreamPeer(server.accept())) {
                one.send(StreamPeer.event("u-1", "a-f-G", ""));
                assertThat(two.next()).contains("u-1");
                assertThat(dialled.next()).contains("u-1");

                gateway.apply(RecordCopy.of(withServer.with(
                                List.of(a), List.of(new EndpointReceiver("server", endpoint, null, all))))
                        .with("clients", List.of(new ClientRule(EVERYBODY_HERE, all)))
                        .get());
                one.send(StreamPeer.event("u-1", "a-f-G", ""));

                Await.until(() -> gateway.status().toCompletableFuture().join().receivers().stream()
                                .filter(receiver -> receiver.status().queue().waiting() == 1)
                                .count()
                        == 2);
            }
        }
    }

    @Test
    void aUserGetsItsGroupsWithItsPasswordAndIsClosedWithAnother() throws IOException {
        StreamInlet closed = new StreamInlet("a", ANY, A.clients(), null, Membership.NOBODY);
        ClientRule anna = new ClientRule(ClientMatch.user("anna", "secret"), BLUE);
        HubSettings before = ruled(List.of(closed), anna);
        try (CotGateway gateway = open(before);
                StreamPeer one = connect(gateway, "a");
                StreamPeer two = connect(gateway, "a");
                StreamPeer wrong = connect(gateway, "a")) {
            one.send(StreamPeer.event("unheard", "a-f-G", ""));
            Await.until(() -> gateway.counters().get(Counter.RECEIVED_UNUSED) == 1);
            one.send(auth("secret") + StreamPeer.self("dev-1", "ALPHA"));
            Await.until(() -> gateway.counters().get(Counter.EVENTS_RECEIVED) == 2);
            two.send(auth("secret"));
            assertThat(two.next()).as("who was there before").contains("uid=\"dev-1\"");
            wrong.send(auth("guess") + StreamPeer.event("never", "a-f-G", ""));
            assertThatThrownBy(wrong::next).hasMessageContaining("closed by the gateway");

            gateway.apply(ruled(List.of(closed), new ClientRule(ClientMatch.user("anna", "changed"), BLUE)));
            assertThatThrownBy(two::next).hasMessageContaining("closed by the gateway");
        }
    }

    private static HubSettings ruled(List<StreamInlet> listeners, ClientRule rule) {
        return RecordCopy.of(HubSettings.NONE.with(listeners, List.of()))
                .with("clients", List.of(rule))
                .get();
    }

    private static String auth(String password) {
        return "<auth><cot username=\"anna\" password=\"" + password + "\" uid=\"x\"/></auth>";
    }

    @Test
    void portsThatCannotBeHadAreAllNamedAndNothingChanges() throws IOException {
        HubSettings before = HubSettings.NONE.with(List.of(A), List.of());
        try (CotGateway gateway = open(before);
                ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StreamPeer one = connect(gateway, "a");
                StreamPeer two = connect(gateway, "a")) {
            StreamInlet taken = StreamInlet.open("x", (InetSocketAddress) first.getLocalSocketAddress());
            DirectInlet takenToo = new DirectInlet(
                    "y",
                    (InetSocketAddress) second.getLocalSocketAddress(),
                    ListenerSettings.DEFAULT,
                    Membership.ANONYMOUS);

            assertThatThrownBy(() -> gateway.apply(HubSettings.NONE.with(List.of(taken, takenToo, B), List.of())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("listener x: cannot listen on")
                    .hasMessageContaining(":" + first.getLocalPort())
                    .hasMessageContaining("listener y: cannot listen on")
                    .hasMessageContaining(":" + second.getLocalPort());

            assertThat(gateway.listeners()).extracting(ListeningAddress::name).containsExactly("a");
            one.send(StreamPeer.event("u-1", "a-f-G", ""));
            assertThat(two.next()).contains("uid=\"u-1\"");
            assertThatThrownBy(() -> open(HubSettings.NONE.with(List.of(taken, takenToo), List.of())))
                    .hasMessageContaining("listener x")
                    .hasMessageContaining("listener y");
        }
    }

    @Test
    void aPortThatOneListenerGivesUpIsTakenByAnother() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        InetSocketAddress fixed = new InetSocketAddress("127.0.0.1", port);
        try (CotGateway gateway = open(HubSettings.NONE.with(List.of(StreamInlet.open("old", fixed)), List.of()));
                StreamPeer one = connect(gateway, "old")) {
            HubChange change = gateway.apply(HubSettings.NONE.with(List.of(StreamInlet.open("new", fixed)), List.of()));

            assertThat(change).hasToString("added listener new; removed listener old");
            assertThatThrownBy(one::next).hasMessageContaining("closed by the gateway");
            connect(gateway, "new").close();
        }
    }

    @Test
    void whatComesInDirectlyIsOfTheListenersGroups() throws IOException {
        DirectInlet sensors = new DirectInlet(
                "sensors", ANY, ListenerSettings.DEFAULT, new Membership(Set.of("blue"), Set.of(), Subscription.ALL));
        StreamInlet blue = new StreamInlet("blue", ANY, A.clients(), null, BLUE);
        try (CotGateway gateway = open(HubSettings.NONE.with(List.of(sensors, blue, A), List.of()));
                StreamPeer member = connect(gateway, "blue");
                StreamPeer stranger = connect(gateway, "a");
                StreamPeer other = connect(gateway, "a")) {
            try (Socket message =
                    new Socket("127.0.0.1", gateway.listeners().get(0).address().getPort())) {
                message.getOutputStream()
                        .write(StreamPeer.event("sensed", "a-f-G", "").getBytes(StandardCharsets.UTF_8));
            }
            assertThat(member.next()).contains("uid=\"sensed\"");
            other.send(StreamPeer.event("open", "a-f-G", ""));
            assertThat(stranger.next()).contains("uid=\"open\"");
        }
    }

    @Test
    void aFileWithAProblemIsRefusedAsAWholeAndAGoodOneTakenOver(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("cotgw.yaml");
        String good = """
                direct: 127.0.0.1:0
                http: {address: '127.0.0.1:0'}
                listeners:
                  - {name: a, type: tcp, host: 127.0.0.1, port: 0}
                """;
        Files.writeString(path, good);
        DaemonFile file = new DaemonFile(path);
        try (Daemon daemon = Daemon.open(Objects.requireNonNull(file.read().settings()));
                StreamPeer one = connect(daemon.gateway(), "a");
                StreamPeer two = connect(daemon.gateway(), "a")) {
            Files.writeString(path, good + "  - {name: b, type: tcp, port: 70000}\nflowTag: 1\n");
            Reload refused = daemon.reload(file, UnaryOperator.identity());
            assertThat(refused.change()).isNull();
            assertThat(refused.problems())
                    .containsExactly(
                            path + ":5:32: listeners[1].port \"70000\": must be a whole number from 0 to 65535",
                            path + ":6:1: " + refused.problems().get(1).replaceFirst(".*? (?=flowTag)", ""));
            assertThat(daemon.gateway().listeners()).hasSize(1);

            Files.writeString(path, good + "  - {name: b, type: tcp, host: 127.0.0.1, port: 0}\ncallsign: New\n");
            Reload taken = daemon.reload(file, UnaryOperator.identity());
            assertThat(taken).hasToString("configuration read again: added listener b");
            assertThat(taken.fixed()).containsExactly("callsign");
            assertThat(daemon.reload(file, UnaryOperator.identity()))
                    .hasToString("configuration read again: nothing changed");
            Files.delete(path);
            Reload gone = daemon.reload(file, UnaryOperator.identity());
            assertThat(gone.change()).isNull();
            assertThat(gone.problems()).containsExactly(path + ": no such file");
            one.send(StreamPeer.event("u-1", "a-f-G", ""));
            assertThat(two.next()).contains("uid=\"u-1\"");
            connect(daemon.gateway(), "b").close();
        }
    }

    @Test
    void atTheEndAReceiverThatReadsSlowlyGetsEverything() throws Exception {
        int count = 8_000;
        CotGateway gateway = open(HubSettings.NONE.with(List.of(A), List.of()));
        try (StreamPeer one = connect(gateway, "a");
                StreamPeer two = connect(gateway, "a")) {
            send(one, count);
            Await.until(() -> gateway.counters().get(Counter.EVENTS_ROUTED) == count);
            CompletableFuture<List<Unsent>> stop =
                    CompletableFuture.supplyAsync(() -> gateway.stop(Duration.ofSeconds(60)));
            for (int i = 0; i < count; i++) {
                two.next();
            }
            assertThat(stop.get(60, TimeUnit.SECONDS)).isEmpty();
            assertThatThrownBy(two::next).hasMessageContaining("closed by the gateway");
        } finally {
            gateway.close();
        }
    }

    @Test
    void atTheEndAReceiverThatNeverReadsIsNamedWithWhatItDidNotGet() throws Exception {
        int count = 8_000;
        CotGateway gateway = open(HubSettings.NONE.with(List.of(A), List.of()));
        try (StreamPeer one = connect(gateway, "a");
                StreamPeer two = connect(gateway, "a")) {
            send(one, count);
            Await.until(() -> gateway.counters().get(Counter.EVENTS_ROUTED) == count);

            List<Unsent> unsent = gateway.stop(Duration.ofMillis(200));

            assertThat(unsent).hasSize(1);
            assertThat(unsent.get(0).events()).isBetween(1, count);
            assertThatThrownBy(one::next).hasMessageContaining("closed by the gateway");
        } finally {
            gateway.close();
        }
    }

    /** So many, each of its own uid and large: more than sockets hold. */
    private static void send(StreamPeer peer, int count) throws IOException {
        String remarks = "<remarks>" + "x".repeat(1_200) + "</remarks>";
        for (int i = 0; i < count; i++) {
            peer.send(StreamPeer.event("u-" + i, "a-f-G", remarks));
        }
    }
}
