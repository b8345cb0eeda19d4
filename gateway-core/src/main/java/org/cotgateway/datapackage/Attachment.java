package org.cotgateway.datapackage;

import java.nio.file.Path;

/**
 * A file to put into a data package. Whether it exists and can be read is checked when the package is built.
 *
 * @param file where it is
 * @param name its name on the device; may be anything, the package holds a safe form of it
 */
public record Attachment(Path file, String name) {

    /** The file under its own base name. */
    public static Attachment of(Path file) {
        Path base = file.getFileName();
        return new Attachment(file, base == null ? file.toString() : base.toString());
    }
}
