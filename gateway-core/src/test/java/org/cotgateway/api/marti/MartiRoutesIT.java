package org.cotgateway.api.marti;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotgateway.GatewaySettings;
import org.cotgateway.api.GatewayFixture;
import org.cotgateway.datapackage.FetchRecord;
import org.cotgateway.datapackage.Packages;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.Curl;
import org.cotgateway.testing.NodePeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device's requests to a TAK Server, made with the real curl; libcurl is also what ATAK uses. */
class MartiRoutesIT {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path directory;

    @Test
    void aPackageIsUploadedQueriedFetchedAndCountedAlsoAfterARestart() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory)) {
            StoredPackage made = server.packageElsewhere("well", 300_000);
            String query = "/Marti/sync/missionquery?hash=" + made.sha256();
            assertThat(Curl.run("-w", "%{http_code}", "-o", "/dev/null", server.url(query)))
                    .isEqualTo("404");

            String url = Curl.run("-F", "assetfile=@" + made.path(), upload(server, made.sha256(), "Well.zip"));

            String path = "/Marti/sync/content?hash=" + made.sha256();
            assertThat(url).isEqualTo(server.url(path));
            assertThat(Curl.run(server.url(query))).isEqualTo(url);
            Await.until(server::uploads, List::isEmpty);
            server.restart();
            assertThat(Curl.run(server.url(query))).isEqualTo(server.url(path));
            assertThat(Curl.run("-I", server.url(path)))
                    .contains("HTTP/1.1 200", "content-length: " + made.sizeBytes() + "\n");
            Path fetched = directory.resolve("fetched");
            Curl.run("-o", fetched.toString(), server.url(path + "&receiver=ANNA"));
            assertThat(fetched).hasSameBinaryContentAs(made.path());
            FetchRecord record = Await.until(
                            server.gateway()::fetches,
                            all -> all.size() == 1 && all.get(0).completed() == 1)
                    .get(0);
            assertThat(record.sha256()).isEqualTo(made.sha256());
            assertThat(record.receiver()).isEqualTo("ANNA");
        }
    }

    @Test
    void onlyPublicPackagesAreFoundBySearch() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory)) {
            StoredPackage made = server.packageElsewhere("well", 1_000);
            Curl.run("-F", "assetfile=@" + made.path(), upload(server, made.sha256(), "..%2F..%2FWell+7.zip"));
            String search = server.url("/Marti/sync/search?keywords=missionpackage&tool=public");
            assertThat(Curl.run(search)).isEqualTo("{\"resultCount\":0,\"results\":[]}\n");

            String tool = server.url("/Marti/api/sync/metadata/" + made.sha256() + "/tool");
            assertThat(Curl.run("-w", "%{http_code}", "-X", "PUT", "-d", "public", tool))
                    .isEqualTo("200");
            server.restart();

            search = server.url("/Marti/sync/search?keywords=missionpackage&tool=public");
            JsonNode found = JSON.readTree(Curl.run(search));
            assertThat(found.at("/resultCount").intValue()).isOne();
            JsonNode result = found.at("/results/0");
            assertThat(result.fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder(
                            "UID",
                            "Name",
                            "Hash",
                            "PrimaryKey",
                            "SubmissionDateTime",
                            "SubmissionUser",
                            "CreatorUid",
                            "Keywords",
                            "MIMEType",
                            "Size",
                            "Tool");
            assertThat(result.at("/Name").textValue()).isEqualTo("_._Well 7.zip");
            assertThat(result.at("/Hash").textValue()).isEqualTo(made.sha256());
            assertThat(result.at("/CreatorUid").textValue()).isEqualTo("ANDROID-1");
            assertThat(result.at("/Size").longValue()).isEqualTo(made.sizeBytes());
            assertThat(result.at("/Tool").textValue()).isEqualTo("public");
            assertThat(Instant.parse(result.at("/SubmissionDateTime").textValue()))
                    .isBeforeOrEqualTo(Instant.now());
            assertThat(Curl.run(server.url("/Marti/sync/search?keywords=WELL"))).contains("\"resultCount\":1");
            assertThat(Curl.run(server.url("/Marti/sync/search?keywords=lake"))).contains("\"resultCount\":0");
            assertThat(Curl.run(server.url("/Marti/sync/search?tool=private"))).contains("\"resultCount\":0");
        }
    }

    @Test
    void badUploadsAreRefusedAndLeaveNothing() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory)) {
            StoredPackage made = server.packageElsewhere("well", 1_000);
            Path text = Files.writeString(directory.resolve("text"), "no package");
            String hashOfText = "d6ae1ef96bb2d2a2a4b3d0dd8a1c1c4cdbd7a5f0ab11cabc1cf07c4af3a4a2ee";

            assertThat(Curl.run("-F", "assetfile=@" + made.path(), upload(server, "0".repeat(64), "x")))
                    .contains("\"status\":422", "\"field\":\"hash\"", "is not the hash of what came");
            assertThat(Curl.run("-F", "assetfile=@" + made.path(), upload(server, "0", "x")))
                    .contains("\"status\":400", "must be the package's sha256");
            assertThat(Curl.run("-F", "assetfile=@" + text, upload(server, hashOfText, "x")))
                    .contains("\"status\":422");
            assertThat(Curl.run("-F", "other=x", upload(server, hashOfText, "x")))
                    .contains("\"status\":400");
            assertThat(Curl.run("-d", "x", upload(server, hashOfText, "x"))).contains("\"status\":415");
            String tool = server.url("/Marti/api/sync/metadata/" + made.sha256() + "/tool");
            assertThat(Curl.run("-X", "PUT", "-d", "secret", tool))
                    .contains("\"status\":400", "must be public or private");
            assertThat(Curl.run("-X", "PUT", "-d", "public", tool)).contains("\"status\":404");
            assertThat(Curl.run("-X", "PUT", "-d", "x".repeat(100), tool)).contains("\"status\":413");
            Await.until(server::uploads, List::isEmpty);
            assertThat(Curl.run(server.url("/Marti/sync/content?hash=" + made.sha256())))
                    .contains("\"status\":404");
            assertThat(Curl.run(server.url("/Marti/sync/content"))).contains("\"status\":404");
        }
    }

    @Test
    void packagesThatWouldBeUnpackedElsewhereAreRefusedWithTheEntriesAndCounted() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory)) {
            Path bad = Packages.withEntries(directory.resolve("bad.zip"), "a/x.jpg", "../../evil.sh", "C:\\evil.exe");
            String hash = Curl.sha256(bad);

            JsonNode problem = JSON.readTree(Curl.run("-F", "assetfile=@" + bad, upload(server, hash, "x.zip")));

            assertThat(problem.at("/status").intValue()).isEqualTo(400);
            assertThat(problem.at("/detail").textValue()).contains("outside of its directory");
            assertThat(problem.at("/violations"))
                    .extracting(violation -> violation.at("/value").textValue())
                    .containsExactly("../../evil.sh", "C:\\evil.exe");
            assertThat(problem.at("/violations"))
                    .extracting(violation -> violation.at("/rule").textValue())
                    .containsExactly(
                            "must be a relative path that does not climb with ..",
                            "must be a relative path, not begin with the letter of a drive");
            assertThat(server.gateway().counters().get(Counter.PACKAGES_UNSAFE)).isOne();
            assertThat(Curl.run(server.url("/Marti/sync/missionquery?hash=" + hash)))
                    .contains("\"status\":404");
            Await.until(server::uploads, List::isEmpty);
        }
    }

    @Test
    void whatOtherProgramsPackIsTaken() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory);
                NodePeer nodeCot = NodePeer.start(
                        "package.js", directory.resolve("node-cot").toString())) {
            nodeCot.tell(Map.of("name", "Brücke", "files", List.of("Foto 1.jpg", "a..b.kml")));
            Path ofNodeCot = Path.of(nodeCot.next().at("/path").textValue());
            Path ofWindows = Packages.withEntries(
                    directory.resolve("windows.zip"), "uid\\photo.jpg", "12:30/Größe (2).jpg", "uid/");

            for (Path zip : List.of(ofNodeCot, ofWindows)) {
                String hash = Curl.sha256(zip);
                // node-tak gives its part no file name.
                assertThat(Curl.run("-F", "assetfile=<" + zip, upload(server, hash, "x.zip")))
                        .as(zip.toString())
                        .isEqualTo(server.url("/Marti/sync/content?hash=" + hash));
            }
            assertThat(server.gateway().counters().get(Counter.PACKAGES_UNSAFE)).isZero();
        }
    }

    @Test
    void aHostThatIsNoneMakesNoUrl() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory)) {
            StoredPackage made = server.packageElsewhere("well", 1_000);
            String[] form = {"-F", "assetfile=@" + made.path(), upload(server, made.sha256(), "x")};
            assertThat(Curl.run("-H", "Host: evil/x?", form[0], form[1], form[2]))
                    .contains("\"status\":400", "must be a host");
            assertThat(server.gateway().counters().get(Counter.PACKAGES_UPLOADED))
                    .as("what is not told the sender is not kept")
                    .isZero();
            Curl.run(form);
            String query =
                    server.url("/Marti/sync/missionquery?hash=" + made.sha256().toUpperCase(Locale.ROOT));

            assertThat(Curl.run("-H", "Host: evil/x?", query)).contains("\"status\":400", "must be a host");
            assertThat(Curl.run("-H", "Host: [::1]:8080", query))
                    .isEqualTo("http://[::1]:8080/Marti/sync/content?hash=" + made.sha256());
        }
    }

    @Test
    void theRestKeepsDevicesQuiet() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory)) {
            assertThat(Curl.run(server.url("/Marti/api/version"))).startsWith("CoT Gateway ");
            JsonNode config = JSON.readTree(Curl.run(server.url("/Marti/api/version/config")));
            assertThat(config.at("/version").textValue()).isEqualTo("3");
            assertThat(config.at("/type").textValue()).isEqualTo("ServerConfig");
            assertThat(config.at("/data/api").textValue()).isEqualTo("3");
            assertThat(config.at("/data/hostname").textValue()).isEqualTo("127.0.0.1");
            assertThat(JSON.readTree(Curl.run(server.url("/Marti/api/groups/all")))
                            .at("/data/0/name")
                            .textValue())
                    .isEqualTo("__ANON__");
            assertThat(JSON.readTree(Curl.run(server.url("/Marti/api/groups/groupCacheEnabled")))
                            .at("/data"))
                    .isEqualTo(JSON.getNodeFactory().booleanNode(false));
            assertThat(Curl.run("-w", "%{http_code}", server.url("/Marti/api/device/profile/connection?syncSecago=1")))
                    .isEqualTo("204");
        }
    }

    @Test
    void strangersGetContentByItsHashAndNothingElse() throws Exception {
        GatewaySettings settings = GatewaySettings.builder()
                .marti(new MartiSettings(true, List.of("10.0.0.0/8")))
                .build();
        try (GatewayFixture server = new GatewayFixture(directory, settings, HubSettings.NONE)) {
            StoredPackage made = server.packageElsewhere("well", 1_000);
            Curl.run("-F", "package=@" + made.path(), server.url("/api/v1/packages"));

            assertThat(Curl.run("-F", "assetfile=@" + made.path(), upload(server, made.sha256(), "x")))
                    .contains("\"status\":403", "marti.devices");
            assertThat(Curl.run(server.url("/Marti/sync/search"))).contains("\"status\":403");
            assertThat(Curl.run(server.url("/Marti/api/contacts/all"))).contains("\"status\":403");
            assertThat(Curl.run("-I", server.url("/Marti/sync/content?hash=" + made.sha256())))
                    .contains("HTTP/1.1 200");
        }
    }

    @Test
    void switchedOffThereIsNothing() throws Exception {
        GatewaySettings settings = GatewaySettings.builder()
                .marti(new MartiSettings(false, List.of()))
                .build();
        try (GatewayFixture server = new GatewayFixture(directory, settings, HubSettings.NONE)) {
            assertThat(Curl.run(server.url("/Marti/api/version"))).contains("\"status\":404", "nothing here");
        }
    }

    private static String upload(GatewayFixture server, String hash, String fileName) {
        return server.url("/Marti/sync/missionupload?hash=" + hash + "&filename=" + fileName + "&creatorUid=ANDROID-1");
    }
}
