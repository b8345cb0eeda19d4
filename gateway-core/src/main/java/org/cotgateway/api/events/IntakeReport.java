package org.cotgateway.api.events;

import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.api.IgnoredFields;
import org.cotgateway.api.JsonAnswer;
import org.cotgateway.event.Violation;
import org.cotgateway.http.Exchange;
import org.cotgateway.http.Problem;
import org.cotgateway.hub.PublishOutcome;

/**
 * What became of the items of one body; of those that were rejected, and of the fields that mean nothing in an event, a
 * bounded number is named.
 */
final class IntakeReport {

    private static final int MAX_ERRORS = 1_000;
    /** Of all errors together: one item can break very many rules. */
    private static final int MAX_VIOLATIONS = 10_000;

    private record Rejected(long index, int line, List<Violation> violations) {}

    private final List<Rejected> errors = new ArrayList<>();
    private final IgnoredFields ignored = new IgnoredFields();
    private int violationsNamed;
    private long accepted;
    private long routed;
    private long nobody;
    private long repeated;
    private long stale;
    private long rejected;

    /** @param isStale whether the event was stale already when it came */
    void accepted(PublishOutcome outcome, boolean isStale) {
        accepted++;
        stale += isStale ? 1 : 0;
        switch (outcome) {
            case ROUTED -> routed++;
            case NOBODY -> nobody++;
            case REPEATED -> repeated++;
            default -> {
                // A receipt, which ends with the push that waited for it.
            }
        }
    }

    void rejected(long index, int line, List<Violation> violations) {
        rejected++;
        if (errors.size() < MAX_ERRORS && violationsNamed < MAX_VIOLATIONS) {
            List<Violation> named =
                    violations.subList(0, Math.min(violations.size(), MAX_VIOLATIONS - violationsNamed));
            violationsNamed += named.size();
            errors.add(new Rejected(index, line, List.copyOf(named)));
        }
    }

    void ignored(String field) {
        ignored.add(field);
    }

    /** Answers 200 if anything was accepted or nothing rejected, else 400. */
    void send(Exchange exchange) {
        if (accepted > 0 || rejected == 0) {
            JsonAnswer.send(exchange, HttpResponseStatus.OK, json -> {
                json.writeStartObject();
                write(json);
                json.writeEndObject();
            });
        } else {
            JsonAnswer.problem(exchange, HttpResponseStatus.BAD_REQUEST, "no event was accepted", this::write);
        }
    }

    /** Answers that no more of the body is taken; what was accepted before stays so. */
    void sendCutOff(Exchange exchange, HttpResponseStatus status, String sentence) {
        JsonAnswer.problem(exchange, status, sentence + "; until then, " + this, this::write);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeNumberField("accepted", accepted);
        json.writeNumberField("rejected", rejected);
        json.writeNumberField("routed", routed);
        json.writeNumberField("nobody", nobody);
        json.writeNumberField("repeated", repeated);
        json.writeNumberField("staleOnArrival", stale);
        json.writeArrayFieldStart("errors");
        for (Rejected error : errors) {
            write(json, error);
        }
        json.writeEndArray();
        json.writeNumberField("errorsLeftOut", rejected - errors.size());
        json.writeFieldName("ignored");
        JsonAnswer.value(json, ignored.named());
        json.writeNumberField("ignoredLeftOut", ignored.leftOut());
    }

    private static void write(JsonGenerator json, Rejected error) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", error.index);
        json.writeNumberField("line", error.line);
        Problem.violations(json, error.violations);
        json.writeEndObject();
    }

    /** {@code events accepted: 3, rejected: 1}. */
    @Override
    public String toString() {
        return "events accepted: " + accepted + ", rejected: " + rejected;
    }
}
