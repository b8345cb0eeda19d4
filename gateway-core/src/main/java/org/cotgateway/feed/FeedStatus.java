package org.cotgateway.feed;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a feed is doing. Immutable.
 *
 * @param format the form of its data
 * @param sources by which ways it comes, for people
 * @param connections how many are open, of those that bring lines
 * @param counts what it has counted since it first began
 * @param trouble what hinders one of its ways; null if nothing does
 */
public record FeedStatus(
        String name,
        FeedFormat format,
        List<String> sources,
        int connections,
        FeedCounts counts,
        @Nullable String trouble) {

    public FeedStatus {
        sources = List.copyOf(sources);
    }
}
