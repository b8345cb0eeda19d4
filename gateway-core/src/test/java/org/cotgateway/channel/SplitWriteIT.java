package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers that do not read and end their connection between the two halves of an event that their socket had no room for. */
class SplitWriteIT {

    /** More than the system's buffers take, in several pieces of a batch. */
    private static final int EVENTS = 800;

    private static final String FILLER = "x".repeat(15_000);
    private static final Pattern EVENT = Pattern.compile(
            "<event version=\"2.0\" uid=\"(u-\\d+)\"[^>]*>.*<remarks>x{15000}</remarks></detail></event>");
    private static final int MAX_WAIT_MS = 20_000;

    private final Clients clients = new Clients();
    private final EventImages images = Gateway.images();
    private final List<EventImage> made = new ArrayList<>();
    private final RecordingReceiver witness = new RecordingReceiver();

    @AfterEach
    void nothingIsHeld() {
        Await.until(() -> made.stream().allMatch(image -> image.refCnt() == 0));
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whatItDidNotGetIsCountedAndTheOthersGetAll(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                StreamListener listener =
                        StreamListener.bind(gateway.senders, Messages.ANY_PORT, ClientSettings.DEFAULT, null, clients);
                Socket deaf = new Socket();
                Socket other = new Socket()) {
            deaf.setReceiveBufferSize(4_096);
            deaf.connect(listener.address());
            Await.until(() -> clients.connected.size() == 1);
            other.connect(listener.address());
            other.setSoTimeout(MAX_WAIT_MS);
            Await.until(() -> clients.connected.size() == 2);
            ClientStream dies = clients.connected.get(0);
            ClientStream stays = clients.connected.get(1);
            CompletableFuture<List<String>> read = CompletableFuture.supplyAsync(() -> read(other));

            Fanout fanout = offerAll(gateway, dies, deaf, stays);

            Await.until(() -> clients.left.size() == 1);
            Await.until(() -> counted(gateway) == 2L * EVENTS);
            ReceiverStatus.Traffic lost = gateway.onLoop(dies::status).traffic();
            assertThat(lost.sentEvents()).isLessThan(EVENTS);
            assertThat(lost.sentEvents() + lost.lost()).isEqualTo(EVENTS);
            assertThat(lost.dropped()).containsKey(DropReason.LOST);
            assertThat(gateway.onLoop(stays::status).traffic().sentEvents()).isEqualTo(EVENTS);
            assertThat(gateway.count(Counter.EVENTS_OFFERED)).isEqualTo(2L * EVENTS);
            assertThat(gateway.count(Counter.WRITES_FAILED)).isZero();
            close(gateway, fanout);
            listener.close();
            assertThat(read.get(MAX_WAIT_MS, TimeUnit.MILLISECONDS))
                    .hasSize(EVENTS)
                    .allMatch(uid -> uid.startsWith("u-"))
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void theNextStreamBeginsWithAWholeEventAndBringsNoneTwice(SocketKind sockets) throws Exception {
        try (ServerSocket server = new ServerSocket();
                Gateway gateway = new Gateway(sockets, Settings.quickRetries())) {
            server.setSoTimeout(MAX_WAIT_MS);
            server.setReceiveBufferSize(4_096);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Endpoint endpoint = Endpoint.stcp("127.0.0.1", server.getLocalPort());
            Receiver dies = gateway.onLoop(() -> gateway.senders.keep(endpoint, null, false));
            Fanout fanout;
            try (Socket first = server.accept()) {
                Await.until(() -> gateway.onLoop(dies::status).connectedSince() != null);
                fanout = offerAll(gateway, dies, first);
            }
            try (Socket second = server.accept()) {
                CompletableFuture<List<String>> read = CompletableFuture.supplyAsync(() -> read(second));
                Await.until(() -> {
                    ReceiverStatus status = gateway.onLoop(dies::status);
                    return status.queue().events() == 0
                            && status.traffic().sentEvents() + status.traffic().lost() == EVENTS;
                });
                gateway.onLoop(() -> {
                    gateway.senders.forget(endpoint);
                    return true;
                });
                assertThat(read.get(MAX_WAIT_MS, TimeUnit.MILLISECONDS))
                        .isNotEmpty()
                        .allMatch(uid -> uid.startsWith("u-"))
                        .doesNotHaveDuplicates();
            }
            close(gateway, fanout);
        }
    }

    /** All in one batch; ends the connection of one as soon as that holds a part of an event which the socket did not take. */
    private Fanout offerAll(Gateway gateway, Receiver dies, Socket connection, Receiver... others) {
        witness.whenWritten = () -> {
            witness.writes.clear();
            if (!connection.isClosed() && dies.status().queue().events() > 0) {
                reset(connection);
            }
        };
        Fanout fanout = gateway.onLoop(() -> {
            Fanout fresh = new Fanout(gateway.loop.loop(), 10, 10, gateway.counters, (image, from, to, bytes) -> {});
            fresh.join(dies);
            fresh.join(witness);
            Arrays.stream(others).forEach(fresh::join);
            for (int i = 0; i < EVENTS; i++) {
                EventImage image = images.of(CotEvents.marker("u-" + i, "Well", 48.2, 16.3)
                        .remarks(FILLER)
                        .build());
                made.add(image);
                fresh.offer(image, null);
                image.release();
            }
            return fresh;
        });
        Await.until(connection::isClosed);
        return fanout;
    }

    private static void reset(Socket connection) {
        try {
            PlainDevice.reset(connection);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void close(Gateway gateway, Fanout fanout) {
        gateway.onLoop(() -> {
            fanout.close();
            return true;
        });
    }

    /** What became of events, for the gateway. */
    private static long counted(Gateway gateway) {
        return gateway.count(Counter.EVENTS_SENT)
                + gateway.count(Counter.EVENTS_CONFLATED)
                + gateway.count(Counter.DROPPED_LOST)
                + gateway.count(Counter.DROPPED_FULL)
                + gateway.count(Counter.DROPPED_CLOSED);
    }

    /** The uids of the events that come until the gateway ends the connection; of what is no event, how it begins. */
    private static List<String> read(Socket socket) {
        try (Scanner events = new Scanner(socket.getInputStream(), StandardCharsets.UTF_8)) {
            return events.useDelimiter("(?<=</event>)")
                    .tokens()
                    .map(String::strip)
                    .filter(event -> !event.isEmpty() && !event.contains("t-x-takp-v"))
                    .map(SplitWriteIT::uid)
                    .toList();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String uid(String event) {
        Matcher whole = EVENT.matcher(event);
        return whole.matches() ? whole.group(1) : "no event: " + event.substring(0, Math.min(100, event.length()));
    }
}
