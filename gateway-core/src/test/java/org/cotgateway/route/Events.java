package org.cotgateway.route;

import java.util.List;
import org.cotgateway.event.Dest;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;

/** Summaries for tests: a friendly unit in Munich, made at {@link #NOW}, that holds for a minute. */
final class Events {

    static final long NOW = 1_795_000_000_000L;
    static final long STALE = NOW + 60_000;

    private Events() {}

    static EventSummary to(Dest... dests) {
        return summary("U", "a-f-G-U-C", NOW, STALE, 48.1, 11.6, null, List.of(dests));
    }

    static EventSummary ofType(String type) {
        return summary("U", type, NOW, STALE, 48.1, 11.6, null, List.of());
    }

    static EventSummary at(double lat, double lon) {
        return summary("U", "a-f-G-U-C", NOW, STALE, lat, lon, null, List.of());
    }

    static EventSummary at(double lat, double lon, String type) {
        return summary("U", type, NOW, STALE, lat, lon, null, List.of());
    }

    static EventSummary madeAt(long timeMs) {
        return summary("U", "a-f-G-U-C", timeMs, STALE, 48.1, 11.6, null, List.of());
    }

    /** What a device says of itself. */
    static EventSummary contact(String uid, long timeMs, long staleMs) {
        return summary(uid, "a-f-G-U-C", timeMs, staleMs, 48.1, 11.6, "*:-1:stcp", List.of());
    }

    static EventSummary summary(
            String uid,
            String type,
            long timeMs,
            long staleMs,
            double lat,
            double lon,
            @Nullable String endpoint,
            List<Dest> dests) {
        return new EventSummary(
                uid,
                type,
                "m-g",
                timeMs,
                timeMs,
                staleMs,
                lat,
                lon,
                "CALLSIGN",
                endpoint,
                dests,
                !dests.isEmpty(),
                List.of(),
                false,
                null);
    }
}
