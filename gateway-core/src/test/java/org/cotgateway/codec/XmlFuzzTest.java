package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.cotgateway.event.CotEvent;

/** Reads any document: it is an event or there is something to say against it, and an event is written and read the same. */
class XmlFuzzTest {

    private final CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);

    @FuzzTest
    void readsAnyDocument(byte[] document) {
        XmlReading reading = reader.readAndCheck(Unpooled.wrappedBuffer(document));
        CotEvent event = reading.event();
        if (event == null) {
            assertThat(reading.violations()).isNotEmpty();
        } else if (reading.violations().isEmpty()) {
            ByteBuf again = Unpooled.buffer();
            CotXmlWriter.INSTANCE.write(event, again);
            assertThat(reader.readAndCheck(again).event()).isEqualTo(event);
        }
    }
}
