package org.cotgateway.cli;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.TakReader;
import org.cotgateway.codec.TakWriter;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.json.CotJsonWriter;
import org.cotgateway.json.GeoJsonWriter;

/** Writes events one after the other in a format, as a whole document. What is not yet written lies in one buffer. */
final class ConvertWriter {

    private final ConvertFormat format;
    private final ByteBuf pending;
    private final OutputStream out;
    private final TakReader takReader = new TakReader(XmlLimits.DEFAULT);
    private boolean isFurther;

    /**
     * @param pending what is written into, the caller's to release
     */
    ConvertWriter(ConvertFormat format, ByteBuf pending, OutputStream out) {
        this.format = format;
        this.pending = pending;
        this.out = out;
    }

    void begin() {
        switch (format) {
            case JSON -> text("[");
            case GEOJSON -> text("{\"type\":\"FeatureCollection\",\"features\":[");
            default -> {
                // The events are all that there is.
            }
        }
    }

    /** Writes an event, and answers what of it the format cannot hold. */
    List<String> write(CotEvent event) {
        if (format == ConvertFormat.JSON || format == ConvertFormat.GEOJSON) {
            text(isFurther ? ",\n" : "\n");
        }
        isFurther = true;
        return switch (format) {
            case XML -> {
                CotXmlWriter.INSTANCE.write(event, pending);
                text("\n");
                yield List.of();
            }
            case JSON -> {
                CotJsonWriter.INSTANCE.write(event, pending);
                yield List.of();
            }
            case NDJSON -> {
                CotJsonWriter.INSTANCE.write(event, pending);
                text("\n");
                yield List.of();
            }
            case GEOJSON -> {
                GeoJsonWriter.INSTANCE.write(event, pending);
                yield GeoJsonWriter.INSTANCE.losses(event);
            }
            case TAK1 -> writeTak(event);
        };
    }

    private List<String> writeTak(CotEvent event) {
        int start = pending.writerIndex();
        TakWriter.INSTANCE.write(event, pending);
        ByteBuf payload = pending.slice(start, pending.writerIndex() - start);
        CotEvent back = Objects.requireNonNull(takReader.read(payload).event());
        pending.writerIndex(start);
        TakWriter.INSTANCE.writeStreamFrame(event, pending);
        if (back.equals(event)) {
            return List.of();
        }
        return back.version().equals(event.version())
                ? List.of("how numbers are written")
                : List.of("a version other than " + CotEvent.VERSION);
    }

    void end() {
        switch (format) {
            case JSON -> text("\n]\n");
            case GEOJSON -> text("\n]}\n");
            default -> {
                // The events are all that there is.
            }
        }
    }

    /** Hands on what was written. */
    void flush() throws IOException {
        pending.readBytes(out, pending.readableBytes());
        pending.clear();
        out.flush();
    }

    private void text(String ascii) {
        pending.writeCharSequence(ascii, StandardCharsets.US_ASCII);
    }
}
