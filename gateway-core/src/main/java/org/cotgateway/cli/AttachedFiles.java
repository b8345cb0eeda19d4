package org.cotgateway.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotgateway.event.Violation;

/** The files that {@code --attach} names, looked at before anything is begun. */
final class AttachedFiles {

    private AttachedFiles() {}

    /** What is wrong with those that cannot be read, in their order. */
    static List<Violation> check(List<Path> files) {
        return files.stream()
                .filter(file -> !Files.isReadable(file))
                .map(AttachedFiles::unreadable)
                .toList();
    }

    private static Violation unreadable(Path file) {
        return Violation.of(
                "--attach",
                file.toString(),
                Files.exists(file) ? "may not be read by this user" : "there is no such file");
    }
}
