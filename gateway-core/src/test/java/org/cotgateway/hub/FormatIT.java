package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Objects;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.codec.TakFraming;
import org.cotgateway.codec.TakReader;
import org.cotgateway.codec.TakWriter;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.junit.jupiter.api.Test;

/** Who speaks what: endpoints with TAK Protocol and clients with XML, connected by a whole gateway. */
class FormatIT {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);
    private static final int LIMIT_MS = 20_000;

    private static CotGateway open(List<HubSettings.EndpointReceiver> endpoints) throws IOException {
        HubSettings hub = HubSettings.NONE.with(List.of(HubSettings.StreamInlet.open(ANY)), endpoints);
        return CotGateway.open(
                GatewaySettings.builder().bind("127.0.0.1").directPort(0).build(), hub);
    }

    private static HubSettings.EndpointReceiver receiver(String endpoint) {
        return HubSettings.EndpointReceiver.of(Endpoint.parse(endpoint));
    }

    @Test
    void endpointsThatWantTakProtocolGetMeshMessages() throws IOException {
        try (DatagramSocket udp = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
                ServerSocket tcp = new ServerSocket(0, 15, InetAddress.getByName("127.0.0.1"));
                CotGateway gateway = open(List.of(
                        receiver("udp://127.0.0.1:" + udp.getLocalPort() + "?proto=tak1"),
                        receiver("tcp://127.0.0.1:" + tcp.getLocalPort() + "?proto=tak1")));
                StreamPeer client = new StreamPeer(gateway.streamAddresses().get(0))) {
            udp.setSoTimeout(LIMIT_MS);
            tcp.setSoTimeout(LIMIT_MS);
            client.send(StreamPeer.event(
                    "u-1", "a-f-G", "<marti/><contact callsign=\"A &amp; B\" phone=\"1\"/><x y='z'>näh</x>"));

            expectEvent(nextEvent(udp));
            try (Socket connection = tcp.accept()) {
                connection.setSoTimeout(LIMIT_MS);
                expectEvent(Unpooled.wrappedBuffer(connection.getInputStream().readAllBytes()));
            }
        }
    }

    @Test
    void aDirectMessageOfTakProtocolReachesClientsAsXml() throws IOException {
        CotEvent event = CotEvents.marker("u-2", "Bridge", 48.2, 16.3).build();
        ByteBuf message = Unpooled.buffer();
        TakWriter.INSTANCE.writeMeshMessage(event, message);
        try (CotGateway gateway = open(List.of());
                StreamPeer client = new StreamPeer(gateway.streamAddresses().get(0))) {
            client.send(StreamPeer.event("one-ping", "t-x-c-t", ""));
            client.next("takPong");
            try (Socket sender = new Socket("127.0.0.1", gateway.directAddress().getPort())) {
                OutputStream out = sender.getOutputStream();
                out.write(message.array(), 0, message.readableBytes());
            }
            assertThat(client.next()).contains("uid=\"u-2\"").contains("callsign=\"Bridge\"");
        }
    }

    /** The next datagram that is not about the gateway itself, as the first one is. */
    private static ByteBuf nextEvent(DatagramSocket udp) throws IOException {
        while (true) {
            DatagramPacket datagram = new DatagramPacket(new byte[65_536], 65_536);
            udp.receive(datagram);
            ByteBuf message = Unpooled.wrappedBuffer(datagram.getData(), 0, datagram.getLength());
            ByteBuf payload =
                    message.slice(TakFraming.MESH_HEADER_BYTES, message.readableBytes() - TakFraming.MESH_HEADER_BYTES);
            if (new TakReader(XmlLimits.DEFAULT).read(payload).event() != null) {
                return message;
            }
        }
    }

    private static void expectEvent(ByteBuf message) {
        assertThat(TakFraming.isMesh(message)).isTrue();
        CotEvent event = Objects.requireNonNull(new TakReader(XmlLimits.DEFAULT)
                .readAndCheck(message.skipBytes(TakFraming.MESH_HEADER_BYTES))
                .event());
        assertThat(event.uid()).isEqualTo("u-1");
        assertThat(event.detail().element("marti")).isEmpty();
        assertThat(event.detail().element("contact").orElseThrow().attribute("phone"))
                .isEqualTo("1");
        assertThat(event.detail().element("x").orElseThrow().attribute("y")).isEqualTo("z");
    }
}
