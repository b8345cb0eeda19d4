package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.cotgateway.codec.TakStreamSplitter.Sink;
import org.cotgateway.codec.TakStreamSplitter.SkipReason;
import org.cotgateway.event.CotEvent;

/**
 * Runs over its corpus as an ordinary test; with JAZZER_FUZZ=1 in the environment, and without jazzer.hooks=false, which the
 * build sets, it looks for more.
 */
class TakFuzzTest {

    @FuzzTest
    void readsAnyPayload(byte[] payload) {
        TakReader reader = new TakReader(XmlLimits.DEFAULT);
        TakReading reading = reader.readAndCheck(Unpooled.wrappedBuffer(payload));
        CotEvent event = reading.event();
        if (event == null && reading.control() == null) {
            assertThat(reading.violations()).isNotEmpty();
        }
        if (event != null && reading.violations().isEmpty()) {
            TakReading again = reader.read(Unpooled.wrappedBuffer(Payloads.write(event)));
            assertThat(again.event()).isEqualTo(event);
        }
    }

    @FuzzTest
    void splitsAnyStream(byte[] stream) {
        List<String> whole = split(stream, Math.max(1, stream.length));
        // The last byte says in which pieces it comes once more.
        int pieceBytes = stream.length == 0 ? 1 : 1 + (stream[stream.length - 1] & 0xFF);
        assertThat(split(stream, pieceBytes)).as("in pieces of %d", pieceBytes).isEqualTo(whole);
    }

    /** The payloads in a stream that comes in pieces of that size, with where they begin. */
    private static List<String> split(byte[] stream, int pieceBytes) {
        List<String> found = new ArrayList<>();
        AtomicLong bytes = new AtomicLong();
        Sink sink = new Sink() {
            @Override
            public void payload(ByteBuf payload, long offset) {
                assertThat(offset).isGreaterThanOrEqualTo(bytes.get());
                found.add(offset + " " + ByteBufUtil.hexDump(payload));
                // A length may be written with more bytes than it needs.
                bytes.set(offset + payload.readableBytes() + 2);
            }

            @Override
            public void skipped(SkipReason reason, long offset, long skipped) {
                assertThat(offset).isGreaterThanOrEqualTo(bytes.get());
                bytes.set(offset + skipped);
            }
        };
        try (TakStreamSplitter splitter = new TakStreamSplitter(4_096)) {
            for (int i = 0; i < stream.length; i += pieceBytes) {
                splitter.feed(Unpooled.wrappedBuffer(stream, i, Math.min(pieceBytes, stream.length - i)), sink);
            }
            splitter.finish(sink);
        }
        assertThat(bytes.get()).isLessThanOrEqualTo(stream.length);
        return found;
    }
}
