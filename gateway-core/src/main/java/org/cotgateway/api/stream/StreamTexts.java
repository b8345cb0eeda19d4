package org.cotgateway.api.stream;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import org.cotgateway.channel.WebSocketTexts;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.Violation;

/** JSON in the messages of WebSocket. Stateless. */
public final class StreamTexts implements WebSocketTexts {

    @Override
    public void read(WireProtocol form, ByteBuf message, Items items) {
        throw new IllegalArgumentException("no JSON yet: " + form.label());
    }

    /** {@code {"error":{"message":7,"index":0,"violations":[{"field":...,"value":...,"rule":...}]}}}. */
    @Override
    public void writeRejection(long message, long index, List<Violation> violations, ByteBuf out) {
        StringBuilder json = new StringBuilder("{\"error\":{\"message\":")
                .append(message)
                .append(",\"index\":")
                .append(index)
                .append(",\"violations\":[");
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
            if (violation.at() != null) {
                json.append(",\"line\":")
                        .append(violation.at().line())
                        .append(",\"column\":")
                        .append(violation.at().column());
            }
            json.append('}');
        }
        ByteBufUtil.writeUtf8(out, json.append("]}}"));
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
    }
}
