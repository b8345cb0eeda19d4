package org.cotgateway.api.packages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.cotgateway.GatewaySettings;
import org.cotgateway.api.GatewayFixture;
import org.cotgateway.datapackage.Packages;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.event.CotEvents;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.metrics.Counter;
import org.cotgateway.push.Push;
import org.cotgateway.push.PushRequest;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.Curl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredPackageRoutesIT {

    private static final long SEED = 77;
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path directory;

    @Test
    void anUploadIsListedDescribedFetchedFoundAfterARestartAndRemoved() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory)) {
            StoredPackage made = server.packageElsewhere("well", 100_000);
            String one = "/api/v1/packages/" + made.sha256();

            String created =
                    Curl.run("-i", "-F", "package=@" + made.path() + ";filename=../../Well é.zip", url(server, ""));
            assertThat(created).contains("HTTP/1.1 201 Created\n", "location: " + one + "\n");
            Await.until(server::uploads, List::isEmpty);
            Curl.run("-o", "/dev/null", server.url(made.urlPath() + "?receiver=ANNA"));
            server.restart();

            JsonNode list = json(server.url("/api/v1/packages"));
            assertThat(list.at("/count").intValue()).isOne();
            assertThat(list.at("/sizeBytes").longValue()).isEqualTo(made.sizeBytes());
            assertThat(list.at("/packages/0/sha256").textValue()).isEqualTo(made.sha256());
            assertThat(list.at("/packages/0/uploaded/name").textValue()).isEqualTo("../../Well é.zip");
            assertThat(list.at("/packages/0/completedFetches").intValue()).isOne();
            JsonNode described = json(server.url(one));
            assertThat(described.at("/fileName").textValue()).isEqualTo("well.zip");
            assertThat(described.at("/name").textValue()).isEqualTo("well");
            assertThat(described.at("/contents/0/parameters/name").textValue()).isEqualTo("well.jpg");
            assertThat(described.at("/fetches/0/receiver").textValue()).isEqualTo("ANNA");
            assertThat(described.at("/fetches/0/address").textValue()).isEqualTo("127.0.0.1");

            assertThat(Curl.run("-i", "-X", "DELETE", server.url(one))).startsWith("HTTP/1.1 204");
            assertThat(Curl.run("-X", "DELETE", server.url(one))).contains("\"status\":404");
            assertThat(Curl.run(server.url(one))).contains("\"status\":404");
            assertThat(Curl.run(server.url(made.urlPath()))).contains("\"status\":404");
            server.restart();
            assertThat(json(server.url("/api/v1/packages")).at("/count").intValue())
                    .isZero();
        }
    }

    @Test
    void aBodyThatIsThePackageIsTakenToo() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory)) {
            StoredPackage made = server.packageElsewhere("well", 1_000);

            assertThat(Curl.run(
                            "-i",
                            "-H",
                            "Content-Type: application/zip",
                            "--data-binary",
                            "@" + made.path(),
                            url(server, "?sha256=" + made.sha256().toUpperCase(Locale.ROOT))))
                    .startsWith("HTTP/1.1 201");
        }
    }

    @Test
    void whatIsWrongIsSaidAndNothingStaysBehind() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory)) {
            StoredPackage made = server.packageElsewhere("well", 100_000);
            byte[] zip = Files.readAllBytes(made.path());

            assertThat(post(server, zip, "?sha256=" + "0".repeat(64)))
                    .contains(
                            "\"status\":422",
                            "\"field\":\"sha256\"",
                            "is not the hash of what came, which is " + made.sha256());
            assertThat(post(server, "no zip".getBytes(StandardCharsets.US_ASCII), ""))
                    .contains("\"status\":422", "must be a zip file");
            Random random = new Random(SEED);
            for (int round = 0; round < 10; round++) {
                int length = random.nextInt(zip.length);
                assertThat(post(server, Arrays.copyOf(zip, length), ""))
                        .as("seed " + SEED + ": the first " + length + " bytes")
                        .contains("\"status\":422");
            }
            assertThat(post(server, new byte[5_000_001], "")).contains("\"status\":413");
            assertThat(post(server, zip, "?sha=1&b=2"))
                    .contains("\"status\":400", "\"field\":\"b\"", "\"field\":\"sha\"", "is no parameter here");
            assertThat(Curl.run("-F", "a=b", url(server, ""))).contains("the form must hold one file, not 0");
            assertThat(Curl.run(url(server, "?limit=0"))).contains("must be a whole number between 1 and 10000");
            Await.until(server::uploads, List::isEmpty);
            assertThat(json(url(server, "")).at("/count").intValue()).isZero();
        }
    }

    @Test
    void packagesThatWouldBeUnpackedElsewhereAreBadRequestsWithAllThatIsWrong() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory)) {
            Path bad = Packages.withEntries(directory.resolve("bad.zip"), "a/../../evil.sh", "extra.txt");

            assertThat(Curl.run("-F", "package=@" + bad, url(server, "")))
                    .contains(
                            "\"status\":400",
                            "\"value\":\"a/../../evil.sh\"",
                            "does not climb with ..",
                            "\"value\":\"extra.txt\"");
            assertThat(server.gateway().counters().get(Counter.PACKAGES_UNSAFE)).isOne();
            Await.until(server::uploads, List::isEmpty);
            assertThat(json(url(server, "")).at("/count").intValue()).isZero();
        }
    }

    @Test
    void whatAPushNeedsIsNotRemoved() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory)) {
            Push push = server.gateway()
                    .push(PushRequest.of(CotEvents.marker("well-7", "Well 7", 48.2, 16.37)
                                    .build())
                            .attach(Packages.randomFile(directory, "a.jpg", 1_000, SEED))
                            .to("127.0.0.1:9:udp")
                            .within(Duration.ofMinutes(1)));
            String sha256 = Await.until(() -> push.report().dataPackage(), built -> built != null)
                    .sha256();

            assertThat(Curl.run("-X", "DELETE", url(server, "/" + sha256)))
                    .contains("\"status\":409", "a push that is under way needs this package");
            assertThat(json(url(server, "/" + sha256)).at("/uploaded").isNull()).isTrue();
        }
    }

    @Test
    void onlyOperatorsAreAnswered() throws Exception {
        GatewaySettings settings = GatewaySettings.builder()
                .http(GatewaySettings.DEFAULT.http().operatedFrom(List.of("10.0.0.1")))
                .build();
        try (GatewayFixture server = new GatewayFixture(directory, settings, HubSettings.NONE)) {
            assertThat(Curl.run(url(server, ""))).contains("\"status\":403");
            assertThat(Curl.run("-F", "a=b", url(server, ""))).contains("\"status\":403");
            assertThat(Curl.run(url(server, "/1"))).contains("\"status\":403");
            assertThat(Curl.run("-X", "DELETE", url(server, "/1"))).contains("\"status\":403");
        }
    }

    private String post(GatewayFixture server, byte[] body, String query) throws Exception {
        Path file = Files.write(directory.resolve("body"), body);
        return Curl.run("-H", "Content-Type: application/zip", "--data-binary", "@" + file, url(server, query));
    }

    private static String url(GatewayFixture server, String rest) {
        return server.url("/api/v1/packages" + rest);
    }

    private static JsonNode json(String url) throws Exception {
        return JSON.readTree(Curl.run(url));
    }
}
