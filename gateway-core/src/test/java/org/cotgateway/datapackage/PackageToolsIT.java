package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages in the hands of the real xmllint, and one that does not fit into memory. Fails without xmllint. */
class PackageToolsIT {

    private static final String STRICT_READER = "/org/cotgateway/datapackage/manifest.dtd";

    @TempDir
    Path directory;

    @Test
    void xmllintTakesTheManifestAndTheEvents() throws Exception {
        try (PackageStore store = PackageStore.open(StoreSettings.in(directory.resolve("store")), new Counters())) {
            Path file = Files.writeString(directory.resolve("f"), "content ".repeat(1_000));
            StoredPackage stored = store.build(new PackageSpec(
                    "uid <&> \"'",
                    "Name\twith ]]> & emoji \ud83d\ude81",
                    List.of(Packages.marker("m & m"), Packages.marker("ü")),
                    List.of(new Attachment(file, "Süd & <Nord>.txt")),
                    true,
                    true,
                    "line\r\nline",
                    "ü"));
            Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
            Path dtd = directory.resolve("manifest.dtd");
            try (var resource = PackageToolsIT.class.getResourceAsStream(STRICT_READER)) {
                assertThat(resource).isNotNull();
                Files.copy(resource, dtd);
            }

            unpack(stored.path(), unpacked);
            String manifest = unpacked.resolve("MANIFEST/manifest.xml").toString();
            run("xmllint", "--noout", "--dtdvalid", dtd.toString(), manifest);
            run("xmllint", "--noout", unpacked.resolve("m & m/m & m.cot").toString());
            assertThat(run("xmllint", "--xpath", "string(//Parameter[@name='name']/@value)", manifest))
                    .isEqualTo("Name\twith ]]> & emoji \ud83d\ude81\n");
            assertThat(run("xmllint", "--xpath", "string(//Parameter[@name='remarks']/@value)", manifest))
                    .isEqualTo("line\r\nline\n");
        }
    }

    @Test
    void halfAGigabyteIsStreamed() throws Exception {
        Path huge = directory.resolve("huge.mp4");
        long size = 500_000_000;
        try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(size);
        }
        Files.copy(huge, directory.resolve("huge.bin"));
        try (PackageStore store = PackageStore.open(StoreSettings.in(directory.resolve("store")), new Counters())) {
            StoredPackage stored = store.build(PackageSpec.of(
                    "p", "n", List.of(), List.of(Attachment.of(huge), Attachment.of(directory.resolve("huge.bin")))));

            assertThat(stored.sizeBytes()).isBetween(size, size + 1_000_000);
            assertThat(new PackageReader(PackageLimits.DEFAULT)
                            .read(stored.path())
                            .violations())
                    .isEmpty();
        }
    }

    private static void unpack(Path file, Path into) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                Path target = into.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, target);
                }
            }
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s says %s", String.join(" ", command), said)
                .isZero();
        return said;
    }
}
