package org.cotgateway.api.upload;

import org.jspecify.annotations.Nullable;

/**
 * What is said of a part of a form (RFC 7578) in front of its content.
 *
 * @param name the field's name
 * @param fileName the file's name as the client gave it, which may be anything, paths included; null if the part is no file
 * @param contentType its media type as the client gave it, or null
 */
public record PartHead(
        String name, @Nullable String fileName, @Nullable String contentType) {

    /** How long it is. */
    int chars() {
        return name.length()
                + (fileName == null ? 0 : fileName.length())
                + (contentType == null ? 0 : contentType.length());
    }
}
