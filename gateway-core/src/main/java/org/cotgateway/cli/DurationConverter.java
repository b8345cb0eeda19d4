package org.cotgateway.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations as people write them: {@code 90}, {@code 90s}, {@code 1.5s}, {@code 250ms}, {@code 5m}, {@code 2h}, {@code 1d}.
 * At least a millisecond, but where {@link OrNone none at all} makes sense.
 */
class DurationConverter implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h|d)?");

    /** Takes 0, too. */
    static final class OrNone extends DurationConverter {
        @Override
        boolean isAllowed(Duration duration) {
            return true;
        }
    }

    @Override
    public Duration convert(String text) {
        Duration duration = read(text);
        if (duration == null || !isAllowed(duration)) {
            throw new TypeConversionException("'" + text + "' is not a duration such as 30, 30s, 250ms, 5m, 2h or 1d"
                    + (duration == null ? "" : ", at least 1ms"));
        }
        return duration;
    }

    boolean isAllowed(Duration duration) {
        return !duration.isZero();
    }

    private static @Nullable Duration read(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return null;
        }
        double number = Double.parseDouble(matcher.group(1));
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        double ms = switch (unit) {
            case "ms" -> number;
            case "s" -> number * 1_000;
            case "m" -> number * 60_000;
            case "h" -> number * 3_600_000;
            default -> number * 86_400_000;
        };
        return Duration.ofMillis(Math.round(ms));
    }

    /** {@code 5s}, or {@code 1500ms} when it is not whole seconds. */
    static String text(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
