package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.RecordCopy;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether a stream that we dial is lost for good. */
class LostStreamIT {

    /** More than the operating system holds for a server that accepts nobody, with a backlog of one. */
    private static final int FILLING = 8;

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void isLostForGoodAlsoWhileItIsDialled(SocketKind sockets) throws Exception {
        StreamSettings stream = RecordCopy.of(StreamSettings.DEFAULT)
                .with("firstRetry", Duration.ofMillis(50))
                .with("forgetAfter", Duration.ofMillis(1))
                .get();
        List<SocketChannel> filling = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Gateway gateway = new Gateway(
                        sockets,
                        RecordCopy.of(ChannelSettings.DEFAULT)
                                .with("stream", stream)
                                .get())) {
            Endpoint endpoint = Endpoint.stcp("127.0.0.1", server.getLocalPort());
            Receiver kept = gateway.onLoop(() -> gateway.senders.keep(endpoint, null, false));
            try (var connection = server.accept()) {
                awaitState(gateway, kept, "connected");
                for (int i = 0; i < FILLING; i++) {
                    filling.add(SocketChannel.open());
                    filling.get(i).configureBlocking(false);
                    filling.get(i).connect(new InetSocketAddress("127.0.0.1", server.getLocalPort()));
                }
            }
            awaitState(gateway, kept, "connecting");
            Await.until(() -> gateway.onLoop(() -> gateway.senders.isLostForGood(endpoint)));
            assertThat(gateway.onLoop(() -> kept.status().state())).isEqualTo("connecting");
        } finally {
            for (SocketChannel each : filling) {
                each.close();
            }
        }
    }

    private static void awaitState(Gateway gateway, Receiver kept, String state) {
        Await.until(() -> gateway.onLoop(() -> kept.status().state()).equals(state));
    }
}
