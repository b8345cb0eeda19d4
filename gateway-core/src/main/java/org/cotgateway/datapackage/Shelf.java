package org.cotgateway.datapackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store's directory: files get their names there and lose them, with who submitted them, and what nobody has used
 * for the longest time makes room. One file at a time appears or vanishes, so that no eviction removes what is just
 * being stored; {@link #submission} alone waits for nobody. Touches the disk; not for the loop.
 */
final class Shelf {

    /** What files in the making end in; whatever is called so when the store opens was left by a crash. */
    static final String TEMPORARY_SUFFIX = ".tmp";

    private static final Logger log = LoggerFactory.getLogger(Shelf.class);

    private final StoreSettings settings;
    private final StoreIndex index;
    private final Counters counters;
    private final Submissions submissions;

    /** @param index of what is there; changed by this, and pinned, touched and read by others */
    Shelf(StoreSettings settings, StoreIndex index, Counters counters) {
        this.settings = settings;
        this.index = index;
        this.counters = counters;
        this.submissions = new Submissions(settings.directory(), TEMPORARY_SUFFIX);
    }

    /** Reads what lies in the directory; once, before all else. */
    synchronized void load() throws IOException {
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

    /**
     * Moves a file here, or finds that its content is here already. It comes pinned once.
     *
     * @param counted if it was not here
     */
    synchronized StoredPackage put(Path file, String sha256, String fileName, Counter counted)
            throws IOException, PackageException {
        if (index.pin(sha256)) {
            index.touch(sha256);
            return index.find(sha256).orElseThrow();
        }
        long sizeBytes = Files.size(file);
        long pinnedBytes = index.pinnedBytes();
        if (pinnedBytes + sizeBytes > settings.maxBytes()) {
            throw hasNoRoom(sizeBytes, pinnedBytes);
        }
        Path path = settings.directory().resolve(sha256);
        Files.move(file, path, StandardCopyOption.ATOMIC_MOVE);
        StoredPackage stored = new StoredPackage(sha256, fileName, sizeBytes, path);
        index.addPinned(stored);
        counters.increment(counted);
        evict();
        return stored;
    }

    /** The same for what was uploaded; it comes without a pin, and whoever uploaded it first stays its submitter. */
    synchronized StoredPackage put(Path file, String sha256, String fileName, Submission submission)
            throws IOException, PackageException {
        try {
            if (submissions.find(sha256).isEmpty()) {
                submissions.put(sha256, submission);
            }
            StoredPackage stored = put(file, sha256, fileName, Counter.PACKAGES_UPLOADED);
            index.unpin(sha256);
            return stored;
        } finally {
            if (index.find(sha256).isEmpty()) {
                submissions.remove(sha256);
            }
        }
    }

    Optional<Submission> submission(String sha256) {
        return submissions.find(sha256);
    }

    /** Whether a package of this hash was uploaded; then it is public from now on, or not any more. */
    synchronized boolean makePublic(String sha256, boolean open) throws IOException {
        Optional<Submission> known = submissions.find(sha256);
        if (known.isPresent() && known.get().isPublic() != open) {
            submissions.put(sha256, known.get().madePublic(open));
        }
        return known.isPresent();
    }

    /** Removes a package unless it is pinned. */
    synchronized Removal remove(String sha256) throws IOException {
        for (StoreIndex.Entry entry : index.oldestUseFirst()) {
            if (entry.stored().sha256().equals(sha256)) {
                return take(entry) ? Removal.REMOVED : Removal.IN_USE;
            }
        }
        return Removal.UNKNOWN;
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

    /** That there is no room while so much is pinned. */
    PackageException hasNoRoom(long sizeBytes, long pinnedBytes) {
        String use = pinnedBytes + " of " + settings.maxBytes() + " are in use";
        return cannotStore("has no room for " + sizeBytes + " bytes: " + use, null);
    }

    /** That something cannot be stored, not by its own fault. */
    PackageException cannotStore(String rule, @Nullable Throwable cause) {
        return PackageException.ofTheStore(
                Violation.of("package store", settings.directory().toString(), rule), cause);
    }
}
