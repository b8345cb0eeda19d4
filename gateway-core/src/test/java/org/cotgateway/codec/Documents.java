package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;

/** Writes and reads events as texts, for tests. */
final class Documents {

    /** Leak detection records every access to a buffer, which is too much for the tests with many documents. */
    static final UnpooledByteBufAllocator UNRECORDED = new UnpooledByteBufAllocator(false, true);

    private Documents() {}

    static String write(CotEvent event) {
        ByteBuf out = UNRECORDED.directBuffer(16);
        try {
            CotXmlWriter.INSTANCE.write(event, out);
            return out.toString(StandardCharsets.UTF_8);
        } finally {
            out.release();
        }
    }

    static XmlReading read(String document) {
        return read(document.getBytes(StandardCharsets.UTF_8));
    }

    static XmlReading read(byte[] document) {
        return new CotXmlReader(XmlLimits.DEFAULT).read(Unpooled.wrappedBuffer(document));
    }

    /** The event of a document with which nothing is wrong. */
    static CotEvent event(String document) {
        XmlReading reading = read(document);
        assertThat(reading.violations()).isEmpty();
        assertThat(reading.event()).isNotNull();
        return Objects.requireNonNull(reading.event());
    }

    /** All that is wrong with a document that is refused. */
    static List<String> violations(String document) {
        XmlReading reading = read(document);
        assertThat(reading.event()).isNull();
        return reading.violations().stream().map(Violation::toString).toList();
    }

    /** An event with that detail, all else as simple as can be. */
    static String eventWith(String detail) {
        return "<event uid='u' type='a-f-G' how='m-g' time='2026-01-02T03:04:05Z' start='2026-01-02T03:04:05.6Z'"
                + " stale='2026-01-02T03:05:05.678999Z'><point lat='1' lon='2' hae='3' ce='4' le='5'/>"
                + "<detail>" + detail + "</detail></event>";
    }
}
