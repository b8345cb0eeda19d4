package org.cotgateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.cotgateway.event.Violation;

/** What is wrong with a request, as a problem document (RFC 9457). Safe on any thread. */
public final class Problem {

    public static final String CONTENT_TYPE = "application/problem+json";

    private static final JsonFactory JSON = new JsonFactory();

    private Problem() {}

    /** Writes what a document has beside the members that every one has. */
    @FunctionalInterface
    public interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * The document, on one line that ends.
     *
     * @param detail a sentence
     * @param members its other members
     */
    public static byte[] document(HttpResponseStatus status, String detail, Members members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", status.reasonPhrase());
            json.writeNumberField("status", status.code());
            json.writeStringField("detail", detail);
            members.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException("nothing can go wrong in memory", impossible);
        }
        out.write('\n');
        return out.toByteArray();
    }

    /**
     * The document.
     *
     * @param violations of the request; its member {@code violations} if there are any
     */
    static byte[] document(HttpResponseStatus status, String detail, List<Violation> violations) {
        return document(status, detail, json -> {
            if (!violations.isEmpty()) {
                violations(json, violations);
            }
        });
    }

    /** The field {@code violations}: an array of objects with field, value and rule, and with line and column if they are known. */
    public static void violations(JsonGenerator json, List<Violation> violations) throws IOException {
        json.writeArrayFieldStart("violations");
        for (Violation violation : violations) {
            json.writeStartObject();
            json.writeStringField("field", violation.field());
            if (violation.value() != null) {
                json.writeStringField("value", violation.value());
            }
            json.writeStringField("rule", violation.rule());
            if (violation.at() != null) {
                json.writeNumberField("line", violation.at().line());
                json.writeNumberField("column", violation.at().column());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
