package org.cotgateway.feed;

import java.util.List;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * A feed: how its data comes, what it means and to whom it goes. Immutable, and able to hold what breaks rules, so that
 * {@link #check} can name all of it at once.
 *
 * @param name unique; it stands in the path, in the log and in counters
 * @param format the form of its data
 * @param input by which ways it comes
 * @param groups the groups that its events go to
 * @param affiliation of what has none of its own, as the second letter of a type: {@code n}, {@code u}, {@code f} and so
 *     on; for formats that are built in
 * @param timeZone in which times without one are, {@code UTC} or {@code Europe/Vienna} for example; null if such times are
 *     not to be believed
 * @param stale how long its events hold
 * @param maxRowBytes of one row; a longer one is rejected
 * @param maxTracks of how many uids, aircraft or ships it is remembered what they said before; those heard longest ago are
 *     forgotten
 * @param mapping where a row has what; given for formats that are not built in, and for no others
 */
public record FeedSettings(
        String name,
        FeedFormat format,
        FeedInputSettings input,
        List<String> groups,
        String affiliation,
        @Nullable String timeZone,
        StaleSettings stale,
        int maxRowBytes,
        int maxTracks,
        @Nullable MappingSettings mapping) {

    /** The group of everybody to whom none is given, as TAK servers name it. */
    private static final String COMMON_GROUP = "__ANON__";

    /** What a feed starts from; {@code name} and {@code format} must be given. */
    public static final FeedSettings TEMPLATE = new FeedSettings(
            "",
            FeedFormat.NDJSON,
            FeedInputSettings.DEFAULT,
            List.of(COMMON_GROUP),
            "n",
            null,
            StaleSettings.DEFAULT,
            65_536,
            100_000,
            null);

    public FeedSettings {
        groups = List.copyOf(groups);
    }

    /** All that is wrong, each with the key below the feed: {@code mapping.lat} for example. */
    public List<Violation> check() {
        return FeedRules.check(this);
    }
}
