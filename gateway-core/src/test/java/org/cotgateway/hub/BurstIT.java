package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.junit.jupiter.api.Test;

/** Many who send at once, and many who do not read just then. */
class BurstIT {

    private static final int READERS = 20;
    private static final int SENDERS = 5;
    private static final int EVENTS_EACH = 50;
    private static final int FILLER_CHARS = 15_000;

    /** What the events themselves take, which all share, and a channel's worth for each reader. */
    private static final long MAX_BYTES = 2L * SENDERS * EVENTS_EACH * FILLER_CHARS + READERS * 512L * 1024;

    @Test
    void whoDoesNotReadCostsNoCopyOfWhatOthersSendAndGetsTheNewestWhenItGoesOn() throws IOException {
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        List<StreamPeer> peers = new ArrayList<>();
        try (CotGateway gateway = CotGateway.open(
                GatewaySettings.builder().bind("127.0.0.1").build(),
                HubSettings.NONE.with(List.of(HubSettings.StreamInlet.open(any)), List.of()))) {
            InetSocketAddress address = gateway.streamAddresses().get(0);
            for (int i = 0; i < READERS; i++) {
                peers.add(deaf(address));
            }
            List<StreamPeer> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                senders.add(new StreamPeer(address));
            }
            peers.addAll(senders);
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED) == READERS + SENDERS);
            long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();

            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < SENDERS; i++) {
                    senders.get(i).send(burst(i, round));
                }
            }
            Await.until(() -> gateway.counters().get(Counter.EVENTS_RECEIVED) == 2L * SENDERS * EVENTS_EACH);
            long used = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before;

            assertThat(used).isLessThan(MAX_BYTES);
            assertThat(gateway.counters().get(Counter.WRITES_FAILED)).isZero();
            for (StreamPeer reader : peers.subList(0, READERS)) {
                readTheLastOfAll(reader);
            }
        } finally {
            for (StreamPeer peer : peers) {
                peer.close();
            }
        }
    }

    private static void readTheLastOfAll(StreamPeer reader) throws IOException {
        Set<String> missing = new HashSet<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            missing.add("uid=\"" + uid(sender, EVENTS_EACH - 1) + "\"");
        }
        while (!missing.isEmpty()) {
            String event = reader.next("round 1");
            missing.removeIf(event::contains);
        }
    }

    private static String uid(int sender, int n) {
        return "s" + sender + "-" + n;
    }

    private static String burst(int sender, int round) {
        StringBuilder burst = new StringBuilder();
        for (int n = 0; n < EVENTS_EACH; n++) {
            burst.append(StreamPeer.event(
                    uid(sender, n),
                    "a-f-G",
                    "<remarks>round " + round + " " + "x".repeat(FILLER_CHARS) + "</remarks>"));
        }
        return burst.toString();
    }

    /** A client whose own system takes next to nothing for it. */
    private static StreamPeer deaf(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(address, 20_000);
        return new StreamPeer(socket);
    }
}
