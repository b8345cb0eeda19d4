package org.cotgateway.feed;

import java.util.List;

/**
 * What new settings changed, by the names of feeds. Immutable.
 *
 * @param added what began
 * @param removed what ended
 * @param changed what began anew in another way; it goes on counting
 * @param failed what should have begun and did not, with the reason; it is tried again with the next settings
 */
public record FeedChange(List<String> added, List<String> removed, List<String> changed, List<String> failed) {

    public FeedChange {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
        failed = List.copyOf(failed);
    }
}
