package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in packages, and what is refused. */
class PackageBuildTest {

    @TempDir
    Path directory;

    private final TimeZone zone = TimeZone.getDefault();
    private PackageStore store;

    @BeforeEach
    void open() throws IOException {
        store = PackageStore.open(StoreSettings.in(directory.resolve("store")), new Counters());
    }

    @AfterEach
    void close() {
        store.close();
        TimeZone.setDefault(zone);
    }

    @Test
    void packageHoldsManifestEventAndFilesInThisOrder() throws Exception {
        StoredPackage stored = store.build(new PackageSpec(
                "p-1",
                "Meldung \"Süd\" <1>",
                List.of(Packages.marker("marker-1")),
                List.of(Attachment.of(file("photo.jpg")), Attachment.of(file("plan.kml"))),
                true,
                false,
                "two\nlines & more",
                "marker-1"));

        assertThat(stored.fileName()).isEqualTo("Meldung _Süd_ _1_.zip");
        assertThat(entryNames(stored))
                .containsExactly("MANIFEST/manifest.xml", "marker-1/marker-1.cot", "files/photo.jpg", "files/plan.kml");
        assertThat(text(stored, "MANIFEST/manifest.xml"))
                .isEqualTo("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <MissionPackageManifest version="2">
                          <Configuration>
                            <Parameter name="uid" value="p-1"/>
                            <Parameter name="name" value="Meldung &quot;Süd&quot; &lt;1&gt;"/>
                            <Parameter name="remarks" value="two&#10;lines &amp; more"/>
                            <Parameter name="onReceiveImport" value="true"/>
                            <Parameter name="onReceiveDelete" value="false"/>
                          </Configuration>
                          <Contents>
                            <Content ignore="false" zipEntry="marker-1/marker-1.cot">
                              <Parameter name="uid" value="marker-1"/>
                              <Parameter name="name" value="Überblick"/>
                              <Parameter name="isCoT" value="true"/>
                            </Content>
                            <Content ignore="false" zipEntry="files/photo.jpg">
                              <Parameter name="uid" value="marker-1"/>
                              <Parameter name="name" value="photo.jpg"/>
                              <Parameter name="contentType" value="image/jpeg"/>
                            </Content>
                            <Content ignore="false" zipEntry="files/plan.kml">
                              <Parameter name="uid" value="marker-1"/>
                              <Parameter name="name" value="plan.kml"/>
                              <Parameter name="contentType" value="application/vnd.google-earth.kml+xml"/>
                            </Content>
                          </Contents>
                        </MissionPackageManifest>
                        """.lines().map(String::strip).collect(Collectors.joining()));
        assertThat(text(stored, "marker-1/marker-1.cot")).startsWith("<event ").endsWith("</event>");
        assertThat(text(stored, "files/photo.jpg")).isEqualTo("photo.jpg");
    }

    @Test
    void inspectorFindsNothingWrongWithIt() throws Exception {
        StoredPackage stored = store.build(PackageSpec.of(
                        "p",
                        "n",
                        List.of(Packages.marker("m/../x"), Packages.marker("files")),
                        List.of(
                                Attachment.of(file("a.txt")),
                                new Attachment(file("b.txt"), "A.TXT"),
                                new Attachment(file("c.txt"), "../MANIFEST/manifest.xml"),
                                new Attachment(file("d.txt"), "\u0000")))
                .attachedTo("files"));

        PackageInspection inspection = new PackageReader(PackageLimits.DEFAULT).read(stored.path());

        assertThat(inspection.violations()).isEmpty();
        assertThat(inspection.sha256()).isEqualTo(stored.sha256());
        assertThat(inspection.sizeBytes()).isEqualTo(stored.sizeBytes());
        assertThat(entryNames(stored))
                .containsExactly(
                        "MANIFEST/manifest.xml",
                        "m_._x/m_._x.cot",
                        "files (2)/files (2).cot",
                        "files/a.txt",
                        "files/A (2).TXT",
                        "files/_MANIFEST_manifest.xml",
                        "files/_");
    }

    @Test
    void sameInputGivesTheSameBytesInEveryTimeZoneAndWhateverTheDates() throws Exception {
        Path photo = Packages.randomFile(directory, "photo.jpg", 300_000, 1);
        Path plan = Files.writeString(directory.resolve("plan.kml"), "<kml/>".repeat(50_000));
        PackageSpec spec = PackageSpec.of(
                "p", "n", List.of(Packages.marker("m")), List.of(Attachment.of(photo), Attachment.of(plan)));
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
        byte[] first = Files.readAllBytes(store.build(spec).path());

        TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
        Files.setLastModifiedTime(photo, FileTime.fromMillis(0));
        try (PackageStore other = PackageStore.open(StoreSettings.in(directory.resolve("other")), new Counters())) {
            byte[] second = Files.readAllBytes(other.build(spec).path());

            assertThat(second).isEqualTo(first);
        }
    }

    @Test
    void otherOrderOrContentIsAnotherPackage() throws Exception {
        Attachment a = Attachment.of(file("a"));
        Attachment b = Attachment.of(file("b"));

        String one =
                store.build(PackageSpec.of("p", "n", List.of(), List.of(a, b))).sha256();
        String two =
                store.build(PackageSpec.of("p", "n", List.of(), List.of(b, a))).sha256();
        Files.writeString(a.file(), "c");
        String three =
                store.build(PackageSpec.of("p", "n", List.of(), List.of(a, b))).sha256();

        assertThat(List.of(one, two, three)).doesNotHaveDuplicates();
    }

    @Test
    void compressedMediaAreNotDeflatedAgainAndOthersAre() throws Exception {
        Path photo = Files.write(directory.resolve("x.jpg"), new byte[100_000]);
        Path text = Files.write(directory.resolve("x.txt"), new byte[100_000]);
        StoredPackage stored =
                store.build(PackageSpec.of("p", "n", List.of(), List.of(Attachment.of(photo), Attachment.of(text))));

        try (ZipFile zip = new ZipFile(stored.path().toFile())) {
            assertThat(zip.getEntry("files/x.jpg").getCompressedSize()).isBetween(100_000L, 100_100L);
            assertThat(zip.getEntry("files/x.txt").getCompressedSize()).isLessThan(500);
        }
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() throws Exception {
        Path good = file("good.txt");
        CotEvent bad = Packages.marker("m").toBuilder()
                .point(new CotPoint(91, 16, 170, 5, 5))
                .build();
        PackageSpec spec = new PackageSpec(
                " ",
                "a\u0001b",
                List.of(bad, Packages.marker("m")),
                List.of(
                        Attachment.of(directory.resolve("missing.jpg")),
                        Attachment.of(directory),
                        Attachment.of(Files.createFile(directory.resolve("empty.txt"))),
                        Attachment.of(Path.of("/proc/self/mem")),
                        Attachment.of(
                                Files.createSymbolicLink(directory.resolve("dangling"), Path.of("/nowhere/at/all"))),
                        Attachment.of(good),
                        new Attachment(directory.resolve("./good.txt"), "again.txt")),
                true,
                false,
                "\ud800",
                "");

        PackageException refused = catchThrowableOfType(PackageException.class, () -> store.build(spec));

        assertThat(refused.violations())
                .extracting(Violation::field)
                .containsExactly(
                        "package uid",
                        "package name",
                        "package remarks",
                        "attachTo",
                        "events[0] point@lat",
                        "events[1] uid",
                        "attachments[0]",
                        "attachments[1]",
                        "attachments[2]",
                        "attachments[3]",
                        "attachments[4]",
                        "attachments[6]");
        assertThat(refused)
                .hasMessageContaining("missing.jpg\": does not exist")
                .hasMessageContaining(directory + "\": must not be a directory")
                .hasMessageContaining("empty.txt\": must not be empty")
                .hasMessageContaining("dangling\": does not exist")
                .hasMessageContaining("good.txt\": is the same file as attachments[5]");
        assertThat(filesOfStore()).isEmpty();
    }

    @Test
    void fileThatCannotBeReadIsNamedBeforeAnythingIsWritten() {
        Attachment unreadable = Attachment.of(Path.of("/proc/self/attr/current_is_not_here"));
        Attachment failing = Attachment.of(Path.of("/proc/self/mem"));

        assertThatThrownBy(() -> store.build(PackageSpec.of("p", "n", List.of(), List.of(unreadable, failing))))
                .isInstanceOf(PackageException.class)
                .hasMessageContaining("attachments[0]")
                .hasMessageContaining("attachments[1] \"/proc/self/mem\"");
        assertThat(filesOfStore()).isEmpty();
    }

    @Test
    void pipesAreRefusedWithoutWaitingForAWriter() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> store.build(PackageSpec.of("p", "n", List.of(), List.of(Attachment.of(pipe)))))
                .isInstanceOf(PackageException.class)
                .hasMessageContaining("pipe\": must be a file");
    }

    @Test
    void emptyPackagesAreRefused() {
        assertThatThrownBy(() -> store.build(PackageSpec.of("p", "n", List.of(), List.of())))
                .isInstanceOf(PackageException.class)
                .hasMessageContaining("at least one event or file");
    }

    @Test
    void fileThatGrowsWhileItIsPackedIsNamedAndNothingIsLeft() throws Exception {
        assertRefusedWhenChangedBy(path -> Files.write(path, new byte[1], StandardOpenOption.APPEND));
    }

    @Test
    void fileThatShrinksWhileItIsPackedIsNamedAndNothingIsLeft() throws Exception {
        assertRefusedWhenChangedBy(path -> Files.write(path, new byte[1]));
    }

    @Test
    void fileThatIsRewrittenInPlaceWhileItIsPackedIsNamedAndNothingIsLeft() throws Exception {
        assertRefusedWhenChangedBy(path -> {
            Files.write(path, new byte[200_000]);
            Files.setLastModifiedTime(path, FileTime.fromMillis(1));
        });
    }

    @Test
    void fileThatVanishesWhileItIsPackedIsNamedAndNothingIsLeft() throws Exception {
        assertRefusedWhenChangedBy(Files::delete);
    }

    @Test
    void fileThatFailsInTheMiddleIsNamedAndNothingIsLeft() throws Exception {
        PackageWriter.FileOpener failing = path -> new FilterInputStream(new ByteArrayInputStream(new byte[0])) {
            @Override
            public int readNBytes(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("Input/output error");
            }
        };

        assertRefused(failing, "cannot be read: Input/output error");
    }

    private void assertRefusedWhenChangedBy(Change change) throws Exception {
        assertRefused(
                path -> new FilterInputStream(Files.newInputStream(path)) {
                    private boolean changed;

                    @Override
                    public int readNBytes(byte[] buffer, int offset, int length) throws IOException {
                        int count = super.readNBytes(buffer, offset, length);
                        if (!changed) {
                            changed = true;
                            change.apply(path);
                        }
                        return count;
                    }
                },
                "");
    }

    private void assertRefused(PackageWriter.FileOpener opener, String why) throws Exception {
        store.close();
        Path attachment = Packages.randomFile(directory, "changing.jpg", 200_000, 1);
        StoreSettings settings = StoreSettings.in(directory.resolve("store"));
        try (PackageStore opened = PackageStore.open(settings, new Counters(), new PackageWriter(opener))) {
            PackageSpec spec = PackageSpec.of("p", "n", List.of(), List.of(Attachment.of(attachment)));

            assertThatThrownBy(() -> opened.build(spec))
                    .isInstanceOf(PackageException.class)
                    .hasMessageContaining("changing.jpg")
                    .hasMessageContaining(why);
            assertThat(filesOfStore()).isEmpty();
            assertThat(opened.packages()).isEmpty();
        }
    }

    private interface Change {
        void apply(Path file) throws IOException;
    }

    private List<Path> filesOfStore() {
        try (var files = Files.list(directory.resolve("store"))) {
            return files.filter(file -> !file.endsWith(".lock")).toList();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private Path file(String name) throws IOException {
        return Files.writeString(directory.resolve(name), name);
    }

    private static List<String> entryNames(StoredPackage stored) throws IOException {
        try (ZipFile zip = new ZipFile(stored.path().toFile(), StandardCharsets.UTF_8)) {
            return Collections.list(zip.entries()).stream()
                    .map(ZipEntry::getName)
                    .toList();
        }
    }

    private static String text(StoredPackage stored, String entry) throws IOException {
        try (ZipFile zip = new ZipFile(stored.path().toFile(), StandardCharsets.UTF_8);
                InputStream in = zip.getInputStream(zip.getEntry(entry))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
