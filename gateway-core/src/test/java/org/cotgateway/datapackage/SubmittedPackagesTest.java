package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.Test;

/** Packages that somebody uploaded: who submitted what, and their removal. */
class SubmittedPackagesTest extends StoreFixture {

    private static final Submission SUBMISSION =
            new Submission("A.zip", "ANDROID-1", "10.0.0.7", Instant.parse("2026-11-21T10:00:00.123Z"), false);

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
}
