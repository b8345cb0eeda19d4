package org.cotgateway.datapackage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A package as another program makes it, rightly or wrongly, entry by entry. */
final class ForeignPackage {

    static final String CONFIGURATION =
            "<Configuration><Parameter name='uid' value='u'/><Parameter name='name' value='n'/></Configuration>";

    private final Path directory;
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    ForeignPackage(Path directory) {
        this.directory = directory;
    }

    /** A manifest with that inside. */
    static String document(String body) {
        return "<MissionPackageManifest version='2'>" + body + "</MissionPackageManifest>";
    }

    /** Adds a manifest with that inside. */
    void manifest(String body) {
        entry("MANIFEST/manifest.xml", document(body));
    }

    void entry(String name, String content) {
        entry(name, content.getBytes(StandardCharsets.UTF_8));
    }

    void entry(String name, byte[] content) {
        entries.put(name, content);
    }

    /** Begins another package. */
    void clear() {
        entries.clear();
    }

    /** Writes it, over the one before. Small entries are stored as they are, so that a test can find them in the file. */
    Path zip() throws IOException {
        Path file = directory.resolve("package.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.setLevel(entry.getValue().length < 1_000 ? 0 : 9);
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }
}
