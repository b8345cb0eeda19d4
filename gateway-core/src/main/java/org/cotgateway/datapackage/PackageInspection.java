package org.cotgateway.datapackage;

import java.util.List;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What is in a package and what is wrong with it.
 *
 * @param sha256 its hash
 * @param sizeBytes its size
 * @param manifest its table of contents, or null when it has none that can be read
 * @param entries what the zip really holds, in its order; those that could not be read included
 * @param violations everything that ATAK or a careful reader would object to; empty when it is good
 */
public record PackageInspection(
        String sha256,
        long sizeBytes,
        @Nullable PackageManifest manifest,
        List<Entry> entries,
        List<Violation> violations) {

    public PackageInspection {
        entries = List.copyOf(entries);
        violations = List.copyOf(violations);
    }

    /** Whether nothing is wrong. */
    public boolean isGood() {
        return violations.isEmpty();
    }

    /**
     * One entry of the zip.
     *
     * @param name its name, as it stands there
     * @param sizeBytes its content, unpacked, as the zip says
     * @param packedBytes its content in the zip
     */
    public record Entry(String name, long sizeBytes, long packedBytes) {}
}
