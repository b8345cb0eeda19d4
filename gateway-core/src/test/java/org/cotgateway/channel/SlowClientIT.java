package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.net.Socket;
import java.time.Duration;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.RecordCopy;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Who decides about a client that is there and stops reading: we, and not the operating system. */
class SlowClientIT {

    /** More than the operating system holds for a connection. */
    private static final int EVENTS = 4_000;

    private final Clients clients = new Clients();
    private final EventImages images = Gateway.images();

    @Test
    void theOperatingSystemHasMorePatienceWithAClientThanWeHave() {
        SocketKind sockets = SocketKind.best();
        Assumptions.assumeTrue(sockets == SocketKind.EPOLL);
        try (Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            LoopContext context = gateway.senders.context();
            Duration slowTimeout = ClientSettings.DEFAULT.slowTimeout();
            SocketChannel socket = context.sockets.newSocket();
            try {
                StreamOpening.configure(
                        socket.config(), context, StreamOpening.clientTimeout(context.settings.stream(), slowTimeout));
                assertThat(socket.config().getOption(EpollChannelOption.TCP_USER_TIMEOUT))
                        .isGreaterThanOrEqualTo(Math.toIntExact(slowTimeout.toMillis()) + 30_000);
            } finally {
                socket.unsafe().closeForcibly();
            }
        }
    }

    @Test
    void whoStopsReadingBeforeTheOutboxIsFullIsCountedWhenTheOperatingSystemGivesItUp() throws Exception {
        SocketKind sockets = SocketKind.best();
        Assumptions.assumeTrue(sockets == SocketKind.EPOLL);
        try (LogLines log = new LogLines(ClientStream.class);
                Gateway gateway = new Gateway(sockets, Settings.userTimeout(Duration.ofSeconds(4)));
                StreamListener listener = listen(gateway, 100_000, Duration.ofSeconds(1));
                Socket deaf = new Socket(
                        listener.address().getAddress(), listener.address().getPort())) {
            Await.until(() -> clients.connected.size() == 1);
            ClientStream client = clients.connected.get(0);
            gateway.onLoop(() -> {
                for (int i = 0; i < EVENTS; i++) {
                    offer(client, "u-" + i);
                }
                return true;
            });
            Await.until(() -> !clients.left.isEmpty());
            assertThat(clients.left).containsExactly("no answer");
            assertThat(gateway.count(Counter.CLIENTS_TOO_SLOW)).isOne();
            assertThat(log.warnings()).hasSize(1).first().asString().contains("is too slow or has vanished");
            Messages.awaitClosed(deaf);
        }
    }

    private StreamListener listen(Gateway gateway, int maxEvents, Duration slowTimeout) throws Exception {
        ClientSettings usual = ClientSettings.DEFAULT;
        ClientSettings small = RecordCopy.of(usual.with(ProtocolChoice.XML))
                .with(
                        "outbox",
                        new OutboxSettings(
                                maxEvents, 200_000_000, usual.outbox().sameUidGap()))
                .with("slowTimeout", slowTimeout)
                .get();
        return StreamListener.bind(gateway.senders, Messages.ANY_PORT, small, null, clients);
    }

    private void offer(ClientStream client, String uid) {
        EventImage image = images.of(CotEvents.marker(uid, "Well", 48.2, 16.3)
                .remarks("x".repeat(5_000))
                .build());
        client.offer(Fanout.outbound(image, client));
        image.release();
    }
}
