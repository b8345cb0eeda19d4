package org.cotgateway.device;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and numbers as ATAK reads them: strict about the form, careless about the meaning. */
final class AtakValues {

    static final String TIME_RULE = "must be YYYY-MM-DDTHH:MM:SS[.digits]Z, from 1970 to before 2106-02-07T06:28:16Z";
    static final String NUMBER_RULE = "must be a decimal number and nothing else, or NaN";

    private static final Pattern TIME =
            Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]+))?Z");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

    /** ATAK counts seconds in 32 bits without a sign. */
    private static final long SECONDS_END = 1L << 32;

    private static final int FRACTION_DIGITS = 3;

    private AtakValues() {}

    /**
     * Milliseconds since 1970, or empty when ATAK would drop the event. Fields beyond their range count on: month 13 is
     * January of the next year.
     */
    static OptionalLong time(String text) {
        Matcher fields = TIME.matcher(text);
        if (!fields.matches()) {
            return OptionalLong.empty();
        }
        long seconds = LocalDateTime.of(number(fields, 1), 1, 1, 0, 0)
                .plusMonths(number(fields, 2) - 1L)
                .plusDays(number(fields, 3) - 1L)
                .plusHours(number(fields, 4))
                .plusMinutes(number(fields, 5))
                .plusSeconds(number(fields, 6))
                .toEpochSecond(ZoneOffset.UTC);
        if (seconds < 0 || seconds >= SECONDS_END) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(seconds * 1_000 + milliseconds(fields.group(7)));
    }

    private static int number(Matcher fields, int group) {
        return Integer.parseInt(fields.group(group));
    }

    private static long milliseconds(@Nullable String fraction) {
        if (fraction == null) {
            return 0;
        }
        String digits = (fraction + "000").substring(0, FRACTION_DIGITS);
        return Long.parseLong(digits);
    }

    /** The number, or empty when ATAK would drop the event; NaN goes through. */
    static OptionalDouble number(String text) {
        if (text.equalsIgnoreCase("nan")) {
            return OptionalDouble.of(Double.NaN);
        }
        if (!NUMBER.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(text);
        return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
