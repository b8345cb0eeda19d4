package org.cotgateway.api;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads durations as people write them, {@code 250ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 1d}, or by ISO 8601.
 * Safe on any thread.
 */
public final class DurationText {

    /** What a text must be that is to be read. */
    public static final String RULE = "must be a duration such as 250ms, 30s, 5m, 2h, 1d or PT30S";

    private static final Pattern SIMPLE = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private DurationText() {}

    /** The duration; empty if the text is none. */
    public static Optional<Duration> read(String text) {
        Matcher simple = SIMPLE.matcher(text);
        if (simple.matches()) {
            return Optional.ofNullable(UNITS.get(simple.group(2)))
                    .map(unit -> unit.multipliedBy(Long.parseLong(simple.group(1))));
        }
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }
}
