package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.ProtocolChoice;
import org.cotgateway.channel.StreamSettings;
import org.cotgateway.event.CotEvent;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.Membership;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.RecordCopy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TAK Protocol on the streams of whole gateways, judged byte by byte by peers on plain sockets. */
@Timeout(120)
class TakStreamIT {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);

    /** Whatever protobuf has a message for, and what it has none for, each with something that only XML holds. */
    private static final String RICH_DETAIL = "<contact callsign=\"näh\" phone=\"1\"/>"
            + "<__group name=\"Cyan\" role=\"HQ\"/><status battery=\"7\" readiness=\"true\"/>"
            + "<track speed=\"1.5\" course=\"270\"/><track speed=\"1.5\" course=\"271\" slope=\"3\"/>"
            + "<remarks>two\u00A0words &lt;&amp;&gt;</remarks><x a=\"1\" b=\"&quot;'\"><y/>text</x>";

    @Test
    void twoGatewaysAgreeOnTakAndEventsCrossWithoutLoss() throws IOException {
        try (CotGateway server = open(ClientSettings.DEFAULT, List.of());
                CotGateway client = open(ClientSettings.DEFAULT.with(ProtocolChoice.XML), List.of(to(server, "")))) {
            Await.until(() -> server.counters().get(Counter.STREAMS_SWITCHED) == 1);
            Await.until(() -> client.counters().get(Counter.STREAMS_SWITCHED) == 1);
            try (StreamPeer atServer = new StreamPeer(server.streamAddresses().get(0));
                    StreamPeer atClient =
                            new StreamPeer(client.streamAddresses().get(0))) {
                Await.until(() -> server.counters().get(Counter.CLIENTS_CONNECTED) == 2);
                Await.until(() -> client.counters().get(Counter.CLIENTS_CONNECTED) == 1);
                String up = StreamPeer.event("up", "a-f-G", RICH_DETAIL);
                atClient.send(up);
                assertSame(atServer.next(), up);
                String down = StreamPeer.event("down", "a-f-G", RICH_DETAIL);
                atServer.send(down);
                assertSame(atClient.next(), down);
            }
            assertThat(server.counters().get(Counter.STREAM_BYTES_SKIPPED)).isZero();
            assertThat(client.counters().get(Counter.STREAM_BYTES_SKIPPED)).isZero();
            assertThat(server.counters().get(Counter.NEGOTIATIONS_IGNORED)).isZero();
            assertThat(client.counters().get(Counter.NEGOTIATIONS_IGNORED)).isZero();
        }
    }

    @Test
    void whoKnowsXmlOnlyNeverSeesAnotherByte() throws IOException {
        try (CotGateway gateway = open(ClientSettings.DEFAULT, List.of());
                TakPeer simple = TakPeer.connect(address(gateway));
                TakPeer modern = TakPeer.connect(address(gateway)).agree()) {
            assertThat(simple.nextXml()).startsWith("<event").contains("type=\"t-x-takp-v\"");
            String event = StreamPeer.event("u-1", "a-f-G", RICH_DETAIL);
            modern.send(TakPeer.frame(event));
            String received = simple.nextXml();
            assertThat(received).startsWith("<event");
            assertSame(received, event);
            simple.send(StreamPeer.event("ping", "t-x-c-t", ""));
            assertThat(simple.nextXml()).startsWith("<event").contains("t-x-c-t-r");
        }
    }

    @Test
    void anXmlEventReachesATakClientWhole() throws IOException {
        try (CotGateway gateway = open(ClientSettings.DEFAULT, List.of());
                TakPeer tak = TakPeer.connect(address(gateway)).agree();
                StreamPeer xml = new StreamPeer(address(gateway))) {
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED) == 2);
            String event = StreamPeer.event("u-1", "a-f-G", RICH_DETAIL);
            xml.send(event);
            assertThat(tak.nextFrame()).isEqualTo(TakPeer.read(event));
        }
    }

    @Test
    void aPingInAFrameIsAnsweredByAFrame() throws IOException {
        try (CotGateway gateway = open(ClientSettings.DEFAULT, List.of());
                TakPeer tak = TakPeer.connect(address(gateway)).agree()) {
            tak.send(TakPeer.frame(StreamPeer.event("ping", "t-x-c-t", "")));
            assertThat(tak.nextFrame().type()).isEqualTo("t-x-c-t-r");
        }
    }

    @Test
    void whoBeginsWithAFrameIsAnsweredInFrames() throws IOException {
        try (CotGateway gateway = open(ClientSettings.DEFAULT, List.of());
                TakPeer tak = TakPeer.connect(address(gateway))) {
            tak.nextXml();
            tak.send(TakPeer.frame(StreamPeer.event("ping", "t-x-c-t", "")));
            assertThat(tak.nextFrame().type()).isEqualTo("t-x-c-t-r");
        }
    }

    @Test
    void withXmlOnlyNothingIsOfferedAndFramesAreReadAllTheSame() throws IOException {
        try (CotGateway gateway = open(ClientSettings.DEFAULT.with(ProtocolChoice.XML), List.of());
                TakPeer tak = TakPeer.connect(address(gateway))) {
            tak.send(TakPeer.frame(StreamPeer.event("ping", "t-x-c-t", "")));
            assertThat(tak.nextXml()).contains("t-x-c-t-r");
        }
    }

    @Test
    void withTakOnlyTheFirstByteIsAFrameInBothDirections() throws IOException {
        try (CotGateway server = open(ClientSettings.DEFAULT.with(ProtocolChoice.TAK1), List.of());
                CotGateway client = open(ClientSettings.DEFAULT, List.of(to(server, "?proto=tak1")));
                TakPeer atServer = TakPeer.connect(address(server));
                StreamPeer atClient = new StreamPeer(address(client))) {
            Await.until(() -> server.counters().get(Counter.CLIENTS_CONNECTED) == 2);
            String event = StreamPeer.event("u-1", "a-f-G", RICH_DETAIL);
            atClient.send(event);
            assertThat(atServer.nextFrame().uid()).isEqualTo("u-1");
            atServer.send(TakPeer.frame(StreamPeer.event("u-2", "a-f-G", "")));
            assertThat(atClient.next()).contains("uid=\"u-2\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "latest"})
    void anotherVersionIsDeniedAndXmlGoesOn(String version) throws IOException {
        try (CotGateway gateway = open(ClientSettings.DEFAULT, List.of());
                TakPeer peer = TakPeer.connect(address(gateway))) {
            peer.nextXml();
            peer.send(TakPeer.request(version));
            assertThat(peer.nextXml()).contains("t-x-takp-r").contains("status=\"false\"");
            peer.send(TakPeer.request("1"));
            peer.send(StreamPeer.event("ping", "t-x-c-t", ""));
            assertThat(peer.nextXml()).contains("t-x-c-t-r");
            assertThat(gateway.counters().get(Counter.NEGOTIATIONS_IGNORED)).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\0"})
    void theFirstFrameMayComeInAnyPiecesWithTheAnswerThatPrecedesIt(String delimiter) throws IOException {
        byte[] answer =
                TakPeer.control("t-x-takp-r", "<TakResponse status=\"true\"/>").getBytes(StandardCharsets.UTF_8);
        byte[] stream = join(
                join(answer, delimiter.getBytes(StandardCharsets.UTF_8)),
                TakPeer.frame(StreamPeer.event("ping", "t-x-c-t", "")));
        for (int split = answer.length - 9; split <= answer.length + 8; split++) {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                    CotGateway gateway = open(ClientSettings.DEFAULT, List.of(to(server, "")));
                    TakPeer peer = new TakPeer(server.accept())) {
                peer.send(TakPeer.control("t-x-takp-v", "<TakProtocolSupport version=\"1\"/>"));
                assertThat(peer.nextXml()).contains("t-x-takp-q").contains("uid=\"protouid\"");
                peer.send(Arrays.copyOfRange(stream, 0, split));
                // So that it is most likely read alone; the test holds either way.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                peer.send(Arrays.copyOfRange(stream, split, stream.length));
                assertThat(peer.nextFrame().type()).as("split at %d", split).isEqualTo("t-x-c-t-r");
                assertThat(gateway.counters().get(Counter.STREAM_BYTES_SKIPPED)).isZero();
            }
        }
    }

    @Test
    void whileARequestWaitsNothingIsSentAndThenItGoesOutInFrames() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                CotGateway gateway = open(ClientSettings.DEFAULT, List.of(to(server, "")));
                TakPeer peer = new TakPeer(server.accept());
                StreamPeer publisher = new StreamPeer(address(gateway))) {
            peer.send(TakPeer.control("t-x-takp-v", "<TakProtocolSupport version=\"1\"/>"));
            assertThat(peer.nextXml()).contains("t-x-takp-q");
            publisher.send(StreamPeer.event("u-1", "a-f-G", "<old/>"));
            publisher.send(StreamPeer.event("u-2", "a-f-G", ""));
            Await.until(() -> gateway.counters().get(Counter.EVENTS_ROUTED) == 2);
            publisher.send(StreamPeer.event("u-1", "a-f-G", "<new/>"));
            Await.until(() -> gateway.counters().get(Counter.EVENTS_ROUTED) == 3);
            Await.until(() -> gateway.counters().get(Counter.EVENTS_CONFLATED) == 1);
            peer.send(StreamPeer.event("ping", "t-x-c-t", ""));
            Await.until(() -> gateway.counters().get(Counter.EVENTS_CONTROL) == 2);
            assertThat(peer.hasMore()).isFalse();
            peer.send(TakPeer.control("t-x-takp-r", "<TakResponse status=\"true\"/>"));
            CotEvent first = peer.nextFrame();
            assertThat(first.uid()).isEqualTo("u-1");
            assertThat(first.detail().element("new")).isPresent();
            assertThat(peer.nextFrame().uid()).isEqualTo("u-2");
        }
    }

    @Test
    void afterARefusalWhatWaitedGoesOutAsXml() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                CotGateway gateway = open(ClientSettings.DEFAULT, List.of(to(server, "?framing=none")));
                TakPeer peer = new TakPeer(server.accept());
                StreamPeer publisher = new StreamPeer(address(gateway))) {
            peer.send(TakPeer.control("t-x-takp-v", "<TakProtocolSupport version=\"1\"/>"));
            assertThat(peer.nextXml()).contains("t-x-takp-q");
            publisher.send(StreamPeer.event("u-1", "a-f-G", ""));
            Await.until(() -> gateway.counters().get(Counter.EVENTS_ROUTED) == 1);
            peer.send(TakPeer.control("t-x-takp-r", "<TakResponse status=\"false\"/>"));
            assertThat(peer.nextXml()).startsWith("<event").contains("uid=\"u-1\"");
            peer.send(TakPeer.control("t-x-takp-v", "<TakProtocolSupport version=\"1\"/>"));
            Await.until(() -> gateway.counters().get(Counter.NEGOTIATIONS_IGNORED) == 1);
        }
    }

    @Test
    void aServerThatOffersAndNeverAnswersIsLeft() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                CotGateway gateway = open(impatient(), ClientSettings.DEFAULT, List.of(to(server, "?framing=none")));
                TakPeer peer = new TakPeer(server.accept())) {
            peer.send(TakPeer.control("t-x-takp-v", "<TakProtocolSupport version=\"1\"/>"));
            assertThat(peer.nextXml()).contains("t-x-takp-q");
            assertThat(peer.isAtEnd()).isTrue();
            assertThat(gateway.counters().get(Counter.NEGOTIATIONS_UNANSWERED)).isOne();
        }
    }

    @Test
    void aFrameThatAnnouncesMoreThanThereIsMemoryCostsItselfOnly() throws IOException {
        byte[] monster = {
            (byte) 0xBF,
            (byte) 0x80,
            (byte) 0x80,
            (byte) 0x80,
            (byte) 0x80,
            (byte) 0x80,
            (byte) 0x80,
            (byte) 0x80,
            (byte) 0x80,
            (byte) 0x80,
            0x01
        };
        try (CotGateway gateway = open(ClientSettings.DEFAULT, List.of());
                TakPeer tak = TakPeer.connect(address(gateway)).agree()) {
            byte[] ping = TakPeer.frame(StreamPeer.event("ping", "t-x-c-t", ""));
            tak.send(join(monster, ping));
            assertThat(tak.nextFrame().type()).isEqualTo("t-x-c-t-r");
            tak.send(ping);
            assertThat(tak.nextFrame().type()).as("the stream goes on").isEqualTo("t-x-c-t-r");
            assertThat(gateway.counters().get(Counter.RECEIVED_TOO_LARGE)).isOne();
            assertThat(gateway.counters().get(Counter.STREAM_BYTES_SKIPPED)).isEqualTo(monster.length);
        }
    }

    @Test
    void aPayloadThatIsNoMessageIsCounted() throws IOException {
        try (CotGateway gateway = open(ClientSettings.DEFAULT, List.of());
                TakPeer tak = TakPeer.connect(address(gateway)).agree()) {
            byte[] nonsense = {(byte) 0xBF, 3, 0x12, 0x7F, 0x00};
            tak.send(join(nonsense, TakPeer.frame(StreamPeer.event("ping", "t-x-c-t", ""))));
            assertThat(tak.nextFrame().type()).isEqualTo("t-x-c-t-r");
            assertThat(gateway.counters().get(Counter.RECEIVED_MALFORMED)).isOne();
        }
    }

    private static CotGateway open(ClientSettings clients, List<HubSettings.EndpointReceiver> endpoints)
            throws IOException {
        return open(ChannelSettings.DEFAULT, clients, endpoints);
    }

    private static CotGateway open(
            ChannelSettings channel, ClientSettings clients, List<HubSettings.EndpointReceiver> endpoints)
            throws IOException {
        HubSettings.StreamInlet inlet = new HubSettings.StreamInlet("stream", ANY, clients, null, Membership.ANONYMOUS);
        return CotGateway.open(
                GatewaySettings.builder().bind("127.0.0.1").channel(channel).build(),
                HubSettings.NONE.with(List.of(inlet), endpoints));
    }

    private static ChannelSettings impatient() {
        StreamSettings stream = RecordCopy.of(ChannelSettings.DEFAULT.stream())
                .with("answerTimeout", Duration.ofMillis(50))
                .get();
        return RecordCopy.of(ChannelSettings.DEFAULT).with("stream", stream).get();
    }

    private static InetSocketAddress address(CotGateway gateway) {
        return gateway.streamAddresses().get(0);
    }

    private static HubSettings.EndpointReceiver to(CotGateway server, String options) {
        return to(address(server).getPort(), options);
    }

    private static HubSettings.EndpointReceiver to(ServerSocket server, String options) {
        return to(server.getLocalPort(), options);
    }

    private static HubSettings.EndpointReceiver to(int port, String options) {
        return HubSettings.EndpointReceiver.of(Endpoint.parse("stcp://127.0.0.1:" + port + options));
    }

    /** Compares events that may have passed a server, which leaves its mark. */
    private static void assertSame(String actual, String expected) {
        CotEvent event = TakPeer.read(actual);
        CotEvent unmarked =
                event.toBuilder().detail(event.detail().without("_flow-tags_")).build();
        assertThat(TakPeer.write(unmarked)).isEqualTo(TakPeer.write(TakPeer.read(expected)));
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }
}
