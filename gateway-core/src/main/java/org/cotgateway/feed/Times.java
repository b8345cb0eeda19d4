package org.cotgateway.feed;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as text to milliseconds since 1970-01-01T00:00:00Z. Immutable. */
final class Times {

    private static final int SHORTEST_ISO = "2026-11-21T19:27".length();
    private static final int DATE_CHARS = "2026-11-21".length();
    private static final double MAX_MS = 1e15;
    /** {@link DateTimeFormatter#ISO_DATE_TIME}, but offsets may do without a colon and minutes: +0100, +01. */
    private static final DateTimeFormatter ISO_TIME = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHmm", "Z")
            .optionalEnd()
            .optionalStart()
            .appendLiteral('[')
            .parseCaseSensitive()
            .appendZoneRegionId()
            .appendLiteral(']')
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT)
            .withChronology(IsoChronology.INSTANCE);

    private final TimeFormat format;
    private final @Nullable ZoneId zone;

    /** @param zone of times that have none; null if those are not to be believed */
    Times(TimeFormat format, @Nullable ZoneId zone) {
        this.format = format;
        this.zone = zone;
    }

    /** The time, or null if the text is none. */
    @Nullable
    Long parse(String text) {
        return switch (format) {
            case ISO -> iso(text);
            case SECONDS -> number(text, 1_000);
            case MILLIS -> number(text, 1);
        };
    }

    /** What a text must be. */
    String rule() {
        return switch (format) {
            case ISO ->
                zone == null
                        ? "must be a time with its offset, such as 2026-11-21T19:27:26Z; timeZone says in which zone times"
                                + " without one are"
                        : "must be a time such as 2026-11-21T19:27:26";
            case SECONDS -> "must be seconds since 1970";
            case MILLIS -> "must be milliseconds since 1970";
        };
    }

    private static @Nullable Long number(String text, int factor) {
        double ms = Numbers.parse(text) * factor;
        return Math.abs(ms) < MAX_MS ? (Long) Math.round(ms) : null;
    }

    private @Nullable Long iso(String text) {
        if (text.length() < SHORTEST_ISO) {
            return null;
        }
        String plain = text.charAt(DATE_CHARS) == ' '
                ? text.substring(0, DATE_CHARS) + 'T' + text.substring(DATE_CHARS + 1)
                : text;
        try {
            TemporalAccessor time =
                    ISO_TIME.parseBest(plain, ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from);
            if (time instanceof ZonedDateTime zoned) {
                return zoned.toInstant().toEpochMilli();
            }
            return zone == null || !(time instanceof LocalDateTime local)
                    ? null
                    : (Long) local.atZone(zone).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException noTime) {
            return null;
        }
    }
}
