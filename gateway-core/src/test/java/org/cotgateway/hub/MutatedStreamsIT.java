package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.codec.TakWriter;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.Membership;
import org.cotgateway.route.Subscription;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.LogCapture;
import org.cotgateway.testing.Mutations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Streams with some bytes changed, each on a connection of its own, thrown at a gateway that others use meanwhile. Many more
 * are read without sockets by {@code MutatedStreamsTest}.
 */
class MutatedStreamsIT {

    private static final long SEED = 20_261_121;
    private static final int CONNECTIONS = 3_000;
    private static final int CONNECTIONS_A_ROUND = 20;

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);
    private static final Membership MUD = new Membership(Set.of("mud"), Set.of("mud"), Subscription.ALL);
    private final Mutations mutations = new Mutations(SEED);

    @AutoClose
    private final LogCapture netty = LogCapture.of("io.netty");

    /** It has a line or two to say of each. */
    private final Logger channel = (Logger) LoggerFactory.getLogger("org.cotgateway.channel");

    @BeforeEach
    void listen() {
        channel.setLevel(Level.OFF);
    }

    @AfterEach
    void stopListening() {
        channel.setLevel(null);
    }

    @Test
    void whateverTheyHoldOthersAreServed() throws Exception {
        List<byte[]> originals = List.of(
                bytes(StreamPeer.event("u-1", "a-f-G", "<remarks>n&amp;h</remarks><!-- </event> --><x a='1'/>")),
                bytes("<?xml version=\"1.0\"?>\n<auth><cot username=\"u\" password=\"p\" uid=\"d\"/></auth>"
                        + StreamPeer.self("u-2", "MUD")),
                bytes(StreamPeer.event("u-3", "t-x-takp-q", "<TakControl><TakRequest version=\"1\"/></TakControl>")),
                frame());
        HubSettings hub = HubSettings.NONE.with(
                List.of(
                        new HubSettings.StreamInlet("mud", ANY, ClientSettings.DEFAULT, null, MUD),
                        HubSettings.StreamInlet.open(ANY)),
                List.of());
        try (CotGateway gateway = CotGateway.open(
                        GatewaySettings.builder().bind("127.0.0.1").build(), hub);
                StreamPeer good = new StreamPeer(gateway.streamAddresses().get(1));
                StreamPeer witness = new StreamPeer(gateway.streamAddresses().get(1))) {
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_CONNECTED), count -> count == 2);
            for (int round = 0; round < CONNECTIONS / CONNECTIONS_A_ROUND; round++) {
                for (int i = 0; i < CONNECTIONS_A_ROUND; i++) {
                    throwAt(gateway.streamAddresses().get(0), originals.get(i % originals.size()));
                }
                good.send(StreamPeer.event("good-" + round, "a-f-G", ""));
                assertThat(witness.next()).as("seed %s, round %s", SEED, round).contains("\"good-" + round + "\"");
            }
            Await.until(() -> gateway.counters().get(Counter.CLIENTS_LEFT), count -> count == CONNECTIONS);
            assertThat(gateway.counters().get(Counter.EVENTS_RECEIVED))
                    .as("the original before each, with one event in it, and the good ones")
                    .isGreaterThanOrEqualTo(CONNECTIONS + CONNECTIONS / CONNECTIONS_A_ROUND);
            assertThat(gateway.counters().get(Counter.STREAM_BYTES_SKIPPED)).isPositive();
        }
        assertThat(netty.events())
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .as("what reached the tail of a pipeline, seed %s", SEED)
                .isEmpty();
    }

    /** Sends on a connection of its own, and takes what comes until the gateway has read all and closed. */
    private void throwAt(InetSocketAddress address, byte[] original) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(original);
        all.writeBytes(mutations.of(original));
        try (Socket socket = new Socket("127.0.0.1", address.getPort())) {
            socket.getOutputStream().write(all.toByteArray());
            socket.shutdownOutput();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException closedByTheGateway) {
            // As it may: what it was told of who this is cannot be read.
            assertThat(closedByTheGateway).hasMessageMatching(".*(reset|Broken pipe|closed).*");
        }
    }

    private static byte[] frame() {
        ByteBuf frame = Unpooled.buffer();
        TakWriter.INSTANCE.writeStreamFrame(
                CotEvents.marker("u-4", "Mud", 48, 16).build(), frame);
        return ByteBufUtil.getBytes(frame);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
