package org.cotgateway.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** The files that {@code --attach} names, looked at before anything is begun. */
final class AttachedFiles {

    private AttachedFiles() {}

    /** What is wrong with those that cannot be read, in their order. */
    static List<Violation> check(List<Path> files) {
        List<Violation> found = new ArrayList<>();
        for (Path file : files) {
            String rule = broken(file);
            if (rule != null) {
                found.add(Violation.of("--attach", file.toString(), rule));
            }
        }
        return found;
    }

    /** The rule that the file breaks, if it breaks one. */
    private static @Nullable String broken(Path file) {
        if (!Files.exists(file)) {
            return "there is no such file";
        }
        if (Files.isDirectory(file)) {
            return "must not be a directory";
        }
        return Files.isReadable(file) ? null : "may not be read by this user";
    }
}
