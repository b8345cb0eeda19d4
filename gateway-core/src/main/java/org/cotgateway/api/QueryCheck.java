package org.cotgateway.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.cotgateway.event.Violation;
import org.cotgateway.http.Exchange;
import org.jspecify.annotations.Nullable;

/** Reads the query of a request and finds everything that is wrong with it, parameters that there are none of too. */
public final class QueryCheck {

    private final Exchange exchange;
    private final Set<String> known = new HashSet<>();
    private final List<Violation> violations = new ArrayList<>();

    public QueryCheck(Exchange exchange) {
        this.exchange = exchange;
    }

    /** The parameter of this name, or null. It must not be there with several values. */
    public @Nullable String text(String name) {
        Set<String> all = texts(name);
        if (all.size() > 1) {
            wrong(Violation.of(name, String.join(" ", all), "must be there once"));
        }
        return exchange.target().parameter(name);
    }

    /** The values of all parameters of this name, each once. */
    public Set<String> texts(String name) {
        known.add(name);
        return new LinkedHashSet<>(exchange.target().parameters(name));
    }

    /** Something that its caller has found. */
    public void wrong(Violation violation) {
        violations.add(violation);
    }

    /** A whole number between these, both included. */
    public int number(String name, int usual, int least, int most) {
        String text = text(name);
        if (text == null) {
            return usual;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException noNumber) {
            // Said below.
        }
        violations.add(Violation.of(name, text, "must be a whole number between " + least + " and " + most));
        return usual;
    }

    /** Answers with all that is wrong, if something is. Whatever may be asked for has been read by now. */
    public boolean refused() {
        for (String name : new TreeSet<>(exchange.target().query().keySet())) {
            if (!known.contains(name) && !name.isEmpty()) {
                violations.add(Violation.of(name, exchange.target().parameter(name), "is no parameter here"));
            }
        }
        if (!violations.isEmpty()) {
            exchange.problem(HttpResponseStatus.BAD_REQUEST, "the query breaks rules", violations);
        }
        return !violations.isEmpty();
    }
}
