package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams that the gateway dials, judged by plain java.net sockets. */
class StreamIT {

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void eventsArriveFramedAsAskedFor(SocketKind sockets) throws Exception {
        try (Peer peer = new Peer();
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            for (String[] expected : List.of(
                    new String[] {"", "<a/>\n<b/>\n"},
                    new String[] {"?framing=none", "<a/><b/>"},
                    new String[] {"?framing=null", "<a/>\0<b/>\0"})) {
                Endpoint endpoint = Endpoint.parse("stcp://127.0.0.1:" + peer.port() + expected[0]);
                Outcome first = gateway.send(endpoint, "a", "<a/>");
                Outcome second = gateway.send(endpoint, "b", "<b/>");
                try (Socket stream = peer.accept()) {
                    assertThat(read(stream, expected[1].length())).isEqualTo(expected[1]);
                    assertThat(first.await().sent()).isTrue();
                    assertThat(second.await().sent()).isTrue();
                }
                gateway.onLoop(() -> {
                    gateway.senders.forget(endpoint);
                    return true;
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aLostStreamIsDialledAgain(SocketKind sockets) throws Exception {
        try (Peer peer = new Peer();
                Gateway gateway = new Gateway(sockets, Settings.quickRetries())) {
            Endpoint endpoint = Endpoint.stcp("127.0.0.1", peer.port());
            gateway.send(endpoint, "a", "<a/>");
            try (Socket stream = peer.accept()) {
                assertThat(read(stream, 5)).isEqualTo("<a/>\n");
            }
            Await.until(() -> gateway.count(Counter.STREAMS_LOST) == 1);
            Outcome second = gateway.send(endpoint, "b", "<b/>");
            try (Socket stream = peer.accept()) {
                assertThat(read(stream, 5)).isEqualTo("<b/>\n");
                assertThat(second.await().sent()).isTrue();
                assertThat(gateway.count(Counter.STREAMS_OPENED)).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aStreamThatNothingIsOfferedToIsClosedAndDialledForTheNextEvent(SocketKind sockets) throws Exception {
        try (Peer peer = new Peer();
                Gateway gateway = new Gateway(sockets, Settings.streamIdle(Duration.ofMillis(100)))) {
            Endpoint endpoint = Endpoint.stcp("127.0.0.1", peer.port());
            for (String event : List.of("<a/>", "<b/>")) {
                gateway.send(endpoint, "u", event);
                try (Socket stream = peer.accept()) {
                    assertThat(read(stream, 5)).isEqualTo(event + "\n");
                    assertThat(stream.getInputStream().read()).as("its end").isEqualTo(-1);
                }
            }
            assertThat(gateway.count(Counter.STREAMS_OPENED)).isEqualTo(2);
            assertThat(gateway.count(Counter.STREAMS_LOST)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whatComesOnAStreamIsFromWhoeverIsKeptThen(SocketKind sockets) throws Exception {
        try (Peer peer = new Peer();
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            Endpoint endpoint = Endpoint.stcp("127.0.0.1", peer.port());
            gateway.send(endpoint, "a", "<a/>");
            try (Socket stream = peer.accept()) {
                List<Optional<Receiver>> kept = new ArrayList<>(List.of(Optional.empty()));
                say("before", stream);
                Await.until(() -> gateway.received.size() == 1);
                for (int times = 2; times <= 3; times++) {
                    kept.add(Optional.of(gateway.onLoop(() -> gateway.senders.keep(endpoint, null, false))));
                    say("then", stream);
                    int all = times;
                    Await.until(() -> gateway.received.size() == all);
                }
                assertThat(gateway.cameFrom).isEqualTo(kept).doesNotHaveDuplicates();
                assertThat(gateway.count(Counter.STREAMS_OPENED)).isOne();
            }
        }
    }

    private static void say(String uid, Socket stream) throws IOException {
        byte[] event = ("<event version='2.0' uid='" + uid + "' type='a-f-G' how='m-g' time='2026-11-21T10:00:00Z'"
                        + " start='2026-11-21T10:00:00Z' stale='2026-11-21T11:00:00Z'>"
                        + "<point lat='48' lon='16' hae='0' ce='1' le='1'/></event>")
                .getBytes(StandardCharsets.UTF_8);
        stream.getOutputStream().write(event);
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whatIsOfferedAfterCloseIsCountedAsOfferedAndDropped(SocketKind sockets) {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            gateway.onLoop(() -> {
                gateway.senders.close();
                return true;
            });
            Outcome late = gateway.send(Endpoint.stcp("127.0.0.1", 9), "a", "<a/>");
            assertThat(late.await().reason()).isEqualTo(DropReason.CLOSED);
            assertThat(gateway.count(Counter.EVENTS_OFFERED)).isOne();
            assertThat(gateway.count(Counter.DROPPED_CLOSED)).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whatWasNotWrittenGoesOnTheNextStreamInItsOrder(SocketKind sockets) throws Exception {
        try (Peer peer = new Peer();
                Gateway gateway = new Gateway(sockets, Settings.quickRetries())) {
            Endpoint endpoint = Endpoint.stcp("127.0.0.1", peer.port());
            List<Outcome> outcomes = new ArrayList<>();
            // More than the system's buffers take while nobody reads.
            for (int i = 0; i < 300; i++) {
                outcomes.add(
                        gateway.send(endpoint, "u" + i, Priority.URGENT, message(i, 20_000), OutboundEvent.NEVER_MS));
            }
            try (Socket stream = peer.accept()) {
                Await.until(() -> outcomes.get(0).isOver());
                PlainDevice.reset(stream);
            }
            try (Socket stream = peer.accept()) {
                stream.setSoTimeout(10_000);
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8), 1 << 16);
                String line = lines.readLine();
                int next = numberOf(line);
                assertThat(line).isEqualTo(message(next, 20_000));
                while (next < 299) {
                    next++;
                    assertThat(lines.readLine()).isEqualTo(message(next, 20_000));
                }
                outcomes.forEach(outcome -> assertThat(outcome.await().sent()).isTrue());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whileThePeerDoesNotReadPositionsAreConflatedInTheOutbox(SocketKind sockets) throws Exception {
        try (Peer peer = new Peer();
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            Endpoint endpoint = Endpoint.stcp("127.0.0.1", peer.port());
            gateway.send(endpoint, "first", "<event/>");
            try (Socket stream = peer.accept()) {
                Outcome last = gateway.send(endpoint, "u0", message(0, 20_000));
                for (int i = 1; i < 3_000; i++) {
                    last = gateway.send(endpoint, "u" + i % 10, message(i, 20_000));
                }
                ReceiverStatus.Queue queue =
                        gateway.onLoop(gateway.senders::status).get(0).queue();
                assertThat(queue.waiting()).isLessThanOrEqualTo(10);
                assertThat(gateway.count(Counter.EVENTS_CONFLATED)).isGreaterThan(1_000);
                assertThat(last.isOver()).isFalse();
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8), 1 << 16);
                stream.setSoTimeout(10_000);
                String line = lines.readLine();
                while (numberOf(line) != 2_999) {
                    line = lines.readLine();
                }
                assertThat(last.await().sent()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aPingIsAnsweredAndOtherEventsAreGivenOn(SocketKind sockets) throws Exception {
        try (Peer peer = new Peer();
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            gateway.send(Endpoint.stcp("127.0.0.1", peer.port()), "a", "<a/>");
            try (Socket stream = peer.accept()) {
                assertThat(read(stream, 5)).isEqualTo("<a/>\n");
                byte[] received = (event("dev-ping", "t-x-c-t") + "\0\n<auth/>" + event("u1", "a-f-G") + "junk"
                                + event("u2", "a-h-G"))
                        .getBytes(StandardCharsets.UTF_8);
                for (byte b : received) {
                    stream.getOutputStream().write(b);
                }
                stream.setSoTimeout(10_000);
                String pong = new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
                CotEvent event = Objects.requireNonNull(
                        new CotXmlReader(XmlLimits.DEFAULT)
                                .read(Gateway.unpooled(pong))
                                .event(),
                        pong);
                assertThat(event.type()).isEqualTo("t-x-c-t-r");
                assertThat(event.uid()).isEqualTo("takPong");
                assertThat(event.how()).isEqualTo("h-g-i-g-o");
                assertThat(event.staleMs() - event.startMs()).isEqualTo(20_000);
                Await.until(() -> gateway.received.size() == 2);
                assertThat(gateway.received).extracting(CotEvent::uid).containsExactly("u1", "u2");
                assertThat(gateway.count(Counter.STREAM_BYTES_SKIPPED)).isPositive();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aPeerThatIsNotThereYetIsDialledUntilItIs(SocketKind sockets) throws Exception {
        int port;
        try (Peer peer = new Peer()) {
            port = peer.port();
        }
        try (Gateway gateway = new Gateway(sockets, Settings.quickRetries())) {
            Endpoint endpoint = Endpoint.stcp("127.0.0.1", port);
            Outcome late = gateway.send(endpoint, "a", Priority.ROUTINE, "<a/>", System.currentTimeMillis() + 200);
            Outcome.End end = late.await();
            assertThat(end.reason()).isEqualTo(DropReason.DEADLINE);
            assertThat(end.why()).isEqualTo("deadline passed; connection refused");
            Outcome kept = gateway.send(endpoint, "b", "<b/>");
            try (ServerSocket server = new ServerSocket(port, 5, InetAddress.getByName("127.0.0.1"));
                    Socket stream = server.accept()) {
                assertThat(read(stream, 5)).isEqualTo("<b/>\n");
                assertThat(kept.await().sent()).isTrue();
            }
        }
    }

    private static String message(int number, int bytes) {
        return "message " + number + " " + "x".repeat(bytes);
    }

    private static int numberOf(String line) {
        return line.startsWith("message ") ? Integer.parseInt(line.split(" ", 3)[1]) : -1;
    }

    private static String read(Socket stream, int bytes) throws Exception {
        stream.setSoTimeout(10_000);
        return new String(stream.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }

    private static String event(String uid, String type) {
        return "<event version='2.0' uid='" + uid + "' type='" + type + "' how='m-g' time='2026-01-01T00:00:00Z'"
                + " start='2026-01-01T00:00:00Z' stale='2036-01-01T00:00:00Z'>"
                + "<point lat='1' lon='2' hae='3' ce='4' le='5'/></event>";
    }

    /** Accepts streams one at a time. */
    private static final class Peer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));

        Peer() throws IOException {
            server.setSoTimeout(10_000);
        }

        int port() {
            return server.getLocalPort();
        }

        Socket accept() throws IOException {
            return server.accept();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
