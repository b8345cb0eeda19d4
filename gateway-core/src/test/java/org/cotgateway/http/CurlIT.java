package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.cotgateway.datapackage.FetchRecord;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.Curl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real curl makes of the server; libcurl is also what ATAK downloads with. Fails where there is no curl. */
class CurlIT {

    private static final int SMALL = 100_000;
    private static final int LARGE = 20_000_000;

    @TempDir
    Path directory;

    private ServerFixture server;
    private StoredPackage small;
    private StoredPackage large;

    @BeforeEach
    void start() throws Exception {
        server = ServerFixture.start(directory);
        small = server.store("Small Päckchen", SMALL);
        large = server.store("large", LARGE);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void downloadsSmallAndLargePackagesUnchangedOverOneConnection() throws Exception {
        Path one = directory.resolve("one");
        Path two = directory.resolve("two");

        String told = Curl.run(
                "-w",
                "%{http_code} %{num_connects} %{content_type} %{size_download}\n",
                "-o",
                one.toString(),
                url(small),
                "-o",
                two.toString(),
                url(large));

        assertThat(told.lines())
                .containsExactly(
                        "200 1 application/zip " + small.sizeBytes(), "200 0 application/zip " + large.sizeBytes());
        assertThat(one).hasSameBinaryContentAs(small.path());
        assertThat(two).hasSameBinaryContentAs(large.path());
    }

    @Test
    void asksAsAtakDoesAndIsInTheLedger() throws Exception {
        Curl.run("-o", directory.resolve("x").toString(), url(large) + "?to=abc&receiver=DEV%200");

        FetchRecord record = Await.until(
                        () -> server.ledger.records(),
                        all -> all.size() == 1 && all.get(0).completed() == 1)
                .get(0);
        assertThat(record.sha256()).isEqualTo(large.sha256());
        assertThat(record.receiver()).isEqualTo("DEV 0");
        assertThat(record.address()).isEqualTo("127.0.0.1");
        assertThat(record.bytes()).isEqualTo(large.sizeBytes());
        // The ledger may be seen before this one is told.
        Await.until(() -> server.fetches.completed, told -> !told.isEmpty());
        assertThat(server.fetches.completed).extracting(Fetch::request).containsExactly("abc");
    }

    @Test
    void downloadsByFileNameAsDevicesDoAmongThemselves() throws Exception {
        Path file = directory.resolve("x");

        Curl.run(
                "-f",
                "-G",
                "--data-urlencode",
                "file=" + small.fileName(),
                "-d",
                "sender=HQ",
                "-o",
                file.toString(),
                server.url("/getfile"));

        assertThat(file).hasSameBinaryContentAs(small.path());
    }

    @Test
    void headTellsSizeAndTag() throws Exception {
        String head = Curl.run("-I", url(small));

        assertThat(head.lines())
                .contains(
                        "HTTP/1.1 200 OK",
                        "content-length: " + small.sizeBytes(),
                        "etag: \"" + small.sha256() + "\"",
                        "accept-ranges: bytes");
    }

    @Test
    void knownTagIsAnsweredWithNotModified() throws Exception {
        String told = Curl.run(
                "-w", "%{http_code} %{size_download}", "-H", "If-None-Match: \"" + small.sha256() + "\"", url(small));

        assertThat(told).isEqualTo("304 0");
    }

    @Test
    void rangeGivesThatPart() throws Exception {
        Path part = directory.resolve("part");

        String told = Curl.run("-w", "%{http_code}", "-r", "1000-1999", "-o", part.toString(), url(large));

        assertThat(told).isEqualTo("206");
        assertThat(part).hasBinaryContent(Arrays.copyOfRange(ServerFixture.content(large), 1000, 2000));
    }

    @Test
    void rangeOutOfBoundsIsRefusedWithTheSize() throws Exception {
        String told = Curl.run("-i", "-r", "99999999-", url(small));

        assertThat(told).startsWith("HTTP/1.1 416 ").contains("content-range: bytes */" + small.sizeBytes());
    }

    @Test
    void interruptedDownloadIsResumed() throws Exception {
        Path file = directory.resolve("resumed");
        Files.write(file, Arrays.copyOf(ServerFixture.content(large), 7_654_321));

        Curl.run("-f", "-C", "-", "-o", file.toString(), url(large));

        assertThat(file).hasSameBinaryContentAs(large.path());
    }

    @Test
    void errorsAreOneShortLine() throws Exception {
        assertThat(Curl.run(server.url("/")))
                .isEqualTo(
                        "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"nothing here\"}\n");
        assertThat(Curl.run("-X", "DELETE", url(small))).contains("\"status\":405,\"detail\":\"only GET, HEAD\"");
        assertThat(Curl.run("--path-as-is", server.url("/package/../../../etc/passwd")))
                .contains("\"status\":404,\"detail\":\"nothing here\"");
        assertThat(Curl.run("--path-as-is", server.url("/package/..%2f..%2fetc/passwd.zip")))
                .contains("\"status\":404,\"detail\":\"no such package\"");
    }

    @Test
    void operatorsAskByAddressAndByNamesThatAreKnownAndDevicesByAny() throws Exception {
        String resolve = "evil.example:" + server.address().getPort() + ":127.0.0.1";
        String evil = "http://evil.example:" + server.address().getPort();

        assertThat(Curl.run("--resolve", resolve, evil + "/api/v1/status"))
                .contains("\"status\":421", "evil.example is no name of this gateway");
        assertThat(Curl.run(
                        "-f", "--resolve", resolve, "-o", directory.resolve("x").toString(), evil + small.urlPath()))
                .isEmpty();
        assertThat(Curl.run("-f", server.url("/api/v1/status"))).isEqualTo(FixedStatus.STATUS);
        assertThat(Curl.run("-f", "-H", "Host: LOCALHOST.", server.url("/metrics")))
                .isEqualTo(FixedStatus.METRICS);
    }

    private String url(StoredPackage stored) {
        return server.url(stored.urlPath());
    }
}
