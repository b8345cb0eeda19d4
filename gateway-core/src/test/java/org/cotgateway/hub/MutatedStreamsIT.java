package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import java.util.Random;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Streams with some bytes changed, thrown at a gateway that others use meanwhile. */
class MutatedStreamsIT {

    private static final long SEED = 20_261_121;
    private static final int STREAMS = 100_000;
    private static final int STREAMS_PER_CONNECTION = 250;
    /** Most connections with credentials end at the first that cannot be read. */
    private static final int STREAMS_WITH_CREDENTIALS = 20;

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);
    private static final Membership MUD = new Membership(Set.of("mud"), Set.of("mud"), Subscription.ALL);
    private static final List<String> TOKENS = List.of(
            "<",
            ">",
            "</event>",
            "<event ",
            "/>",
            "<!--",
            "<![CDATA[",
            "]]>",
            "\"",
            "'",
            "&",
            "&#0;",
            "\0",
            "\n",
            "<?xml",
            "<!DOCTYPE",
            "\u00bf\u00bf",
            "e999",
            "9999999999999999999",
            "t-x-takp-q");

    private final Random random = new Random(SEED);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger netty = (Logger) LoggerFactory.getLogger("io.netty");

    @BeforeEach
    void listen() {
        log.start();
        netty.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        netty.detachAppender(log);
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
            int connections = 0;
            for (int sent = 0; sent < STREAMS; connections++) {
                int kind = connections % originals.size();
                int streams = kind == 1 ? STREAMS_WITH_CREDENTIALS : STREAMS_PER_CONNECTION;
                throwAt(gateway.streamAddresses().get(0), originals.get(kind), streams);
                sent += streams;
                good.send(StreamPeer.event("good-" + connections, "a-f-G", ""));
                assertThat(witness.next())
                        .as("seed %s, connection %s", SEED, connections)
                        .contains("\"good-" + connections + "\"");
            }
            assertThat(gateway.counters().get(Counter.EVENTS_RECEIVED))
                    .as("good ones, originals and mutated ones that are events still")
                    .isGreaterThan(3L * connections);
            assertThat(gateway.counters().get(Counter.STREAM_BYTES_SKIPPED)).isPositive();
        }
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .as("what reached the tail of a pipeline, seed %s", SEED)
                .isEmpty();
    }

    /** Sends on a connection of its own, and takes what comes until the gateway has read all and closed. */
    private void throwAt(InetSocketAddress address, byte[] original, int streams) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(original);
        for (int i = 0; i < streams; i++) {
            all.writeBytes(mutated(original));
        }
        try (Socket socket = new Socket("127.0.0.1", address.getPort())) {
            socket.getOutputStream().write(all.toByteArray());
            socket.shutdownOutput();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException closedByTheGateway) {
            // As it may: what it was told of who this is cannot be read.
            assertThat(closedByTheGateway).hasMessageMatching(".*(reset|Broken pipe|closed).*");
        }
    }

    private byte[] mutated(byte[] original) {
        ByteBuf bytes = Unpooled.buffer().writeBytes(original);
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(bytes.readableBytes());
            switch (random.nextInt(4)) {
                case 0 -> bytes.setByte(at, random.nextInt(256));
                case 1 -> splice(bytes, at, Math.min(bytes.readableBytes(), at + random.nextInt(40)), new byte[0]);
                case 2 -> splice(bytes, at, at, bytes(TOKENS.get(random.nextInt(TOKENS.size()))));
                default -> splice(bytes, at, at, ByteBufUtil.getBytes(bytes, 0, random.nextInt(bytes.readableBytes())));
            }
            if (!bytes.isReadable()) {
                break;
            }
        }
        return ByteBufUtil.getBytes(bytes);
    }

    private static void splice(ByteBuf bytes, int from, int to, byte[] between) {
        byte[] rest = ByteBufUtil.getBytes(bytes, to, bytes.writerIndex() - to);
        bytes.writerIndex(from).writeBytes(between).writeBytes(rest);
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
