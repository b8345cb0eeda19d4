package org.cotgateway.datapackage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Looks into packages, which may come from anybody: nothing is unpacked to disk, and memory and work are bounded by the
 * {@link PackageLimits}. Blocks; any thread, one package at a time.
 */
public final class PackageReader {

    /** So many names are told of. */
    public static final int MAX_ESCAPES = 100;

    private final PackageLimits limits;

    public PackageReader(PackageLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads a whole package and checks it: the manifest, that it and the zip agree, the entries' names, every content
     * against its checksum, and every event.
     *
     * @throws IOException when the file itself cannot be read; what is wrong inside is in the violations
     */
    public PackageInspection read(Path file) throws IOException {
        String sha256 = Sha256.of(file);
        PackageExamination examination = new PackageExamination(limits);
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            examination.examine(zip);
        } catch (ZipException | IllegalArgumentException broken) {
            examination.refuse("zip", null, "must be a zip file: " + broken.getMessage());
        }
        EntryHeads.read(file, examination::head);
        return examination.inspection(sha256, Files.size(file));
    }

    /** The title in a package's manifest; empty when there is none that can be read. */
    Optional<String> title(Path file) {
        return manifest(file).map(PackageManifest::name).filter(name -> !name.isBlank());
    }

    /**
     * The entries that would lead whoever unpacks the package out of the directory that he unpacks it to, by their names or
     * as links, and only what is wrong with those; {@link #MAX_ESCAPES} of them at most. None if the file is no zip. Looked at
     * are the names in the directory of the zip and, if those are harmless, what kind of files they are, the names in front of
     * the contents, and whether there are contents that the directory does not have.
     */
    public List<Violation> escapes(Path file) {
        List<Violation> found = new ArrayList<>();
        try (ZipFile zip = open(file)) {
            boolean enough = false;
            for (var entries = zip.entries(); entries.hasMoreElements() && !enough; ) {
                enough = isLast(entries.nextElement().getName(), null, found);
            }
            if (found.isEmpty()) {
                EntryHeads.read(file, (name, rule) -> isLast(name, rule, found));
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            // Of no use to devices either, and refused for that.
        }
        return found;
    }

    /** @param wrong what is wrong with the entry beside its name; null if nothing */
    private static boolean isLast(String name, @Nullable String wrong, List<Violation> found) {
        String rule = wrong != null ? wrong : EntryNames.escape(name);
        if (rule != null) {
            found.add(Violation.of("entry", name, rule));
        }
        return found.size() == MAX_ESCAPES;
    }

    /** A package's manifest alone; empty when there is none that can be read. */
    public Optional<PackageManifest> manifest(Path file) {
        try (ZipFile zip = open(file)) {
            PackageExamination examination = new PackageExamination(limits);
            ZipEntry entry = PackageExamination.manifestOf(Collections.list(zip.entries()));
            return Optional.ofNullable(entry == null ? null : examination.manifest(zip, entry));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** Programs on Windows write names in their own code page; what is ASCII in them reads the same in any. */
    private static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException perhapsItsNames) {
            return new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1);
        }
    }
}
