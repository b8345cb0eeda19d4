package org.cotgateway.datapackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.cotgateway.event.Violation;

/** Builds packages into files of one's own, outside of any store. Blocks; any thread. */
public final class PackageFile {

    private PackageFile() {}

    /** The name for the file of a package with this title: safe, and ends in {@code .zip}. */
    public static String nameOf(String title) {
        return PackagePlan.fileName(title);
    }

    /**
     * Builds a package. The file appears when it is complete, in the place of one that was there.
     *
     * @param target the file
     * @throws PackageException when the specification or a file is no good or the target cannot be written; then nothing is
     *     left behind, and a file that was there stays
     */
    public static StoredPackage build(PackageSpec spec, Path target) throws PackageException {
        PackagePlan plan = PackagePlanner.plan(spec);
        Path name = target.getFileName();
        if (name == null || Files.isDirectory(target)) {
            throw new PackageException(
                    Violation.of("package file", target.toString(), "must not be a directory"), null);
        }
        Path temporary = target.resolveSibling(name + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.createFile(temporary);
            String sha256 = new PackageWriter().write(plan, temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            return new StoredPackage(sha256, name.toString(), Files.size(target), target);
        } catch (IOException failure) {
            String rule = "cannot be written: " + Failures.reason(failure);
            throw new PackageException(Violation.of("package file", target.toString(), rule), failure);
        } finally {
            Failures.removeQuietly(temporary);
        }
    }
}
