package org.cotgateway.tls;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** Reads a whole file of keys or certificates. */
final class KeyFile {

    /** More than any bundle of certificates. */
    private static final int MAX_BYTES = 16 << 20;

    private KeyFile() {}

    /** The file's bytes, at least one, or null with a violation that says why not. */
    static byte @Nullable [] read(String field, Path file, List<Violation> violations) {
        String rule;
        try {
            if (Files.isDirectory(file)) {
                rule = "is a directory; a file is wanted";
            } else if (Files.size(file) > MAX_BYTES) {
                rule = "is larger than " + MAX_BYTES + " bytes, and so no file of keys or certificates";
            } else {
                byte[] bytes = Files.readAllBytes(file);
                if (bytes.length > 0) {
                    return bytes;
                }
                rule = "is empty; copy it here again";
            }
        } catch (NoSuchFileException absent) {
            rule = "there is no such file";
        } catch (AccessDeniedException denied) {
            rule = "may not be read by this user";
        } catch (IOException failed) {
            rule = "cannot be read: " + failed.getMessage();
        }
        violations.add(Violation.of(field, file.toString(), rule));
        return null;
    }
}
