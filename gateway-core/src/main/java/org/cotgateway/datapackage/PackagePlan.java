package org.cotgateway.datapackage;

import java.util.List;
import org.cotgateway.event.CotEvent;

/**
 * A specification that was found good, with everything decided: the entries' names, their order and their types.
 *
 * @param spec what was asked for
 * @param events the events and their entries
 * @param files the files and their entries
 */
record PackagePlan(PackageSpec spec, List<EventEntry> events, List<FileEntry> files) {

    static final String MANIFEST_ENTRY = "MANIFEST/manifest.xml";

    PackagePlan {
        events = List.copyOf(events);
        files = List.copyOf(files);
    }

    /** The name of the package's file. */
    String fileName() {
        return fileName(spec.name());
    }

    /** The name of the file of a package with this title. */
    static String fileName(String title) {
        String safe = SafeNames.safe(title);
        boolean hasExtension = safe.regionMatches(true, safe.length() - 4, ".zip", 0, 4);
        return hasExtension ? safe.substring(0, safe.length() - 4) + ".zip" : safe + ".zip";
    }

    /** What the package has at the least, in bytes: its files that do not get smaller. */
    long leastBytes() {
        return files.stream()
                .filter(file -> file.type().compressed())
                .mapToLong(file -> file.source().sizeBytes())
                .sum();
    }

    /** An event and the name of its entry. */
    record EventEntry(String entryName, CotEvent event) {}

    /** A file, the name of its entry, the name and the type in the manifest. */
    record FileEntry(String entryName, String name, MimeType type, SourceFile source) {}
}
