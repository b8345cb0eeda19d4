package org.cotgateway.http;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time of day as {@code Date} has it, written once a second. Loop-only. */
final class HttpDate {

    /** RFC 9110, 5.6.7. The JDK's own RFC_1123_DATE_TIME writes days of one digit. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final long MS = 1_000;

    private final InstantSource clock;
    private long second = Long.MIN_VALUE;
    private String text = "";

    HttpDate(InstantSource clock) {
        this.clock = clock;
    }

    /** Now, such as {@code Sun, 22 Nov 2026 08:49:37 GMT}. */
    String now() {
        long now = Math.floorDiv(clock.millis(), MS);
        if (now != second) {
            second = now;
            text = DATE.format(Instant.ofEpochSecond(now));
        }
        return text;
    }
}
