package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.cotgateway.codec.TakStreamSplitter.Sink;
import org.cotgateway.codec.TakStreamSplitter.SkipReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TakStreamSplitterTest {

    private static final long SEED = 20_261_124L;
    private static final int LIMIT = 4_096;
    /** A frame with the shortest messages that there are: an event, and what a peer says, each without fields. */
    private static final String EVENT = "bf021200";

    private static final String CONTROL = "bf020a00";
    private static final String TWO_TO_THE_63 = "bf80808080808080808001";

    @AfterEach
    void nothingIsHeld() {
        assertThat(Documents.UNRECORDED.metric().usedHeapMemory()).isZero();
    }

    @Test
    void findsFramesAtEverySplitPoint() {
        List<byte[]> payloads = payloads(50);
        byte[] stream = stream(payloads);
        byte[][] expected = payloads.toArray(byte[][]::new);
        for (int split = 0; split <= stream.length; split++) {
            Found found = new Found();
            try (TakStreamSplitter splitter = new TakStreamSplitter(LIMIT)) {
                feed(splitter, stream, 0, split, found);
                feed(splitter, stream, split, stream.length, found);
                splitter.finish(found);
            }
            assertThat(found.payloads.toArray(byte[][]::new))
                    .as("split at %d", split)
                    .isDeepEqualTo(expected);
            assertThat(found.skips).as("split at %d", split).isEmpty();
        }
    }

    @Test
    void findsFramesInPiecesOfAnySize() {
        List<byte[]> payloads = payloads(200);
        byte[] stream = stream(payloads);
        for (int size : new int[] {1, 2, 3, 5, 7, 64, 1_000, 100_000}) {
            Found found = split(stream, size);
            assertThat(found.payloads.toArray(byte[][]::new))
                    .as("pieces of %d", size)
                    .isDeepEqualTo(payloads.toArray(byte[][]::new));
            assertThat(found.skips).isEmpty();
        }
    }

    @Test
    void aFrameThatIsNotAllThereIsGivenUpAndTheStreamGoesOnInIt() {
        Found found = new Found();
        byte[] first = HexFormat.of().parseHex(CONTROL + "bf7f1205" + EVENT + CONTROL);
        byte[] second = HexFormat.of().parseHex(EVENT);
        try (TakStreamSplitter splitter = new TakStreamSplitter(LIMIT)) {
            feed(splitter, first, 0, first.length, found);
            assertThat(splitter.unfinishedFrom()).isEqualTo(4);
            splitter.giveUp(found);
            assertThat(splitter.unfinishedFrom()).isNegative();
            feed(splitter, second, 0, second.length, found);
            splitter.giveUp(found);
        }
        assertThat(found.hex()).containsExactly("0a00", "1200", "0a00", "1200");
        assertThat(found.skips).containsExactly("OVERDUE 4+4");
    }

    @Test
    void saysWhereInTheStreamAFrameBegins() {
        assertThat(split(EVENT + "0000" + CONTROL, 3).offsets).containsExactly(0L, 6L);
    }

    @Test
    void goesOnBehindGarbage() {
        for (int size : new int[] {1, 2, 3, 100}) {
            Found found = split(EVENT + "00ffbf7e00bfbfbf00" + CONTROL + EVENT, size);
            assertThat(found.hex()).as("pieces of %d", size).containsExactly("1200", "0a00", "1200");
            assertThat(found.skipped(SkipReason.NO_FRAME)).isEqualTo(9);
            assertThat(found.skipped).hasSize(9);
        }
    }

    @Test
    void goesOnBehindAFrameThatIsTooLarge() {
        for (int size : new int[] {1, 2, 3, 100}) {
            Found found = split("bf8120" + "12".repeat(LIMIT + 1) + EVENT, size);
            assertThat(found.hex()).as("pieces of %d", size).containsExactly("1200");
            assertThat(found.skipped(SkipReason.TOO_LARGE)).isEqualTo(LIMIT + 4);
            assertThat(found.skipped).hasSize(LIMIT + 4);
        }
    }

    @Test
    void takesTheLongestFrame() {
        Found found = split("bf8020" + "12".repeat(LIMIT), 1_000);

        assertThat(found.hex()).containsExactly("12".repeat(LIMIT));
    }

    @Test
    void anAnnouncedLengthOfTwoToThe63CostsNothing() {
        for (int size : new int[] {1, 100}) {
            Found found = split(TWO_TO_THE_63 + EVENT, size);
            assertThat(found.hex()).as("pieces of %d", size).containsExactly("1200");
            assertThat(found.skipped(SkipReason.TOO_LARGE)).isEqualTo(11);
        }
        assertThat(split("bf" + "ff".repeat(10) + "01" + EVENT, 1).hex()).containsExactly("1200");
    }

    @Test
    void holdsNoMoreThanHasCome() {
        try (TakStreamSplitter splitter = new TakStreamSplitter(Integer.MAX_VALUE - 100)) {
            Found found = new Found();
            feed(splitter, HexFormat.of().parseHex("bfff8f80800712"), 0, 7, found);
            assertThat(found.hex()).isEmpty();
            assertThat(Documents.UNRECORDED.metric().usedHeapMemory()).isLessThan(1_000);
        }
    }

    @Test
    void reportsTheFrameThatTheEndCutsOff() {
        Found found = split(EVENT + "bf0512", 2);

        assertThat(found.skips).containsExactly("UNFINISHED 4+3");
        assertThat(split("bf", 1).skips).containsExactly("UNFINISHED 0+1");
    }

    @Test
    void handsOnAFrameInOneBufferWithoutACopy() {
        ByteBuf in = PooledByteBufAllocator.DEFAULT.directBuffer();
        in.writeBytes(HexFormat.of().parseHex(EVENT));
        try (TakStreamSplitter splitter = new TakStreamSplitter(LIMIT)) {
            splitter.feed(in, new Found() {
                @Override
                public void payload(ByteBuf payload, long offset) {
                    super.payload(payload, offset);
                    assertThat(payload.memoryAddress()).isEqualTo(in.memoryAddress() + 2);
                }
            });
        }
        in.release();
    }

    @Test
    void aRetainedPayloadStaysAsItIs() {
        List<ByteBuf> kept = new ArrayList<>();
        Found found = new Found() {
            @Override
            public void payload(ByteBuf payload, long offset) {
                super.payload(payload, offset);
                kept.add(payload.retain());
            }
        };
        try (TakStreamSplitter splitter = new TakStreamSplitter(LIMIT)) {
            byte[] stream = stream(payloads(30));
            for (int from = 0; from < stream.length; from += 5) {
                feed(splitter, stream, from, Math.min(stream.length, from + 5), found);
            }
        }
        assertThat(kept.stream().map(ByteBufUtil::hexDump)).isEqualTo(found.hex());
        kept.forEach(ByteBuf::release);
    }

    @Test
    void everyByteOfABrokenStreamIsHandedOnOrReported() {
        Random random = new Random(SEED);
        byte[] stream = stream(payloads(10));
        for (int i = 0; i < 5_000; i++) {
            byte[] broken = stream.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            Found found = split(broken, 1 + random.nextInt(300));
            assertThat(found.headers
                            + found.payloads.stream()
                                    .mapToInt(bytes -> bytes.length)
                                    .sum()
                            + found.skipped.size())
                    .as("seed %d, stream %d", SEED, i)
                    .isEqualTo(broken.length);
        }
    }

    @Test
    void refusesALimitThatIsNone() {
        assertThatThrownBy(() -> new TakStreamSplitter(0)).hasMessageContaining("maxPayloadBytes 0");
    }

    private static List<byte[]> payloads(int count) {
        Random random = new Random(SEED);
        RandomEvents events = new RandomEvents(SEED);
        List<byte[]> payloads = new ArrayList<>();
        while (payloads.size() < count) {
            byte[] payload = Payloads.write(Payloads.withTypedElements(events.next(), random));
            if (payload.length <= LIMIT) {
                payloads.add(payload);
            }
        }
        return payloads;
    }

    private static byte[] stream(List<byte[]> payloads) {
        ByteBuf out = Unpooled.buffer();
        for (byte[] payload : payloads) {
            TakFraming.writeStreamHeader(payload.length, out);
            out.writeBytes(payload);
        }
        return ByteBufUtil.getBytes(out);
    }

    private static Found split(String hex, int size) {
        return split(HexFormat.of().parseHex(hex), size);
    }

    private static Found split(byte[] stream, int size) {
        Found found = new Found();
        try (TakStreamSplitter splitter = new TakStreamSplitter(LIMIT)) {
            for (int from = 0; from < stream.length; from += size) {
                feed(splitter, stream, from, Math.min(stream.length, from + size), found);
            }
            splitter.finish(found);
        }
        return found;
    }

    private static void feed(TakStreamSplitter splitter, byte[] stream, int from, int to, Sink sink) {
        ByteBuf in = Documents.UNRECORDED.heapBuffer(Math.max(1, to - from)).writeBytes(stream, from, to - from);
        splitter.feed(in, sink);
        assertThat(in.isReadable()).isFalse();
        in.release();
    }

    private static class Found implements Sink {
        private final List<byte[]> payloads = new ArrayList<>();
        private final List<Long> offsets = new ArrayList<>();
        private final List<String> skips = new ArrayList<>();
        private final List<SkipReason> skipped = new ArrayList<>();
        private int headers;

        @Override
        public void payload(ByteBuf payload, long offset) {
            payloads.add(ByteBufUtil.getBytes(payload));
            offsets.add(offset);
            headers += TakFraming.streamHeaderBytes(payload.readableBytes());
        }

        @Override
        public void skipped(SkipReason reason, long offset, long bytes) {
            skips.add(reason + " " + offset + "+" + bytes);
            for (long i = 0; i < bytes; i++) {
                skipped.add(reason);
            }
        }

        List<String> hex() {
            return payloads.stream().map(HexFormat.of()::formatHex).toList();
        }

        long skipped(SkipReason reason) {
            return skipped.stream().filter(one -> one == reason).count();
        }
    }
}
