package org.cotgateway.datapackage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
 * <p>{@link #open}, {@link #build}, {@link #adopt}, {@link #makePublic}, {@link #remove}, {@link #read} and {@link #close} touch the disk and are for worker threads, several at
 * once if need be. {@link #find}, {@link #findByFileName}, {@link #pin}, {@link #unpin}, {@link #touch}, {@link
 * #submission} and {@link #packages} look into memory only and may be called on an event loop.
 */
public final class PackageStore implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PackageStore.class);
    private static final String TEMPORARY_SUFFIX = ".tmp";

    private final StoreSettings settings;
    private final Counters counters;
    private final StoreLock lock;
    private final PackageWriter writer;
    private final StoreIndex index = new StoreIndex();
    private final Submissions submissions;

    /** Held while files appear under their names or vanish, so that no eviction removes what is just being stored. */
    private final Object filing = new Object();

    private PackageStore(StoreSettings settings, Counters counters, StoreLock lock, PackageWriter writer) {
        this.settings = settings;
        this.counters = counters;
        this.lock = lock;
        this.writer = writer;
        this.submissions = new Submissions(settings.directory(), TEMPORARY_SUFFIX);
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
            return file(temporary, sha256, plan.fileName(), Counter.PACKAGES_BUILT);
        } catch (IOException failure) {
            throw cannotStore("cannot be written: " + Failures.reason(failure), failure);
        } finally {
            if (temporary != null) {
                Failures.removeQuietly(temporary);
            }
        }
    }

    /**
     * Stores a package that was uploaded: moves its file here, or finds that it is stored already. Who uploads it first
     * counts as its submitter.
     *
     * @param file on the same file system; gone afterwards, or left as it is if the package is refused or stored already
     * @param sha256 the hash of its bytes, of which the caller is sure
     * @throws PackageException when it is no data package, or larger than the store has room for
     */
    public StoredPackage adopt(Path file, String sha256, Submission submission) throws PackageException {
        Optional<PackageManifest> manifest = new PackageReader(PackageLimits.DEFAULT).manifest(file);
        String title = manifest.map(PackageManifest::name).orElse("");
        if (title.isBlank()) {
            String rule = "must be a data package: a zip file with a " + PackagePlan.MANIFEST_ENTRY + " that names it";
            throw new PackageException(Violation.of("package", null, rule), null);
        }
        try {
            try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            synchronized (filing) {
                if (submissions.find(sha256).isEmpty()) {
                    submissions.put(sha256, submission);
                }
                StoredPackage stored = file(file, sha256, PackagePlan.fileName(title), Counter.PACKAGES_UPLOADED);
                unpin(sha256);
                return stored;
            }
        } catch (IOException failure) {
            throw cannotStore("cannot be written: " + Failures.reason(failure), failure);
        } finally {
            if (find(sha256).isEmpty()) {
                submissions.remove(sha256);
            }
        }
    }

    /** How a package came to be here; empty if it was built here or is not here. */
    public Optional<Submission> submission(String sha256) {
        return submissions.find(sha256);
    }

    /**
     * Lets everybody find a package that was uploaded, or only those who are told its hash. False if none of this hash was
     * uploaded.
     */
    public boolean makePublic(String sha256, boolean open) throws IOException {
        synchronized (filing) {
            Optional<Submission> known = submissions.find(sha256);
            if (known.isPresent() && known.get().isPublic() != open) {
                submissions.put(sha256, known.get().madePublic(open));
            }
            return known.isPresent();
        }
    }

    /** Removes a package unless it is pinned. */
    public Removal remove(String sha256) throws IOException {
        synchronized (filing) {
            for (StoreIndex.Entry entry : index.oldestUseFirst()) {
                if (entry.stored().sha256().equals(sha256)) {
                    return take(entry) ? Removal.REMOVED : Removal.IN_USE;
                }
            }
            return Removal.UNKNOWN;
        }
    }

    /** The package of this hash, written in any case. */
    public Optional<StoredPackage> find(String sha256) {
        return index.find(sha256.toLowerCase(Locale.ROOT));
    }

    /** The package of this file name; of several the one that was stored last. */
    public Optional<StoredPackage> findByFileName(String fileName) {
        return index.findByFileName(fileName);
    }

    /** All packages, in no particular order. */
    public List<StoredPackage> packages() {
        return index.packages();
    }

    /** Keeps a package from being evicted, until it is unpinned as often as pinned. False when it is not there. */
    public boolean pin(String sha256) {
        return index.pin(sha256);
    }

    /** Takes one pin back. */
    public void unpin(String sha256) {
        index.unpin(sha256);
    }

    /** Notes that a package is in use now. */
    public void touch(String sha256) {
        index.touch(sha256);
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
        index.oldestUseFirst().forEach(PackageStore::writeLastUse);
        lock.close();
    }

    private void load() throws IOException {
        List<Path> files;
        try (var listing = Files.list(settings.directory())) {
            files = listing.toList();
        }
        List<StoreIndex.Entry> loaded = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(TEMPORARY_SUFFIX)) {
                Files.delete(file);
            } else if (Sha256.isHash(name)) {
                load(file, name, loaded);
            }
        }
        loaded.sort(StoreIndex.OLDEST_USE_FIRST);
        loaded.forEach(index::add);
        for (Path file : files) {
            if (file.toString().endsWith(Submissions.SUFFIX)) {
                submissions.load(file, sha256 -> index.find(sha256).isPresent());
            }
        }
        evict();
        log.info(
                "package store {} holds {} packages",
                settings.directory(),
                index.packages().size());
    }

    private void load(Path file, String sha256, List<StoreIndex.Entry> loaded) throws IOException {
        if (Sha256.of(file).equals(sha256)) {
            String title = new PackageReader(PackageLimits.DEFAULT).title(file).orElse(sha256);
            StoredPackage stored = new StoredPackage(sha256, PackagePlan.fileName(title), Files.size(file), file);
            loaded.add(new StoreIndex.Entry(
                    stored, 0, Files.getLastModifiedTime(file).toMillis()));
        } else {
            counters.increment(Counter.PACKAGES_CORRUPT);
            log.warn("package {} is corrupt: its content has another hash; removed", file);
            Files.delete(file);
        }
    }

    private StoredPackage file(Path temporary, String sha256, String fileName, Counter counted)
            throws IOException, PackageException {
        Path path = settings.directory().resolve(sha256);
        long sizeBytes = Files.size(temporary);
        synchronized (filing) {
            if (pin(sha256)) {
                touch(sha256);
                return find(sha256).orElseThrow();
            }
            long pinnedBytes = index.pinnedBytes();
            if (pinnedBytes + sizeBytes > settings.maxBytes()) {
                throw hasNoRoom(sizeBytes, pinnedBytes);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            StoredPackage stored = new StoredPackage(sha256, fileName, sizeBytes, path);
            index.addPinned(stored);
            counters.increment(counted);
            evict();
            return stored;
        }
    }

    /** Makes room as far as it can: what cannot be removed stays a package like any other, to be tried again. */
    private void evict() {
        long excess = index.totalBytes() - settings.maxBytes();
        if (excess <= 0) {
            return;
        }
        for (StoreIndex.Entry candidate : index.oldestUseFirst()) {
            if (excess > 0 && evict(candidate)) {
                excess -= candidate.stored().sizeBytes();
            }
        }
    }

    private boolean evict(StoreIndex.Entry candidate) {
        StoredPackage stored = candidate.stored();
        try {
            if (!take(candidate)) {
                return false;
            }
        } catch (IOException failure) {
            log.warn("package {} not evicted: {}", stored.sha256(), Failures.reason(failure));
            return false;
        }
        counters.increment(Counter.PACKAGES_EVICTED);
        log.info("package {} evicted to make room", stored.sha256());
        return true;
    }

    /** Takes a package away, unless it is pinned; after an exception it is there as before. */
    private boolean take(StoreIndex.Entry entry) throws IOException {
        StoredPackage stored = entry.stored();
        if (!index.hideUnlessPinned(stored)) {
            return false;
        }
        try {
            Files.deleteIfExists(stored.path());
        } catch (IOException failure) {
            index.showAgain(entry);
            throw failure;
        }
        index.removeName(stored);
        submissions.remove(stored.sha256());
        return true;
    }

    private PackageException hasNoRoom(long sizeBytes, long pinnedBytes) {
        String use = pinnedBytes + " of " + settings.maxBytes() + " are in use";
        return cannotStore("has no room for " + sizeBytes + " bytes: " + use, null);
    }

    private PackageException cannotStore(String rule, @Nullable Throwable cause) {
        return PackageException.ofTheStore(
                Violation.of("package store", settings.directory().toString(), rule), cause);
    }

    private static void writeLastUse(StoreIndex.Entry entry) {
        try {
            Files.setLastModifiedTime(entry.stored().path(), FileTime.fromMillis(entry.usedMs()));
        } catch (IOException failure) {
            log.warn("last use of package {} not noted: {}", entry.stored().sha256(), Failures.reason(failure));
        }
    }
}
