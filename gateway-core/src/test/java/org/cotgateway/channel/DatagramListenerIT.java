package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cotgateway.codec.TakWriter;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagrams of plain java.net sockets and of the gateway's own, on the loopback interface. */
class DatagramListenerIT {

    private static final String GROUP = "239.2.3.77";
    private static final String OTHER_GROUP = "239.2.3.78";

    private final List<String> uids = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void eventsComeAsXmlAndAsTakProtocol(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                DatagramListener listener = listen(gateway, 0, null, uids);
                DatagramSocket sender = new DatagramSocket()) {
            send(sender, xml("as-xml"), listener.address());
            send(sender, "<?xml version='1.0'?>\n" + xml("declared") + "\n", listener.address());
            ByteBuf tak = Unpooled.buffer();
            TakWriter.INSTANCE.writeMeshMessage(
                    CotEvents.marker("as-tak", "Well", 48.2, 16.3).build(), tak);
            byte[] bytes = new byte[tak.readableBytes()];
            tak.readBytes(bytes);
            sender.send(new DatagramPacket(bytes, bytes.length, listener.address()));

            Await.until(() -> uids.size() == 3);
            assertThat(uids).containsExactlyInAnyOrder("as-xml", "declared", "as-tak");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aPortThatAnotherListensAtIsNotTaken(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                DatagramListener listener = listen(gateway, 0, null, uids)) {
            int port = listener.address().getPort();

            assertThatThrownBy(() -> listen(gateway, port, null, uids))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(String.valueOf(port))
                    .hasMessageContaining("in use");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whatIsNoEventCostsItselfOnly(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                DatagramListener listener = listen(gateway, 0, null, uids);
                DatagramSocket sender = new DatagramSocket()) {
            for (String bad : List.of("", "nonsense", "<event uid='cut'", "\u00bf\u0001\u00bf\u00ff\u00ff")) {
                byte[] bytes = bad.getBytes(StandardCharsets.ISO_8859_1);
                sender.send(new DatagramPacket(bytes, bytes.length, listener.address()));
            }
            send(sender, xml("good"), listener.address());

            Await.until(() -> uids.contains("good"));
            assertThat(gateway.count(Counter.RECEIVED_MALFORMED)).isEqualTo(4);
            assertThat(uids).containsExactly("good");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whoSendsNoEventsHidesNoOtherWhoDoes(SocketKind sockets) throws Exception {
        InetAddress one = InetAddress.getByName("127.0.0.2");
        InetAddress two = InetAddress.getByName("127.0.0.3");
        try (LogLines log = new LogLines(DatagramListener.class);
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                DatagramSocket first = new DatagramSocket(0, one);
                DatagramSocket second = new DatagramSocket(0, two)) {
            try (DatagramListener listener = listen(gateway, 0, null, uids)) {
                send(first, "nonsense", listener.address());
                send(first, "nonsense", listener.address());
                send(first, "nonsense", listener.address());
                send(second, "nonsense", listener.address());
                Await.until(() -> gateway.count(Counter.RECEIVED_MALFORMED) == 4);
                gateway.onLoop(() -> true);
                assertThat(log.warnings())
                        .hasSize(2)
                        .anyMatch(line -> line.startsWith("no event in a datagram from 127.0.0.2:"))
                        .anyMatch(line -> line.startsWith("no event in a datagram from 127.0.0.3:"));
            }
            gateway.onLoop(() -> true);
            assertThat(log.warnings()).hasSize(3).last().asString().endsWith(" (and 1 like it)");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aListenerKnowsWhatWasBad(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                DatagramListener listener = listen(gateway, 0, null, uids);
                DatagramSocket sender = new DatagramSocket()) {
            send(sender, "nonsense", listener.address());
            send(sender, xml("good"), listener.address());
            Await.until(() -> uids.contains("good"));
            assertThat(gateway.onLoop(listener::bad)).isEqualTo(new BadInput(1, 0, 0, 0, 0, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void ofTwoGroupsOnOnePortEachGetsItsOwn(SocketKind sockets) throws Exception {
        List<String> others = new CopyOnWriteArrayList<>();
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                DatagramListener one = listen(gateway, 0, GROUP, uids);
                DatagramListener two = listen(gateway, one.address().getPort(), OTHER_GROUP, others);
                DatagramSocket sender = multicastSender()) {
            int port = one.address().getPort();
            assertThat(two.address().getPort()).isEqualTo(port);
            send(sender, xml("for-one"), new InetSocketAddress(GROUP, port));
            send(sender, xml("for-two"), new InetSocketAddress(OTHER_GROUP, port));
            send(sender, xml("last-for-one"), new InetSocketAddress(GROUP, port));

            Await.until(() -> uids.size() == 2 && others.size() == 1);
            assertThat(uids).containsExactly("for-one", "last-for-one");
            assertThat(others).containsExactly("for-two");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whatTheGatewayItselfSendsToAGroupDoesNotComeIn(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                DatagramListener listener = listen(gateway, 0, GROUP, uids);
                DatagramSocket sender = multicastSender()) {
            int port = listener.address().getPort();
            gateway.send(Endpoint.parse("udp://" + GROUP + ":" + port + "?interface=lo"), "own", xml("own"))
                    .await();
            Await.until(() -> gateway.count(Counter.DATAGRAMS_OWN) == 1);
            send(sender, xml("foreign"), new InetSocketAddress(GROUP, port));

            Await.until(() -> !uids.isEmpty());
            assertThat(uids).containsExactly("foreign");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void theLogSaysWhoSentWhatIsBadAndToWhichListener(SocketKind sockets) throws Exception {
        try (LogLines log = new LogLines(DatagramListener.class);
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                DatagramListener listener = DatagramListener.bind(
                        "mud",
                        gateway.senders,
                        Messages.ANY_PORT,
                        null,
                        null,
                        (event, broken, from) -> uids.add(from.toString()));
                DatagramSocket sender = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            send(sender, "nonsense", listener.address());
            send(sender, xml("good"), listener.address());
            Await.until(() -> uids.size() == 1);
            String from = "127.0.0.1:" + sender.getLocalPort() + " of listener mud";
            assertThat(uids).containsExactly(from);
            assertThat(log.lines()).singleElement().asString().startsWith("no event in a datagram from " + from + ": ");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void anInterfaceThatDoesNotExistIsSaid(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            assertThatThrownBy(() -> DatagramListener.bind(
                            gateway.senders,
                            new InetSocketAddress("0.0.0.0", 0),
                            InetAddress.getByName(GROUP),
                            "nosuch0",
                            (event, broken, from) -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(GROUP)
                    .hasMessageContaining("this machine has no network interface nosuch0");
        }
    }

    private static DatagramListener listen(Gateway gateway, int port, @Nullable String group, List<String> into)
            throws IOException {
        return DatagramListener.bind(
                gateway.senders,
                new InetSocketAddress("127.0.0.1", port),
                group == null ? null : InetAddress.getByName(group),
                group == null ? null : "lo",
                (event, broken, from) -> into.add(event.summary().uid()));
    }

    private static DatagramSocket multicastSender() throws IOException {
        DatagramSocket sender = new DatagramSocket();
        sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByName("lo"));
        return sender;
    }

    private static void send(DatagramSocket sender, String message, InetSocketAddress to) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        sender.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static String xml(String uid) {
        return "<event version='2.0' uid='" + uid + "' type='a-f-G' how='m-g' time='2026-01-01T00:00:00Z'"
                + " start='2026-01-01T00:00:00Z' stale='2036-01-01T00:00:00Z'>"
                + "<point lat='1' lon='2' hae='3' ce='4' le='5'/><detail/></event>";
    }
}
