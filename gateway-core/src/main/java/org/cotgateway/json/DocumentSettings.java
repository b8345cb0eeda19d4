package org.cotgateway.json;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a reader takes at the most, and what it puts in place of times that a document leaves out.
 *
 * @param maxItemBytes one item, in bytes as it stands in the document; 512,000 is what ATAK takes as an event
 * @param maxDepth nesting in one item, the item being 1
 * @param maxNumberChars how long a number may be written; 400 is enough for every double without an exponent
 * @param staleAfter how long an event that names no stale time holds, counted from its start; null for {@link #staleAfter(String)
 *     what its type suggests}
 * @param clock what time it is for events that do not say
 */
public record DocumentSettings(
        int maxItemBytes,
        int maxDepth,
        int maxNumberChars,
        @Nullable Duration staleAfter,
        InstantSource clock) {

    /** What a document gets unless somebody has said otherwise. */
    public static final DocumentSettings DEFAULT = new DocumentSettings(512_000, 64, 400, null, InstantSource.system());

    private static final Duration STALE_OF_THINGS = Duration.ofMinutes(10);
    private static final Duration STALE_OF_DRAWINGS = Duration.ofDays(1);

    /** These settings with another time until events go stale that do not say when; null for what the type suggests. */
    public DocumentSettings withStaleAfter(@Nullable Duration value) {
        return new DocumentSettings(maxItemBytes, maxDepth, maxNumberChars, value, clock);
    }

    /** These settings with another clock. */
    public DocumentSettings withClock(InstantSource value) {
        return new DocumentSettings(maxItemBytes, maxDepth, maxNumberChars, staleAfter, value);
    }

    /** How long an event of that type holds if it does not say: drawings and map points a day, all else ten minutes. */
    Duration staleAfter(String type) {
        if (staleAfter != null) {
            return staleAfter;
        }
        return type.startsWith("u-") || type.startsWith("b-m-") ? STALE_OF_DRAWINGS : STALE_OF_THINGS;
    }
}
