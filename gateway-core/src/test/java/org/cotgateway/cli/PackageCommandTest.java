package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageCommandTest {

    private static final String EVENT = "<event version='2.0' uid='well-1' type='a-f-G' how='h-e'"
            + " time='2026-11-21T10:00:00Z' start='2026-11-21T10:00:00Z' stale='2026-11-21T10:10:00Z'>"
            + "<point lat='48' lon='16' hae='0' ce='1' le='1'/><detail><contact callsign='Well'/></detail></event>";

    @TempDir
    Path directory;

    @Test
    void whatIsBuiltIsGoodAndShowsWhatWasPutIn() throws IOException {
        String photo = file("photo.jpg", "photo");
        String event = file("event.xml", EVENT);
        String out = directory.resolve("out.zip").toString();

        Run build = Run.cotgw("package", "build", photo, "--event", event, "--remarks", "deep", "--out", out, "--json");

        assertThat(build.exit()).as(build.err()).isZero();
        JsonNode built = build.json();
        assertThat(built.path("ok").asBoolean()).isTrue();
        assertThat(built.path("file").asText()).isEqualTo(out);
        assertThat(built.path("name").asText()).isEqualTo("Well");
        assertThat(built.path("sizeBytes").asLong()).isEqualTo(Files.size(Path.of(out)));

        Run verify = Run.cotgw("package", "verify", out, "--json");
        assertThat(verify.exit()).as(verify.out()).isZero();
        assertThat(verify.json().path("sha256")).isEqualTo(built.path("sha256"));
        assertThat(Run.cotgw("package", "verify", out).out().strip()).isEqualTo("good, 3 entries");

        Run inspect = Run.cotgw("package", "inspect", out, "--json");
        assertThat(inspect.exit()).isZero();
        JsonNode manifest = inspect.json().path("manifest");
        assertThat(manifest.path("configuration").path("remarks").asText()).isEqualTo("deep");
        assertThat(manifest.path("contents").path(0).path("zipEntry").asText()).isEqualTo("well-1/well-1.cot");
        assertThat(manifest.path("contents")
                        .path(1)
                        .path("parameters")
                        .path("uid")
                        .asText())
                .isEqualTo("well-1");
        assertThat(Run.cotgw("package", "inspect", out).out()).contains("files/photo.jpg", "contentType=image/jpeg");
    }

    @Test
    void eventMayComeFromStandardInput() {
        Run run = Run.on(
                EVENT,
                "package",
                "build",
                "--event",
                "-",
                "--out",
                directory.resolve("o.zip").toString());

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("Well");
    }

    @Test
    void everythingWrongIsSaidAndNothingIsWritten() throws IOException {
        String bad = file("bad.xml", EVENT.replace("lat='48'", "lat='91'"));
        String out = directory.resolve("out.zip").toString();

        Run events =
                Run.cotgw("package", "build", "--event", bad, "--event", directory + "/none", "--out", out, "--json");
        Run files = Run.cotgw("package", "build", directory.toString(), directory + "/missing.jpg", "--out", out);

        assertThat(events.exit()).isEqualTo(1);
        assertThat(events.json().path("ok").asBoolean()).isFalse();
        assertThat(events.json().path("violations")).hasSize(2);
        assertThat(events.err()).contains("point@lat \"91\"", "/none\": no such file");
        assertThat(files.exit()).isEqualTo(1);
        assertThat(files.err()).contains("must not be a directory", "missing.jpg\": does not exist");
        assertThat(Path.of(out)).doesNotExist();
    }

    @Test
    void targetThatCannotBeWrittenIsSaidAndNothingIsLeft() throws IOException {
        String photo = file("photo.jpg", "photo");

        Run intoDirectory = Run.cotgw("package", "build", photo, "--out", directory.toString());
        Run intoNowhere = Run.cotgw("package", "build", photo, "--out", directory + "/no/where.zip");

        assertThat(intoDirectory.exit()).isEqualTo(1);
        assertThat(intoDirectory.err()).contains("must not be a directory");
        assertThat(intoNowhere.exit()).isEqualTo(1);
        assertThat(intoNowhere.err()).contains("cannot be written: no such file or directory");
        assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void badPackageIsExitOneWithEveryViolation() throws IOException {
        Path zip = directory.resolve("bad.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            entries.putNextEntry(new ZipEntry("../\u001b[2Jevil"));
            entries.write(1);
        }

        Run verify = Run.cotgw("package", "verify", zip.toString(), "--json");
        Run inspect = Run.cotgw("package", "inspect", zip.toString());

        assertThat(verify.exit()).isEqualTo(1);
        assertThat(verify.json().path("violations")).hasSize(2);
        assertThat(inspect.exit()).isEqualTo(1);
        assertThat(inspect.out() + inspect.err()).doesNotContain("\u001b");
    }

    @Test
    void wrongUseIsExitTwo() {
        assertThat(Run.cotgw("package").exit()).isEqualTo(2);
        assertThat(Run.cotgw("package", "build").exit()).isEqualTo(2);
        assertThat(Run.cotgw("package", "verify").exit()).isEqualTo(2);
    }

    @Test
    void missingPackageIsExitOne() {
        Run run = Run.cotgw("package", "verify", directory + "/none.zip", "--json");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("no such file");
        assertThat(run.out()).contains("\"error\"");
    }

    private String file(String name, String content) throws IOException {
        return Files.write(directory.resolve(name), content.getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
