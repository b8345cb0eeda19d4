package org.cotgateway.api.feeds;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.cotgateway.feed.FeedCounts;
import org.cotgateway.feed.FeedStatus;
import org.jspecify.annotations.Nullable;

/**
 * A feed's status as a JSON document, made of maps, lists, texts, numbers and nulls: what {@code /api/v1/feeds} and {@code
 * /api/v1/status} answer. Field names are part of the interface. Pure.
 */
public final class FeedDocument {

    private FeedDocument() {}

    /** The whole of it. */
    public static Map<String, @Nullable Object> of(FeedStatus feed) {
        FeedCounts counts = feed.counts();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", feed.name());
        fields.put("format", name(feed.format()));
        fields.put("sources", feed.sources());
        fields.put("connections", feed.connections());
        fields.put("trouble", feed.trouble());
        fields.put("in", counts.in());
        fields.put("out", counts.out());
        fields.put("ignored", counts.ignored());
        Map<String, Long> rejected = new LinkedHashMap<>();
        counts.rejected().forEach((reason, count) -> rejected.put(name(reason), count));
        fields.put("rejected", rejected);
        fields.put("lastRejected", counts.lastRejected());
        fields.put("staleOnArrival", counts.stale());
        fields.put("ahead", counts.ahead());
        fields.put("lagMs", counts.lagMs());
        fields.put("maxLagMs", counts.maxLagMs());
        Long lastMs = counts.lastMs();
        fields.put(
                "lastEvent",
                lastMs == null ? null : Instant.ofEpochMilli(lastMs).toString());
        return fields;
    }

    /** A format or reason as it is written. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
