package org.cotgateway.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cotgateway.event.Violation;

/** What is wrong with a request, as a problem document (RFC 9457). */
final class Problem {

    static final String CONTENT_TYPE = "application/problem+json";

    private Problem() {}

    /**
     * The document.
     *
     * @param detail a sentence
     * @param violations of the request; its member {@code violations} if there are any
     */
    static byte[] document(HttpResponseStatus status, String detail, List<Violation> violations) {
        StringBuilder json = new StringBuilder("{\"type\":\"about:blank\",\"title\":");
        quote(status.reasonPhrase(), json);
        json.append(",\"status\":").append(status.code()).append(",\"detail\":");
        quote(detail, json);
        if (!violations.isEmpty()) {
            json.append(",\"violations\":[");
            for (int i = 0; i < violations.size(); i++) {
                Violation violation = violations.get(i);
                json.append(i == 0 ? "{\"field\":" : ",{\"field\":");
                quote(violation.field(), json);
                if (violation.value() != null) {
                    json.append(",\"value\":");
                    quote(violation.value(), json);
                }
                json.append(",\"rule\":");
                quote(violation.rule(), json);
                json.append('}');
            }
            json.append(']');
        }
        return json.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
    }
}
