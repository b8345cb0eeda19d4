package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.cotgateway.codec.CotStreamSplitter.Sink;
import org.cotgateway.codec.CotStreamSplitter.SkipReason;
import org.cotgateway.event.EventSummary;

/** Takes in any bytes: whatever the stream is, what the intake says of an event is what the reader says. */
class StreamFuzzTest {

    private final CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);
    private final EventIntake intake = new EventIntake(XmlLimits.DEFAULT);

    @FuzzTest
    void aStreamOfAnyBytesIsTakenIn(byte[] stream) {
        takeIn(Unpooled.wrappedBuffer(stream));
        for (IntFunction<CotStreamSplitter> kind :
                List.<IntFunction<CotStreamSplitter>>of(CotStreamSplitter::new, CotStreamSplitter::ofDocument)) {
            List<String> whole = split(kind, stream, Math.max(1, stream.length));
            // The first byte says in which pieces it comes once more.
            int pieceBytes = stream.length == 0 ? 1 : 1 + (stream[0] & 0xFF);
            assertThat(split(kind, stream, pieceBytes))
                    .as("in pieces of %d", pieceBytes)
                    .isEqualTo(whole);
        }
    }

    /** What is found in a stream that comes in pieces of that size, with where it begins. */
    private List<String> split(IntFunction<CotStreamSplitter> kind, byte[] stream, int pieceBytes) {
        List<String> found = new ArrayList<>();
        long[] skippedBytes = {0};
        Sink sink = new Sink() {
            @Override
            public void event(ByteBuf event, long offset) {
                found.add(offset + " " + event.toString(StandardCharsets.ISO_8859_1));
                takeIn(event);
            }

            @Override
            public void skipped(SkipReason reason, long offset, long bytes) {
                assertThat(bytes).isPositive();
                skippedBytes[0] += bytes;
            }
        };
        try (CotStreamSplitter splitter = kind.apply(65_536)) {
            for (int i = 0; i < stream.length; i += pieceBytes) {
                splitter.feed(Unpooled.wrappedBuffer(stream, i, Math.min(pieceBytes, stream.length - i)), sink);
            }
            splitter.finish(sink);
        }
        found.add("skipped " + skippedBytes[0]);
        return found;
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
