package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Direct TCP, judged by plain java.net sockets. */
class DirectTcpIT {

    private static final int GOOD = 300;
    private static final int DEAD = 40;
    private static final int MAX_CONNECTS = 16;

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void theMessageArrivesWholeAndEndsWithFin(SocketKind sockets) throws Exception {
        try (PlainDevice device = PlainDevice.wellBehaved();
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            Outcome outcome = gateway.send(device.endpoint(), "u1", "<event/>");
            assertThat(outcome.await().sent()).isTrue();
            assertThat(outcome.history).containsExactly("attempt 1", "sent");
            assertThat(device.messages).containsExactly("<event/>");
            assertThat(device.failures).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void refusingAndSilentDevicesDoNotDelayTheGoodOnes(SocketKind sockets) throws Exception {
        try (PlainDevice good = new PlainDevice("0.0.0.0", 0, 512, 0, PlainDevice.WELL_BEHAVED);
                SilentListener silent = new SilentListener();
                Gateway gateway = new Gateway(sockets, Settings.connects(MAX_CONNECTS, Duration.ofMillis(100)))) {
            int refusing = freePort();
            List<Outcome> dead = new ArrayList<>();
            List<Outcome> alive = new ArrayList<>();
            for (int i = 0; i < DEAD; i++) {
                dead.add(gateway.send(Endpoint.tcp("127.9.9." + (i + 1), silent.port()), "u", "<event/>"));
                gateway.send(Endpoint.tcp("127.9.8." + (i + 1), refusing), "u", "<event/>");
            }
            for (int i = 0; i < GOOD; i++) {
                String address = "127.9." + i / 250 + "." + (i % 250 + 1);
                alive.add(gateway.send(Endpoint.tcp(address, good.port()), "u", "<event/>"));
            }
            for (Outcome outcome : alive) {
                assertThat(outcome.await().sent()).isTrue();
            }
            // A connect that yields in the moment in which it is answered leaves an empty connection behind.
            assertThat(good.messages.stream()
                            .filter(message -> !message.isEmpty())
                            .count())
                    .isEqualTo(GOOD);
            assertThat(dead).noneMatch(Outcome::isOver);
            assertThat(dead)
                    .as("no silent device had to run into its timeout first")
                    .allMatch(outcome -> outcome.history.size() <= 1);
            assertThat(gateway.count(Counter.CONNECTS_YIELDED)).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aConnectThatIsNotAnsweredInTimeFails(SocketKind sockets) throws Exception {
        try (SilentListener silent = new SilentListener();
                Gateway gateway = new Gateway(sockets, Settings.timeouts(Duration.ofMillis(150)))) {
            Outcome outcome = gateway.send(Endpoint.tcp("127.0.0.1", silent.port()), "u", "<event/>");
            Await.until(() -> outcome.history.contains("retrying: no answer within 150 ms"));
            assertThat(gateway.count(Counter.CONNECTS_FAILED)).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(value = SocketKind.class, names = "EPOLL")
    void aDeviceThatTakesNothingFails(SocketKind sockets) throws Exception {
        CountDownLatch testOver = new CountDownLatch(1);
        String huge = "x".repeat(512_000);
        try (PlainDevice device =
                        new PlainDevice("127.0.0.1", 0, 15, 4_096, (number, connection, self) -> await(testOver));
                Gateway gateway = new Gateway(sockets, Settings.timeouts(Duration.ofMillis(150)))) {
            Outcome outcome = gateway.send(device.endpoint(), "u", huge);
            Await.until(() -> outcome.history.size() > 1);
            assertThat(outcome.history.get(1))
                    .isIn("retrying: took nothing for 150 ms", "retrying: did not take everything within 150 ms");
            testOver.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aSilentDeviceIsGivenUpAtTheDeadline(SocketKind sockets) throws Exception {
        try (SilentListener silent = new SilentListener();
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            Endpoint endpoint = Endpoint.tcp("127.0.0.1", silent.port());
            Outcome.End end = gateway.send(endpoint, "u", Priority.ROUTINE, "<event/>", inMs(300))
                    .await();
            assertThat(end.reason()).isEqualTo(DropReason.DEADLINE);
            assertThat(end.why()).isEqualTo("deadline passed; no answer");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void anObserverThatThrowsDoesNotStopTheClock(SocketKind sockets) throws Exception {
        try (SilentListener silent = new SilentListener();
                Gateway gateway = new Gateway(sockets, Settings.connects(1, Duration.ofMillis(50)))) {
            Endpoint first = Endpoint.tcp("127.9.9.1", silent.port());
            CountDownLatch thrown = new CountDownLatch(1);
            gateway.send(first, "u", Priority.ROUTINE, "<event/>", OutboundEvent.NEVER_MS, new Outcome() {
                @Override
                public void dropped(DropReason reason, String why) {
                    thrown.countDown();
                    throw new IllegalStateException("for this test");
                }
            });
            // It replaces the first one when that one's connect has to yield, which is the gate's doing.
            gateway.send(first, "u", "<newer/>");
            Endpoint second = Endpoint.tcp("127.9.9.2", silent.port());
            Outcome waiting = gateway.send(second, "u", Priority.ROUTINE, "<event/>", inMs(1_000));
            await(thrown);
            assertThat(waiting.await().reason()).isEqualTo(DropReason.DEADLINE);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void onCloseNobodyWhoWaitedForAConnectBegins(SocketKind sockets) throws Exception {
        try (SilentListener silent = new SilentListener();
                Gateway gateway = new Gateway(sockets, Settings.connects(1, Duration.ofSeconds(30)))) {
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 1; i <= 20; i++) {
                outcomes.add(gateway.send(Endpoint.tcp("127.9.9." + i, silent.port()), "u", "<event/>"));
            }
            gateway.onLoop(() -> {
                gateway.senders.close();
                return true;
            });
            assertThat(outcomes).allMatch(outcome -> outcome.await().reason() == DropReason.CLOSED);
            assertThat(gateway.count(Counter.CONNECTS_STARTED)).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aDeviceThatResetsInMidMessageGetsItAgain(SocketKind sockets) throws Exception {
        String large = "x".repeat(500_000);
        try (PlainDevice device = PlainDevice.behaving((number, connection, self) -> {
                    if (number == 1) {
                        connection.getInputStream().readNBytes(1_000);
                        PlainDevice.reset(connection);
                    } else {
                        self.readToEnd(connection);
                    }
                });
                Gateway gateway = new Gateway(sockets, Settings.quickRetries())) {
            Outcome outcome = gateway.send(device.endpoint(), "u1", large);
            assertThat(outcome.await().sent()).isTrue();
            assertThat(outcome.history).containsExactly("attempt 1", "retrying: connection reset", "attempt 2", "sent");
            assertOnlyMessage(device, large);
            assertThat(gateway.count(Counter.SENDS_RETRIED)).isOne();
        }
    }

    /** Java does not tell what has been acknowledged, so this cannot be promised for NIO. */
    @ParameterizedTest
    @EnumSource(value = SocketKind.class, names = "EPOLL")
    void aDeviceThatClosesEarlyGetsItAgain(SocketKind sockets) throws Exception {
        String large = "x".repeat(500_000);
        // Its buffer is too small for its system to take all of it unread.
        try (PlainDevice device = new PlainDevice("127.0.0.1", 0, 15, 4_096, (number, connection, self) -> {
                    if (number > 2) {
                        self.readToEnd(connection);
                    }
                });
                Gateway gateway = new Gateway(sockets, Settings.quickRetries())) {
            Outcome outcome = gateway.send(device.endpoint(), "u1", large);
            assertThat(outcome.await().sent()).isTrue();
            assertThat(outcome.history).contains("attempt 3").last().isEqualTo("sent");
            assertOnlyMessage(device, large);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aSlowDeviceReadsAllOfALargeMessageAndThenFin(SocketKind sockets) throws Exception {
        String large = "x".repeat(500_000);
        CountDownLatch mayRead = new CountDownLatch(1);
        try (PlainDevice device = new PlainDevice("127.0.0.1", 0, 15, 4_096, (number, connection, self) -> {
                    await(mayRead);
                    self.readToEnd(connection);
                });
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            Outcome outcome = gateway.send(device.endpoint(), "u1", large);
            Await.until(() -> device.open.get() == 1);
            assertThat(outcome.isOver()).isFalse();
            mayRead.countDown();
            assertThat(outcome.await().sent()).isTrue();
            assertOnlyMessage(device, large);
            assertThat(device.failures).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aDeviceThatLeavesItsSideOpenIsClosedWithoutReset(SocketKind sockets) throws Exception {
        String large = "x".repeat(200_000);
        CountDownLatch mayClose = new CountDownLatch(1);
        try (PlainDevice device = PlainDevice.behaving((number, connection, self) -> {
                    self.readToEnd(connection);
                    await(mayClose);
                    assertNoReset(connection);
                });
                Gateway gateway = new Gateway(sockets, Settings.closeWait(Duration.ofMillis(50)))) {
            Outcome outcome = gateway.send(device.endpoint(), "u1", large);
            assertThat(outcome.await().sent()).isTrue();
            mayClose.countDown();
            Await.until(() -> device.open.get() == 0);
            assertOnlyMessage(device, large);
            assertThat(device.failures).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(value = SocketKind.class, names = "EPOLL")
    void whatIsNotAcknowledgedIsNotCalledSent(SocketKind sockets) throws Exception {
        String large = "x".repeat(500_000);
        CountDownLatch mayRead = new CountDownLatch(1);
        try (PlainDevice device = new PlainDevice("127.0.0.1", 0, 15, 4_096, (number, connection, self) -> {
                    await(mayRead);
                    self.readToEnd(connection);
                });
                PlainDevice leavesItsSideOpen = PlainDevice.behaving((number, connection, self) -> {
                    self.readToEnd(connection);
                    await(mayRead);
                });
                Gateway gateway = new Gateway(sockets, Settings.closeWait(Duration.ofMillis(20)))) {
            Outcome outcome = gateway.send(device.endpoint(), "u1", large);
            Await.until(() -> device.open.get() == 1);
            Outcome later = gateway.send(leavesItsSideOpen.endpoint(), "u2", "<event/>");
            assertThat(later.await().sent())
                    .as("a device that was called later has been waited for long enough")
                    .isTrue();
            assertThat(outcome.isOver()).isFalse();
            mayRead.countDown();
            assertThat(outcome.await().sent()).isTrue();
            assertOnlyMessage(device, large);
        }
    }

    @ParameterizedTest
    @EnumSource(value = SocketKind.class, names = "EPOLL")
    void aDeviceThatEndsItsSideFirstStillGetsTheMessage(SocketKind sockets) throws Exception {
        String large = "x".repeat(500_000);
        try (PlainDevice device = new PlainDevice("127.0.0.1", 0, 15, 4_096, (number, connection, self) -> {
                    connection.shutdownOutput();
                    self.readToEnd(connection);
                });
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            Outcome outcome = gateway.send(device.endpoint(), "u1", large);
            assertThat(outcome.await().sent()).isTrue();
            assertThat(outcome.history).containsExactly("attempt 1", "sent");
            assertOnlyMessage(device, large);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aDeviceThatTalksBackIsReadAndNotReset(SocketKind sockets) throws Exception {
        try (PlainDevice device = PlainDevice.behaving((number, connection, self) -> {
                    connection.getOutputStream().write(new byte[300_000]);
                    self.readToEnd(connection);
                    connection.getOutputStream().write(new byte[300_000]);
                });
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            Outcome outcome = gateway.send(device.endpoint(), "u1", "x".repeat(200_000));
            assertThat(outcome.await().sent()).isTrue();
            assertThat(outcome.history).containsExactly("attempt 1", "sent");
            assertThat(device.failures).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whileADeviceRefusesOnlyTheNewestOfAUidIsKept(SocketKind sockets) throws Exception {
        int port = freePort();
        try (Gateway gateway = new Gateway(sockets, Settings.quickRetries())) {
            Endpoint endpoint = Endpoint.tcp("127.0.0.1", port);
            List<Outcome> outcomes = new ArrayList<>();
            for (int version = 1; version <= 5; version++) {
                outcomes.add(gateway.send(endpoint, "u1", "version " + version));
            }
            Await.until(() -> gateway.count(Counter.CONNECTS_FAILED) >= 2);
            try (PlainDevice device = new PlainDevice("127.0.0.1", port, 15, 0, PlainDevice.WELL_BEHAVED)) {
                assertThat(outcomes.get(4).await().sent()).isTrue();
                assertThat(device.messages).containsExactly("version 5");
            }
            for (Outcome older : outcomes.subList(0, 4)) {
                assertThat(older.await().reason()).isEqualTo(DropReason.CONFLATED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void ofOneUidOneIsUnderWayAtATimeAndInOrder(SocketKind sockets) throws Exception {
        try (PlainDevice device = PlainDevice.wellBehaved();
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            List<Outcome> outcomes = new ArrayList<>();
            List<String> messages = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                messages.add("message " + i);
                outcomes.add(
                        gateway.send(device.endpoint(), "u1", Priority.URGENT, "message " + i, OutboundEvent.NEVER_MS));
            }
            outcomes.forEach(outcome -> assertThat(outcome.await().sent()).isTrue());
            assertThat(device.messages).containsExactlyElementsOf(messages);
            assertThat(device.mostOpen).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void ofDifferentUidsAFewAreUnderWayAtATime(SocketKind sockets) throws Exception {
        CountDownLatch mayRead = new CountDownLatch(1);
        try (PlainDevice device = PlainDevice.behaving((number, connection, self) -> {
                    await(mayRead);
                    self.readToEnd(connection);
                });
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                outcomes.add(gateway.send(device.endpoint(), "u" + i, "message " + i));
            }
            Await.until(() -> device.open.get() == 4);
            mayRead.countDown();
            outcomes.forEach(outcome -> assertThat(outcome.await().sent()).isTrue());
            assertThat(device.messages).hasSize(20);
            assertThat(device.mostOpen.get()).isBetween(4, 5);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aRefusingDeviceIsGivenUpAtTheDeadlineWithTheReason(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, Settings.quickRetries())) {
            Endpoint endpoint = Endpoint.tcp("127.0.0.1", freePort());
            Outcome outcome = gateway.send(endpoint, "u", Priority.ROUTINE, "<event/>", inMs(300));
            Outcome never = gateway.send(endpoint, "u2", Priority.URGENT, "<event/>", inMs(1));
            assertThat(outcome.await().reason()).isEqualTo(DropReason.DEADLINE);
            assertThat(outcome.await().why()).matches("deadline passed; connection refused");
            assertThat(never.await().reason()).isEqualTo(DropReason.DEADLINE);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void closingDropsEverythingThatIsUnsent(SocketKind sockets) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        try (SilentListener silent = new SilentListener()) {
            try (Gateway gateway = new Gateway(sockets, Settings.connects(2, Duration.ofSeconds(1)))) {
                for (int i = 0; i < 6; i++) {
                    Endpoint endpoint = Endpoint.tcp("127.0.1." + (i + 1), silent.port());
                    outcomes.add(gateway.send(endpoint, "u1", "<event/>"));
                    outcomes.add(gateway.send(endpoint, "u2", "<event/>"));
                }
            }
        }
        assertThat(outcomes).allMatch(outcome -> outcome.await().reason() == DropReason.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void devicesWithNothingToDoAreForgotten(SocketKind sockets) throws Exception {
        try (PlainDevice device = new PlainDevice("0.0.0.0", 0, 512, 0, PlainDevice.WELL_BEHAVED);
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            for (int i = 0; i < 50; i++) {
                gateway.send(Endpoint.tcp("127.0.2." + (i + 1), device.port()), "u", "<event/>");
            }
            Await.until(() -> device.messages.size() == 50);
            Await.until(() -> gateway.onLoop(gateway.senders::status).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void ipv6DevicesAreReached(SocketKind sockets) throws Exception {
        try (PlainDevice device = new PlainDevice("::1", 0, 15, 0, PlainDevice.WELL_BEHAVED);
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            assertThat(gateway.send(Endpoint.tcp("::1", device.port()), "u", "<event/>")
                            .await()
                            .sent())
                    .isTrue();
            assertThat(device.messages).containsExactly("<event/>");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void bytesOfAnyKindOfBufferAreSent(SocketKind sockets) throws Exception {
        try (PlainDevice device = PlainDevice.wellBehaved();
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            for (var buffer : Buffers.ofEveryKind("<event/>")) {
                Outcome outcome = new Outcome();
                gateway.onLoop(() -> gateway.senders.offer(
                        device.endpoint(),
                        Gateway.outbound(
                                "u",
                                Priority.URGENT,
                                0,
                                OutboundEvent.NEVER_MS,
                                OutboundEvent.NEVER_MS,
                                buffer,
                                outcome)));
                assertThat(outcome.await().sent()).isTrue();
            }
            assertThat(device.messages).hasSizeGreaterThan(3).allMatch("<event/>"::equals);
        }
    }

    /** Waits, as an acknowledgement comes from the device's system before its program has read; keeps failures short. */
    private static void assertOnlyMessage(PlainDevice device, String message) throws Exception {
        Await.until(() -> !device.messages.isEmpty());
        assertThat(device.messages).hasSize(1);
        assertThat(device.messages.get(0).length()).isEqualTo(message.length());
        assertThat(device.messages.get(0).equals(message)).as("same content").isTrue();
    }

    private static long inMs(long ms) {
        return System.currentTimeMillis() + ms;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** A read after the end fails when the peer has reset the connection. */
    private static void assertNoReset(Socket connection) throws IOException {
        assertThat(connection.getInputStream().read()).isEqualTo(-1);
    }

    /** Listens on all addresses but its backlog is full: the system throws away whatever SYN comes. */
    private static final class SilentListener implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 1);
        private final List<Socket> filling = new ArrayList<>();

        SilentListener() throws IOException {
            boolean answered = true;
            while (answered) {
                Socket socket = new Socket();
                filling.add(socket);
                try {
                    socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port()), 200);
                } catch (SocketTimeoutException full) {
                    answered = false;
                }
            }
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : filling) {
                socket.close();
            }
            server.close();
        }
    }
}
