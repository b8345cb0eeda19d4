package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotgateway.codec.SplitStream.LIMIT;
import static org.cotgateway.codec.SplitStream.PLAIN;
import static org.cotgateway.codec.SplitStream.feed;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much work a splitter has with a stream, and how much of it it holds, grows with its length and with nothing else. */
@Timeout(120)
class SplitEffortTest {

    /** How often a byte is looked at on average, at most: a tag that comes byte by byte is looked at with each, and there are some passes. */
    private static final long MAX_LOOKS = 32;

    @AfterEach
    void nothingIsHeld() {
        assertThat(SplitStream.heldBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<event ", "<event a='", "<event/>", "<event></event>", "<event uid='u'></event>"})
    void howOftenTheSinkIsAskedAndWhatIsHeldStayInProportion(String bad) {
        int count = 100_000;
        byte[] stream = (bad.repeat(count) + PLAIN).getBytes(StandardCharsets.UTF_8);
        int[] asked = new int[1];
        SplitStream found = new SplitStream() {
            @Override
            public int eventAt(ByteBuf in, int from, int to) {
                asked[0]++;
                return 0;
            }
        };
        try (CotStreamSplitter splitter = new CotStreamSplitter(LIMIT)) {
            for (int i = 0; i < stream.length; i += LIMIT) {
                feed(splitter, stream, i, Math.min(stream.length, i + LIMIT), found);
                assertThat(SplitStream.heldBytes()).isLessThanOrEqualTo(4 * LIMIT);
            }
        }

        assertThat((long) asked[0] * EventScanner.LEAST_EVENT_BYTES)
                .as("bytes of whole events that the sink may have looked for")
                .isBetween(1L, stream.length + (long) EventScanner.LEAST_EVENT_BYTES);
        assertThat(found.events).last().isEqualTo(PLAIN);
        assertThat(found.events.size() + found.skips.size()).isEqualTo(count + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "<!",
                "<event",
                "<event ",
                "<event><!--",
                "<event><!--</event>",
                "<event><![CDATA[",
                "<event a='",
                "</event",
                "<event></event ",
                "<!--",
                "<?",
                "<event ><!--<event >-->",
                "<event><!--x--><![CDATA[",
                "<auth",
                "<auth><!--",
                "<auth a='",
                "<auth></auth>",
                "<auth><!--<event><!--</event>",
                "<event><!--</event>",
                "<!--<event><![CDATA[</event><?",
                "</auth",
                ">",
                "'"
            })
    void looksAtNoByteOfAMegabyteOfNonsenseMoreThanSomeTimes(String nonsense) {
        byte[] stream = nonsense.repeat(1_000_000 / nonsense.length()).getBytes(StandardCharsets.UTF_8);
        for (int size : new int[] {1, 65_536}) {
            looksNotTooOften(new CotStreamSplitter(512_000), stream, size);
            looksNotTooOften(CotStreamSplitter.ofDocument(512_000), stream, size);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!--", "<![CDATA[", "<?pi ", "<!DOCTYPE a ["})
    void ofWhatADocumentHoldsBesideEventsNothingIsKept(String opener) {
        byte[] begin = opener.getBytes(StandardCharsets.UTF_8);
        byte[] piece = (PLAIN + "-?").repeat(100).getBytes(StandardCharsets.UTF_8);
        SplitStream found = new SplitStream();
        try (CotStreamSplitter splitter = CotStreamSplitter.ofDocument(LIMIT)) {
            feed(splitter, begin, 0, begin.length, found);
            for (int i = 0; i < 1_000; i++) {
                feed(splitter, piece, 0, piece.length, found);
                assertThat(SplitStream.heldBytes()).as("after %d pieces", i).isZero();
            }
            assertThat(splitter.passedOverFrom()).isZero();
            splitter.finish(found);
        }
        assertThat(found.events).isEmpty();
        assertThat(found.skips).containsExactly("UNCLOSED 0+" + (begin.length + 1_000 * piece.length));
    }

    private static void looksNotTooOften(CotStreamSplitter splitter, byte[] stream, int size) {
        SplitStream found = new SplitStream();
        CountedLooks looks = new CountedLooks();
        ByteBuf piece = looks.heapBuffer(size);
        try (splitter) {
            for (int i = 0; i < stream.length; i += size) {
                piece.clear().writeBytes(stream, i, Math.min(size, stream.length - i));
                splitter.feed(piece, found);
            }
            splitter.finish(found);
        }
        piece.release();
        assertThat(found.skippedBytes + found.eventBytes).isPositive().isLessThanOrEqualTo(stream.length);
        assertThat(looks.bytes)
                .as("bytes looked at in pieces of %d", size)
                .isBetween((long) stream.length / 8, MAX_LOOKS * stream.length);
    }

    /** Counts how many bytes are looked at in its buffers, one by one, as words or by searching. */
    private static final class CountedLooks extends AbstractByteBufAllocator {
        private long bytes;

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            return newHeapBuffer(initialCapacity, maxCapacity);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            return new UnpooledHeapByteBuf(this, initialCapacity, maxCapacity) {
                @Override
                public byte getByte(int index) {
                    bytes++;
                    return super.getByte(index);
                }

                @Override
                public long getLongLE(int index) {
                    bytes += Long.BYTES;
                    return super.getLongLE(index);
                }

                @Override
                public int indexOf(int from, int to, byte value) {
                    int found = super.indexOf(from, to, value);
                    bytes += found < 0 ? to - from : found - from + 1;
                    return found;
                }
            };
        }
    }
}
