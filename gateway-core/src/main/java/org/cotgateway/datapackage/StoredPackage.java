package org.cotgateway.datapackage;

import java.nio.file.Path;

/**
 * A data package in the store.
 *
 * @param sha256 the hash of its bytes, 64 lower-case hexadecimal digits
 * @param fileName the name to show to devices: safe, and ends in {@code .zip}
 * @param sizeBytes its exact size
 * @param path where it lies; never changes as long as it is stored
 */
public record StoredPackage(String sha256, String fileName, long sizeBytes, Path path) {}
