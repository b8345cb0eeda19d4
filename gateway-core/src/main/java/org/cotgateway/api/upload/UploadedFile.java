package org.cotgateway.api.upload;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that has arrived.
 *
 * @param path where it lies until it is moved away, or deleted with its {@link Upload}
 * @param field the form's field that it came in; empty if the body was the file
 * @param fileName its name as the client gave it, which may be anything: never part of the path; null if it gave none
 * @param sha256 the hash of its bytes, 64 lower-case hexadecimal digits
 * @param sizeBytes its size
 */
public record UploadedFile(
        Path path, String field, @Nullable String fileName, String sha256, long sizeBytes) {}
