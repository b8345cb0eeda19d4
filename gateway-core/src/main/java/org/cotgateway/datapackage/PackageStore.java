package org.cotgateway.datapackage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data packages on disk, each in a file named by the sha256 of its content: what has the same content is stored once. A
 * file appears under its name only when it is complete and forced to the disk. Over the limit the packages unused for
 * the longest time go, where use is a build or a fetch; pinned ones stay.
 *
 * <p>{@link #open}, {@link #build}, {@link #adopt}, {@link #makePublic}, {@link #remove}, {@link #read} and {@link
 * #close} touch the disk and are for worker threads, several at once if need be. {@link #find}, {@link
 * #findByFileName}, {@link #pin}, {@link #unpin}, {@link #touch}, {@link #submission} and {@link #packages} look into
 * memory only and may be called on an event loop.
 */
public final class PackageStore implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PackageStore.class);

    private final StoreSettings settings;
    private final StoreLock lock;
    private final PackageWriter writer;
    private final StoreIndex index = new StoreIndex();
    private final Shelf shelf;

    private PackageStore(StoreSettings settings, Counters counters, StoreLock lock, PackageWriter writer) {
        this.settings = settings;
        this.lock = lock;
        this.writer = writer;
        this.shelf = new Shelf(settings, index, counters);
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
            store.shelf.load();
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
            throw shelf.hasNoRoom(plan.leastBytes(), 0);
        }
        Path temporary = null;
        try {
            temporary = Files.createTempFile(settings.directory(), "build-", Shelf.TEMPORARY_SUFFIX);
            String sha256 = writer.write(plan, temporary);
            return shelf.put(temporary, sha256, plan.fileName(), Counter.PACKAGES_BUILT);
        } catch (IOException failure) {
            throw shelf.cannotStore("cannot be written: " + Failures.reason(failure), failure);
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
            return shelf.put(file, sha256, PackagePlan.fileName(title), submission);
        } catch (IOException failure) {
            throw shelf.cannotStore("cannot be written: " + Failures.reason(failure), failure);
        }
    }

    /** How a package came to be here; empty if it was built here or is not here. */
    public Optional<Submission> submission(String sha256) {
        return shelf.submission(sha256);
    }

    /**
     * Lets everybody find a package that was uploaded, or only those who are told its hash. False if none of this hash was
     * uploaded.
     */
    public boolean makePublic(String sha256, boolean open) throws IOException {
        return shelf.makePublic(sha256, open);
    }

    /** Removes a package unless it is pinned. */
    public Removal remove(String sha256) throws IOException {
        return shelf.remove(sha256);
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

    private static void writeLastUse(StoreIndex.Entry entry) {
        try {
            Files.setLastModifiedTime(entry.stored().path(), FileTime.fromMillis(entry.usedMs()));
        } catch (IOException failure) {
            log.warn("last use of package {} not noted: {}", entry.stored().sha256(), Failures.reason(failure));
        }
    }
}
