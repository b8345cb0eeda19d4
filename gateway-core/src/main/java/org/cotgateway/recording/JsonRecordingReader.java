package org.cotgateway.recording;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.codec.XmlReading;
import org.cotgateway.event.CotEvent;
import org.jspecify.annotations.Nullable;

/** Reads a recording; see {@link RecordingFormat}. */
final class JsonRecordingReader implements RecordingReader {

    private final InputStream in;
    private final BoundedLines lines;
    private final CotXmlReader xml = new CotXmlReader(XmlLimits.DEFAULT);
    private boolean over;

    JsonRecordingReader(InputStream in) throws IOException {
        this.in = in;
        this.lines = new BoundedLines(in);
        readHeader();
    }

    private void readHeader() throws IOException {
        byte[] line = lines.next();
        JsonNode header;
        try {
            header = line == null ? null : RecordingFormat.MAPPER.readTree(line);
        } catch (JacksonException notJson) {
            throw new IOException("it is no recording: line 1 is no JSON", notJson);
        }
        if (header == null || !header.path("format").asText().equals(RecordingFormat.NAME)) {
            throw new IOException(
                    "it is no recording: line 1 does not say \"format\":\"" + RecordingFormat.NAME + "\"");
        }
        int version = header.path("version").asInt();
        if (version != RecordingFormat.VERSION) {
            throw new IOException("it is a recording of version " + version + ", and this program knows only "
                    + RecordingFormat.VERSION);
        }
    }

    @Override
    public @Nullable RecordingEntry next() throws IOException {
        if (over) {
            return null;
        }
        try {
            byte[] line = lines.next();
            while (line != null && line.length == 0) {
                line = lines.next();
            }
            if (line != null) {
                return read(line);
            }
            over = true;
            return null;
        } catch (BoundedLines.TooLongException tooLong) {
            return unreadable("it is over " + BoundedLines.MAX_BYTES + " bytes long");
        } catch (EOFException | ZipException cutOff) {
            over = true;
            return unreadable("the compressed file is cut off or damaged behind it");
        }
    }

    private RecordingEntry read(byte[] line) throws IOException {
        JsonNode fields;
        try {
            fields = RecordingFormat.MAPPER.readTree(line);
        } catch (JacksonException notJson) {
            JsonLocation place = notJson.getLocation();
            return unreadable("it is no JSON" + (place == null ? "" : " at column " + place.getColumnNr()));
        }
        JsonNode ms = fields.path("ms");
        if (!ms.canConvertToLong() || !ms.isIntegralNumber() || ms.longValue() < 0) {
            return unreadable("it has no \"ms\" that is a number of milliseconds");
        }
        if (fields.path("lost").isIntegralNumber()) {
            return new RecordingEntry.Gap(ms.longValue(), fields.path("lost").longValue());
        }
        if (!fields.path("xml").isTextual()) {
            return unreadable("it has no \"xml\"");
        }
        String text = fields.path("xml").textValue();
        XmlReading reading = xml.read(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
        CotEvent event = reading.event();
        if (event == null) {
            return unreadable("its XML is no event: " + reading.violations().get(0));
        }
        String from = fields.path("from").asText("");
        String protocol = fields.path("protocol").asText("");
        return new RecordingEntry.Event(ms.longValue(), from, protocol, text, event);
    }

    private RecordingEntry.Unreadable unreadable(String why) {
        return new RecordingEntry.Unreadable("line " + lines.number(), why);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
