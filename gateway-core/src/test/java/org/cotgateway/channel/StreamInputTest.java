package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.TakWriter;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.Remarks;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes slowly, on a stream whose ticks are made here, one a second. */
class StreamInputTest {

    /** One without a byte that begins a frame of TAK Protocol, which others have. */
    private static final Instant TIME = Instant.parse("2026-11-21T10:15:30Z");

    private static final int TICK_MS = 1_000;
    private static final int TIMEOUT_S = 30;
    private static final int LONGEST_S = 600;

    private final Counters counters = new Counters();
    private final List<String> received = new ArrayList<>();
    private Consumer<ByteBuf> lookAtImage = bytes -> {};
    private final GatewayLoop loop = GatewayLoop.start("test-loop", SocketKind.NIO);
    private final LoopContext context = new LoopContext(
            loop,
            ChannelSettings.DEFAULT,
            TlsSettings.DEFAULT,
            null,
            counters,
            Gateway.images(),
            (image, broken, from) -> {
                received.add(image.summary().uid());
                lookAtImage.accept(image.asItCame());
            },
            InstantSource.system(),
            new Random(1));
    private final InputPeer peer = new InputPeer();
    private final StreamInput input =
            new StreamInput(context, Inlet.oneWay(new InetSocketAddress("127.0.0.1", 1)), new Tally(counters), peer);
    private long nowMs = 1_000_000;

    @AfterEach
    void end() {
        onLoop(input::close);
        loop.close();
    }

    private static byte[] event(String uid, boolean tak) {
        CotEvent event = CotEvents.marker(uid, "Slow", 48, 16)
                .time(TIME)
                .add(Remarks.of("slow ".repeat(600)))
                .build();
        ByteBuf bytes = Unpooled.buffer();
        if (tak) {
            TakWriter.INSTANCE.writeStreamFrame(event, bytes);
        } else {
            CotXmlWriter.INSTANCE.write(event, bytes);
        }
        return ByteBufUtil.getBytes(bytes);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aGoodEventMayComeAsSlowlyAsItLikesWhileBytesCome(boolean tak) {
        peer.readsTak = tak;
        byte[] event = event("slow", tak);
        assertThat(event.length).isGreaterThan(3_000);
        trickle(event, event.length / (4 * TIMEOUT_S) + 1);
        send(event("next", tak));

        assertThat(received).containsExactly("slow", "next");
        assertThat(counters.get(Counter.STREAM_BYTES_SKIPPED)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsNotGoneOnWithIsGivenUp(boolean tak) {
        peer.readsTak = tak;
        byte[] event = event("cut", tak);
        send(ByteBufUtil.getBytes(Unpooled.wrappedBuffer(event, 0, 500)));
        seconds(TIMEOUT_S);
        assertThat(counters.get(Counter.RECEIVED_UNFINISHED)).isZero();
        seconds(2);
        assertThat(counters.get(Counter.RECEIVED_UNFINISHED)).isOne();
        send(event("next", tak));

        assertThat(received).containsExactly("next");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTrickleDoesNotHoldAStreamForEver(boolean tak) {
        peer.readsTak = tak;
        byte[] event = event("trickle", tak);
        send(ByteBufUtil.getBytes(Unpooled.wrappedBuffer(event, 0, 10)));
        for (int i = 0; i < LONGEST_S; i++) {
            assertThat(counters.get(Counter.RECEIVED_UNFINISHED))
                    .as("after %d s", i)
                    .isZero();
            send(event[10 + i]);
            seconds(1);
        }
        send(event[10 + LONGEST_S]);
        seconds(2);
        assertThat(counters.get(Counter.RECEIVED_UNFINISHED)).isOne();
        send(event("next", tak));

        assertThat(received).containsExactly("next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!-- ", "<event uid='a'><!-- ", "<event uid='a'><![CDATA[", "<?pi "})
    void whatWasNeverClosedHoldsBackTheEventsThatComeInItForAsLongAsBeforeOnly(String opener) {
        send(opener.getBytes(StandardCharsets.UTF_8));
        int sent = 0;
        while (received.isEmpty()) {
            assertThat(sent).isLessThanOrEqualTo(TIMEOUT_S + 2);
            send(Messages.event("e-" + sent++).getBytes(StandardCharsets.UTF_8));
            seconds(1);
        }
        send(Messages.event("e-" + sent++).getBytes(StandardCharsets.UTF_8));

        assertThat(received).hasSize(sent).doesNotHaveDuplicates();
    }

    @Test
    void aFrameOfAWrongLengthHoldsBackTheNextOnesForAsLongAsBeforeOnly() {
        peer.readsTak = true;
        byte[] cut = event("cut", true);
        send(ByteBufUtil.getBytes(Unpooled.wrappedBuffer(cut, 0, 20)));
        byte[] small = ByteBufUtil.getBytes(smallFrame());
        int sent = 0;
        while (received.isEmpty() && sent < cut.length / small.length - 1) {
            send(small);
            sent++;
            seconds(3);
        }

        assertThat(received).hasSize(sent);
        assertThat(sent * 3).isLessThanOrEqualTo(TIMEOUT_S + 6);
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void anEventThatArrivesWholeIsNotCopied(boolean tak, boolean direct) {
        peer.readsTak = tak;
        byte[] event = event("whole", tak);
        ByteBuf read = direct
                ? PooledByteBufAllocator.DEFAULT.directBuffer(65_536)
                : PooledByteBufAllocator.DEFAULT.heapBuffer(65_536);
        read.writeBytes(event).writeBytes(event).writeBytes(event, 0, 100);
        // BF and a length of two bytes.
        int header = tak ? 3 : 0;
        long begin = memory(read);
        List<Integer> at = new ArrayList<>();
        lookAtImage = image -> {
            assertThat(image.readableBytes()).isEqualTo(event.length - header);
            at.add((int) (memory(image) - begin));
            // One memory: what is written there stands in the image.
            int index = image.readerIndex();
            byte first = image.getByte(index);
            read.setByte(at.get(at.size() - 1), ~first);
            assertThat(image.getByte(index)).isEqualTo((byte) ~first);
            read.setByte(at.get(at.size() - 1), first);
        };
        onLoop(() -> input.received(read));

        assertThat(at).containsExactly(header, event.length + header);
    }

    @Test
    void whileThePeerIsNotReadNothingIsGivenUp() {
        send("<event uid='a'>".getBytes(StandardCharsets.UTF_8));
        onLoop(() -> {
            for (int i = 0; i < 2 * LONGEST_S; i++) {
                nowMs += TICK_MS;
                input.tick(nowMs, false);
            }
        });
        assertThat(counters.get(Counter.RECEIVED_UNFINISHED)).isZero();
    }

    @Test
    void aFrameThatIsCutOffCountsDirectlyBehindWhatWasSkippedToo() {
        peer.readsTak = true;
        byte[] cut = ByteBufUtil.getBytes(Unpooled.wrappedBuffer(event("cut", true), 0, 20));
        send("no frame".getBytes(StandardCharsets.UTF_8));
        for (int i = 1; i <= 2; i++) {
            send(cut);
            seconds(TIMEOUT_S + 2);
            assertThat(counters.get(Counter.RECEIVED_UNFINISHED)).as("overdue").isEqualTo(i);
        }
        send(cut);
        onLoop(input::close);

        assertThat(counters.get(Counter.RECEIVED_UNFINISHED))
                .as("and cut off by the end")
                .isEqualTo(3);
        assertThat(counters.get(Counter.STREAM_BYTES_SKIPPED)).isEqualTo("no frame".length() + 3 * cut.length);
    }

    @Test
    void ofTheFramesBehindAnAgreementTheFirstIsNoOtherThanTheRest() {
        peer.switches = true;
        String request = Messages.event("n", "t-x-takp-q");
        byte[] monster = HexFormat.of().parseHex("bf" + "ff".repeat(9) + "01");
        try (LogLines log = new LogLines(StreamLosses.class)) {
            send((request + "\r\n").getBytes(StandardCharsets.UTF_8));
            send(monster);
            send(event("next", true));

            assertThat(received).containsExactly("next");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("the frame at byte " + (request.length() + 2) + " announces more than 512,000 bytes");
        }
    }

    @Test
    void eventsBehindCredentialsThatAreRefusedComeTooLate() {
        String events = Messages.event("e-1") + Messages.event("e-2");
        send(("<auth><cot uid='u'/></auth>" + events + "<event uid='e-3'").getBytes(StandardCharsets.UTF_8));
        onLoop(input::close);

        assertThat(peer.refused).isOne();
        assertThat(received).isEmpty();
        assertThat(counters.get(Counter.RECEIVED_TOO_LATE)).isEqualTo(2);
        assertThat(counters.get(Counter.RECEIVED_UNFINISHED)).isOne();
    }

    @Test
    void whatIsForTheStreamItselfCountsAsControl() {
        String control =
                Messages.event("p", "t-x-c-t") + Messages.event("p", "t-x-c-t-r") + Messages.event("n", "t-x-takp-q");
        send(control.getBytes(StandardCharsets.UTF_8));

        assertThat(received).isEmpty();
        assertThat(counters.get(Counter.EVENTS_RECEIVED)).isEqualTo(3);
        assertThat(counters.get(Counter.EVENTS_CONTROL)).isEqualTo(3);
    }

    /** Where the readable bytes begin if they are an array's, and where in memory else. */
    private static long memory(ByteBuf bytes) {
        return bytes.hasArray()
                ? bytes.arrayOffset() + bytes.readerIndex()
                : bytes.memoryAddress() + bytes.readerIndex();
    }

    private static ByteBuf smallFrame() {
        ByteBuf frame = Unpooled.buffer();
        TakWriter.INSTANCE.writeStreamFrame(
                CotEvents.marker("small", "Small", 48, 16).time(TIME).build(), frame);
        return frame;
    }

    private void trickle(byte[] bytes, int each) {
        for (int i = 0; i < bytes.length; i += each) {
            send(ByteBufUtil.getBytes(Unpooled.wrappedBuffer(bytes, i, Math.min(each, bytes.length - i))));
            seconds(1);
        }
    }

    private void send(byte... bytes) {
        onLoop(() -> input.received(Unpooled.copiedBuffer(bytes)));
    }

    private void seconds(int count) {
        onLoop(() -> {
            for (int i = 0; i < count; i++) {
                nowMs += TICK_MS;
                input.tick(nowMs, true);
            }
        });
    }

    private void onLoop(Runnable task) {
        loop.loop().submit(task).syncUninterruptibly();
    }
}
