package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.TakFraming;
import org.cotgateway.codec.TakReader;
import org.cotgateway.codec.TakReading;
import org.cotgateway.codec.TakWriter;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway in a multicast group with peers, which are plain java.net sockets on the loopback interface. */
class MeshIT {

    private static final String GROUP = "239.2.3.79";
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final CotEvent EVENT =
            CotEvents.marker("mesh-1", "Well", 48.2, 16.3).build();
    private static final CotEvent OTHER =
            CotEvents.marker("mesh-2", "Tree", 48.3, 16.4).build();

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aGroupIsSpokenToAsEverybodyInItReads(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, Settings.mesh(LONG, LONG));
                DatagramListener listener = listen(gateway, GROUP);
                MulticastSocket everybody = member(listener.address().getPort());
                DatagramSocket alpha = peer();
                DatagramSocket bravo = peer()) {
            Endpoint group = group(listener, "auto");
            send(gateway, group);
            assertThat(control(receive(everybody))).isEqualTo(Gateway.CONTACT_UID);
            assertThat(receive(everybody)).isEqualTo(xml(EVENT));
            assertThat(protocol(gateway)).isEqualTo("xml");

            say(alpha, control("alpha"), listener);
            Await.until(() -> protocol(gateway).equals("tak1"));
            send(gateway, group);
            assertThat(receive(everybody)).isEqualTo(control("alpha"));
            assertThat(receive(everybody)).isEqualTo(tak());

            say(bravo, xml(OTHER), listener);
            Await.until(() -> protocol(gateway).equals("xml"));
            send(gateway, group);
            assertThat(receive(everybody)).isEqualTo(xml(OTHER));
            assertThat(receive(everybody)).isEqualTo(xml(EVENT));
            assertThat(gateway.count(Counter.TAK_CONTROLS_SENT)).isOne();
            assertThat(gateway.count(Counter.TAK_CONTROLS_RECEIVED)).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whenPeersFallSilentAGroupIsSpokenToInXml(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, Settings.mesh(LONG, SHORT));
                DatagramListener listener = listen(gateway, GROUP);
                DatagramSocket alpha = peer()) {
            gateway.onLoop(() -> gateway.senders.keep(group(listener, "auto"), null, false));
            Await.until(
                    () -> {
                        say(alpha, tak(), listener);
                        return protocol(gateway);
                    },
                    "tak1"::equals);
            Await.until(() -> protocol(gateway).equals("xml"));
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aGroupIsToldAtOnceAndThenRegularlyWhatWeRead(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, Settings.mesh(SHORT, LONG));
                DatagramListener listener = listen(gateway, GROUP);
                MulticastSocket everybody = member(listener.address().getPort())) {
            gateway.onLoop(() -> gateway.senders.keep(group(listener, "tak1"), null, false));
            for (int i = 0; i < 3; i++) {
                assertThat(control(receive(everybody))).isEqualTo(Gateway.CONTACT_UID);
            }
            // Our own are not those of a peer.
            Await.until(() -> gateway.count(Counter.DATAGRAMS_OWN) >= 3);
            assertThat(gateway.count(Counter.TAK_CONTROLS_RECEIVED)).isZero();
            assertThat(gateway.count(Counter.TAK_CONTROLS_SENT)).isGreaterThanOrEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void anEndpointOfXmlIsToldNothing(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, Settings.mesh(SHORT, LONG));
                DatagramListener listener = listen(gateway, GROUP);
                MulticastSocket everybody = member(listener.address().getPort())) {
            for (int i = 0; i < 3; i++) {
                send(gateway, group(listener, "xml"));
                assertThat(receive(everybody)).isEqualTo(xml(EVENT));
            }
            assertThat(gateway.count(Counter.TAK_CONTROLS_SENT)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aSenderThatIsNotKeptIsForgottenWhenNothingMoreIsSent(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, Settings.mesh(SHORT, LONG));
                DatagramListener listener = listen(gateway, GROUP)) {
            send(gateway, group(listener, "tak1"));
            Await.until(() -> gateway.onLoop(gateway.senders::status).isEmpty());
            assertThat(gateway.count(Counter.TAK_CONTROLS_SENT)).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aDeviceIsSpokenToAsItSaysWhereverItIsHeard(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, Settings.mesh(LONG, LONG));
                DatagramListener listener = listen(gateway, null);
                DatagramSocket device = new DatagramSocket(0, InetAddress.getByName("127.0.0.9"))) {
            device.setSoTimeout(10_000);
            Endpoint endpoint = Endpoint.parse("udp://127.0.0.9:" + device.getLocalPort() + "?proto=auto");
            send(gateway, endpoint);
            assertThat(control(receive(device))).isEqualTo(Gateway.CONTACT_UID);
            assertThat(receive(device)).isEqualTo(xml(EVENT));

            say(device, control("device"), listener);
            Await.until(() -> protocol(gateway).equals("tak1"));
            send(gateway, endpoint);
            assertThat(receive(device)).isEqualTo(tak());
        }
    }

    private static Endpoint group(DatagramListener listener, String proto) {
        return Endpoint.parse(
                "udp://" + GROUP + ":" + listener.address().getPort() + "?interface=lo&ttl=1&proto=" + proto);
    }

    private static DatagramListener listen(Gateway gateway, @Nullable String group) throws IOException {
        return DatagramListener.bind(
                gateway.senders,
                new InetSocketAddress("127.0.0.1", 0),
                group == null ? null : InetAddress.getByName(group),
                group == null ? null : "lo",
                (event, broken, from) -> {});
    }

    private static MulticastSocket member(int port) throws IOException {
        MulticastSocket member = new MulticastSocket(new InetSocketAddress(GROUP, port));
        member.setSoTimeout(10_000);
        member.joinGroup(new InetSocketAddress(InetAddress.getByName(GROUP), port), NetworkInterface.getByName("lo"));
        return member;
    }

    private static DatagramSocket peer() throws IOException {
        DatagramSocket peer = new DatagramSocket();
        peer.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByName("lo"));
        return peer;
    }

    private static void say(DatagramSocket peer, byte[] message, DatagramListener to) throws IOException {
        peer.send(new DatagramPacket(message, message.length, to.address()));
    }

    private static void send(Gateway gateway, Endpoint endpoint) {
        gateway.onLoop(() -> {
            EventImage image = Gateway.images().of(EVENT);
            try {
                return gateway.senders.offer(
                        endpoint, OutboundEvent.of(image, Edition.PLAIN, OutboundEvent.NEVER_MS, SendObserver.NONE));
            } finally {
                image.release();
            }
        });
    }

    private static String protocol(Gateway gateway) {
        List<ReceiverStatus> all = gateway.onLoop(gateway.senders::status);
        return all.get(0).protocol();
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private static byte[] xml(CotEvent event) {
        EventImage image = Gateway.images().of(event);
        try {
            return ByteBufUtil.getBytes(image.bytes(WireProtocol.XML, Edition.PLAIN));
        } finally {
            image.release();
        }
    }

    private static byte[] tak() {
        ByteBuf message = Unpooled.buffer();
        TakWriter.INSTANCE.writeMeshMessage(EVENT, message);
        return ByteBufUtil.getBytes(message);
    }

    private static byte[] control(String uid) {
        ByteBuf message = Unpooled.buffer();
        TakWriter.INSTANCE.writeMeshControl(uid, message);
        return ByteBufUtil.getBytes(message);
    }

    /** Whose control message it is. */
    private static String control(byte[] message) {
        TakReading reading = new TakReader(XmlLimits.DEFAULT)
                .readAndCheck(Unpooled.wrappedBuffer(message).skipBytes(TakFraming.MESH_HEADER_BYTES));
        return Objects.requireNonNull(reading.control(), new String(message, StandardCharsets.ISO_8859_1))
                .contactUid();
    }
}
