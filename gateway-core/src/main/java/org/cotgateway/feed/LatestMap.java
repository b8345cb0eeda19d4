package org.cotgateway.feed;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps what was used last, and forgets what was not used for longest when there is too much. One thread. */
final class LatestMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private static final int START_CAPACITY = 64;
    private static final float LOAD_FACTOR = 0.75f;

    private final int maxEntries;

    LatestMap(int maxEntries) {
        super(START_CAPACITY, LOAD_FACTOR, true);
        this.maxEntries = maxEntries;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > maxEntries;
    }
}
