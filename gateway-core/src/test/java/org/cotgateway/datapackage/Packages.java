package org.cotgateway.datapackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
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
}
