package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.unix.IntegerUnixChannelOption;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagrams, judged by plain java.net sockets. */
class DatagramIT {

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aDatagramArrives(SocketKind sockets) throws Exception {
        try (DatagramSocket device = listen("127.0.0.1");
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            Outcome outcome = gateway.send(Endpoint.udp("127.0.0.1", device.getLocalPort()), "u1", "<event/>");
            assertThat(receive(device)).isEqualTo("<event/>");
            assertThat(outcome.await().sent()).isTrue();
            assertThat(outcome.history).containsExactly("attempt 1", "sent");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void ipv6IsReached(SocketKind sockets) throws Exception {
        try (DatagramSocket device = listen("::1");
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            gateway.send(Endpoint.udp("::1", device.getLocalPort()), "u1", "<event/>");
            assertThat(receive(device)).isEqualTo("<event/>");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aGroupIsReachedByTheInterfaceThatIsAskedFor(SocketKind sockets) throws Exception {
        for (String way : List.of("lo", "127.0.0.1")) {
            try (MulticastSocket device = new MulticastSocket(0);
                    Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
                device.setSoTimeout(10_000);
                InetSocketAddress group = new InetSocketAddress(InetAddress.getByName("239.2.3.1"), 0);
                device.joinGroup(group, NetworkInterface.getByName("lo"));
                String endpoint = "udp://239.2.3.1:" + device.getLocalPort() + "?ttl=1&interface=" + way;
                Outcome outcome = gateway.send(Endpoint.parse(endpoint), "u1", "<event/>");
                assertThat(receive(device)).isEqualTo("<event/>");
                assertThat(outcome.await().sent()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whatMayGoNoHopReachesThisMachine(SocketKind sockets) throws Exception {
        try (MulticastSocket device = new MulticastSocket(0);
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            device.setSoTimeout(10_000);
            InetSocketAddress group = new InetSocketAddress(InetAddress.getByName("239.2.3.1"), 0);
            device.joinGroup(group, NetworkInterface.getByName("lo"));
            String endpoint = "udp://239.2.3.1:" + device.getLocalPort() + "?ttl=0&interface=lo";
            gateway.send(Endpoint.parse(endpoint), "u1", "<event/>");
            assertThat(receive(device)).isEqualTo("<event/>");
        }
    }

    /** Asks the operating system, with epoll: what Netty calls the TTL of multicast is that of unicast there. */
    @ParameterizedTest
    @CsvSource({"239.2.3.1, 64, 0, 33", "239.2.3.1, 0, 0, 33", "ff02::1, 7, 41, 18"})
    void multicastGoesAsManyHopsAsTheEndpointSays(String group, int ttl, int level, int option) {
        assumeTrue(SocketKind.EPOLL.isAvailable());
        try (Gateway gateway = new Gateway(SocketKind.EPOLL, ChannelSettings.DEFAULT)) {
            Endpoint endpoint = Endpoint.parse("udp://" + (group.contains(":") ? "[" + group + "]" : group)
                    + ":6969?ttl=" + ttl + "&interface=lo");
            int hops = gateway.onLoop(() -> gateway.senders
                    .context()
                    .datagrams
                    .socketFor(endpoint, InetAddress.getByName(group))
                    .config()
                    .getOption(new IntegerUnixChannelOption("hops", level, option)));
            assertThat(hops).isEqualTo(ttl);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void anInterfaceThatDoesNotExistIsSaid(SocketKind sockets) {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            Outcome.End end = gateway.send(Endpoint.parse("udp://239.2.3.1:6969?interface=nosuch0"), "u1", "<event/>")
                    .await();
            assertThat(end.reason()).isEqualTo(DropReason.UNUSABLE);
            assertThat(end.why()).isEqualTo("this machine has no network interface nosuch0");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whatDoesNotFitADatagramIsRefused(SocketKind sockets) throws Exception {
        try (DatagramSocket device = listen("127.0.0.1");
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            Endpoint endpoint = Endpoint.udp("127.0.0.1", device.getLocalPort());
            assertThat(gateway.send(endpoint, "u1", "x".repeat(65_507)).await().sent())
                    .isTrue();
            Outcome.End end = gateway.send(endpoint, "u2", "x".repeat(65_508)).await();
            assertThat(end.reason()).isEqualTo(DropReason.TOO_LARGE);
            assertThat(end.why()).isEqualTo("65508 bytes are over the limit of 65507");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aBurstArrivesInOrderAndWhole(SocketKind sockets) throws Exception {
        try (DatagramSocket device = listen("127.0.0.1");
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            device.setReceiveBufferSize(4 * 1024 * 1024);
            Endpoint endpoint = Endpoint.udp("127.0.0.1", device.getLocalPort());
            List<String> sent = new ArrayList<>();
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                sent.add("message " + i);
                outcomes.add(gateway.send(endpoint, "u" + i, "message " + i));
            }
            List<String> received = new ArrayList<>();
            while (received.size() < sent.size()) {
                received.add(receive(device));
            }
            assertThat(received).containsExactlyElementsOf(sent);
            assertThat(outcomes).allMatch(outcome -> outcome.await().sent());
            Await.until(() -> gateway.onLoop(gateway.senders::status).isEmpty());
        }
    }

    private static DatagramSocket listen(String host) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(host));
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }
}
