package org.cotgateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
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
 * The real curl at every route of receivers, pushes, packages and {@code /Marti} that the OpenAPI document names: with good
 * input, with bad input, from a stranger's address and with a method that it has not.
 */
class EveryRouteCurlIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> PREFIXES =
            List.of("/api/v1/receivers", "/api/v1/pushes", "/api/v1/packages", "/Marti/");
    private static final String NO_HASH = "0".repeat(64);
    private static final String EVENT =
            "event={\"uid\":\"well-7\",\"type\":\"a-f-G\",\"point\":{\"lat\":48.2,\"lon\":16.37}}";
    /** What anybody gets who knows the hash. */
    private static final String FOR_EVERYBODY = "GET /Marti/sync/content";

    @TempDir
    Path directory;

    private GatewayFixture server;
    private Path zip;
    private String hash;
    private final Set<String> wellAsked = new TreeSet<>();
    private final Set<String> badlyAsked = new TreeSet<>();

    @BeforeEach
    void open() throws IOException {
        GatewaySettings settings = GatewaySettings.builder()
                .http(GatewaySettings.DEFAULT.http().operatedFrom(List.of("127.0.0.1")))
                .marti(new MartiSettings(true, List.of("127.0.0.1")))
                .build();
        server = new GatewayFixture(directory, settings, HubSettings.NONE);
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
        ask(201, "POST", all, "", "-F", "package=@" + zip);
        ask(201, "POST", all, "?sha256=" + hash, "-H", "Content-Type: application/zip", "--data-binary", "@" + zip);
        ask(400, "POST", all, "", "-F", "a=b");
        ask(400, "POST", all, "?hash=" + hash, "-F", "package=@" + zip);
        ask(422, "POST", all, "?sha256=" + NO_HASH, "-F", "package=@" + zip);
        ask(422, "POST", all, "", "--data-binary", "no zip");
        ask(415, "POST", all, "", "-H", "Content-Encoding: br", "--data-binary", "no zip");
        ask(200, "GET", all, "?limit=1");
        ask(400, "GET", all, "?limit=none");
        ask(200, "GET", one, hash);
        ask(404, "GET", one, NO_HASH);
        ask(404, "GET", one, "..%2F..%2Fetc%2Fpasswd");
        ask(204, "DELETE", one, hash);
        ask(404, "DELETE", one, hash);
        requireAllAsked(all);
    }

    @Test
    void pushes() throws Exception {
        String all = "/api/v1/pushes";
        String one = all + "/{id}";
        String id = JSON.readTree(ask(202, "POST", all, "", "-F", EVENT, "-F", "to=127.0.0.1:9:udp"))
                .at("/pushId")
                .textValue();
        ask(422, "POST", all, "", "-F", EVENT);
        ask(422, "POST", all, "", "-F", "event=none", "-F", "to=127.0.0.1:9:udp");
        ask(422, "POST", all, "", "-F", EVENT, "-F", "group=Nobody");
        ask(415, "POST", all, "", "--json", "{}");
        ask(400, "POST", all, "", "-H", "Content-Type: multipart/form-data; boundary=b", "-d", "--b\r\n");
        ask(200, "GET", all, "?limit=1");
        ask(400, "GET", all, "?limit=0");
        ask(200, "GET", one, id);
        Await.until(
                () -> JSON.readTree(Curl.run(server.url(all + "/" + id))),
                report -> report.at("/sent").intValue() == 1);
        String live = ask(200, "GET", one, id, "-H", "Accept: text/event-stream");
        assertThat(live).startsWith("retry: ").contains("event: report");
        ask(404, "GET", one, "none");
        ask(200, "DELETE", one, id);
        ask(404, "DELETE", one, "none");
        requireAllAsked(all);
    }

    @Test
    void receivers() throws Exception {
        String all = "/api/v1/receivers";
        String one = all + "/{name}";
        ask(201, "POST", all, "", "--json", "{\"name\":\"a b\",\"address\":\"127.53.7.1:4242:tcp\"}");
        ask(409, "POST", all, "", "--json", "{\"name\":\"a b\",\"address\":\"127.53.7.2:4242:tcp\"}");
        ask(422, "POST", all, "", "--json", "{\"name\":\"c\",\"address\":\"127.53.7.2:0:tcp\"}");
        ask(422, "POST", all, "", "--json", "{");
        ask(415, "POST", all, "", "-d", "name=a");
        Path large = Files.writeString(directory.resolve("large.json"), "\"" + "x".repeat(300_000) + "\"");
        ask(413, "POST", all, "", "--json", "@" + large);
        ask(400, "POST", all, "?name=a", "--json", "{}");
        ask(200, "GET", all, "");
        ask(400, "GET", all, "?limit=1");
        ask(200, "GET", one, "a%20b");
        ask(404, "GET", one, "c");
        ask(204, "DELETE", one, "a%20b");
        ask(404, "DELETE", one, "a%20b");
        ask(400, "DELETE", one, "a%20b?force=1");
        requireAllAsked(all);
    }

    @Test
    void marti() throws Exception {
        String upload = "/Marti/sync/missionupload";
        ask(200, "POST", upload, "?hash=" + hash + "&filename=a.zip&creatorUid=u", "-F", "assetfile=@" + zip);
        ask(400, "POST", upload, "?hash=none", "-F", "assetfile=@" + zip);
        ask(422, "POST", upload, "?hash=" + NO_HASH, "-F", "assetfile=@" + zip);
        ask(415, "POST", upload, "?hash=" + hash, "-d", "a=b");
        for (String route : List.of("/Marti/sync/missionquery", "/Marti/sync/content")) {
            ask(200, "GET", route, "?hash=" + hash);
            ask(404, "GET", route, "?hash=" + NO_HASH);
            ask(404, "GET", route, "");
        }
        String tool = "/Marti/api/sync/metadata/{hash}/tool";
        ask(200, "PUT", tool, hash, "-d", "public");
        ask(400, "PUT", tool, hash, "-d", "secret");
        ask(404, "PUT", tool, NO_HASH, "-d", "public");
        assertThat(ask(200, "GET", "/Marti/sync/search", "?keywords=missionpackage&tool=public"))
                .contains("\"resultCount\":1");
        for (String route : List.of(
                "/Marti/api/version",
                "/Marti/api/version/config",
                "/Marti/api/clientEndPoints",
                "/Marti/api/contacts/all",
                "/Marti/api/groups/all",
                "/Marti/api/groups/groupCacheEnabled")) {
            ask(200, "GET", route, "");
        }
        ask(204, "GET", "/Marti/api/device/profile/connection", "?syncSecago=1");
        requireAllAsked("/Marti/");
    }

    @Test
    void strangersAreRefusedAndOtherMethodsNamed() throws Exception {
        for (Map.Entry<String, Set<String>> route : documented().entrySet()) {
            String url = server.url(route.getKey().replaceAll("\\{[^}]*}", "x"));
            for (String method : route.getValue()) {
                String operation = method + " " + route.getKey();
                String answer = Curl.run("--interface", "127.0.0.2", "-w", " %{http_code}", "-X", method, url);
                assertThat(answer)
                        .as("%s by a stranger", operation)
                        .endsWith(operation.equals(FOR_EVERYBODY) ? " 404" : " 403");
            }
            assertThat(Curl.run("-i", "-X", "PATCH", url))
                    .as("PATCH %s", route.getKey())
                    .startsWith("HTTP/1.1 405 ")
                    .containsPattern(
                            "(?m)^allow: .*" + route.getValue().iterator().next());
        }
    }

    /**
     * Asks, requires the status, and answers with the body; problems must be problem documents.
     *
     * @param rest the parameter of the route's path, if it has one, and the query, if there is one
     */
    private String ask(int status, String method, String route, String rest, String... arguments) throws Exception {
        int query = rest.indexOf('?') < 0 ? rest.length() : rest.indexOf('?');
        String path = route.replaceFirst("\\{\\w+}", rest.substring(0, query)) + rest.substring(query);
        List<String> command = new ArrayList<>(List.of("-w", "\n%{http_code} %{content_type}", "-X", method));
        command.addAll(List.of(arguments));
        command.add(server.url(path));
        String answer = Curl.run(command.toArray(String[]::new));
        String as = method + " " + path + " " + List.of(arguments) + " answers " + answer;
        int end = answer.lastIndexOf('\n');
        assertThat(answer.substring(end + 1)).as(as).startsWith(status + " ");
        if (status >= 400) {
            assertThat(answer).as(as).endsWith(" application/problem+json");
            assertThat(JSON.readTree(answer.substring(0, end)).at("/detail").textValue())
                    .as(as)
                    .isNotBlank();
        }
        (status < 400 ? wellAsked : badlyAsked).add(method + " " + route);
        return answer.substring(0, end);
    }

    /** Whether a test has asked everything below a prefix that the OpenAPI document names. */
    private void requireAllAsked(String prefix) throws IOException {
        Set<String> operations = new TreeSet<>();
        documented().forEach((route, methods) -> {
            if (route.startsWith(prefix)) {
                methods.forEach(method -> operations.add(method + " " + route));
            }
        });
        assertThat(wellAsked).isEqualTo(operations);
        if (!prefix.startsWith("/Marti")) {
            assertThat(badlyAsked).isEqualTo(operations);
        }
    }

    /** The methods of each route, by the document that the gateway serves. */
    private static Map<String, Set<String>> documented() throws IOException {
        Map<String, Set<String>> routes = new LinkedHashMap<>();
        JsonNode paths = JSON.readTree(
                        Files.readAllBytes(Path.of("src/main/resources/org/cotgateway/api/openapi.json")))
                .at("/paths");
        paths.properties().forEach(path -> {
            if (PREFIXES.stream().anyMatch(path.getKey()::startsWith)) {
                Set<String> methods = new TreeSet<>();
                Stream.of("get", "post", "put", "delete", "patch")
                        .filter(path.getValue()::has)
                        .forEach(method -> methods.add(method.toUpperCase(Locale.ROOT)));
                routes.put(path.getKey(), methods);
            }
        });
        return routes;
    }
}
