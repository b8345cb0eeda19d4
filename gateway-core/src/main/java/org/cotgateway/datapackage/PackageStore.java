package org.cotgateway.datapackage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data packages on disk, each in a file named by the sha256 of its content: what has the same content is stored once. A
 * file appears under its name only when it is complete and forced to the disk. Over the limit the packages unused for
 * the longest time go, where use is a build or a fetch; pinned ones stay.
 *
 * <p>{@link #open}, {@link #build}, {@link #read} and {@link #close} touch the disk and are for worker threads, several at
 * once if need be. {@link #find}, {@link #findByFileName}, {@link #pin}, {@link #unpin}, {@link #touch} and {@link
 * #packages} look into memory only and may be called on an event loop.
 */
public final class PackageStore implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PackageStore.class);
    private static final String TEMPORARY_SUFFIX = ".tmp";

    private final StoreSettings settings;
    private final Counters counters;
    private final StoreLock lock;
    private final PackageWriter writer;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final NameIndex names = new NameIndex();

    private final AtomicLong lastUseMs = new AtomicLong();

    /** Held while files appear under their names or vanish, so that no eviction removes what is just being stored. */
    private final Object filing = new Object();

    private PackageStore(StoreSettings settings, Counters counters, StoreLock lock, PackageWriter writer) {
        this.settings = settings;
        this.counters = counters;
        this.lock = lock;
        this.writer = writer;
    }

    /**
     * Opens a store: takes the directory's lock, removes what an interrupted build left, reads every package and removes
     * those whose content does not match their name. Takes about a second for a gigabyte.
     *
     * @throws IOException when the directory cannot be used, or is in use by another store
     */
    public static PackageStore open(StoreSettings settings, Counters counters) throws IOException {
        return open(settings, counters, new PackageWriter());
    }

    static PackageStore open(StoreSettings settings, Counters counters, PackageWriter writer) throws IOException {
        Files.createDirectories(settings.directory());
        StoreLock lock = StoreLock.take(settings.directory());
        try {
            PackageStore store = new PackageStore(settings, counters, lock, writer);
            store.load();
            return store;
        } catch (IOException | RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    /**
     * Builds a package and stores it, or finds that it is stored already. It comes pinned once, so that no other build can
     * push it out before its use; {@link #unpin} it when it is no longer needed.
     *
     * @throws PackageException when the specification or a file is no good, the disk is full or the store is full of
     *     pinned packages; then nothing is left behind
     */
    public StoredPackage build(PackageSpec spec) throws PackageException {
        PackagePlan plan = PackagePlanner.plan(spec);
        if (plan.leastBytes() > settings.maxBytes()) {
            throw hasNoRoom(plan.leastBytes(), 0);
        }
        Path temporary = null;
        try {
            temporary = Files.createTempFile(settings.directory(), "build-", TEMPORARY_SUFFIX);
            String sha256 = writer.write(plan, temporary);
            return file(temporary, sha256, plan.fileName());
        } catch (IOException failure) {
            throw cannotStore("cannot be written: " + Failures.reason(failure), failure);
        } finally {
            if (temporary != null) {
                Failures.removeQuietly(temporary);
            }
        }
    }

    /** The package of this hash, written in any case. */
    public Optional<StoredPackage> find(String sha256) {
        return Optional.ofNullable(entries.get(sha256.toLowerCase(Locale.ROOT))).map(entry -> entry.stored);
    }

    /** The package of this file name; of several the one that was stored last. */
    public Optional<StoredPackage> findByFileName(String fileName) {
        return Optional.ofNullable(names.newest(fileName, entries::get)).map(entry -> entry.stored);
    }

    /** All packages, in no particular order. */
    public List<StoredPackage> packages() {
        return entries.values().stream().map(entry -> entry.stored).toList();
    }

    /** Keeps a package from being evicted, until it is unpinned as often as pinned. False when it is not there. */
    public boolean pin(String sha256) {
        return entries.computeIfPresent(sha256, (hash, entry) -> entry.pinned(1)) != null;
    }

    /** Takes one pin back. */
    public void unpin(String sha256) {
        entries.computeIfPresent(sha256, (hash, entry) -> entry.pinned(-1));
    }

    /** Notes that a package is in use now. */
    public void touch(String sha256) {
        Entry entry = entries.get(sha256);
        if (entry != null) {
            entry.usedMs = nextUseMs();
        }
    }

    /**
     * Opens a package for reading; the content stays readable if it is evicted meanwhile. The caller closes it.
     *
     * @throws NoSuchFileException when it was evicted
     */
    public FileChannel read(StoredPackage stored) throws IOException {
        touch(stored.sha256());
        return FileChannel.open(stored.path());
    }

    /** Notes on disk when each package was last used and gives the directory up. The packages stay. */
    @Override
    public void close() {
        for (Entry entry : entries.values()) {
            writeLastUse(entry);
        }
        lock.close();
    }

    private void load() throws IOException {
        List<Path> files;
        try (var listing = Files.list(settings.directory())) {
            files = listing.toList();
        }
        List<Entry> loaded = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(TEMPORARY_SUFFIX)) {
                Files.delete(file);
            } else if (Sha256.isHash(name)) {
                load(file, name, loaded);
            }
        }
        loaded.sort(Comparator.comparingLong(entry -> entry.usedMs));
        for (Entry entry : loaded) {
            add(entry);
        }
        evict();
        log.info("package store {} holds {} packages", settings.directory(), entries.size());
    }

    private void load(Path file, String sha256, List<Entry> loaded) throws IOException {
        if (Sha256.of(file).equals(sha256)) {
            String title = new PackageReader(PackageLimits.DEFAULT).title(file).orElse(sha256);
            StoredPackage stored = new StoredPackage(sha256, PackagePlan.fileName(title), Files.size(file), file);
            loaded.add(new Entry(stored, 0, Files.getLastModifiedTime(file).toMillis()));
        } else {
            counters.increment(Counter.PACKAGES_CORRUPT);
            log.warn("package {} is corrupt: its content has another hash; removed", file);
            Files.delete(file);
        }
    }

    private StoredPackage file(Path temporary, String sha256, String fileName) throws IOException, PackageException {
        Path path = settings.directory().resolve(sha256);
        long sizeBytes = Files.size(temporary);
        synchronized (filing) {
            if (pin(sha256)) {
                touch(sha256);
                return find(sha256).orElseThrow();
            }
            long pinnedBytes = pinnedBytes();
            if (pinnedBytes + sizeBytes > settings.maxBytes()) {
                throw hasNoRoom(sizeBytes, pinnedBytes);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            StoredPackage stored = new StoredPackage(sha256, fileName, sizeBytes, path);
            add(new Entry(stored, 1, nextUseMs()));
            counters.increment(Counter.PACKAGES_BUILT);
            evict();
            return stored;
        }
    }

    private void add(Entry entry) {
        entries.put(entry.stored.sha256(), entry);
        names.add(entry.stored);
    }

    /** Makes room as far as it can: what cannot be removed stays a package like any other, to be tried again. */
    private void evict() {
        long excess = totalBytes() - settings.maxBytes();
        if (excess <= 0) {
            return;
        }
        List<Entry> oldestFirst = new ArrayList<>(entries.values());
        oldestFirst.sort(Comparator.comparingLong(entry -> entry.usedMs));
        for (Entry candidate : oldestFirst) {
            if (excess > 0 && evict(candidate)) {
                excess -= candidate.stored.sizeBytes();
            }
        }
    }

    private boolean evict(Entry candidate) {
        StoredPackage stored = candidate.stored;
        if (!removeUnlessPinned(stored.sha256())) {
            return false;
        }
        try {
            Files.deleteIfExists(stored.path());
        } catch (IOException failure) {
            entries.put(stored.sha256(), candidate.unpinned());
            log.warn("package {} not evicted: {}", stored.sha256(), Failures.reason(failure));
            return false;
        }
        names.remove(stored);
        counters.increment(Counter.PACKAGES_EVICTED);
        log.info("package {} evicted to make room", stored.sha256());
        return true;
    }

    private boolean removeUnlessPinned(String sha256) {
        return entries.computeIfPresent(sha256, (hash, entry) -> entry.pins > 0 ? entry : null) == null;
    }

    private long totalBytes() {
        return entries.values().stream()
                .mapToLong(entry -> entry.stored.sizeBytes())
                .sum();
    }

    private long pinnedBytes() {
        return entries.values().stream()
                .filter(entry -> entry.pins > 0)
                .mapToLong(entry -> entry.stored.sizeBytes())
                .sum();
    }

    private PackageException hasNoRoom(long sizeBytes, long pinnedBytes) {
        String use = pinnedBytes + " of " + settings.maxBytes() + " are in use";
        return cannotStore("has no room for " + sizeBytes + " bytes: " + use, null);
    }

    private PackageException cannotStore(String rule, @Nullable Throwable cause) {
        return new PackageException(
                Violation.of("package store", settings.directory().toString(), rule), cause);
    }

    /** The time of day, but never the same twice: of two uses in one millisecond the later one counts as later. */
    private long nextUseMs() {
        return lastUseMs.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis()));
    }

    private static void writeLastUse(Entry entry) {
        try {
            Files.setLastModifiedTime(entry.stored.path(), FileTime.fromMillis(entry.usedMs));
        } catch (IOException failure) {
            log.warn("last use of package {} not noted: {}", entry.stored.sha256(), Failures.reason(failure));
        }
    }

    /** A stored package and how it is used. Replaced when pins change, so that map operations are atomic. */
    private static final class Entry {
        final StoredPackage stored;
        final int pins;
        volatile long usedMs;

        Entry(StoredPackage stored, int pins, long usedMs) {
            this.stored = stored;
            this.pins = pins;
            this.usedMs = usedMs;
        }

        Entry pinned(int change) {
            return new Entry(stored, Math.max(0, pins + change), usedMs);
        }

        Entry unpinned() {
            return new Entry(stored, 0, usedMs);
        }
    }
}
