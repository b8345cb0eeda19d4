package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.cotgateway.metrics.Counter;
import org.junit.jupiter.api.Test;

/** How packages are kept. */
class PackageStoreTest extends StoreFixture {

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
    void directoryBelongsToOneStore() throws Exception {
        try (PackageStore store = open(1 << 20)) {
            assertThat(store.packages()).isEmpty();

            assertThatThrownBy(() -> open(1 << 20))
                    .isInstanceOf(IOException.class)
                    .hasMessage("package store " + storeDirectory() + " is in use by another gateway");
        }
        open(1 << 20).close();
    }
}
