package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.cotgateway.datapackage.ForeignPackage.CONFIGURATION;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cotgateway.event.Violation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries that would lead whoever unpacks a package out of its directory, by name or as links, however they hide. */
class PackageEscapesTest {

    private static final long SEED = 12;

    @TempDir
    Path directory;

    private ForeignPackage made;

    @BeforeEach
    void begin() {
        made = new ForeignPackage(directory);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "a/../../x",
                "a/..",
                "/etc/x",
                "C:/x",
                "c:x",
                "..\\x",
                "a\\..\\..\\x",
                "\\\\server\\share\\x",
                "C:\\x",
                "a/.. /x",
                "a/.../x",
                "a\nx",
                "a\0/x"
            })
    void namesThatLeadOutAreNamedToWhoeverLooks(String name) throws IOException {
        String shown = Violation.of("entry", name, "").value();
        made.manifest(CONFIGURATION);
        made.entry(name, "x");

        assertThat(inspect().violations()).anySatisfy(violation -> {
            assertThat(violation.field()).isEqualTo("entry");
            assertThat(violation.value()).isEqualTo(shown);
            assertThat(violation.rule()).startsWith("must ").doesNotContain("manifest");
        });
        assertThat(new PackageReader(PackageLimits.DEFAULT).escapes(made.zip()))
                .singleElement()
                .satisfies(violation -> assertThat(violation.value()).isEqualTo(shown));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m/photo..jpg",
                "m/..hidden",
                "m/a: b.jpg",
                "12:30/x.jpg",
                "./m/x.jpg",
                "m//x.jpg",
                "m/Brücke & Söhne (2).jpg",
                "m/\u5730\u56fe.kml",
                "m\\photo.jpg",
                "m/"
            })
    void namesThatStayInsideLeadNobodyOut(String name) throws IOException {
        made.manifest(CONFIGURATION);
        made.entry(name, name.endsWith("/") ? "" : "x");

        assertThat(new PackageReader(PackageLimits.DEFAULT).escapes(made.zip())).isEmpty();
    }

    @Test
    void backslashesAreToldOfToWhoeverWantsAPackageForEverybody() throws IOException {
        made.manifest(CONFIGURATION + "<Contents><Content zipEntry='m\\x.jpg'/></Contents>");
        made.entry("m\\x.jpg", "x");

        assertThat(inspect().violations())
                .singleElement()
                .hasToString("entry \"m\\x.jpg\": must be a relative path with / between its parts, not a backslash");
    }

    @Test
    void namesInTheCodePageOfWindowsHideNothing() throws IOException {
        made.manifest(CONFIGURATION);
        made.entry("m/Bruecke.jpg", "x");
        made.entry("m/xx/e", "x");
        Path zip = made.zip();
        byte[] bytes = Files.readAllBytes(zip);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int at = text.indexOf("Bruecke"); at >= 0; at = text.indexOf("Bruecke", at + 1)) {
            bytes[at + 2] = (byte) 0x81; // u umlaut in CP437, no UTF-8
        }
        for (int at = text.indexOf("m/xx/e"); at >= 0; at = text.indexOf("m/xx/e", at + 1)) {
            bytes[at + 2] = '.';
            bytes[at + 3] = '.';
        }
        // The flag that names are in UTF-8, in each local and central header.
        unsetUtf8(bytes, text, "PK\3\4", 7);
        unsetUtf8(bytes, text, "PK\1\2", 9);
        Files.write(zip, bytes);
        PackageReader reader = new PackageReader(PackageLimits.DEFAULT);

        assertThat(reader.title(zip)).contains("n");
        assertThat(reader.escapes(zip))
                .singleElement()
                .satisfies(violation -> assertThat(violation.value()).isEqualTo("m/../e"));
    }

    @Test
    void namesInFrontOfContentsHideNothingEither() throws IOException {
        made.manifest(CONFIGURATION);
        made.entry("m/photo.jpg", "x");
        made.entry("m/x/e.jpg", "x");
        Path zip = made.zip();
        PackageReader reader = new PackageReader(PackageLimits.DEFAULT);
        assertThat(reader.escapes(zip)).isEmpty();
        byte[] bytes = Files.readAllBytes(zip);
        int local = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("m/x/e.jpg");
        System.arraycopy("../../eee".getBytes(StandardCharsets.US_ASCII), 0, bytes, local, "m/x/e.jpg".length());
        byte[] behindAProgram = new byte[bytes.length + 100];
        System.arraycopy(bytes, 0, behindAProgram, 100, bytes.length);

        for (byte[] content : List.of(bytes, behindAProgram)) {
            Files.write(zip, content);

            assertThat(reader.title(zip)).contains("n");
            assertThat(reader.escapes(zip))
                    .singleElement()
                    .hasToString("entry \"../../eee\": must be a relative path that does not climb with ..");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0120777, 'must be a file, not a symbolic link'",
        "0020666, 'must be a file, not a device or the like'",
        "0010644, 'must be a file, not a device or the like'"
    })
    void entriesThatUnixWouldNotMakeFilesOfAreRefused(String mode, String rule) throws IOException {
        made.manifest(CONFIGURATION);
        made.entry("m/x.jpg", "/etc/passwd");
        made.entry("m/y.jpg", "y");
        Path zip = withMode("m/x.jpg", Integer.parseInt(mode, 8));

        assertThat(new PackageReader(PackageLimits.DEFAULT).escapes(zip))
                .singleElement()
                .hasToString("entry \"m/x.jpg\": " + rule);
        assertThat(new PackageReader(PackageLimits.DEFAULT).read(zip).violations())
                .anySatisfy(violation -> assertThat(violation).hasToString("entry \"m/x.jpg\": " + rule));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0100644", "0100755", "0040755", "0000644", "0"})
    void filesAndDirectoriesOfUnixAreTaken(String mode) throws IOException {
        made.manifest(CONFIGURATION);
        made.entry("m/x.jpg", "x");

        assertThat(new PackageReader(PackageLimits.DEFAULT).escapes(withMode("m/x.jpg", Integer.parseInt(mode, 8))))
                .isEmpty();
    }

    @Test
    void linksAreFoundBehindAnEntryThatIsNotWhereItShouldBe() throws IOException {
        made.manifest(CONFIGURATION);
        made.entry("m/a.jpg", "a");
        made.entry("m/x.jpg", "/etc/passwd");
        byte[] bytes = Files.readAllBytes(withMode("m/x.jpg", 0120777));
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("m/a.jpg") - 4] ^= 1;

        assertThat(new PackageReader(PackageLimits.DEFAULT).escapes(Files.write(directory.resolve("x.zip"), bytes)))
                .singleElement()
                .hasToString("entry \"m/x.jpg\": must be a file, not a symbolic link");
    }

    @Test
    void linksAreFoundInZip64() throws IOException {
        made.manifest(CONFIGURATION);
        made.entry("m/x.jpg", "/etc/passwd");
        byte[] plain = Files.readAllBytes(withMode("m/x.jpg", 0120777));
        int end = plain.length - 22;
        ByteBuffer old = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer zip = ByteBuffer.allocate(plain.length + 76).order(ByteOrder.LITTLE_ENDIAN);
        zip.put(plain, 0, end);
        zip.putInt(0x06064b50)
                .putLong(44)
                .putShort((short) 45)
                .putShort((short) 45)
                .putInt(0)
                .putInt(0);
        zip.putLong(2).putLong(2).putLong(old.getInt(end + 12)).putLong(old.getInt(end + 16));
        zip.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        zip.put(plain, end, 22);
        zip.putInt(zip.position() - 10, -1).putInt(zip.position() - 6, -1);
        Path file = Files.write(directory.resolve("x.zip"), zip.array());

        assertThat(new PackageReader(PackageLimits.DEFAULT).title(file)).contains("n");
        assertThat(new PackageReader(PackageLimits.DEFAULT).escapes(file))
                .singleElement()
                .hasToString("entry \"m/x.jpg\": must be a file, not a symbolic link");
    }

    @Test
    void contentsThatTheDirectoryDoesNotHaveAreRefused() throws IOException {
        made.entry("../hidden.jpg", "x");
        byte[] other = Files.readAllBytes(made.zip());
        String text = new String(other, StandardCharsets.ISO_8859_1);
        byte[] hidden = Arrays.copyOf(other, text.indexOf("PK\1\2"));
        made.clear();
        made.manifest(CONFIGURATION);
        made.entry("m/x.jpg", "x");
        Path zip = made.zip();
        byte[] good = Files.readAllBytes(zip);
        int directory = new String(good, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");

        for (int at : new int[] {0, directory}) {
            ByteBuffer both = ByteBuffer.allocate(good.length + hidden.length).order(ByteOrder.LITTLE_ENDIAN);
            both.put(good, 0, at).put(hidden).put(good, at, good.length - at);
            if (at > 0) {
                int offset = good.length + hidden.length - 6;
                both.putInt(offset, directory + hidden.length);
            }
            Files.write(zip, both.array());

            assertThat(new PackageReader(PackageLimits.DEFAULT).title(zip)).contains("n");
            assertThat(new PackageReader(PackageLimits.DEFAULT).escapes(zip))
                    .as("hidden at %d", at)
                    .singleElement()
                    .hasToString("entry \"../hidden.jpg\": must be in the directory of the zip");
        }
    }

    @Test
    void aZipInAZipHidesNothing() throws IOException {
        made.entry("inner.jpg", "x");
        byte[] inner = Files.readAllBytes(made.zip());
        made.clear();
        made.manifest(CONFIGURATION);
        Path zip = made.zip();
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            ZipEntry stored = new ZipEntry("m/inner.zip");
            CRC32 crc = new CRC32();
            crc.update(inner);
            stored.setMethod(ZipEntry.STORED);
            stored.setSize(inner.length);
            stored.setCrc(crc.getValue());
            out.putNextEntry(stored);
            out.write(inner);
            out.closeEntry();
        }

        assertThat(new PackageReader(PackageLimits.DEFAULT).escapes(zip)).isEmpty();
    }

    @Test
    void aZipWithChangedBytesIsLookedThroughWithoutHarm() throws IOException {
        Random random = new Random(SEED);
        made.manifest(CONFIGURATION);
        for (int i = 0; i < 20; i++) {
            made.entry("m/" + i + ".jpg", "x");
        }
        Path zip = made.zip();
        byte[] whole = Files.readAllBytes(zip);
        int end = new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        for (int round = 0; round < 1_000; round++) {
            byte[] changed = Arrays.copyOf(whole, whole.length - random.nextInt(3));
            for (int i = random.nextInt(5); i >= 0; i--) {
                changed[end + random.nextInt(changed.length - end)] = (byte) random.nextInt(256);
            }
            Files.write(zip, changed);

            assertThatCode(() -> EntryHeads.read(zip, (name, rule) -> false))
                    .as("seed " + SEED + ", round " + round)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void ofThousandsOfNamesThatLeadOutSomeAreNamed() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            made.entry("../" + ". ".repeat(100) + i, "");
        }

        assertThat(new PackageReader(PackageLimits.DEFAULT).escapes(made.zip())).hasSize(PackageReader.MAX_ESCAPES);
    }

    /** A zip of the entries in which one has that mode, in the way of Unix. */
    private Path withMode(String name, int mode) throws IOException {
        Path zip = made.zip();
        byte[] bytes = Files.readAllBytes(zip);
        int central = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(name) - 46;
        bytes[central + 5] = 3;
        bytes[central + 40] = (byte) mode;
        bytes[central + 41] = (byte) (mode >> 8);
        return Files.write(zip, bytes);
    }

    private static void unsetUtf8(byte[] bytes, String text, String signature, int flags) {
        for (int at = text.indexOf(signature); at >= 0; at = text.indexOf(signature, at + 1)) {
            bytes[at + flags] &= ~8;
        }
    }

    private PackageInspection inspect() throws IOException {
        return new PackageReader(PackageLimits.DEFAULT).read(made.zip());
    }
}
