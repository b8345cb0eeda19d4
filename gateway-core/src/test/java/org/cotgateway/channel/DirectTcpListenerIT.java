package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DirectTcpListenerIT {

    private record Arrival(CotEvent event, InetSocketAddress from) {}

    private final Counters counters = new Counters();
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aMessageIsGivenOnAtItsFin(SocketKind sockets) throws Exception {
        try (GatewayLoop loop = GatewayLoop.start("test-loop", sockets);
                DirectTcpListener listener = listen(loop, ChannelSettings.DEFAULT);
                Socket sender = connect(listener)) {
            byte[] xml = event("u1", "x".repeat(200_000));
            sender.getOutputStream().write(xml, 0, 1_000);
            sender.getOutputStream().flush();
            sender.getOutputStream().write(xml, 1_000, xml.length - 1_000);
            assertThat(arrivals).isEmpty();
            sender.shutdownOutput();

            Arrival arrival = arrivals.poll(10, TimeUnit.SECONDS);
            assertThat(arrival).isNotNull();
            assertThat(arrival.event().uid()).isEqualTo("u1");
            assertThat(arrival.from().getPort()).isEqualTo(sender.getLocalPort());
            assertThat(sender.getInputStream().read()).as("closed by FIN").isEqualTo(-1);
            assertThat(counters.get(Counter.EVENTS_RECEIVED)).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whatIsNoEventIsCounted(SocketKind sockets) throws Exception {
        try (GatewayLoop loop = GatewayLoop.start("test-loop", sockets);
                DirectTcpListener listener = listen(loop, ChannelSettings.DEFAULT)) {
            for (String text : List.of("<event", "hello", "<!DOCTYPE event []><event/>")) {
                try (Socket sender = connect(listener)) {
                    sender.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                    sender.shutdownOutput();
                    assertThat(sender.getInputStream().read()).isEqualTo(-1);
                }
            }
            Await.until(() -> counters.get(Counter.RECEIVED_MALFORMED) == 3);
            assertThat(arrivals).isEmpty();
            assertThat(loop.loop().submit(listener::bad).get(10, TimeUnit.SECONDS))
                    .isEqualTo(new BadInput(3, 0, 0, 0, 0, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whoSendsNoEventsHidesNoOtherWhoDoes(SocketKind sockets) throws Exception {
        try (LogLines log = new LogLines(DirectTcpListener.class);
                GatewayLoop loop = GatewayLoop.start("test-loop", sockets);
                DirectTcpListener listener = listen(loop, ChannelSettings.DEFAULT)) {
            for (String from : List.of("127.0.0.2", "127.0.0.2", "127.0.0.3")) {
                try (Socket sender = new Socket()) {
                    sender.bind(new InetSocketAddress(from, 0));
                    sender.connect(listener.address());
                    sender.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
                    sender.shutdownOutput();
                    assertThat(sender.getInputStream().read()).isEqualTo(-1);
                }
            }
            Await.until(() -> log.warnings().size() == 2);
            assertThat(log.warnings())
                    .anyMatch(line -> line.startsWith("no event in a message from 127.0.0.2:"))
                    .anyMatch(line -> line.startsWith("no event in a message from 127.0.0.3:"));
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aFaultOfOursIsNotTakenForOneOfTheSender(SocketKind sockets) throws Exception {
        EventSink faulty = (image, broken, from) -> {
            throw new IllegalStateException("a fault");
        };
        try (LogLines log = new LogLines(DirectTcpListener.class);
                GatewayLoop loop = GatewayLoop.start("test-loop", sockets);
                DirectTcpListener listener = listen(loop, ChannelSettings.DEFAULT, faulty);
                Socket sender = connect(listener)) {
            sender.getOutputStream().write(event("u1", "x"));
            sender.shutdownOutput();
            assertThat(sender.getInputStream().read()).isEqualTo(-1);

            Await.until(() -> !log.warnings().isEmpty());
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("a message from 127.0.0.1:")
                    .endsWith(" could not be taken");
            assertThat(counters.get(Counter.CONNECTIONS_BROKEN)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whatIsTooLargeIsCutOffAndCounted(SocketKind sockets) throws Exception {
        try (GatewayLoop loop = GatewayLoop.start("test-loop", sockets);
                DirectTcpListener listener = listen(loop, ChannelSettings.DEFAULT);
                Socket sender = connect(listener)) {
            byte[] chunk = new byte[100_000];
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            sender.getOutputStream().write(chunk);
                        }
                    })
                    .isInstanceOf(SocketException.class);
            assertThat(counters.get(Counter.RECEIVED_TOO_LARGE)).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aResetMessageThatIsCutOffIsNotGivenOnButCounted(SocketKind sockets) throws Exception {
        try (GatewayLoop loop = GatewayLoop.start("test-loop", sockets);
                DirectTcpListener listener = listen(loop, ChannelSettings.DEFAULT)) {
            try (Socket sender = connect(listener)) {
                sender.getOutputStream().write(event("u1", ""), 0, 100);
                sender.setSoLinger(true, 0);
            }
            Await.until(() -> counters.get(Counter.CONNECTIONS_BROKEN) == 1);
            connect(listener).close();
            Await.until(() -> counters.get(Counter.CONNECTIONS_BROKEN) == 2);
            assertThat(counters.get(Counter.RECEIVED_UNFINISHED)).isOne();
            assertThat(counters.get(Counter.RECEIVED_MALFORMED))
                    .as("cut off, and nothing else")
                    .isZero();
            try (Socket sender = connect(listener)) {
                sender.getOutputStream().write(event("u2", ""));
            }
            Arrival arrival = arrivals.poll(10, TimeUnit.SECONDS);
            assertThat(arrival).isNotNull();
            assertThat(arrival.event().uid()).isEqualTo("u2");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aResetBehindAWholeEventCostsNothing(SocketKind sockets) throws Exception {
        int count = 20;
        try (GatewayLoop loop = GatewayLoop.start("test-loop", sockets);
                DirectTcpListener listener = listen(loop, ChannelSettings.DEFAULT)) {
            for (int i = 0; i < count; i++) {
                try (Socket sender = connect(listener)) {
                    sender.getOutputStream().write(event("u" + i, ""));
                    sender.setSoLinger(true, 0);
                }
            }
            for (int i = 0; i < count; i++) {
                assertThat(arrivals.poll(10, TimeUnit.SECONDS))
                        .as("event %d", i)
                        .isNotNull();
            }
            assertThat(counters.get(Counter.EVENTS_RECEIVED)).isEqualTo(count);
            assertThat(counters.get(Counter.CONNECTIONS_BROKEN)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void theLogSaysWhoSentWhatIsBadAndToWhichListener(SocketKind sockets) throws Exception {
        try (LogLines log = new LogLines(DirectTcpListener.class);
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                DirectTcpListener listener = DirectTcpListener.bind(
                        "messages",
                        gateway.senders,
                        Messages.ANY_PORT,
                        ChannelSettings.DEFAULT.listener(),
                        (event, broken, from) -> {})) {
            String refused;
            String reset;
            try (Socket sender = connect(listener)) {
                refused = "127.0.0.1:" + sender.getLocalPort() + " of listener messages";
                sender.getOutputStream().write('x');
                sender.shutdownOutput();
                assertThat(sender.getInputStream().read()).isEqualTo(-1);
            }
            try (Socket sender = connect(listener)) {
                reset = "127.0.0.1:" + sender.getLocalPort() + " of listener messages";
                sender.getOutputStream().write('x');
                sender.setSoLinger(true, 0);
            }
            Await.until(() -> log.lines().size() == 3);
            assertThat(log.lines().get(0)).endsWith(": listener messages");
            assertThat(log.lines().get(1)).startsWith("no event in a message from " + refused + ": ");
            assertThat(log.lines().get(2)).startsWith("the connection of " + reset + " was reset; the 1 bytes");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void silentSendersAreClosed(SocketKind sockets) throws Exception {
        try (GatewayLoop loop = GatewayLoop.start("test-loop", sockets);
                DirectTcpListener listener = listen(loop, with(1_024, Duration.ofMillis(100)));
                Socket sender = connect(listener)) {
            sender.getOutputStream().write('<');
            assertThat(sender.getInputStream().read()).isEqualTo(-1);
            assertThat(counters.get(Counter.RECEIVED_MALFORMED)).isZero();
            assertThat(counters.get(Counter.CONNECTIONS_TIMED_OUT)).isOne();
            assertThat(counters.get(Counter.RECEIVED_UNFINISHED)).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aMessageThatIsHalfThereWhenTheListenerClosesIsCounted(SocketKind sockets) throws Exception {
        int maxBytes = 16 << 20;
        // More than fits into the buffers of both sockets, so that some of it was read when all is written.
        byte[] half = event("u1", "x".repeat(8 << 20));
        try (GatewayLoop loop = GatewayLoop.start("test-loop", sockets);
                DirectTcpListener listener = listen(
                        loop,
                        Settings.listener(
                                new ListenerSettings(maxBytes, 2, Duration.ofSeconds(20), 128, XmlLimits.DEFAULT)));
                Socket idle = connect(listener);
                Socket sender = connect(listener)) {
            sender.getOutputStream().write(half, 0, half.length - 1);
            listener.close();
            Await.until(() -> counters.get(Counter.RECEIVED_UNFINISHED) == 1);
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
            BadInput bad = loop.loop().submit(listener::bad).get(10, TimeUnit.SECONDS);
            assertThat(bad.unfinished()).isOne();
        }
        assertThat(counters.get(Counter.RECEIVED_UNFINISHED))
                .as("of one that sent nothing none is lost")
                .isOne();
        assertThat(arrivals).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void connectionsOverTheBoundAreClosedAtOnceAndLaterOnesTakenAgain(SocketKind sockets) throws Exception {
        try (GatewayLoop loop = GatewayLoop.start("test-loop", sockets);
                DirectTcpListener listener = listen(loop, with(2, Duration.ofSeconds(20)))) {
            List<Socket> held = new ArrayList<>(List.of(connect(listener), connect(listener)));
            try (Socket refused = connect(listener)) {
                assertThat(refused.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(counters.get(Counter.CONNECTIONS_REFUSED)).isOne();
            for (Socket socket : held) {
                socket.close();
            }
            Await.until(
                    () -> {
                        try (Socket sender = connect(listener)) {
                            sender.getOutputStream().write(event("u1", ""));
                        } catch (IOException refusedStill) {
                            return false;
                        }
                        return arrivals.poll(50, TimeUnit.MILLISECONDS) != null;
                    },
                    arrived -> arrived);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aPortInUseIsSaid(SocketKind sockets) throws Exception {
        try (GatewayLoop loop = GatewayLoop.start("test-loop", sockets);
                DirectTcpListener listener = listen(loop, ChannelSettings.DEFAULT)) {
            assertThatThrownBy(() -> DirectTcpListener.bind(
                            loop,
                            listener.address(),
                            ChannelSettings.DEFAULT,
                            counters,
                            Gateway.images(),
                            (event, broken, from) -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Integer.toString(listener.address().getPort()))
                    .hasMessageContaining("cannot listen on 127.0.0.1:")
                    .hasMessageEndingWith(": the address is in use");
        }
    }

    private DirectTcpListener listen(GatewayLoop loop, ChannelSettings settings) throws IOException {
        return listen(
                loop, settings, (image, broken, from) -> arrivals.add(new Arrival(image.event(), from.address())));
    }

    private DirectTcpListener listen(GatewayLoop loop, ChannelSettings settings, EventSink sink) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        return DirectTcpListener.bind(loop, address, settings, counters, Gateway.images(), sink);
    }

    private static ChannelSettings with(int maxConnections, Duration idleTimeout) {
        return Settings.listener(new ListenerSettings(512_000, maxConnections, idleTimeout, 128, XmlLimits.DEFAULT));
    }

    private static Socket connect(DirectTcpListener listener) throws IOException {
        Socket socket =
                new Socket(listener.address().getAddress(), listener.address().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static byte[] event(String uid, String remarks) {
        String xml = "<event version='2.0' uid='" + uid + "' type='a-f-G' how='m-g' time='2026-01-01T00:00:00Z'"
                + " start='2026-01-01T00:00:00Z' stale='2036-01-01T00:00:00Z'>"
                + "<point lat='1' lon='2' hae='3' ce='4' le='5'/><detail><remarks>" + remarks
                + "</remarks></detail></event>";
        return xml.getBytes(StandardCharsets.UTF_8);
    }
}
