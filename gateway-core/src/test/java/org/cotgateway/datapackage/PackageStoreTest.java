package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How packages are kept. */
class PackageStoreTest {

    private static final int BYTES = 10_000;
    private static final Submission SUBMISSION =
            new Submission("A.zip", "ANDROID-1", "10.0.0.7", Instant.parse("2026-11-21T10:00:00.123Z"), false);

    @TempDir
    Path directory;

    private final Counters counters = new Counters();

    @Test
    void sameContentIsStoredOnce() throws Exception {
        try (PackageStore store = open(1 << 20)) {
            StoredPackage first = build(store, "a");
            StoredPackage second = build(store, "a");

            assertThat(second).isEqualTo(first);
            assertThat(store.packages()).containsExactly(first);
            assertThat(filesInStore()).containsExactly(first.sha256());
            assertThat(counters.get(Counter.PACKAGES_BUILT)).isEqualTo(1);
        }
    }

    @Test
    void packageIsFoundByHashInAnyCaseAndByFileName() throws Exception {
        try (PackageStore store = open(1 << 20)) {
            StoredPackage stored = build(store, "a");

            assertThat(store.find(stored.sha256().toUpperCase(Locale.ROOT))).contains(stored);
            assertThat(store.findByFileName("a.zip")).contains(stored);
            assertThat(store.find("0".repeat(64))).isEmpty();
            assertThat(store.findByFileName("b.zip")).isEmpty();
        }
    }

    @Test
    void ofTwoPackagesOfOneNameTheNewerIsFoundAlsoAfterTheOlderWasFetched() throws Exception {
        try (PackageStore store = open(1 << 20)) {
            StoredPackage older = store.build(PackageSpec.of("1", "same", List.of(), List.of(file("a"))));
            StoredPackage newer = store.build(PackageSpec.of("2", "same", List.of(), List.of(file("a"))));

            store.touch(older.sha256());

            assertThat(store.findByFileName("same.zip")).contains(newer);
        }
    }

    @Test
    void packagesAreThereAgainAfterARestartWithTheirNames() throws Exception {
        StoredPackage stored;
        try (PackageStore store = open(1 << 20)) {
            stored = store.build(PackageSpec.of("1", "Größe: 5/6", List.of(), List.of(file("a"))));
        }

        try (PackageStore store = open(1 << 20)) {
            assertThat(store.packages()).containsExactly(stored);
            assertThat(stored.fileName()).isEqualTo("Größe_ 5_6.zip");
        }
    }

    @Test
    void corruptPackagesAndWhatWasHalfWrittenAreRemovedAtTheStart() throws Exception {
        StoredPackage good;
        StoredPackage corrupt;
        try (PackageStore store = open(1 << 20)) {
            good = build(store, "good");
            corrupt = build(store, "corrupt");
        }
        byte[] content = Files.readAllBytes(corrupt.path());
        content[content.length / 2] ^= 1;
        Files.write(corrupt.path(), content);
        Files.write(storeDirectory().resolve("build-123.tmp"), new byte[100]);
        Files.writeString(storeDirectory().resolve("README"), "not ours");

        try (PackageStore store = open(1 << 20)) {
            assertThat(store.packages()).containsExactly(good);
            assertThat(filesInStore()).containsExactlyInAnyOrder(good.sha256(), "README");
            assertThat(counters.get(Counter.PACKAGES_CORRUPT)).isEqualTo(1);
        }
    }

    @Test
    void overTheLimitTheLongestUnusedGoes() throws Exception {
        try (PackageStore store = open(3 * BYTES + BYTES / 2)) {
            StoredPackage a = unpinned(store, "a");
            StoredPackage b = unpinned(store, "b");
            StoredPackage c = unpinned(store, "c");
            store.touch(a.sha256());

            StoredPackage d = unpinned(store, "d");

            assertThat(store.packages()).containsExactlyInAnyOrder(a, c, d);
            assertThat(b.path()).doesNotExist();
            assertThat(counters.get(Counter.PACKAGES_EVICTED)).isEqualTo(1);
        }
    }

    @Test
    void lastUseSurvivesARestart() throws Exception {
        StoredPackage a;
        StoredPackage b;
        try (PackageStore store = open(1 << 20)) {
            a = unpinned(store, "a");
            b = unpinned(store, "b");
        }
        Files.setLastModifiedTime(a.path(), FileTime.from(Instant.parse("2026-02-01T00:00:00Z")));
        Files.setLastModifiedTime(b.path(), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        try (PackageStore store = open(1 << 20)) {
            store.touch(b.sha256());
        }

        try (PackageStore store = open(BYTES + BYTES / 2)) {
            assertThat(store.packages()).containsExactly(b);
        }
    }

    @Test
    void pinnedPackagesStayAndANewOneWithoutRoomIsRefused() throws Exception {
        try (PackageStore store = open(2 * BYTES + BYTES / 2)) {
            StoredPackage a = build(store, "a");
            StoredPackage b = build(store, "b");

            assertThatThrownBy(() -> build(store, "c"))
                    .isInstanceOf(PackageException.class)
                    .hasMessageContaining("has no room for");
            assertThat(store.packages()).containsExactlyInAnyOrder(a, b);
            assertThat(filesInStore()).containsExactlyInAnyOrder(a.sha256(), b.sha256());
            assertThat(build(store, "b")).isEqualTo(b);
            store.unpin(b.sha256());

            store.unpin(a.sha256());
            StoredPackage c = build(store, "c");
            assertThat(store.packages()).containsExactlyInAnyOrder(b, c);
        }
    }

    @Test
    void packageIsKeptUntilItIsUnpinnedAsOftenAsPinned() throws Exception {
        try (PackageStore store = open(BYTES + BYTES / 2)) {
            StoredPackage a = build(store, "a");
            assertThat(store.pin(a.sha256())).isTrue();
            store.unpin(a.sha256());
            assertThatThrownBy(() -> build(store, "b")).isInstanceOf(PackageException.class);

            store.unpin(a.sha256());

            assertThat(store.packages()).containsExactly(a);
            StoredPackage b = build(store, "b");
            assertThat(store.packages()).containsExactly(b);
            assertThat(store.pin(a.sha256())).isFalse();
        }
    }

    @Test
    void packageLargerThanTheStoreIsRefusedBeforeItIsWritten() throws Exception {
        try (PackageStore store = open(BYTES / 2)) {
            assertThatThrownBy(() -> build(store, "a"))
                    .isInstanceOf(PackageException.class)
                    .hasMessageContaining("has no room for");
            assertThat(filesInStore()).isEmpty();
        }
    }

    @Test
    void packageThatCannotBeEvictedDoesNotSpoilTheBuildAndIsTriedAgain() throws Exception {
        try (PackageStore store = open(BYTES + BYTES / 2)) {
            StoredPackage stuck = unpinned(store, "stuck");
            // A directory that is not empty cannot be removed, not even by root.
            Files.delete(stuck.path());
            Files.createDirectory(stuck.path());
            Path inside = Files.createFile(stuck.path().resolve("inside"));

            StoredPackage b = unpinned(store, "b");

            assertThat(store.packages()).containsExactlyInAnyOrder(stuck, b);
            assertThat(store.findByFileName(stuck.fileName())).contains(stuck);
            assertThat(counters.get(Counter.PACKAGES_EVICTED)).isZero();

            Files.delete(inside);
            StoredPackage c = build(store, "c");
            assertThat(store.packages()).containsExactly(c);
            assertThat(counters.get(Counter.PACKAGES_EVICTED)).isEqualTo(2);
        }
    }

    @Test
    void whenTheNewestOfANameIsEvictedTheNextOlderIsFound() throws Exception {
        try (PackageStore store = open(2 * BYTES + BYTES / 2)) {
            Path first = Packages.randomFile(directory, "first", BYTES - 1_000, 1);
            Path second = Packages.randomFile(directory, "second", BYTES - 1_000, 2);
            StoredPackage older = store.build(PackageSpec.of("1", "same", List.of(), List.of(Attachment.of(first))));
            StoredPackage newer = store.build(PackageSpec.of("2", "same", List.of(), List.of(Attachment.of(second))));
            assertThat(store.findByFileName("same.zip")).contains(newer);

            store.unpin(newer.sha256());
            build(store, "other");
            assertThat(store.findByFileName("same.zip")).contains(older);

            store.unpin(older.sha256());
            build(store, "another");
            assertThat(store.findByFileName("same.zip")).isEmpty();
        }
    }

    @Test
    void evictedPackageThatIsBeingReadStaysReadable() throws Exception {
        try (PackageStore store = open(BYTES + BYTES / 2)) {
            StoredPackage a = unpinned(store, "a");
            byte[] content = Files.readAllBytes(a.path());
            try (FileChannel channel = store.read(a)) {
                build(store, "b");

                assertThat(a.path()).doesNotExist();
                assertThat(Channels.newInputStream(channel)).hasBinaryContent(content);
            }
        }
    }

    @Test
    void directoryBelongsToOneStore() throws Exception {
        try (PackageStore store = open(1 << 20)) {
            assertThat(store.packages()).isEmpty();

            assertThatThrownBy(() -> open(1 << 20))
                    .isInstanceOf(IOException.class)
                    .hasMessage("package store " + storeDirectory() + " is in use by another gateway");
        }
        open(1 << 20).close();
    }

    @Test
    void manyBuildsAtOnceKeepTheLimitAndTheirPackages() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(8);
        try (PackageStore store = open(5 * BYTES)) {
            List<PackageSpec> specs = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                specs.add(Packages.ofRandomFile(directory, "p" + i, BYTES - 1_000, i));
            }
            List<Future<Boolean>> builds = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                PackageSpec spec = specs.get(i % specs.size());
                builds.add(workers.submit(() -> isWholeWhilePinned(store, spec)));
            }
            for (Future<Boolean> build : builds) {
                assertThat(build.get(60, TimeUnit.SECONDS)).isTrue();
            }

            assertThat(store.packages()).hasSizeBetween(1, 5);
            assertThat(filesInStore())
                    .containsExactlyInAnyOrderElementsOf(
                            store.packages().stream().map(StoredPackage::sha256).toList());
        } finally {
            workers.shutdownNow();
        }
    }

    /** Whether the package is there as long as it is pinned; a store that is full of pinned ones may refuse it. */
    private static boolean isWholeWhilePinned(PackageStore store, PackageSpec spec) throws IOException {
        try {
            StoredPackage stored = store.build(spec);
            try {
                return Sha256.of(stored.path()).equals(stored.sha256());
            } finally {
                store.unpin(stored.sha256());
            }
        } catch (PackageException full) {
            return full.violations().get(0).rule().startsWith("has no room");
        }
    }

    @Test
    void anUploadIsStoredWithItsSubmitterAlsoAfterARestart() throws Exception {
        Path upload = packageElsewhere("a");
        String sha256 = Sha256.of(upload);
        try (PackageStore store = open(1 << 20)) {
            StoredPackage stored = store.adopt(upload, sha256, SUBMISSION);

            assertThat(stored.fileName()).isEqualTo("a.zip");
            assertThat(upload).doesNotExist();
            assertThat(store.submission(sha256)).contains(SUBMISSION);
            assertThat(store.makePublic(sha256, true)).isTrue();
            assertThat(store.makePublic("0".repeat(64), true)).isFalse();
            assertThat(counters.get(Counter.PACKAGES_UPLOADED)).isOne();
        }
        try (PackageStore store = open(1 << 20)) {
            assertThat(store.find(sha256)).isPresent();
            assertThat(store.submission(sha256)).contains(SUBMISSION.madePublic(true));
        }
    }

    @Test
    void whoUploadsSomethingFirstIsItsSubmitter() throws Exception {
        Path upload = packageElsewhere("a");
        Path again = Files.copy(upload, directory.resolve("again"));
        String sha256 = Sha256.of(upload);
        try (PackageStore store = open(1 << 20)) {
            store.adopt(upload, sha256, SUBMISSION);
            store.adopt(again, sha256, SUBMISSION.madePublic(true));

            assertThat(store.submission(sha256)).contains(SUBMISSION);
            assertThat(store.packages()).hasSize(1);
        }
    }

    @Test
    void whatIsNoPackageIsNotAdoptedAndLeavesNothing() throws Exception {
        Path noPackage = Files.writeString(directory.resolve("x"), "x");
        Path tooLarge = packageElsewhere("a");
        try (PackageStore store = open(1_000)) {
            assertThatThrownBy(() -> store.adopt(noPackage, Sha256.of(noPackage), SUBMISSION))
                    .isInstanceOfSatisfying(
                            PackageException.class,
                            refused -> assertThat(refused.isOfTheStore()).isFalse());
            assertThatThrownBy(() -> store.adopt(tooLarge, Sha256.of(tooLarge), SUBMISSION))
                    .isInstanceOfSatisfying(
                            PackageException.class,
                            refused -> assertThat(refused.isOfTheStore()).isTrue());
            assertThat(filesInStore()).isEmpty();
            assertThat(store.submission(Sha256.of(tooLarge))).isEmpty();
        }
    }

    @Test
    void aPackageIsRemovedUnlessItIsPinned() throws Exception {
        Path upload = packageElsewhere("a");
        String sha256 = Sha256.of(upload);
        try (PackageStore store = open(1 << 20)) {
            store.adopt(upload, sha256, SUBMISSION);
            store.pin(sha256);
            assertThat(store.remove(sha256)).isEqualTo(Removal.IN_USE);
            store.unpin(sha256);

            assertThat(store.remove(sha256)).isEqualTo(Removal.REMOVED);

            assertThat(store.remove(sha256)).isEqualTo(Removal.UNKNOWN);
            assertThat(store.find(sha256)).isEmpty();
            assertThat(store.findByFileName("a.zip")).isEmpty();
            assertThat(filesInStore()).isEmpty();
        }
    }

    @Test
    void aSubmissionWithoutPackageOrThatCannotBeReadIsRemoved() throws Exception {
        Path upload = packageElsewhere("a");
        String sha256 = Sha256.of(upload);
        try (PackageStore store = open(1 << 20)) {
            store.adopt(upload, sha256, SUBMISSION);
        }
        Files.writeString(storeDirectory().resolve("0".repeat(64) + ".json"), "{\"address\":\"x\",\"atMs\":1}");
        Files.writeString(storeDirectory().resolve(sha256 + ".json"), "{\"address\":");

        try (PackageStore store = open(1 << 20)) {
            assertThat(store.find(sha256)).isPresent();
            assertThat(store.submission(sha256)).isEmpty();
            assertThat(filesInStore()).containsExactly(sha256);
        }
    }

    private Path packageElsewhere(String name) throws IOException, PackageException {
        Path elsewhere = directory.resolve("elsewhere");
        try (PackageStore store = PackageStore.open(StoreSettings.in(elsewhere), new Counters())) {
            return build(store, name).path();
        }
    }

    private PackageStore open(long maxBytes) throws IOException {
        return PackageStore.open(new StoreSettings(storeDirectory(), maxBytes), counters);
    }

    private StoredPackage build(PackageStore store, String name) throws IOException, PackageException {
        return store.build(Packages.ofRandomFile(directory, name, BYTES - 1_000, name.hashCode()));
    }

    private StoredPackage unpinned(PackageStore store, String name) throws IOException, PackageException {
        StoredPackage stored = build(store, name);
        store.unpin(stored.sha256());
        return stored;
    }

    private Attachment file(String name) throws IOException {
        return Attachment.of(Files.writeString(directory.resolve(name), name));
    }

    private Path storeDirectory() {
        return directory.resolve("store");
    }

    private List<String> filesInStore() throws IOException {
        try (var files = Files.list(storeDirectory())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .toList();
        }
    }
}
