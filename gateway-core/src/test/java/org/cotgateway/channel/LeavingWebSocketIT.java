package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * WebSocket clients that send events and vanish without a close. To what we write to them their machine answers with a reset,
 * and the next write fails before they were read. The connections begin behind the upgrade.
 */
class LeavingWebSocketIT {

    private static final int CLIENTS = 100;
    /** From each; more than are read at once. */
    private static final int EVENTS = 20;

    private static final int FIRST_BYTE_OF_TEXT = 0x81;
    /** A mask of zeros changes nothing. */
    private static final int MASKED_SHORT_FOLLOWS = 0x80 | 126;

    private static final int HEADER_BYTES = 8;
    private static final int MAX_WAIT_S = 30;

    private final Leavers leavers = new Leavers();

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whatTheySentIsTaken(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            ListeningSocket listener = listen(gateway, sockets);
            CountDownLatch allHaveLeft = new CountDownLatch(1);
            // They have left before the first of them is accepted.
            gateway.loop.loop().execute(() -> await(allHaveLeft));
            for (int i = 0; i < CLIENTS; i++) {
                InetSocketAddress address = listener.address();
                try (Socket client = new Socket(address.getAddress(), address.getPort())) {
                    client.getOutputStream().write(events());
                }
            }
            allHaveLeft.countDown();
            Await.until(() -> leavers.left.size() == CLIENTS);
            listener.stopAccepting();
            assertThat(gateway.received).hasSize(CLIENTS * EVENTS);
            assertThat(gateway.count(Counter.WEBSOCKETS_LEFT)).isEqualTo(CLIENTS);
            // Nothing of what was for them is forgotten.
            long offered = gateway.count(Counter.EVENTS_OFFERED);
            assertThat(offered).isEqualTo(2 * CLIENTS);
            assertThat(gateway.count(Counter.EVENTS_SENT)
                            + gateway.count(Counter.DROPPED_LOST)
                            + gateway.count(Counter.DROPPED_CLOSED))
                    .isEqualTo(offered);
        }
    }

    private ListeningSocket listen(Gateway gateway, SocketKind sockets) throws IOException {
        WebSocketClients clients = new WebSocketClients(gateway.senders, WebSocketSettings.DEFAULT);
        WebSocketTerms terms = new WebSocketTerms(WireProtocol.WEBSOCKET_XML, true, new NoTexts());
        return ListeningSocket.bind(
                gateway.loop.loop(), sockets, Messages.ANY_PORT, CLIENTS, false, (SocketChannel accepted) -> {
                    accepted.config().setAutoRead(false);
                    clients.open(accepted, accepted.remoteAddress(), terms, leavers);
                });
    }

    private static byte[] events() {
        byte[] event = Messages.event("e-1").getBytes(StandardCharsets.UTF_8);
        ByteBuffer frames = ByteBuffer.allocate(EVENTS * (HEADER_BYTES + event.length));
        for (int i = 0; i < EVENTS; i++) {
            frames.put((byte) FIRST_BYTE_OF_TEXT).put((byte) MASKED_SHORT_FOLLOWS);
            frames.putShort((short) event.length).putInt(0).put(event);
        }
        return frames.array();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(MAX_WAIT_S, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends everybody something, and then something more, as the Hub does with what it keeps and what others send. */
    private static final class Leavers implements WebSocketClients.Observer {

        private final List<String> left = new CopyOnWriteArrayList<>();

        @Override
        public void connected(WebSocketClient client) {
            welcome(client, "one");
            client.context.loop.execute(() -> welcome(client, "two"));
        }

        private static void welcome(WebSocketClient client, String uid) {
            EventImage image = Gateway.images()
                    .of(CotEvents.marker(uid, "Well", 48.2, 16.3).build());
            client.offer(Fanout.outbound(image, client));
            image.release();
        }

        @Override
        public void left(WebSocketClient client, String why) {
            left.add(why);
        }
    }

    /** For clients that speak XML and send nothing wrong. */
    private static final class NoTexts implements WebSocketTexts {

        @Override
        public void read(WireProtocol form, ByteBuf message, Items items) {
            throw new AssertionError("no JSON is spoken");
        }

        @Override
        public void writeRejection(long message, long index, List<Violation> violations, ByteBuf out) {
            throw new AssertionError(violations);
        }
    }
}
