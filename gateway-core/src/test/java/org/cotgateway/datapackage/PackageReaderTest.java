package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotgateway.datapackage.ForeignPackage.CONFIGURATION;
import static org.cotgateway.datapackage.ForeignPackage.document;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found in packages that somebody else made. */
class PackageReaderTest {

    private static final String EVENT = "<event version='2.0' uid='m' type='a-f-G' how='h-e'"
            + " time='2026-11-21T10:00:00Z' start='2026-11-21T10:00:00Z' stale='2026-11-21T10:10:00Z'>"
            + "<point lat='48' lon='16' hae='0' ce='1' le='1'/></event>";

    @TempDir
    Path directory;

    private ForeignPackage made;

    @BeforeEach
    void begin() {
        made = new ForeignPackage(directory);
    }

    @Test
    void goodPackageOfAnotherMakerIsGood() throws IOException {
        made.manifest(
                CONFIGURATION
                        + "<Contents><Content ignore='false' zipEntry='m/m.cot'><Parameter name='uid' value='m'/>"
                        + "<Parameter name='isCoT' value='true'/></Content>"
                        + "<Content ignore='true' zipEntry='abc/x.jpg'><Parameter name='visible' value='true'/></Content></Contents>");
        made.entry("m/m.cot", EVENT);
        made.entry("abc/x.jpg", "x");

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
        made.entry("top/MANIFEST/manifest.xml", document(CONFIGURATION + "<Contents/>"));

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
        made.manifest(body);
        made.entry("f", "x");

        assertThat(inspect().violations())
                .anySatisfy(violation -> assertThat(violation.toString()).contains(expected));
    }

    @Test
    void otherVersionIsRefused() throws IOException {
        made.entry("MANIFEST/manifest.xml", document(CONFIGURATION).replace("version='2'", "version='3'"));

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
        made.entry(
                "MANIFEST/manifest.xml",
                laughs + "]><MissionPackageManifest version='2'><Configuration>"
                        + "<Parameter name='name' value='&a29;'/></Configuration></MissionPackageManifest>");

        assertThat(inspect().violations()).isNotEmpty();
    }

    @Test
    void filesOfTheMachineAreNotReadIntoIt() throws IOException {
        made.entry(
                "MANIFEST/manifest.xml",
                "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
                        + document("<Configuration>&e;</Configuration>"));

        assertThat(inspect().violations())
                .anySatisfy(violation -> assertThat(violation.toString()).contains("DOCTYPE"));
    }

    @Test
    void deepNestingDoesNotBreakTheReader() throws IOException {
        made.entry("MANIFEST/manifest.xml", document("<a>".repeat(100_000) + "</a>".repeat(100_000)));

        assertThat(inspect().violations()).isNotEmpty();
    }

    @Test
    void whatIsNotInTheManifestIsNamed() throws IOException {
        made.manifest(CONFIGURATION);
        made.entry("extra.txt", "x");

        assertThat(inspect().violations()).singleElement().hasToString("entry \"extra.txt\": must be in the manifest");
    }

    @Test
    void filesThatWouldLandOnOneAnotherAreNamed() throws IOException {
        made.manifest(
                CONFIGURATION + "<Contents><Content zipEntry='a/x.jpg'/><Content zipEntry='b/X.JPG'/></Contents>");
        made.entry("a/x.jpg", "x");
        made.entry("b/X.JPG", "y");

        assertThat(inspect().violations())
                .singleElement()
                .hasToString("Content@zipEntry \"b/X.JPG\": must not land on the device in the place of a/x.jpg");
    }

    @Test
    void badEventsAreNamedWithTheirPlace() throws IOException {
        made.manifest(CONFIGURATION
                + "<Contents><Content zipEntry='m/m.cot'><Parameter name='uid' value='other'/>"
                + "<Parameter name='isCoT' value='true'/></Content></Contents>");
        made.entry("m/m.cot", EVENT.replace("lat='48'", "lat='91'"));

        assertThat(inspect().violations())
                .anySatisfy(violation -> assertThat(violation.toString()).startsWith("m/m.cot point@lat \"91"))
                .anySatisfy(violation -> assertThat(violation.toString())
                        .isEqualTo("m/m.cot uid \"m\": must be that of the manifest, other"));
    }

    @Test
    void bombIsNotUnpackedToItsEnd() throws IOException {
        made.manifest(CONFIGURATION + "<Contents><Content zipEntry='zeros'/><Content zipEntry='more'/></Contents>");
        made.entry("zeros", new byte[3_000_000]);
        made.entry("more", new byte[3_000_000]);

        PackageInspection inspection = new PackageReader(new PackageLimits(10, 100_000, 1_000_000)).read(made.zip());

        assertThat(inspection.violations())
                .singleElement()
                .satisfies(
                        violation -> assertThat(violation.toString()).contains("must unpack to at most 1000000 bytes"));
    }

    @Test
    void tooManyEntriesAreNotLookedAt() throws IOException {
        for (int i = 0; i < 11; i++) {
            made.entry("e" + i, "");
        }

        PackageInspection inspection = new PackageReader(new PackageLimits(10, 100_000, 1_000_000)).read(made.zip());

        assertThat(inspection.violations()).singleElement().hasToString("zip \"11 entries\": must have at most 10");
        assertThat(inspection.entries()).isEmpty();
    }

    @Test
    void flippedByteIsFoundByTheChecksum() throws IOException {
        made.manifest(CONFIGURATION + "<Contents><Content zipEntry='f'/></Contents>");
        String content = "uncompressible ".repeat(3);
        made.entry("f", content);
        Path zip = made.zip();
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
        made.entry("x", "x");

        assertThat(inspect().violations()).singleElement().hasToString("zip: must have an entry MANIFEST/manifest.xml");
    }

    @Test
    void missingFileIsAnError() {
        assertThatThrownBy(() -> new PackageReader(PackageLimits.DEFAULT).read(directory.resolve("missing")))
                .isInstanceOf(NoSuchFileException.class);
    }

    private PackageInspection inspect() throws IOException {
        return new PackageReader(PackageLimits.DEFAULT).read(made.zip());
    }
}
