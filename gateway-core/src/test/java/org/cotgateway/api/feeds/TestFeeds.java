package org.cotgateway.api.feeds;

import java.util.Map;
import org.cotgateway.feed.FeedFormat;
import org.cotgateway.feed.FeedInputSettings;
import org.cotgateway.feed.FeedSettings;
import org.cotgateway.feed.MappingSettings;
import org.jspecify.annotations.Nullable;

/** Feeds for tests of their routes: rows have {@code id}, {@code lat} and {@code lon}. */
final class TestFeeds {

    private TestFeeds() {}

    /** One of lines of JSON that takes data by HTTP. */
    static FeedSettings of(String name) {
        return of(name, FeedFormat.NDJSON, null);
    }

    /** @param items where a document of JSON has its rows */
    static FeedSettings of(String name, FeedFormat format, @Nullable String items) {
        return of(name, format, items, FeedInputSettings.DEFAULT);
    }

    static FeedSettings of(String name, FeedFormat format, @Nullable String items, FeedInputSettings input) {
        MappingSettings none = MappingSettings.TEMPLATE;
        MappingSettings mapping = new MappingSettings(
                items,
                true,
                ",",
                "id",
                null,
                "a-f-G",
                null,
                Map.of(),
                "m-g",
                "lat",
                "lon",
                none.coordinates(),
                null,
                none.altitudeUnit(),
                null,
                null,
                null,
                null,
                none.speedUnit(),
                null,
                none.timeFormat(),
                null,
                null);
        FeedSettings usual = FeedSettings.TEMPLATE;
        return new FeedSettings(
                name,
                format,
                input,
                usual.groups(),
                usual.affiliation(),
                null,
                usual.stale(),
                usual.maxRowBytes(),
                usual.maxTracks(),
                format.isMapped() ? mapping : null);
    }

    static String row(String id) {
        return "{\"id\":\"" + id + "\",\"lat\":48,\"lon\":16}\n";
    }
}
