package org.cotgateway.datapackage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Which packages a store holds, under which hashes and names, who needs them and when they were last used. In memory; any
 * thread.
 */
final class StoreIndex {

    /** Of packages that nobody uses meanwhile. */
    static final Comparator<Entry> OLDEST_USE_FIRST = Comparator.comparingLong(Entry::usedMs);

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final NameIndex names = new NameIndex();
    private final AtomicLong lastUseMs = new AtomicLong();

    /** The package of this hash, in lower case. */
    Optional<StoredPackage> find(String sha256) {
        return Optional.ofNullable(entries.get(sha256)).map(Entry::stored);
    }

    /** The package of this file name; of several the one that was added last. */
    Optional<StoredPackage> findByFileName(String fileName) {
        return Optional.ofNullable(names.newest(fileName, entries::get)).map(Entry::stored);
    }

    /** All packages, in no particular order. */
    List<StoredPackage> packages() {
        return entries.values().stream().map(Entry::stored).toList();
    }

    /** All entries as they are now, the one unused for the longest time first. */
    List<Entry> oldestUseFirst() {
        List<LastUse> uses = new ArrayList<>();
        entries.values().forEach(entry -> uses.add(new LastUse(entry, entry.usedMs)));
        uses.sort(Comparator.comparingLong(LastUse::usedMs));
        return uses.stream().map(LastUse::entry).toList();
    }

    /** Adds a package as the newest of its name. */
    void add(Entry entry) {
        entries.put(entry.stored.sha256(), entry);
        names.add(entry.stored);
    }

    /** Adds a package that is used now and pinned once. */
    void addPinned(StoredPackage stored) {
        add(new Entry(stored, 1, nextUseMs()));
    }

    /** Whether the package is there; then it has one pin more. */
    boolean pin(String sha256) {
        return entries.computeIfPresent(sha256, (hash, entry) -> entry.pinned(1)) != null;
    }

    /** Takes one pin back. */
    void unpin(String sha256) {
        entries.computeIfPresent(sha256, (hash, entry) -> entry.pinned(-1));
    }

    /** Notes that a package is in use now. */
    void touch(String sha256) {
        Entry entry = entries.get(sha256);
        if (entry != null) {
            entry.usedMs = nextUseMs();
        }
    }

    /** Whether nobody needs the package; then it is not found any more, and is to be removed or to be shown again. */
    boolean hideUnlessPinned(StoredPackage stored) {
        return entries.computeIfPresent(stored.sha256(), (hash, entry) -> entry.pins > 0 ? entry : null) == null;
    }

    /** Lets a package that was hidden be found again. */
    void showAgain(Entry entry) {
        entries.put(entry.stored.sha256(), new Entry(entry.stored, 0, entry.usedMs));
    }

    /** Forgets the name of a package that was hidden. */
    void removeName(StoredPackage stored) {
        names.remove(stored);
    }

    long totalBytes() {
        return bytes(entry -> true);
    }

    long pinnedBytes() {
        return bytes(entry -> entry.pins > 0);
    }

    private long bytes(Predicate<Entry> counts) {
        return entries.values().stream()
                .filter(counts)
                .mapToLong(entry -> entry.stored.sizeBytes())
                .sum();
    }

    /** The time of day, but never the same twice: of two uses in one millisecond the later one counts as later. */
    private long nextUseMs() {
        return lastUseMs.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis()));
    }

    /** A stored package and how it is used. Replaced when pins change, so that map operations are atomic. */
    static final class Entry {
        private final StoredPackage stored;
        private final int pins;
        private volatile long usedMs;

        Entry(StoredPackage stored, int pins, long usedMs) {
            this.stored = stored;
            this.pins = pins;
            this.usedMs = usedMs;
        }

        StoredPackage stored() {
            return stored;
        }

        /** When it was last used, in milliseconds since 1970. */
        long usedMs() {
            return usedMs;
        }

        private Entry pinned(int change) {
            return new Entry(stored, Math.max(0, pins + change), usedMs);
        }
    }

    /** A package and when it was used as the sort began: another thread may use it meanwhile. */
    private record LastUse(Entry entry, long usedMs) {}
}
