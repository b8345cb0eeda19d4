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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.cotgateway.metrics.Counter;
import org.junit.jupiter.api.Test;

/** What makes room in a store that is full, and what stays. */
class StoreRoomTest extends StoreFixture {

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

    private StoredPackage unpinned(PackageStore store, String name) throws IOException, PackageException {
        StoredPackage stored = build(store, name);
        store.unpin(stored.sha256());
        return stored;
    }
}
