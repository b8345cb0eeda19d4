package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
        AtomicLong bytes = new AtomicLong();
        Sink sink = new Sink() {
            @Override
            public void payload(ByteBuf payload, long offset) {
                assertThat(offset).isGreaterThanOrEqualTo(bytes.get());
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
            splitter.feed(Unpooled.wrappedBuffer(stream), sink);
            splitter.finish(sink);
        }
        assertThat(bytes.get()).isLessThanOrEqualTo(stream.length);
    }
}
