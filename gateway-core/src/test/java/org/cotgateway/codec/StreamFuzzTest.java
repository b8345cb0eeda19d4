package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import org.cotgateway.codec.CotStreamSplitter.Sink;
import org.cotgateway.codec.CotStreamSplitter.SkipReason;
import org.cotgateway.event.EventSummary;

/** Takes in any bytes: whatever the stream is, what the intake says of an event is what the reader says. */
class StreamFuzzTest {

    private final CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);
    private final EventIntake intake = new EventIntake(XmlLimits.DEFAULT);

    @FuzzTest
    void aStreamOfAnyBytesIsTakenIn(byte[] stream) {
        Sink sink = new Sink() {
            @Override
            public void event(ByteBuf event, long offset) {
                takeIn(event);
            }

            @Override
            public void skipped(SkipReason reason, long offset, long bytes) {
                assertThat(bytes).isPositive();
            }
        };
        try (CotStreamSplitter splitter = new CotStreamSplitter(65_536)) {
            splitter.feed(Unpooled.wrappedBuffer(stream), sink);
            splitter.finish(sink);
        }
        takeIn(Unpooled.wrappedBuffer(stream));
    }

    private void takeIn(ByteBuf document) {
        IntakeReading reading = intake.read(document);
        XmlReading whole = reader.readAndCheck(document);

        assertThat(reading.violations()).isEqualTo(whole.violations());
        if (reading.isValid()) {
            assertThat(reading.summary()).isEqualTo(EventSummary.of(Objects.requireNonNull(whole.event())));
        }
    }
}
