package org.cotgateway.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.cotgateway.event.Violation;
import org.cotgateway.http.Exchange;
import org.cotgateway.http.RequestTarget;
import org.jspecify.annotations.Nullable;

/**
 * Reads the query of a request and finds everything that is wrong with it, parameters that there are none of too. One
 * request, one thread.
 */
public final class QueryCheck {

    private static final int MAX_VALUES = 100;
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d{1,15}(\\.\\d{0,15})?|\\.\\d{1,15})");

    private final RequestTarget target;
    private final Set<String> known = new TreeSet<>();
    private final List<Violation> violations = new ArrayList<>();

    public QueryCheck(RequestTarget target) {
        this.target = target;
    }

    /** The parameter of this name, or null. It must not be there with several values. */
    public @Nullable String text(String name) {
        boolean first = known.add(name);
        Set<String> all = new LinkedHashSet<>(target.parameters(name));
        if (first && all.size() > 1) {
            wrong(Violation.of(name, String.join(" ", all), "must be there once"));
        }
        return target.parameter(name);
    }

    /** The values of all parameters of this name, each once. */
    public Set<String> texts(String name) {
        known.add(name);
        Set<String> all = new LinkedHashSet<>(target.parameters(name));
        if (all.size() > MAX_VALUES) {
            wrong(Violation.of(name, all.size() + " values", "must have at most " + MAX_VALUES));
        }
        return all;
    }

    /** One of these; null if there is none, or another. */
    public @Nullable String choice(String name, List<String> choices) {
        String text = text(name);
        if (text == null || choices.contains(text)) {
            return text;
        }
        wrong(Violation.of(name, text, "must be one of " + String.join(", ", choices)));
        return null;
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
        wrong(Violation.of(name, text, "must be a whole number between " + least + " and " + most));
        return usual;
    }

    /**
     * Decimals with commas between them; null if there are none, or they cannot be read.
     *
     * @param form what they are, {@code lat,lon}
     */
    public double @Nullable [] numbers(String name, String form, int count) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        String[] parts = text.split(",", -1);
        double[] numbers = new double[count];
        boolean allNumbers = parts.length == count;
        for (int i = 0; allNumbers && i < count; i++) {
            String part = parts[i].strip();
            allNumbers = NUMBER.matcher(part).matches();
            numbers[i] = allNumbers ? Double.parseDouble(part) : 0;
        }
        if (!allNumbers) {
            wrong(Violation.of(name, text, "must be " + count + " numbers: " + form));
            return null;
        }
        return numbers;
    }

    /** A duration; null if there is none, or it cannot be read. */
    public @Nullable Duration duration(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        Duration duration = DurationText.read(text).orElse(null);
        if (duration == null) {
            wrong(Violation.of(name, text, DurationText.RULE));
        }
        return duration;
    }

    /** Something that its caller has found. */
    public void wrong(Violation violation) {
        violations.add(violation);
    }

    /** All that is wrong. Whatever may be asked for has been read by now. */
    public List<Violation> violations() {
        List<Violation> all = new ArrayList<>(violations);
        for (String name : new TreeSet<>(target.query().keySet())) {
            if (!known.contains(name) && !name.isEmpty()) {
                String there = known.isEmpty() ? "there are none" : "there are " + String.join(", ", known);
                all.add(Violation.of(name, target.parameter(name), "is no parameter here; " + there));
            }
        }
        return all;
    }

    /** Answers with all that is wrong, if something is. Whatever may be asked for has been read by now. */
    public boolean refused(Exchange exchange) {
        List<Violation> all = violations();
        if (!all.isEmpty()) {
            exchange.problem(HttpResponseStatus.BAD_REQUEST, "the query breaks rules", all);
        }
        return !all.isEmpty();
    }
}
