package org.cotgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.codec.XmlReading;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventRules;

/** Reads any bytes: never throws, says the same however they are cut, and gives only events that XML and JSON can hold. */
class DocumentFuzzTest {

    private final CotXmlReader xml = new CotXmlReader(XmlLimits.DEFAULT);

    @FuzzTest
    void readsAnyJson(byte[] document) {
        check(DocumentFormat.JSON, document);
        check(DocumentFormat.NDJSON, document);
    }

    @FuzzTest
    void readsAnyGeoJson(byte[] document) {
        check(DocumentFormat.GEOJSON, document);
        check(DocumentFormat.NDJSON, document);
    }

    @FuzzTest
    void readsAnyXml(byte[] document) {
        check(DocumentFormat.XML, document);
    }

    private void check(DocumentFormat format, byte[] document) {
        Found found = Found.in(format, document, Integer.MAX_VALUE);
        assertThat(Found.in(format, document, 1)).isEqualTo(found);
        for (CotEvent event : found.events()) {
            assertThat(EventRules.check(event)).isEmpty();
            XmlReading reading = xml.readAndCheck(written(event));
            assertThat(reading.violations()).as("%s", event).isEmpty();
            assertThat(Found.in(DocumentFormat.JSON, json(event)).events()).isEqualTo(List.of(event));
        }
    }

    private static ByteBuf written(CotEvent event) {
        ByteBuf out = Unpooled.buffer();
        CotXmlWriter.INSTANCE.write(event, out);
        return out;
    }

    private static String json(CotEvent event) {
        ByteBuf out = Unpooled.buffer();
        CotJsonWriter.INSTANCE.write(event, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
