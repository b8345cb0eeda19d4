package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelInitializer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.codec.Credentials;
import org.cotgateway.codec.EventImage;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.tls.TestKeys;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients that connect, send events and leave at once. To what we write to them, an offer of TAK Protocol and others' events,
 * their machine answers with a reset, and the next write fails before they were read.
 */
class LeavingClientIT {

    private static final int CLIENTS = 100;
    /** From each; more than are read at once. */
    private static final int EVENTS = 20;

    private static final int MAX_WAIT_S = 30;

    private final Clients clients = new Clients();

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whatTheySentIsTaken(SocketKind sockets) throws Exception {
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, null)) {
            CountDownLatch allHaveLeft = new CountDownLatch(1);
            // They have left before the first of them is accepted.
            gateway.loop.loop().execute(() -> await(allHaveLeft));
            InetSocketAddress address = listener.address();
            for (int i = 0; i < CLIENTS; i++) {
                try (Socket device = new Socket(address.getAddress(), address.getPort())) {
                    sendEvents(device);
                }
            }
            allHaveLeft.countDown();
            allArrive(gateway);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whatThoseSentWhoResetTheConnectionBeforeItIsAcceptedIsTakenWithoutAWarning(SocketKind sockets)
            throws Exception {
        try (LogLines log = new LogLines(ChannelInitializer.class, ClientStream.class, StreamLosses.class);
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, null)) {
            CountDownLatch allHaveLeft = new CountDownLatch(1);
            gateway.loop.loop().execute(() -> await(allHaveLeft));
            InetSocketAddress address = listener.address();
            for (int i = 0; i < CLIENTS; i++) {
                try (Socket device = new Socket(address.getAddress(), address.getPort())) {
                    sendEvents(device);
                    device.setSoLinger(true, 0);
                }
            }
            allHaveLeft.countDown();
            allArrive(gateway);
            assertThat(log.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whatTheySentInTlsIsTaken(SocketKind sockets) throws Exception {
        TestKeys keys = new TestKeys(directory);
        TlsSettings tls = TlsSettings.DEFAULT.with(keys.pem(keys.server()), keys.trust());
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT);
                StreamListener listener = listen(gateway, tls)) {
            InetSocketAddress address = listener.address();
            var context = keys.jdkContext(keys.client("anna")).getSocketFactory();
            for (int i = 0; i < CLIENTS; i++) {
                try (Socket device = context.createSocket(address.getAddress(), address.getPort())) {
                    sendEvents(device);
                }
            }
            allArrive(gateway);
        }
    }

    private void allArrive(Gateway gateway) {
        Await.until(() -> clients.left.size() == CLIENTS);
        assertThat(gateway.received).hasSize(CLIENTS * EVENTS);
        assertThat(gateway.count(Counter.CLIENTS_CONNECTED)).isEqualTo(CLIENTS);
        assertThat(gateway.count(Counter.CLIENTS_LEFT)).isEqualTo(CLIENTS);
    }

    private StreamListener listen(Gateway gateway, @Nullable TlsSettings tls) throws IOException {
        return StreamListener.bind(gateway.senders, Messages.ANY_PORT, ClientSettings.DEFAULT, tls, new Welcome());
    }

    private static void sendEvents(Socket device) throws IOException {
        device.getOutputStream().write(Messages.event("e-1").repeat(EVENTS).getBytes(StandardCharsets.UTF_8));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(MAX_WAIT_S, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends everybody something, as the Hub does with what it keeps and what others send. */
    private final class Welcome implements ClientObserver {

        @Override
        public void connected(ClientStream client) {
            clients.connected(client);
            EventImage image = Gateway.images()
                    .of(CotEvents.marker("welcome", "Well", 48.2, 16.3).build());
            client.offer(Fanout.outbound(image, client));
            image.release();
        }

        @Override
        public boolean authenticated(ClientStream client, Credentials said) {
            return clients.authenticated(client, said);
        }

        @Override
        public void left(ClientStream client, String why) {
            clients.left(client, why);
        }
    }
}
