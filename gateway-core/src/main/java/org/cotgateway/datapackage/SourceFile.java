package org.cotgateway.datapackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was when it was checked; compared again after it was copied, so that a change in between is noticed.
 *
 * @param path where it is
 * @param sizeBytes its size then
 * @param modified its time of last change then
 * @param fileKey the file system's identity of the file, or null where there is none
 */
record SourceFile(
        Path path,
        long sizeBytes,
        FileTime modified,
        @Nullable Object fileKey) {

    static SourceFile of(Path path, BasicFileAttributes attributes) {
        return new SourceFile(path, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }

    /** Whether the file is still the one that was checked. Reads its attributes. */
    boolean isUnchanged() throws IOException {
        return equals(of(path, Files.readAttributes(path, BasicFileAttributes.class)));
    }
}
