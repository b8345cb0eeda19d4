package org.cotgateway.datapackage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;

/** Things that tests put into packages. */
public final class Packages {

    private Packages() {}

    /** A file of random bytes; the same seed gives the same bytes. */
    public static Path randomFile(Path directory, String name, int bytes, long seed) throws IOException {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return Files.write(directory.resolve(name), content);
    }

    /** A marker with this uid. */
    public static CotEvent marker(String uid) {
        return CotEvent.builder()
                .uid(uid)
                .type("a-f-G")
                .time(Instant.parse("2026-11-21T10:00:00Z"))
                .point(new CotPoint(48.2, 16.37, 170, 5, 5))
                .add(new Contact("Überblick", null, null))
                .build();
    }

    /** A package of one file of random bytes, which do not compress. */
    public static PackageSpec ofRandomFile(Path directory, String name, int bytes, long seed) throws IOException {
        Path file = randomFile(directory, name + ".jpg", bytes, seed);
        return PackageSpec.of("uid-" + name, name, List.of(), List.of(Attachment.of(file)));
    }

    /** A package whose manifest names nothing, with entries of these names besides. */
    public static Path withEntries(Path file, String... names) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file), StandardCharsets.UTF_8)) {
            put(zip, "MANIFEST/manifest.xml", """
                    <MissionPackageManifest version="2"><Configuration><Parameter name="uid" value="u"/>
                    <Parameter name="name" value="n"/></Configuration><Contents/></MissionPackageManifest>""");
            for (String name : names) {
                put(zip, name, name);
            }
        }
        return file;
    }

    private static void put(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
