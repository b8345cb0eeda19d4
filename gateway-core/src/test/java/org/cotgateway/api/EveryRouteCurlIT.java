package org.cotgateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotgateway.GatewaySettings;
import org.cotgateway.api.marti.MartiSettings;
import org.cotgateway.datapackage.Packages;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.Curl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real curl at every route that the OpenAPI document names: from a stranger's address, with a method that it has not, and
 * with good input and bad; feeds' in {@code FeedsCurlIT}.
 */
class EveryRouteCurlIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String NO_HASH = "0".repeat(64);
    private static final String EVENT =
            "event={\"uid\":\"well-7\",\"type\":\"a-f-G\",\"point\":{\"lat\":48.2,\"lon\":16.37}}";
    /** What anybody gets, packages if he knows the hash. */
    private static final Map<String, String> FOR_EVERYBODY = Map.of(
            "GET /Marti/sync/content", "404",
            "GET /package/{sha256}/{name}", "404",
            "GET /getfile", "404",
            "GET /health/live", "200",
            "GET /health/ready", "200");

    /** What the tests here require all of, and FeedsCurlIT. */
    private static final List<String> TRIED = List.of(
            "/api/v1/(events|stream|status|receivers|pushes|packages|feeds)(/.*)?",
            "/api/v1/(openapi|schema/event).json",
            "/Marti/.*",
            "/(metrics|getfile|health/live|health/ready)",
            "/package/.*");

    @TempDir
    Path directory;

    private GatewayFixture server;
    private Path zip;
    private String hash;
    private AskedRoutes asked;

    @BeforeEach
    void open() throws IOException {
        GatewaySettings settings = GatewaySettings.builder()
                .http(GatewaySettings.DEFAULT.http().operatedFrom(List.of("127.0.0.1")))
                .marti(new MartiSettings(true, List.of("127.0.0.1")))
                .build();
        server = new GatewayFixture(directory, settings, HubSettings.NONE);
        asked = new AskedRoutes(server);
        zip = Packages.withEntries(directory.resolve("empty.zip"));
        hash = Curl.sha256(zip);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void packages() throws Exception {
        String all = "/api/v1/packages";
        String one = all + "/{sha256}";
        asked.ask(201, "POST", all, "", "-F", "package=@" + zip);
        asked.ask(
                201, "POST", all, "?sha256=" + hash, "-H", "Content-Type: application/zip", "--data-binary", "@" + zip);
        asked.ask(400, "POST", all, "", "-F", "a=b");
        asked.ask(400, "POST", all, "?hash=" + hash, "-F", "package=@" + zip);
        assertThat(asked.ask(400, "POST", all, "", "-F", "package=@" + zip, "-F", "sha256=" + NO_HASH))
                .contains("\"field\":\"sha256\"", "is no file");
        asked.ask(400, "POST", all, "?sha256=none", "-F", "package=@" + zip);
        asked.ask(422, "POST", all, "?sha256=" + NO_HASH, "-F", "package=@" + zip);
        asked.ask(422, "POST", all, "", "--data-binary", "no zip");
        asked.ask(415, "POST", all, "", "-H", "Content-Encoding: br", "--data-binary", "no zip");
        asked.ask(200, "GET", all, "?limit=1");
        asked.ask(400, "GET", all, "?limit=none");
        asked.ask(200, "GET", one, hash);
        asked.ask(404, "GET", one, NO_HASH);
        asked.ask(404, "GET", one, "..%2F..%2Fetc%2Fpasswd");
        asked.ask(400, "GET", one, hash + "?fetches=none");
        asked.ask(400, "DELETE", one, hash + "?force=true");
        asked.ask(204, "DELETE", one, hash);
        asked.ask(404, "DELETE", one, hash);
        asked.requireAll(all);
    }

    @Test
    void pushes() throws Exception {
        String all = "/api/v1/pushes";
        String one = all + "/{id}";
        String id = JSON.readTree(asked.ask(202, "POST", all, "", "-F", EVENT, "-F", "to=127.0.0.1:9:udp"))
                .at("/pushId")
                .textValue();
        asked.ask(422, "POST", all, "", "-F", EVENT);
        assertThat(asked.ask(400, "POST", all, "?deadline=5s", "-F", EVENT, "-F", "to=127.0.0.1:9:udp"))
                .contains("\"field\":\"deadline\"");
        asked.ask(422, "POST", all, "", "-F", "event=none", "-F", "to=127.0.0.1:9:udp");
        asked.ask(422, "POST", all, "", "-F", EVENT, "-F", "group=Nobody");
        asked.ask(415, "POST", all, "", "--json", "{}");
        asked.ask(400, "POST", all, "", "-H", "Content-Type: multipart/form-data; boundary=b", "-d", "--b\r\n");
        asked.ask(200, "GET", all, "?limit=1");
        asked.ask(400, "GET", all, "?limit=0");
        asked.ask(200, "GET", one, id);
        Await.until(
                () -> JSON.readTree(Curl.run(server.url(all + "/" + id))),
                report -> report.at("/sent").intValue() == 1);
        String live = asked.ask(200, "GET", one, id, "-H", "Accept: text/event-stream");
        assertThat(live).startsWith("retry: ").contains("event: report");
        asked.ask(404, "GET", one, "none");
        asked.ask(400, "GET", one, id + "?live=true");
        asked.ask(400, "DELETE", one, id + "?force=true");
        asked.ask(200, "DELETE", one, id);
        asked.ask(404, "DELETE", one, "none");
        asked.requireAll(all);
    }

    @Test
    void receivers() throws Exception {
        String all = "/api/v1/receivers";
        String one = all + "/{name}";
        asked.ask(201, "POST", all, "", "--json", "{\"name\":\"a b\",\"address\":\"127.53.7.1:4242:tcp\"}");
        asked.ask(409, "POST", all, "", "--json", "{\"name\":\"a b\",\"address\":\"127.53.7.2:4242:tcp\"}");
        asked.ask(422, "POST", all, "", "--json", "{\"name\":\"c\",\"address\":\"127.53.7.2:0:tcp\"}");
        asked.ask(422, "POST", all, "", "--json", "{");
        asked.ask(415, "POST", all, "", "-d", "name=a");
        Path large = Files.writeString(directory.resolve("large.json"), "\"" + "x".repeat(300_000) + "\"");
        asked.ask(413, "POST", all, "", "--json", "@" + large);
        asked.ask(400, "POST", all, "?name=a", "--json", "{}");
        asked.ask(200, "GET", all, "");
        asked.ask(400, "GET", all, "?limit=1");
        asked.ask(200, "GET", one, "a%20b");
        asked.ask(404, "GET", one, "c");
        asked.ask(204, "DELETE", one, "a%20b");
        asked.ask(404, "DELETE", one, "a%20b");
        asked.ask(400, "DELETE", one, "a%20b?force=1");
        asked.requireAll(all);
    }

    @Test
    void marti() throws Exception {
        String upload = "/Marti/sync/missionupload";
        asked.ask(200, "POST", upload, "?hash=" + hash + "&filename=a.zip&creatorUid=u", "-F", "assetfile=@" + zip);
        asked.ask(400, "POST", upload, "?hash=none", "-F", "assetfile=@" + zip);
        asked.ask(422, "POST", upload, "?hash=" + NO_HASH, "-F", "assetfile=@" + zip);
        asked.ask(415, "POST", upload, "?hash=" + hash, "-d", "a=b");
        for (String route : List.of("/Marti/sync/missionquery", "/Marti/sync/content")) {
            asked.ask(200, "GET", route, "?hash=" + hash);
            asked.ask(404, "GET", route, "?hash=" + NO_HASH);
            asked.ask(404, "GET", route, "");
        }
        String tool = "/Marti/api/sync/metadata/{hash}/tool";
        asked.ask(200, "PUT", tool, hash, "-d", "public");
        asked.ask(400, "PUT", tool, hash, "-d", "secret");
        asked.ask(404, "PUT", tool, NO_HASH, "-d", "public");
        assertThat(asked.ask(200, "GET", "/Marti/sync/search", "?keywords=missionpackage&tool=public"))
                .contains("\"resultCount\":1");
        for (String route : List.of(
                "/Marti/api/version",
                "/Marti/api/version/config",
                "/Marti/api/clientEndPoints",
                "/Marti/api/contacts/all",
                "/Marti/api/groups/all",
                "/Marti/api/groups/groupCacheEnabled")) {
            asked.ask(200, "GET", route, "");
        }
        asked.ask(204, "GET", "/Marti/api/device/profile/connection", "?syncSecago=1");
        asked.requireAllWell("/Marti/");
    }

    @Test
    void events() throws Exception {
        String all = "/api/v1/events";
        String one = all + "/{uid}";
        String json = "{\"uid\":\"well/7\",\"type\":\"a-u-G\",\"point\":{\"lat\":48.2,\"lon\":16.3}}";
        asked.ask(200, "POST", all, "?group=blue", "--json", json);
        asked.ask(200, "POST", all, "", "--json", "[]");
        asked.ask(400, "POST", all, "", "--json", json.replace("48.2", "95"));
        asked.ask(400, "POST", all, "", "--json", json.substring(0, 20));
        asked.ask(400, "POST", all, "?groups=blue", "--json", json);
        asked.ask(411, "POST", all, "", "-H", "Content-Type: application/json");
        asked.ask(400, "POST", all, "", "--json", json, "-H", "Content-Encoding: gzip");
        asked.ask(415, "POST", all, "", "--json", json, "-H", "Content-Encoding: br");
        asked.ask(415, "POST", all, "", "-d", json);
        asked.ask(415, "POST", all, "", "-d", json, "-H", "Content-Type: application/json; charset=utf-16");
        for (String query : List.of("", "?type=a-u&group=blue&bbox=16,48,17,49&maxAge=1h&limit=1", "?format=xml")) {
            assertThat(asked.ask(200, "GET", all, query)).contains("well/7");
        }
        for (String query : List.of("?type=*", "?bbox=1,2,3", "?maxAge=1", "?limit=0", "?format=csv", "?since=1")) {
            asked.ask(400, "GET", all, query);
        }
        asked.ask(406, "GET", all, "", "-H", "Accept: text/csv");
        assertThat(asked.ask(200, "GET", one, "well%2F7", "-H", "Accept: application/json"))
                .contains("well/7");
        asked.ask(404, "GET", one, "well");
        asked.ask(400, "GET", one, "well%2F7?type=a");
        asked.ask(204, "DELETE", one, "well%2F7");
        asked.ask(404, "DELETE", one, "well%2F7");
        asked.ask(400, "DELETE", one, "well%2F7?now");
        asked.requireAll(all);
    }

    @Test
    void documentsForOperators() throws Exception {
        for (String route :
                List.of("/api/v1/status", "/api/v1/openapi.json", "/api/v1/schema/event.json", "/metrics")) {
            assertThat(asked.ask(200, "GET", route, "")).hasSizeGreaterThan(1_000);
            asked.ask(421, "GET", route, "", "-H", "Host: evil.example");
            asked.ask(403, "GET", route, "", "-H", "Origin: http://evil.example");
            asked.ask(400, "GET", route, "", "-H", "Host: a/b");
            asked.requireAll(route);
        }
    }

    @Test
    void health() throws Exception {
        for (String route : List.of("/health/live", "/health/ready")) {
            asked.ask(200, "GET", route, "");
            asked.ask(200, "GET", route, "", "-H", "Host: load-balancer.example");
            asked.ask(400, "GET", route, "", "-H", "Host: a/b");
            asked.requireAll(route);
        }
    }

    @Test
    void packagesForDevices() throws Exception {
        asked.ask(201, "POST", "/api/v1/packages", "", "-F", "package=@" + zip);
        String byHash = "/package/{sha256}/{name}";
        asked.ask(200, "GET", byHash, hash + "/any.zip", "-o", "/dev/null");
        asked.ask(206, "GET", byHash, hash + "/any.zip", "-r", "0-3", "-o", "/dev/null");
        asked.ask(304, "GET", byHash, hash + "/any.zip", "-H", "If-None-Match: \"" + hash + "\"");
        asked.ask(416, "GET", byHash, hash + "/any.zip", "-r", "99999999-");
        asked.ask(404, "GET", byHash, NO_HASH + "/any.zip");
        asked.ask(404, "GET", byHash, hash + "/any.txt");
        asked.requireAll("/package/");
        asked.ask(200, "GET", "/getfile", "?file=n.zip&sender=HQ", "-o", "/dev/null");
        asked.ask(404, "GET", "/getfile", "?file=other.zip");
        asked.ask(404, "GET", "/getfile", "");
        asked.requireAll("/getfile");
    }

    @Test
    void stream() throws Exception {
        String route = "/api/v1/stream";
        String[] handshake = {
            "-H", "Connection: Upgrade", "-H", "Upgrade: websocket",
            "-H", "Sec-WebSocket-Version: 13", "-H", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
        };
        asked.askAndLeave(101, "GET", route, "?format=json&type=a-f&send=false", handshake);
        asked.ask(426, "GET", route, "");
        assertThat(Curl.run("-i", server.url(route)))
                .containsIgnoringCase("\nupgrade: websocket\n")
                .containsIgnoringCase("\nconnection: upgrade\n");
        asked.ask(426, "GET", route, "", "-H", "Connection: Upgrade", "-H", "Upgrade: h2c");
        String answer = asked.ask(400, "GET", route, "?format=csv&circle=1&minInterval=5&x=y", handshake);
        assertThat(answer).contains("\"format\"", "\"circle\"", "\"minInterval\"", "\"x\"");
        asked.requireAll(route);
    }

    @Test
    void noRouteIsForgotten() throws Exception {
        assertThat(AskedRoutes.documented().keySet())
                .allSatisfy(route -> assertThat(TRIED).anyMatch(route::matches));
    }

    @Test
    void strangersAreRefusedAndOtherMethodsNamed() throws Exception {
        for (Map.Entry<String, Set<String>> route : AskedRoutes.documented().entrySet()) {
            String url = server.url(route.getKey().replaceAll("\\{[^}]*}", "x"));
            for (String method : route.getValue()) {
                String operation = method + " " + route.getKey();
                String answer = Curl.run("--interface", "127.0.0.2", "-w", " %{http_code}", "-X", method, url);
                assertThat(answer)
                        .as("%s by a stranger", operation)
                        .endsWith(" " + FOR_EVERYBODY.getOrDefault(operation, "403"));
            }
            assertThat(Curl.run("-i", "-X", "PATCH", url))
                    .as("PATCH %s", route.getKey())
                    .startsWith("HTTP/1.1 405 ")
                    .containsPattern(
                            "(?m)^allow: .*" + route.getValue().iterator().next());
        }
    }
}
