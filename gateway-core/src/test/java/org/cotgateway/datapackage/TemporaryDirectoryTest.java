package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is removed beside one, and what stays. */
class TemporaryDirectoryTest {

    /** Larger than any process's number. */
    private static final String NOBODY = "cotgw-4000000000-";

    @TempDir
    private Path parent;

    /** As a process left it that was killed some time ago. */
    private Path left(String name) throws IOException {
        return aged(fresh(name));
    }

    private static Path aged(Path left) throws IOException {
        return Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(61)));
    }

    private Path fresh(String name) throws IOException {
        Path left = Files.createDirectory(parent.resolve(name));
        StoreLock.take(left).close();
        Files.writeString(Files.createDirectory(left.resolve("packages")).resolve("a"), "a");
        return left;
    }

    private List<Path> all() throws IOException {
        try (Stream<Path> content = Files.list(parent)) {
            return content.toList();
        }
    }

    private void removeAbandoned() throws IOException {
        try (TemporaryDirectory own = TemporaryDirectory.in(parent)) {
            own.removeAbandoned();
            assertThat(own.path()).isDirectory();
        }
    }

    @Test
    void whatProcessesThatAreGoneLeftBehindIsRemoved() throws IOException {
        Path kept = Files.writeString(parent.resolve("kept"), "kept");
        Path left = left(NOBODY + "1");
        Files.createSymbolicLink(left.resolve("packages/link"), kept);
        Files.createSymbolicLink(left.resolve("packages/directory"), parent);
        left(NOBODY + "2");

        removeAbandoned();

        assertThat(all()).containsExactly(kept);
    }

    @Test
    void thoseOfLivingProcessesStay() throws IOException {
        Path ofAnother =
                left("cotgw-" + ProcessHandle.current().parent().orElseThrow().pid() + "-1");
        try (TemporaryDirectory first = TemporaryDirectory.in(parent)) {
            aged(first.path());
            removeAbandoned();
            assertThat(first.path()).isDirectory();
        }
        assertThat(ofAnother.resolve("packages/a")).exists();
    }

    @Test
    void whatIsOlderThanTheProcessOfItsNumberIsRemoved() throws IOException {
        Path left = fresh("cotgw-" + ProcessHandle.current().pid() + "-1");
        Instant began = ProcessHandle.current().info().startInstant().orElseThrow();
        Files.setLastModifiedTime(left, FileTime.from(began.minusSeconds(90)));

        removeAbandoned();

        assertThat(left).doesNotExist();
    }

    @Test
    void whatIsLockedStaysThoughItsProcessCannotBeSeen() throws IOException {
        Path left = left(NOBODY + "1");
        try (StoreLock lock = StoreLock.take(left)) {
            assertThat(lock).isNotNull();
            removeAbandoned();
        }
        assertThat(left.resolve("packages/a")).exists();
    }

    @Test
    void whatMayNotBeLockedYetStays() throws IOException {
        Path fresh = fresh(NOBODY + "1");

        removeAbandoned();

        assertThat(fresh.resolve("packages/a")).exists();
    }

    @Test
    void whatIsSomebodyElsesStays() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give a directory away");
        Path left = left(NOBODY + "1");
        Files.setAttribute(left, "unix:uid", 65_534);

        removeAbandoned();

        assertThat(left.resolve("packages/a")).exists();
    }

    @Test
    void linksAndWhatIsCalledOtherwiseStay() throws IOException {
        Path elsewhere = left("elsewhere");
        Path link = Files.createSymbolicLink(parent.resolve(NOBODY + "1"), elsewhere);
        Path file = Files.createFile(parent.resolve(NOBODY + "2"));
        Path older = left("cotgw-4000000000");

        removeAbandoned();

        assertThat(all()).containsExactlyInAnyOrder(elsewhere, link, file, older);
        assertThat(elsewhere.resolve("packages/a")).exists();
    }

    @Test
    void itIsGoneWithAllThatIsInItWhenItIsClosed() throws IOException {
        try (TemporaryDirectory own = TemporaryDirectory.in(parent)) {
            Files.writeString(
                    Files.createDirectory(own.path().resolve("packages")).resolve("a"), "a");
        }
        assertThat(parent).isEmptyDirectory();
    }
}
