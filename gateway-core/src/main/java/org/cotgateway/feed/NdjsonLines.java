package org.cotgateway.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads lines of JSON, each a row. */
final class NdjsonLines implements LineIntake.Lines, JsonRows.Json {

    private final JsonFactory factory;
    private final EventMapping mapping;
    private final RowSink rows;
    private final JsonRows json;
    private @Nullable SightingReading reading;

    NdjsonLines(JsonFactory factory, EventMapping mapping, RowSink rows) {
        this.factory = factory;
        this.mapping = mapping;
        this.rows = rows;
        this.json = new JsonRows(
                FieldTree.withRows(null, FieldTree.of(mapping.fields())),
                false,
                0,
                mapping.fields().size(),
                this);
    }

    @Override
    public void line(byte[] bytes, int from, int to, int number) {
        json.reset();
        reading = null;
        try (JsonParser parser = factory.createParser(bytes, from, to - from)) {
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                if (reading != null) {
                    rows.unreadable(number, RejectReason.MALFORMED, "must have nothing behind its end");
                    return;
                }
                json.token(token, parser);
            }
            if (reading != null) {
                rows.row(reading, number);
            }
        } catch (IOException noJson) {
            rows.unreadable(number, JsonRows.reasonOf(noJson), "must be JSON: " + message(noJson));
        }
    }

    @Override
    public void row(@Nullable String[] values, int line) {
        reading = mapping.map(values);
    }

    @Override
    public void noRow(int line, String rule) {
        reading = SightingReading.rejected(RejectReason.MALFORMED, rule);
    }

    /** What the parser says, without where it found its input. */
    static String message(IOException failure) {
        return failure instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(failure.getMessage());
    }
}
