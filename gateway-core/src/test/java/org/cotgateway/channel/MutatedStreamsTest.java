package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cotgateway.codec.TakWriter;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.testing.Mutations;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * A hundred thousand streams, each read from its first byte to its end as that of a client: a good event, a message with
 * some bytes changed, and, when what that may have begun has been given up, another good event.
 */
class MutatedStreamsTest {

    private static final long SEED = 20_261_121;
    private static final int STREAMS_OF_A_KIND = 25_000;
    private static final long PATIENCE_MS = 31_000;

    /** What is changed. */
    private enum Kind {
        EVENT(xml("mutated", "a-f-G", "<remarks>n&amp;h</remarks><!-- </event> --><x a='1'/>")),
        CREDENTIALS("<?xml version=\"1.0\"?>\n<auth><cot username=\"u\" password=\"p\" uid=\"d\"/></auth>"
                .getBytes(StandardCharsets.UTF_8)),
        CONTROL(xml("mutated", "t-x-takp-q", "<TakControl><TakRequest version=\"1\"/></TakControl>")),
        FRAME(frame("mutated"));

        private final byte[] message;

        Kind(byte[] message) {
            this.message = message;
        }

        byte[] good(String uid) {
            return this == FRAME ? frame(uid) : xml(uid, "a-f-G", "");
        }
    }

    private final Logger log = (Logger) LoggerFactory.getLogger(StreamLosses.class);
    private final Counters counters = new Counters();
    private final List<String> received = new ArrayList<>();
    private final GatewayLoop loop = GatewayLoop.start("test-loop", SocketKind.NIO);
    private final LoopContext context = new LoopContext(
            loop,
            ChannelSettings.DEFAULT,
            TlsSettings.DEFAULT,
            null,
            counters,
            Gateway.images(),
            (image, broken, from) -> received.add(image.summary().uid()),
            InstantSource.system(),
            new Random(1));
    private final Random random = new Random(SEED);
    /** Leak detection records every access to a buffer, which is too much for so many streams; this counts what is held. */
    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false, true);

    private long nowMs = 1_000_000;

    private static byte[] xml(String uid, String type, String detail) {
        return Messages.event(uid, type)
                .replace("<detail/>", "<detail>" + detail + "</detail>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] frame(String uid) {
        ByteBuf frame = Unpooled.buffer();
        TakWriter.INSTANCE.writeStreamFrame(CotEvents.marker(uid, "Mud", 48, 16).build(), frame);
        return ByteBufUtil.getBytes(frame);
    }

    @BeforeEach
    void sayNothing() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void end() {
        log.setLevel(null);
        loop.close();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theGoodEventsAroundItArriveAndWhatBecomesOfEachIsCounted(Kind kind) {
        loop.loop().submit(() -> readStreams(kind)).syncUninterruptibly();
    }

    private void readStreams(Kind kind) {
        Mutations mutations = new Mutations(SEED + kind.ordinal());
        long taken = 0;
        for (int i = 0; i < STREAMS_OF_A_KIND; i++) {
            byte[] mutated = mutations.of(kind.message);
            String which = "seed " + SEED + ", stream " + i + ": " + new String(mutated, StandardCharsets.ISO_8859_1);
            received.clear();
            InputPeer peer = new InputPeer();
            peer.readsTak = kind == Kind.FRAME;
            Tally tally = new Tally(counters);
            StreamInput input =
                    new StreamInput(context, Inlet.oneWay(new InetSocketAddress("127.0.0.1", 1)), tally, peer);

            receive(input, kind.good("before"));
            assertThat(received).as(which).containsExactly("before");
            long controls = counters.get(Counter.TAK_CONTROLS_RECEIVED);
            sendInPieces(input, mutated);
            waitUntilAllIsGivenUp(input, tally);
            BadInput bad = tally.bad();
            int heardBefore = peer.heard;
            receive(input, kind.good("after"));
            input.close();
            assertThat(memory.metric().usedHeapMemory()).as(which).isZero();

            long found = heardBefore
                    - 1
                    + tally.bad().messages()
                    + tally.bad().skippedBytes()
                    + peer.admitted
                    + peer.refused
                    + counters.get(Counter.TAK_CONTROLS_RECEIVED)
                    - controls;
            assertThat(found > 0 || isNothing(mutated)).as("counted, %s", which).isTrue();
            if (peer.refused == 0) {
                assertThat(received).as(which).startsWith("before").endsWith("after");
                // Bytes may be skipped still: the beginning of a tag at its very end, of which nothing could be said
                // before.
                assertThat(tally.bad().messages())
                        .as("what follows is good, %s", which)
                        .isEqualTo(bad.messages());
            } else {
                assertThat(received).as(which).doesNotContain("after");
            }
            taken += peer.heard;
        }
        assertThat(counters.get(Counter.EVENTS_RECEIVED)).isEqualTo(taken);
        assertThat(counters.get(Counter.STREAM_BYTES_SKIPPED)).isPositive();
    }

    /** In up to three pieces. */
    private void sendInPieces(StreamInput input, byte[] bytes) {
        int one = random.nextInt(bytes.length + 1);
        int two = one + random.nextInt(bytes.length - one + 1);
        receive(input, bytes, 0, one);
        receive(input, bytes, one, two);
        receive(input, bytes, two, bytes.length);
    }

    private void receive(StreamInput input, byte[] bytes) {
        receive(input, bytes, 0, bytes.length);
    }

    private void receive(StreamInput input, byte[] bytes, int from, int to) {
        input.received(memory.heapBuffer(to - from).writeBytes(bytes, from, to - from));
    }

    /** What is given up may have begun something else. */
    private void waitUntilAllIsGivenUp(StreamInput input, Tally tally) {
        BadInput before;
        do {
            before = tally.bad();
            for (int tick = 0; tick < 3; tick++) {
                nowMs += PATIENCE_MS;
                input.tick(nowMs, true);
            }
        } while (!tally.bad().equals(before));
    }

    /** White space, NULs, declarations: what may stand between two events without being worth a word. */
    private static boolean isNothing(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.replaceAll("(?s)<\\?.*?\\?>|<!--.*?-->|[\\s\\x00\uFEFF]", "")
                .isEmpty();
    }
}
