package org.cotgateway.feed;

import org.cotgateway.testing.RecordCopy;
import org.jspecify.annotations.Nullable;

/** Feeds for tests of a whole gateway: rows have {@code id}, {@code lat} and {@code lon}. */
public final class TestFeeds {

    private static final MappingSettings MAPPING = RecordCopy.of(MappingSettings.TEMPLATE)
            .with("uid", "id")
            .with("type", "a-f-G")
            .with("how", "m-g")
            .with("lat", "lat")
            .with("lon", "lon")
            .get();

    private TestFeeds() {}

    /** One of lines of JSON that takes data by HTTP. */
    public static FeedSettings of(String name) {
        return of(name, FeedFormat.NDJSON, FeedInputSettings.DEFAULT);
    }

    public static FeedSettings of(String name, FeedFormat format, FeedInputSettings input) {
        return RecordCopy.of(FeedSettings.TEMPLATE)
                .with("name", name)
                .with("format", format)
                .with("input", input)
                .with("mapping", format.isMapped() ? MAPPING : null)
                .get();
    }

    /** The same with one component of its mapping changed. */
    public static FeedSettings mapped(FeedSettings feed, String component, @Nullable Object value) {
        MappingSettings changed = RecordCopy.of(MAPPING).with(component, value).get();
        return RecordCopy.of(feed).with("mapping", changed).get();
    }

    public static String row(String id) {
        return "{\"id\":\"" + id + "\",\"lat\":48,\"lon\":16}\n";
    }
}
