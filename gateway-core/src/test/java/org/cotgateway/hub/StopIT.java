package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.channel.OutboxSettings;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.RecordCopy;
import org.junit.jupiter.api.Test;

/** What is said at the end of whom the end did not wait for. */
class StopIT {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void whoIsClosedAsTooSlowDuringTheStopIsNamedWithWhatItDidNotGet() throws Exception {
        int count = 300;
        ClientSettings usual = ClientSettings.DEFAULT;
        ClientSettings small = RecordCopy.of(usual)
                .with(
                        "outbox",
                        new OutboxSettings(100, 16 * 1024 * 1024, usual.outbox().sameUidGap()))
                .with("slowTimeout", Duration.ofSeconds(8))
                .get();
        try (CotGateway gateway = open(new StreamInlet("s", ANY, small, null, Membership.ANONYMOUS));
                StreamPeer publisher = connect(gateway);
                Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(4_096);
            deaf.connect(gateway.streamAddresses().get(0));
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED) == 2);
            String padding = "<remarks>" + "x".repeat(30_000) + "</remarks>";
            for (int i = 0; i < count; i++) {
                publisher.send(StreamPeer.event("u-" + i, "a-f-G", padding));
            }
            Await.until(() -> gateway.counters().get(Counter.EVENTS_ROUTED) == count);
            int waiting = gateway.unsent().get(0).events();
            assertThat(waiting).isPositive();

            List<Unsent> unsent = gateway.stop(LONG);

            assertThat(gateway.counters().get(Counter.CLIENTS_TOO_SLOW)).isOne();
            String who = "127.0.0.1:" + deaf.getLocalPort();
            assertThat(unsent).containsExactly(new Unsent(who, who, waiting));
        }
    }

    @Test
    void whoLeavesDuringTheStopIsNamedWithWhatWaitedForAllOfItsAudience() throws Exception {
        Membership seldom =
                new Membership(Set.of(), Set.of(), new Subscription(List.of(), null, Duration.ofHours(1), null));
        try (CotGateway gateway = open(new StreamInlet("s", ANY, ClientSettings.DEFAULT, null, seldom));
                StreamPeer publisher = connect(gateway);
                StreamPeer leaves = connect(gateway)) {
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED) == 2);
            publisher.send(StreamPeer.event("u", "a-f-G", ""));
            leaves.next("\"u\"");
            publisher.send(StreamPeer.event("u", "a-f-G", ""));
            Await.until(() -> gateway.unsent().size() == 1);
            List<Unsent> before = gateway.unsent();

            CompletableFuture<List<Unsent>> stop = CompletableFuture.supplyAsync(() -> gateway.stop(LONG));
            // Of what comes until the stop has begun the newest waits.
            Await.until(
                    () -> {
                        publisher.send(StreamPeer.event("u", "a-f-G", ""));
                        return gateway.counters().get(Counter.RECEIVED_TOO_LATE);
                    },
                    late -> late > 0);
            leaves.close();

            assertThat(stop.get(30, TimeUnit.SECONDS))
                    .isEqualTo(before)
                    .singleElement()
                    .extracting(Unsent::events)
                    .isEqualTo(1);
        }
    }

    @Test
    void whoHasGotEverythingAndLeavesIsNotNamed() throws Exception {
        try (CotGateway gateway = open(StreamInlet.open("s", ANY));
                StreamPeer publisher = connect(gateway);
                StreamPeer other = connect(gateway)) {
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED) == 2);
            publisher.send(StreamPeer.event("u", "a-f-G", ""));
            other.next("\"u\"");
            other.close();
            assertThat(gateway.stop(LONG)).isEmpty();
        }
    }

    private static CotGateway open(StreamInlet inlet) throws IOException {
        return CotGateway.open(
                GatewaySettings.builder()
                        .http(HttpSettings.on(ANY))
                        .bind("127.0.0.1")
                        .build(),
                HubSettings.NONE.with(List.of(inlet), List.of()));
    }

    private static StreamPeer connect(CotGateway gateway) throws IOException {
        return new StreamPeer(gateway.streamAddresses().get(0));
    }
}
