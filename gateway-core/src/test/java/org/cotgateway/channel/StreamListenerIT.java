package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.codec.Credentials;
import org.cotgateway.codec.EventImage;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.RecordCopy;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that behave and clients that do not, on plain java.net sockets. */
class StreamListenerIT {

    private static final int MAX_WAIT_MS = 20_000;
    private static final String TWO_TO_THE_63 = "80808080808080808001";
    private static final String AUTH =
            "<?xml version=\"1.0\"?>\n<auth><cot username=\"anna\" password=\"%s\" uid=\"u-1\"/></auth>";

    private final Clients clients = new Clients();

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whoSaysTheRightPasswordGoesOn(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, Duration.ofMinutes(5));
                Socket device = connect(listener)) {
            send(device, AUTH.formatted("right") + Messages.event("e-1"));
            Await.until(() -> gateway.received.size() == 1);
            assertThat(clients.credentials).containsExactly(new Credentials("anna", "right", "u-1"));
            assertThat(gateway.count(Counter.STREAM_BYTES_SKIPPED)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whoSaysTheWrongOneIsClosedAndNothingBehindItIsTaken(SocketKind sockets) throws Exception {
        try (LogLines log = new LogLines(StreamLosses.class, ClientStream.class);
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, Duration.ofMinutes(5))) {
            for (String auth : new String[] {AUTH.formatted("wrong"), "<auth><cot uid='u'/></auth>"}) {
                try (Socket device = connect(listener)) {
                    send(device, auth + Messages.event("e-1") + "and more");
                    assertThat(Messages.isClosed(device)).isTrue();
                }
            }
            Await.until(() -> clients.left.size() == 2);
            assertThat(clients.left).containsOnly("not authenticated");
            assertThat(gateway.received).isEmpty();
            assertThat(gateway.count(Counter.CLIENTS_UNAUTHENTICATED)).isEqualTo(2);
            Await.until(() -> gateway.count(Counter.RECEIVED_TOO_LATE) == 2);
            gateway.onLoop(() -> true);
            assertThat(log.lines())
                    .filteredOn(line -> !line.endsWith(" has connected"))
                    .hasSize(2)
                    .allMatch(line -> line.contains(" is closed: "));
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void allThatIsBadIsLoggedOnceAndSummedUpWhenTheClientLeaves(SocketKind sockets) throws Exception {
        try (LogLines log = new LogLines(StreamLosses.class, ClientStream.class);
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, Duration.ofMinutes(5))) {
            String large = "<event><a>" + "x".repeat(600_000) + "</a></event>";
            String cut = "<event uid='x'>";
            String noEvent = "<event uid='y'>&nbsp;</event>";
            try (Socket device = connect(listener)) {
                send(device, "GARBAGE" + large + cut + noEvent.repeat(3) + Messages.event("e-1") + "<event ");
                Await.until(() -> gateway.received.size() == 1);
            }
            Await.until(() -> clients.left.size() == 1);
            assertThat(gateway.count(Counter.RECEIVED_UNFINISHED)).isEqualTo(2);
            assertThat(gateway.count(Counter.RECEIVED_TOO_LARGE)).isOne();
            int from = "GARBAGE".length() + large.length();
            assertThat(log.lines())
                    .anyMatch(line -> line.endsWith(": 7 bytes from byte 0 on belong to no event"))
                    .anyMatch(line -> line.contains("an event that begins at byte 7 has no end within 512,000 bytes"))
                    .anyMatch(line -> line.contains("what begins at byte " + from + " was cut off after 15 bytes"))
                    .anyMatch(line -> line.contains("no event at byte " + (from + cut.length())))
                    .anyMatch(
                            line -> line.endsWith("of what it sent 3 messages were no events, 1 message was too large,"
                                    + " 2 events were cut off, 600,051 bytes belonged to no whole event"));
            assertThat(log.lines()).hasSize(5);
            assertThat(log.warnings())
                    .as("all of it is for the operator to see")
                    .hasSize(5);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whoSentNothingBadLeavesWithoutAWarning(SocketKind sockets) throws Exception {
        try (LogLines log = new LogLines(ClientStream.class);
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, Duration.ofMinutes(5))) {
            try (Socket device = connect(listener)) {
                send(device, Messages.event("e-1"));
                Await.until(() -> gateway.received.size() == 1);
            }
            Await.until(() -> clients.left.size() == 1);
            assertThat(log.lines()).hasSize(1);
            assertThat(log.warnings()).isEmpty();
            assertThat(gateway.onLoop(listener::bad)).isEqualTo(BadInput.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aListenerKnowsWhatWasBadOfThoseWhoHaveLeft(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, Duration.ofMinutes(5));
                Socket stays = connect(listener)) {
            try (Socket leaves = connect(listener)) {
                send(leaves, "<event uid='y'>&nbsp;</event><event uid='cut'>");
                Await.until(() -> gateway.count(Counter.RECEIVED_MALFORMED) == 1);
            }
            Await.until(() -> clients.left.size() == 1);
            send(stays, "<event uid='z'>&nbsp;</event>");
            Await.until(() -> gateway.count(Counter.RECEIVED_MALFORMED) == 2);
            assertThat(gateway.onLoop(listener::bad)).isEqualTo(new BadInput(2, 0, 0, 0, 1, 17));
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aFloodOfEventsWithoutEndIsCountedAndTheNextWholeOneTaken(SocketKind sockets) throws Exception {
        int count = 30_000;
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, Duration.ofMinutes(5));
                Socket device = connect(listener)) {
            send(device, "<event ".repeat(count) + Messages.event("e-1"));
            Await.until(() -> gateway.received.size() == 1);
            assertThat(gateway.count(Counter.RECEIVED_UNFINISHED)).isEqualTo(count);
            assertThat(gateway.count(Counter.STREAM_BYTES_SKIPPED)).isEqualTo(count * 7L);
            assertThat(gateway.count(Counter.RECEIVED_MALFORMED)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whatNeverEndsHoldsBackNothingForLong(SocketKind sockets) throws Exception {
        try (LogLines log = new LogLines(StreamLosses.class);
                Gateway gateway =
                        new Gateway(sockets, Settings.messageTimeout(Duration.ofMillis(100), Duration.ofMinutes(10)));
                StreamListener listener = listen(gateway, Duration.ofMinutes(5));
                Socket device = connect(listener)) {
            send(device, "<!-- " + Messages.event("e-1"));
            Await.until(() -> gateway.received.size() == 1);
            send(device, "<event uid='cut'><remarks>");
            Await.until(() -> gateway.count(Counter.RECEIVED_UNFINISHED) == 2);
            send(device, Messages.event("e-2"));
            Await.until(() -> gateway.received.size() == 2);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .endsWith(": what begins at byte 0 is given up, 4 bytes: nothing more has come for 100 ms");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aStreamThatBeginsWithAnImpossibleFrameIsClosedWithTheReason(SocketKind sockets) throws Exception {
        byte[] monster = HexFormat.of().parseHex("bf" + TWO_TO_THE_63);
        try (LogLines log = new LogLines(StreamLosses.class, ClientStream.class);
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, Duration.ofMinutes(5));
                Socket device = connect(listener)) {
            device.getOutputStream().write(monster);
            send(device, Messages.event("e-1"));
            assertThat(Messages.isClosed(device)).isTrue();
            Await.until(() -> clients.left.size() == 1);
            assertThat(clients.left).containsExactly("the frame at byte 0 announces more than 512,000 bytes");
            assertThat(gateway.count(Counter.STREAMS_UNREADABLE)).isOne();
            assertThat(gateway.count(Counter.RECEIVED_TOO_LARGE)).isOne();
            assertThat(log.lines()).anyMatch(line -> line.contains("the frame at byte 0 announces more than"));
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whoBringsNoWholeMessageIsClosedWhileOthersStay(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, Duration.ofSeconds(2));
                Socket silent = connect(listener);
                Socket trickling = connect(listener);
                Socket speaking = connect(listener)) {
            byte[] event = Messages.event("never-ends").getBytes(StandardCharsets.UTF_8);
            int sent = 0;
            while (gateway.count(Counter.CLIENTS_IDLE) < 2) {
                assertThat(sent)
                        .as("bytes until the trickling client was closed")
                        .isLessThan(event.length - 1);
                try {
                    trickling.getOutputStream().write(event[sent++]);
                } catch (SocketException closed) {
                    assertThat(gateway.count(Counter.CLIENTS_IDLE)).isPositive();
                }
                send(speaking, Messages.event("speaks"));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
            assertThat(Messages.isClosed(silent)).isTrue();
            assertThat(Messages.isClosed(trickling)).isTrue();
            assertThat(clients.left).containsOnly("idle for 2 s");
            assertThat(gateway.count(Counter.CLIENTS_IDLE)).isEqualTo(2);
            int received = gateway.received.size();
            send(speaking, Messages.event("speaks"));
            Await.until(() -> gateway.received.size() > received);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whoAsksButDoesNotReadTheAnswersIsNotReadUntilItDoes(SocketKind sockets) throws Exception {
        byte[] pings = Messages.event("ping", "t-x-c-t").repeat(200).getBytes(StandardCharsets.UTF_8);
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, Duration.ofMinutes(5));
                Socket device = new Socket()) {
            device.setReceiveBufferSize(8_192);
            device.connect(listener.address(), MAX_WAIT_MS);
            Thread asking = new Thread(() -> askForEver(device, pings), "asking");
            asking.setDaemon(true);
            asking.start();
            Await.until(() -> gateway.count(Counter.CLIENTS_PAUSED) == 1);
            try (Socket other = connect(listener)) {
                send(other, Messages.event("another"));
                Await.until(() -> gateway.received.stream().map(CotEvent::uid).anyMatch("another"::equals));
            }
            long heard = gateway.count(Counter.EVENTS_RECEIVED);
            device.setSoTimeout(MAX_WAIT_MS);
            byte[] answers = new byte[65_536];
            while (gateway.count(Counter.EVENTS_RECEIVED) == heard) {
                assertThat(device.getInputStream().read(answers)).isPositive();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whoNeverReadsIsClosedAndTheOthersDoNotNotice(SocketKind sockets) throws Exception {
        ClientSettings usual = ClientSettings.DEFAULT;
        ClientSettings small = with(
                new OutboxSettings(100, 1_000_000, usual.outbox().sameUidGap()),
                usual.idleTimeout(),
                Duration.ofMillis(200));
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                StreamListener listener =
                        StreamListener.bind(gateway.senders, Messages.ANY_PORT, small, null, clients);
                Socket deaf = connect(listener)) {
            Await.until(() -> clients.connected.size() == 1);
            try (Socket other = connect(listener)) {
                Await.until(() -> clients.connected.size() == 2);
                ClientStream one = clients.connected.get(0);
                ClientStream two = clients.connected.get(1);
                // More at a time than the outbox holds; the other has taken what there was before there is more.
                for (int round = 0; clients.left.isEmpty(); round++) {
                    int first = round * 100;
                    gateway.onLoop(() -> {
                        for (int i = first; i < first + 100; i++) {
                            offer(one, "u-" + i, "x".repeat(5_000));
                            offer(two, "u-" + i, "");
                        }
                        return true;
                    });
                    String got = readEvents(other, 100);
                    for (int i = first; i < first + 100; i++) {
                        assertThat(got).contains("\"u-" + i + "\"");
                    }
                }
                assertThat(clients.left).containsExactly("too slow");
                assertThat(gateway.count(Counter.CLIENTS_TOO_SLOW)).isOne();
                Messages.awaitClosed(deaf);
                assertThat(gateway.onLoop(two::status).traffic().dropped()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whoVanishesHasLeft(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, Duration.ofMinutes(5))) {
            Socket device = connect(listener);
            send(device, "<event uid='half");
            Await.until(() -> clients.connected.size() == 1);
            device.setSoLinger(true, 0);
            device.close();
            Await.until(() -> clients.left.size() == 1);
            assertThat(gateway.count(Counter.CLIENTS_LEFT)).isOne();
            assertThat(clients.connected.get(0).status().state()).isEqualTo("closed");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aListenerThatAcceptsNoMoreKeepsWhomItHas(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, Duration.ofMinutes(5));
                Socket device = connect(listener)) {
            Await.until(() -> clients.connected.size() == 1);
            listener.stopAccepting();
            // By NIO the port is free when the selector has gone round once more.
            Await.until(() -> isRefused(listener));
            send(device, Messages.event("ping", "t-x-c-t"));
            assertThat(Messages.readEvent(device)).contains("takPong");
            listener.close();
            assertThat(Messages.isClosed(device)).isTrue();
        }
    }

    private StreamListener listen(Gateway gateway, Duration idleTimeout) throws IOException {
        ClientSettings usual = ClientSettings.DEFAULT;
        ClientSettings idle = with(usual.outbox(), idleTimeout, usual.slowTimeout());
        return StreamListener.bind(gateway.senders, Messages.ANY_PORT, idle, null, clients);
    }

    private static ClientSettings with(OutboxSettings outbox, Duration idleTimeout, Duration slowTimeout) {
        return RecordCopy.of(ClientSettings.DEFAULT.with(ProtocolChoice.XML))
                .with("outbox", outbox)
                .with("idleTimeout", idleTimeout)
                .with("slowTimeout", slowTimeout)
                .get();
    }

    private static void offer(ClientStream client, String uid, String remarks) {
        EventImage image = Gateway.images()
                .of(CotEvents.marker(uid, "Well", 48.2, 16.3).remarks(remarks).build());
        client.offer(Fanout.outbound(image, client));
        image.release();
    }

    /** So many events at once, behind which nothing follows. */
    private static String readEvents(Socket socket, int count) throws IOException {
        StringBuilder read = new StringBuilder();
        byte[] piece = new byte[65_536];
        int from = 0;
        for (int events = 0; events < count; ) {
            int end = read.indexOf("</event>", from);
            if (end >= 0) {
                from = end + 1;
                events++;
            } else {
                int length = socket.getInputStream().read(piece);
                if (length < 0) {
                    throw new IOException("closed after " + events + " events");
                }
                read.append(new String(piece, 0, length, StandardCharsets.UTF_8));
            }
        }
        return read.toString();
    }

    private static Socket connect(StreamListener listener) throws IOException {
        Socket socket =
                new Socket(listener.address().getAddress(), listener.address().getPort());
        socket.setSoTimeout(MAX_WAIT_MS);
        return socket;
    }

    private static boolean isRefused(StreamListener listener) {
        try {
            connect(listener).close();
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void askForEver(Socket device, byte[] pings) {
        try {
            while (true) {
                device.getOutputStream().write(pings);
            }
        } catch (IOException closed) {
            // The test is over.
            return;
        }
    }
}
