package org.cotgateway.feed;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What a file is known by: another one of the same name has another key, or at least was made at another time.
 *
 * @param key null where the file system has none
 */
record FileIdentity(@Nullable Object key, FileTime made) {

    static FileIdentity of(BasicFileAttributes attributes) {
        return new FileIdentity(attributes.fileKey(), attributes.creationTime());
    }

    boolean isThatOf(BasicFileAttributes attributes) {
        return key != null ? key.equals(attributes.fileKey()) : made.equals(attributes.creationTime());
    }
}
