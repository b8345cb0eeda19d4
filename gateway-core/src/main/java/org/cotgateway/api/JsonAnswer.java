package org.cotgateway.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.cotgateway.http.Exchange;
import org.cotgateway.http.Problem;
import org.jspecify.annotations.Nullable;

/** Answers in JSON, written field by field. What answers an exchange is for its loop, the rest for any thread. */
public final class JsonAnswer {

    public static final String CONTENT_TYPE = "application/json";

    private static final JsonFactory JSON = new JsonFactory();

    private JsonAnswer() {}

    /** Writes a document, or a part of one. */
    @FunctionalInterface
    public interface Writer {
        void write(JsonGenerator json) throws IOException;
    }

    /** The document in UTF-8, on one line that ends. */
    public static byte[] document(Writer writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            writer.write(json);
        } catch (IOException impossible) {
            throw new IllegalStateException("nothing can go wrong in memory", impossible);
        }
        out.write('\n');
        return out.toByteArray();
    }

    /** Answers with a document. */
    public static void send(Exchange exchange, HttpResponseStatus status, Writer writer) {
        exchange.document(status, CONTENT_TYPE, document(writer));
    }

    /**
     * Answers with a problem document (RFC 9457).
     *
     * @param detail a sentence
     * @param members what it has beside that
     */
    public static void problem(Exchange exchange, HttpResponseStatus status, String detail, Writer members) {
        exchange.document(status, Problem.CONTENT_TYPE, Problem.document(status, detail, members::write));
    }

    /**
     * A value made of maps, lists, texts, numbers, truth values and nulls.
     *
     * @throws IllegalArgumentException if it is of something else
     */
    public static void value(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> fields) {
            json.writeStartObject();
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                json.writeFieldName(String.valueOf(field.getKey()));
                value(json, field.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof Collection<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                value(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value == null) {
            json.writeNull();
        } else {
            throw new IllegalArgumentException("no JSON is made of " + value.getClass());
        }
    }

    /** A field with a time in ISO 8601, or null. */
    public static void time(JsonGenerator json, String name, @Nullable Instant at) throws IOException {
        json.writeStringField(name, at == null ? null : at.toString());
    }
}
