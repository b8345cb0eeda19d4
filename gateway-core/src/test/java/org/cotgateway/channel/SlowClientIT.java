package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Scanner;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.RecordCopy;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who decides about a client that is there and stops reading: we, and not the operating system. */
class SlowClientIT {

    /** Two of these are over before a client is called slow. Linux answers questions that come within half a second once. */
    private static final Duration USER_TIMEOUT = Duration.ofMillis(1_500);

    /** More than the operating system holds for a connection. */
    private static final int EVENTS = 4_000;

    private static final int AT_ONCE = 50;
    private static final int MAX_WAIT_MS = 20_000;

    private final Clients clients = new Clients();
    private final EventImages images = Gateway.images();

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whoAnswersAndDoesNotReadIsClosedByOurMeasureAlone(SocketKind sockets) throws Exception {
        Assumptions.assumeTrue(sockets.isAvailable());
        Duration much = USER_TIMEOUT.multipliedBy(4);
        try (LogLines log = new LogLines(Client.class);
                Gateway gateway = new Gateway(sockets, Settings.userTimeout(USER_TIMEOUT));
                StreamListener listener = listen(gateway, 100, much);
                Socket deaf = new Socket(
                        listener.address().getAddress(), listener.address().getPort())) {
            Await.until(() -> clients.connected.size() == 1);
            ClientStream client = clients.connected.get(0);
            int[] offered = {0};
            Await.until(() -> gateway.onLoop(() -> {
                for (int i = 0; i < AT_ONCE && clients.left.isEmpty(); i++) {
                    offer(client, "u-" + offered[0]++);
                }
                return !clients.left.isEmpty();
            }));
            assertThat(clients.left).containsExactly("too slow");
            assertThat(gateway.count(Counter.CLIENTS_TOO_SLOW)).isOne();
            assertThat(gateway.count(Counter.CLIENTS_VANISHED)).isZero();
            assertThat(log.warnings()).hasSize(1).first().asString().contains("is too slow");
            Messages.awaitClosed(deaf);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whoseOutboxIsNotFullMayTakeItsTimeAndGetsTheRest(SocketKind sockets) throws Exception {
        Assumptions.assumeTrue(sockets.isAvailable());
        try (Gateway gateway = new Gateway(sockets, Settings.userTimeout(USER_TIMEOUT));
                StreamListener listener = listen(gateway, 100_000, Duration.ofSeconds(1));
                Socket pausing = new Socket(
                        listener.address().getAddress(), listener.address().getPort())) {
            Await.until(() -> clients.connected.size() == 1);
            ClientStream client = clients.connected.get(0);
            gateway.onLoop(() -> {
                for (int i = 0; i < EVENTS; i++) {
                    offer(client, "u-" + i);
                }
                return true;
            });
            // It is called so when it has taken nothing for twice as long as whoever does not answer may.
            Await.until(() -> gateway.onLoop(client::status).state().equals("slow"));
            pausing.setSoTimeout(MAX_WAIT_MS);
            Scanner events = new Scanner(pausing.getInputStream(), StandardCharsets.UTF_8).useDelimiter("</event>");
            for (int i = 0; i < EVENTS; i++) {
                assertThat(events.next()).contains("u-" + i + "\"");
            }
            assertThat(clients.left).isEmpty();
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
