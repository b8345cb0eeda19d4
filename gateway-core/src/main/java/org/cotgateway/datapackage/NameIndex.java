package org.cotgateway.datapackage;

import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which packages have a file name, in the order in which they were stored. In memory; any thread. */
final class NameIndex {

    private final Map<String, Deque<String>> hashesOfNames = new ConcurrentHashMap<>();

    /** Adds a package as the newest of its name. */
    void add(StoredPackage stored) {
        hashesOfNames.compute(stored.fileName(), (name, hashes) -> {
            Deque<String> all = hashes == null ? new ConcurrentLinkedDeque<>() : hashes;
            all.addLast(stored.sha256());
            return all;
        });
    }

    /** Removes a package. */
    void remove(StoredPackage stored) {
        hashesOfNames.computeIfPresent(stored.fileName(), (name, hashes) -> {
            hashes.remove(stored.sha256());
            return hashes.isEmpty() ? null : hashes;
        });
    }

    /** What the lookup has of the newest package of this name, or of the next older one while the newest goes. */
    <T> @Nullable T newest(String fileName, Function<String, @Nullable T> lookup) {
        Deque<String> hashes = hashesOfNames.get(fileName);
        if (hashes == null) {
            return null;
        }
        for (Iterator<String> newestFirst = hashes.descendingIterator(); newestFirst.hasNext(); ) {
            T found = lookup.apply(newestFirst.next());
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
