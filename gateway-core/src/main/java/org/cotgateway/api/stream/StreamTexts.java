package org.cotgateway.api.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.cotgateway.channel.WebSocketTexts;
import org.cotgateway.codec.EventWriter;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.http.Problem;
import org.cotgateway.json.CotJsonWriter;
import org.cotgateway.json.DocumentFormat;
import org.cotgateway.json.DocumentReaders;
import org.cotgateway.json.DocumentSettings;
import org.cotgateway.json.EventDocument;
import org.cotgateway.json.EventItems;
import org.cotgateway.json.GeoJsonWriter;

/** JSON in the messages of WebSocket. Loop-only, apart from the constructor. */
public final class StreamTexts implements WebSocketTexts {

    private static final JsonFactory JSON = new JsonFactory();

    private final DocumentReaders readers = new DocumentReaders(DocumentSettings.DEFAULT);

    /** The forms of messages that are JSON, with what writes them. */
    public static Map<WireProtocol, EventWriter> writers() {
        return Map.of(
                WireProtocol.WEBSOCKET_JSON, CotJsonWriter.INSTANCE::write,
                WireProtocol.WEBSOCKET_GEOJSON, GeoJsonWriter.INSTANCE::write);
    }

    @Override
    public void read(WireProtocol form, ByteBuf message, Items items) {
        DocumentFormat format = form == WireProtocol.WEBSOCKET_GEOJSON ? DocumentFormat.GEOJSON : DocumentFormat.JSON;
        try (EventDocument document = readers.open(format, new Found(items))) {
            document.feed(message);
            document.end();
        }
    }

    private record Found(Items items) implements EventItems {

        @Override
        public void event(CotEvent event, long index, int line) {
            items.event(event, index);
        }

        @Override
        public void rejected(long index, int line, List<Violation> violations) {
            items.rejected(index, violations);
        }
    }

    /** {@code {"error":{"message":7,"index":0,"violations":[{"field":...,"value":...,"rule":...}]}}}. */
    @Override
    public void writeRejection(long message, long index, List<Violation> violations, ByteBuf out) {
        try (JsonGenerator json = JSON.createGenerator((OutputStream) new ByteBufOutputStream(out))) {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeNumberField("message", message);
            json.writeNumberField("index", index);
            Problem.violations(json, violations);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException("nothing can go wrong in memory", impossible);
        }
    }
}
