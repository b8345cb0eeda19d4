package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cotgateway.event.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in packages that somebody else made. */
class PackageReaderTest {

    private static final String EVENT = "<event version='2.0' uid='m' type='a-f-G' how='h-e'"
            + " time='2026-11-21T10:00:00Z' start='2026-11-21T10:00:00Z' stale='2026-11-21T10:10:00Z'>"
            + "<point lat='48' lon='16' hae='0' ce='1' le='1'/></event>";
    private static final String CONFIGURATION =
            "<Configuration><Parameter name='uid' value='u'/>" + "<Parameter name='name' value='n'/></Configuration>";

    private static final long SEED = 12;

    @TempDir
    Path directory;

    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    @Test
    void goodPackageOfAnotherMakerIsGood() throws IOException {
        manifest(
                CONFIGURATION
                        + "<Contents><Content ignore='false' zipEntry='m/m.cot'><Parameter name='uid' value='m'/>"
                        + "<Parameter name='isCoT' value='true'/></Content>"
                        + "<Content ignore='true' zipEntry='abc/x.jpg'><Parameter name='visible' value='true'/></Content></Contents>");
        entry("m/m.cot", EVENT);
        entry("abc/x.jpg", "x");

        PackageInspection inspection = inspect();

        assertThat(inspection.violations()).isEmpty();
        assertThat(inspection.manifest()).isNotNull().satisfies(manifest -> {
            assertThat(manifest.uid()).isEqualTo("u");
            assertThat(manifest.name()).isEqualTo("n");
            assertThat(manifest.contents()).hasSize(2);
            assertThat(manifest.contents().get(0).isCot()).isTrue();
            assertThat(manifest.contents().get(1).ignored()).isTrue();
        });
        assertThat(inspection.entries())
                .extracting(PackageInspection.Entry::name)
                .containsExactly("MANIFEST/manifest.xml", "m/m.cot", "abc/x.jpg");
    }

    @Test
    void manifestMayLieInADirectory() throws IOException {
        entry("top/MANIFEST/manifest.xml", document(CONFIGURATION + "<Contents/>"));

        assertThat(inspect().violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <Contents/>                                                   | Configuration uid: must be there
            <Contents/>                                                   | Configuration name: must be there
            <Configuration a='b'/>                                        | Configuration@a "b": is not known
            <Configuration><Group/></Configuration>                       | manifest element "Group": is not known
            <Groups><a><b/></a></Groups>                                  | manifest element "Groups": is not known
            <Configuration><Parameter name='x'/></Configuration>          | Parameter@value: must be there
            <Configuration><Parameter value='x'/></Configuration>         | Parameter@name: must be there
            <Configuration><Parameter name='uid' value='x' y='z'/></Configuration> | Parameter@y "z": is not known
            <Configuration><Parameter name='onReceiveImport' value='yes'/></Configuration> | onReceiveImport "yes": must be true or false
            <Configuration>text</Configuration>                           | manifest "text": must hold no text
            <Contents><Content/></Contents>                               | Content@zipEntry: must be there
            <Contents><Content zipEntry='no/x'/></Contents>               | Content@zipEntry "no/x": must name an entry
            <Contents><Content zipEntry='f' ignore='no'/></Contents>      | Content@ignore "no": must be true or false
            <Contents><Content zipEntry='f'><a/></Content></Contents>     | manifest element "a": is not known
            <Contents><Content zipEntry='f'/><Content zipEntry='f'/></Contents> | Content@zipEntry "f": must stand once
            <Contents><Content zipEntry='f'><Parameter name='isCoT' value='true'/></Content></Contents> | Content f: must have a parameter uid
            <Contents><Content zipEntry='f'/>&unknown;</Contents>         | manifest
            <Contents>                                                    | must be well-formed XML
            """)
    void manifestThatAtakWouldNotTakeIsNamedWithItsPlace(String body, String expected) throws IOException {
        manifest(body);
        entry("f", "x");

        assertThat(inspect().violations())
                .anySatisfy(violation -> assertThat(violation.toString()).contains(expected));
    }

    @Test
    void otherVersionIsRefused() throws IOException {
        entry("MANIFEST/manifest.xml", document(CONFIGURATION).replace("version='2'", "version='3'"));

        assertThat(inspect().violations())
                .singleElement()
                .hasToString("1:1: MissionPackageManifest@version \"3\": must be 2");
    }

    @Test
    void billionLaughsAreNotExpanded() throws IOException {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY a")
                    .append(i)
                    .append(" '&a")
                    .append(i - 1)
                    .append(";&a")
                    .append(i - 1)
                    .append(";'>");
        }
        entry(
                "MANIFEST/manifest.xml",
                laughs + "]><MissionPackageManifest version='2'><Configuration>"
                        + "<Parameter name='name' value='&a29;'/></Configuration></MissionPackageManifest>");

        assertThat(inspect().violations()).isNotEmpty();
    }

    @Test
    void filesOfTheMachineAreNotReadIntoIt() throws IOException {
        entry(
                "MANIFEST/manifest.xml",
                "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
                        + document("<Configuration>&e;</Configuration>"));

        assertThat(inspect().violations())
                .anySatisfy(violation -> assertThat(violation.toString()).contains("DOCTYPE"));
    }

    @Test
    void deepNestingDoesNotBreakTheReader() throws IOException {
        entry("MANIFEST/manifest.xml", document("<a>".repeat(100_000) + "</a>".repeat(100_000)));

        assertThat(inspect().violations()).isNotEmpty();
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
        manifest(CONFIGURATION);
        entry(name, "x");

        assertThat(inspect().violations()).anySatisfy(violation -> {
            assertThat(violation.field()).isEqualTo("entry");
            assertThat(violation.value()).isEqualTo(shown);
            assertThat(violation.rule()).startsWith("must ").doesNotContain("manifest");
        });
        assertThat(new PackageReader(PackageLimits.DEFAULT).escapes(zip()))
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
        manifest(CONFIGURATION);
        entry(name, name.endsWith("/") ? "" : "x");

        assertThat(new PackageReader(PackageLimits.DEFAULT).escapes(zip())).isEmpty();
    }

    @Test
    void backslashesAreToldOfToWhoeverWantsAPackageForEverybody() throws IOException {
        manifest(CONFIGURATION + "<Contents><Content zipEntry='m\\x.jpg'/></Contents>");
        entry("m\\x.jpg", "x");

        assertThat(inspect().violations())
                .singleElement()
                .hasToString("entry \"m\\x.jpg\": must be a relative path with / between its parts, not a backslash");
    }

    @Test
    void namesInTheCodePageOfWindowsHideNothing() throws IOException {
        manifest(CONFIGURATION);
        entry("m/Bruecke.jpg", "x");
        entry("m/xx/e", "x");
        Path zip = zip();
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
        manifest(CONFIGURATION);
        entry("m/photo.jpg", "x");
        entry("m/x/e.jpg", "x");
        Path zip = zip();
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
        manifest(CONFIGURATION);
        entry("m/x.jpg", "/etc/passwd");
        entry("m/y.jpg", "y");
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
        manifest(CONFIGURATION);
        entry("m/x.jpg", "x");

        assertThat(new PackageReader(PackageLimits.DEFAULT).escapes(withMode("m/x.jpg", Integer.parseInt(mode, 8))))
                .isEmpty();
    }

    @Test
    void linksAreFoundBehindAnEntryThatIsNotWhereItShouldBe() throws IOException {
        manifest(CONFIGURATION);
        entry("m/a.jpg", "a");
        entry("m/x.jpg", "/etc/passwd");
        byte[] bytes = Files.readAllBytes(withMode("m/x.jpg", 0120777));
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("m/a.jpg") - 4] ^= 1;

        assertThat(new PackageReader(PackageLimits.DEFAULT).escapes(Files.write(directory.resolve("x.zip"), bytes)))
                .singleElement()
                .hasToString("entry \"m/x.jpg\": must be a file, not a symbolic link");
    }

    @Test
    void linksAreFoundInZip64() throws IOException {
        manifest(CONFIGURATION);
        entry("m/x.jpg", "/etc/passwd");
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
        entry("../hidden.jpg", "x");
        byte[] other = Files.readAllBytes(zip());
        String text = new String(other, StandardCharsets.ISO_8859_1);
        byte[] hidden = Arrays.copyOf(other, text.indexOf("PK\1\2"));
        entries.clear();
        manifest(CONFIGURATION);
        entry("m/x.jpg", "x");
        Path zip = zip();
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
        entry("inner.jpg", "x");
        byte[] inner = Files.readAllBytes(zip());
        entries.clear();
        manifest(CONFIGURATION);
        Path zip = zip();
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

    /** A zip of the entries in which one has that mode, in the way of Unix. */
    private Path withMode(String name, int mode) throws IOException {
        Path zip = zip();
        byte[] bytes = Files.readAllBytes(zip);
        int central = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(name) - 46;
        bytes[central + 5] = 3;
        bytes[central + 40] = (byte) mode;
        bytes[central + 41] = (byte) (mode >> 8);
        return Files.write(zip, bytes);
    }

    @Test
    void aZipWithChangedBytesIsLookedThroughWithoutHarm() throws IOException {
        Random random = new Random(SEED);
        manifest(CONFIGURATION);
        for (int i = 0; i < 20; i++) {
            entry("m/" + i + ".jpg", "x");
        }
        Path zip = zip();
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

    private static void unsetUtf8(byte[] bytes, String text, String signature, int flags) {
        for (int at = text.indexOf(signature); at >= 0; at = text.indexOf(signature, at + 1)) {
            bytes[at + flags] &= ~8;
        }
    }

    @Test
    void ofThousandsOfNamesThatLeadOutSomeAreNamed() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            entry("../" + ". ".repeat(100) + i, "");
        }

        assertThat(new PackageReader(PackageLimits.DEFAULT).escapes(zip())).hasSize(PackageReader.MAX_ESCAPES);
    }

    @Test
    void whatIsNotInTheManifestIsNamed() throws IOException {
        manifest(CONFIGURATION);
        entry("extra.txt", "x");

        assertThat(inspect().violations()).singleElement().hasToString("entry \"extra.txt\": must be in the manifest");
    }

    @Test
    void filesThatWouldLandOnOneAnotherAreNamed() throws IOException {
        manifest(CONFIGURATION + "<Contents><Content zipEntry='a/x.jpg'/><Content zipEntry='b/X.JPG'/></Contents>");
        entry("a/x.jpg", "x");
        entry("b/X.JPG", "y");

        assertThat(inspect().violations())
                .singleElement()
                .hasToString("Content@zipEntry \"b/X.JPG\": must not land on the device in the place of a/x.jpg");
    }

    @Test
    void badEventsAreNamedWithTheirPlace() throws IOException {
        manifest(CONFIGURATION
                + "<Contents><Content zipEntry='m/m.cot'><Parameter name='uid' value='other'/>"
                + "<Parameter name='isCoT' value='true'/></Content></Contents>");
        entry("m/m.cot", EVENT.replace("lat='48'", "lat='91'"));

        assertThat(inspect().violations())
                .anySatisfy(violation -> assertThat(violation.toString()).startsWith("m/m.cot point@lat \"91"))
                .anySatisfy(violation -> assertThat(violation.toString())
                        .isEqualTo("m/m.cot uid \"m\": must be that of the manifest, other"));
    }

    @Test
    void bombIsNotUnpackedToItsEnd() throws IOException {
        manifest(CONFIGURATION + "<Contents><Content zipEntry='zeros'/><Content zipEntry='more'/></Contents>");
        entries.put("zeros", new byte[3_000_000]);
        entries.put("more", new byte[3_000_000]);

        PackageInspection inspection = new PackageReader(new PackageLimits(10, 100_000, 1_000_000)).read(zip());

        assertThat(inspection.violations())
                .singleElement()
                .satisfies(
                        violation -> assertThat(violation.toString()).contains("must unpack to at most 1000000 bytes"));
    }

    @Test
    void tooManyEntriesAreNotLookedAt() throws IOException {
        for (int i = 0; i < 11; i++) {
            entry("e" + i, "");
        }

        PackageInspection inspection = new PackageReader(new PackageLimits(10, 100_000, 1_000_000)).read(zip());

        assertThat(inspection.violations()).singleElement().hasToString("zip \"11 entries\": must have at most 10");
        assertThat(inspection.entries()).isEmpty();
    }

    @Test
    void flippedByteIsFoundByTheChecksum() throws IOException {
        manifest(CONFIGURATION + "<Contents><Content zipEntry='f'/></Contents>");
        String content = "uncompressible ".repeat(3);
        entry("f", content);
        Path zip = zip();
        byte[] bytes = Files.readAllBytes(zip);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(content);
        bytes[at + 3] ^= 1;
        Files.write(zip, bytes);

        assertThat(new PackageReader(PackageLimits.DEFAULT).read(zip).violations())
                .singleElement()
                .hasToString("entry \"f\": must match its checksum and size");
    }

    @Test
    void whatIsNoZipIsSaidToBeNone() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "not a zip");
        Path empty = Files.createFile(directory.resolve("empty"));

        for (Path file : new Path[] {text, empty}) {
            PackageInspection inspection = new PackageReader(PackageLimits.DEFAULT).read(file);
            assertThat(inspection.violations())
                    .singleElement()
                    .satisfies(violation -> assertThat(violation.rule()).startsWith("must be a zip file"));
            assertThat(inspection.isGood()).isFalse();
        }
    }

    @Test
    void zipWithoutManifestIsNoPackage() throws IOException {
        entry("x", "x");

        assertThat(inspect().violations()).singleElement().hasToString("zip: must have an entry MANIFEST/manifest.xml");
    }

    @Test
    void missingFileIsAnError() {
        assertThatThrownBy(() -> new PackageReader(PackageLimits.DEFAULT).read(directory.resolve("missing")))
                .isInstanceOf(NoSuchFileException.class);
    }

    private void manifest(String body) {
        entry("MANIFEST/manifest.xml", document(body));
    }

    private static String document(String body) {
        return "<MissionPackageManifest version='2'>" + body + "</MissionPackageManifest>";
    }

    private void entry(String name, String content) {
        entries.put(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private PackageInspection inspect() throws IOException {
        return new PackageReader(PackageLimits.DEFAULT).read(zip());
    }

    /** Small entries are stored as they are, so that a test can find them in the file. */
    private Path zip() throws IOException {
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
