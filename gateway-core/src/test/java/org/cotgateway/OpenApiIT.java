package org.cotgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.cotgateway.api.GatewayFixture;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.cotgateway.testing.NodePeer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OpenAPI document against the real routes and answers, judged by a validator from npm and Ajv. */
class OpenApiIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String BOUNDARY = "part-of-the-form";
    private static final String NO_PACKAGE = "0".repeat(64);
    private static final List<String> ORDER = List.of("post", "get", "put", "delete");

    @TempDir
    Path directory;

    private static JsonNode document() throws IOException {
        try (var in = OpenApiIT.class.getResourceAsStream("/org/cotgateway/api/openapi.json")) {
            return JSON.readTree(in);
        }
    }

    private record Operation(String method, String path, JsonNode node) {

        String pointer() {
            return "/paths/" + path.replace("~", "~0").replace("/", "~1") + "/" + method;
        }
    }

    private static List<Operation> operations(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operations.add(
                                new Operation(operation.getKey(), path.getKey(), operation.getValue()))));
        operations.sort(Comparator.comparing(operation -> ORDER.indexOf(operation.method())));
        return operations;
    }

    @Test
    void theDocumentHasEveryRouteAndNoOther() throws Exception {
        TreeSet<String> documented = new TreeSet<>();
        operations(document())
                .forEach(operation ->
                        documented.add(operation.method().toUpperCase(Locale.ROOT) + " " + operation.path()));
        GatewaySettings settings = GatewaySettings.builder().bind("127.0.0.1").build();
        try (Wiring parts = new Wiring(settings, HubSettings.NONE)) {
            assertThat(parts.router.routes()).containsExactlyInAnyOrderElementsOf(documented);
        }
    }

    @Test
    void whatTheExamplesAskForIsAnsweredAsDocumented() throws Exception {
        HubSettings open =
                HubSettings.NONE.with(List.of(StreamInlet.open(new InetSocketAddress("127.0.0.1", 0))), List.of());
        try (GatewayFixture server = new GatewayFixture(directory, GatewaySettings.DEFAULT, open);
                NodePeer judge = NodePeer.start("openapi.js")) {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            JsonNode document = JSON.readTree(client.send(
                            HttpRequest.newBuilder(URI.create(server.url("/api/v1/openapi.json")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
            judge.tell(document);
            assertThat(judge.next()).as("the judgement of the document").isEqualTo(JSON.readTree("{\"valid\":true}"));

            StoredPackage made = server.packageElsewhere("well", 1_000);
            Map<String, String> known = new HashMap<>(Map.of(NO_PACKAGE, made.sha256()));
            int judged = 0;
            for (Operation operation : operations(document)) {
                for (HttpRequest request : requests(server, operation, made, known)) {
                    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                    judged += judge(operation, document, answer, judge);
                    if (operation.node().path("operationId").asText().equals("beginPush")) {
                        known.put(
                                "p-1",
                                JSON.readTree(answer.body()).path("pushId").asText());
                    }
                }
            }
            assertThat(judged).as("answers in JSON that were judged").isGreaterThan(30);
        }
    }

    /**
     * A request that is refused.
     *
     * @param path of the document
     * @param rest what stands for the path's parameter, and the query
     * @param contentType null if it has no body
     */
    private record Refused(
            String method,
            String path,
            String rest,
            @Nullable String contentType,
            String body) {

        static Refused of(String method, String path, String rest) {
            return new Refused(method, path, rest, null, "");
        }

        URI uri(GatewayFixture server) {
            return URI.create(server.url(path.replaceFirst("\\{.*", "") + rest));
        }
    }

    private static final String JSON_TYPE = "application/json";
    private static final String FORM_TYPE = "multipart/form-data; boundary=" + BOUNDARY;
    private static final List<Refused> REFUSED = List.of(
            new Refused("post", "/api/v1/events", "", "text/csv", "a,b"),
            new Refused("post", "/api/v1/events", "", "application/xml", "<event uid='a'/>\n<event"),
            new Refused("post", "/api/v1/events", "", JSON_TYPE, "{\"uid\":\"\",\"type\":1}"),
            new Refused("post", "/api/v1/events", "?groups=a", JSON_TYPE, "[]"),
            Refused.of("get", "/api/v1/events", "?bbox=1,2&limit=0&format=csv&a=b"),
            Refused.of("get", "/api/v1/events/{uid}", "none"),
            Refused.of("delete", "/api/v1/events/{uid}", "none"),
            Refused.of("get", "/api/v1/stream", "?format=json"),
            new Refused("post", "/api/v1/receivers", "", JSON_TYPE, "{\"name\":\"\",\"address\":\"x\",\"a\":1}"),
            new Refused("post", "/api/v1/receivers", "", "text/plain", "{}"),
            Refused.of("get", "/api/v1/receivers/{name}", "none"),
            new Refused("post", "/api/v1/pushes", "", FORM_TYPE, form("event", "<event uid='a'><point/></event>")),
            new Refused("post", "/api/v1/pushes", "", FORM_TYPE, "--" + BOUNDARY),
            new Refused("post", "/api/v1/pushes", "?to=a", FORM_TYPE, form("style", "none")),
            Refused.of("get", "/api/v1/pushes/{id}", "none"),
            Refused.of("delete", "/api/v1/pushes/{id}", "none?a=b"),
            new Refused("post", "/api/v1/packages", "", "application/zip", "no zip"),
            new Refused("post", "/api/v1/packages", "", FORM_TYPE, form("package", "no file")),
            Refused.of("get", "/api/v1/packages/{sha256}", NO_PACKAGE),
            Refused.of("get", "/api/v1/packages", "?limit=-1"),
            Refused.of("get", "/api/v1/feeds/{name}", "none"),
            Refused.of("get", "/Marti/sync/content", "?hash=" + NO_PACKAGE),
            new Refused("post", "/Marti/sync/missionupload", "?hash=a", FORM_TYPE, form("assetfile", "no zip")),
            new Refused("put", "/Marti/api/sync/metadata/{hash}/tool", NO_PACKAGE + "/tool", "text/plain", "secret"));

    private static String form(String name, String value) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n--"
                + BOUNDARY + "--\r\n";
    }

    @Test
    void whatIsRefusedIsAnsweredAsDocumentedToo() throws Exception {
        try (GatewayFixture server = new GatewayFixture(directory);
                NodePeer judge = NodePeer.start("openapi.js")) {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            JsonNode document = document();
            judge.tell(document);
            judge.next();
            for (Refused refused : REFUSED) {
                HttpRequest.Builder request = HttpRequest.newBuilder(refused.uri(server))
                        .method(
                                refused.method().toUpperCase(Locale.ROOT),
                                HttpRequest.BodyPublishers.ofString(refused.body()));
                if (refused.contentType() != null) {
                    request.header("Content-Type", refused.contentType());
                }
                HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as("%s", refused).isBetween(400, 499);
                Operation operation = new Operation(
                        refused.method(),
                        refused.path(),
                        document.path("paths").path(refused.path()).path(refused.method()));
                assertThat(judge(operation, document, answer, judge))
                        .as("%s", refused)
                        .isOne();
            }
        }
    }

    /** One with every example body, or one without parameters that may be left out and one with their examples. */
    private static List<HttpRequest> requests(
            GatewayFixture server, Operation operation, StoredPackage made, Map<String, String> known)
            throws IOException {
        String method = operation.method().toUpperCase(Locale.ROOT);
        List<HttpRequest> requests = new ArrayList<>();
        JsonNode bodies = operation.node().path("requestBody").path("content");
        if (bodies.isMissingNode()) {
            requests.add(HttpRequest.newBuilder(uri(server, operation, known, false))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build());
            if (!method.equals("DELETE")) {
                requests.add(HttpRequest.newBuilder(uri(server, operation, known, true))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build());
            }
        }
        for (Map.Entry<String, JsonNode> body : bodies.properties()) {
            boolean form = body.getKey().startsWith("multipart/");
            requests.add(HttpRequest.newBuilder(uri(server, operation, known, false))
                    .header("Content-Type", form ? body.getKey() + "; boundary=" + BOUNDARY : body.getKey())
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(body(body.getValue(), form, made)))
                    .build());
        }
        return requests;
    }

    private static URI uri(GatewayFixture server, Operation operation, Map<String, String> known, boolean optional) {
        String path = operation.path();
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : operation.node().path("parameters")) {
            JsonNode example = parameter.path("example");
            String text = example.isArray() ? example.path(0).asText() : example.asText();
            String value = URLEncoder.encode(known.getOrDefault(text, text), StandardCharsets.UTF_8);
            String name = parameter.path("name").asText();
            if (parameter.path("in").asText().equals("path")) {
                path = path.replace("{" + name + "}", value);
            } else if (!example.isMissingNode()
                    && (optional || parameter.path("required").asBoolean())) {
                query.add(name + "=" + value);
            }
        }
        return URI.create(server.url(path + (query.isEmpty() ? "" : "?" + String.join("&", query))));
    }

    private static byte[] body(JsonNode media, boolean form, StoredPackage made) throws IOException {
        JsonNode example = media.path("example");
        if (!form) {
            return example.isMissingNode()
                    ? Files.readAllBytes(made.path())
                    : (example.isTextual() ? example.textValue() : example.toString()).getBytes(StandardCharsets.UTF_8);
        }
        StringBuilder parts = new StringBuilder();
        example.properties().forEach(field -> {
            for (JsonNode value : field.getValue().isArray() ? field.getValue() : List.of(field.getValue())) {
                parts.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field.getKey()
                        + "\"\r\n\r\n" + value.asText() + "\r\n");
            }
        });
        if (example.isMissingNode()) {
            String name = media.path("schema").path("properties").fieldNames().next();
            parts.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name
                    + "\"; filename=\"well.zip\"\r\n\r\n");
            parts.append(new String(Files.readAllBytes(made.path()), StandardCharsets.ISO_8859_1));
            parts.append("\r\n");
        }
        return parts.append("--" + BOUNDARY + "--\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** How many answers were judged by their schema: one if it is JSON, else none. */
    private static int judge(Operation operation, JsonNode document, HttpResponse<String> answer, NodePeer judge)
            throws Exception {
        String what = answer.request().method() + " " + answer.uri() + " answers " + answer.statusCode() + " "
                + answer.body();
        String status = String.valueOf(answer.statusCode());
        JsonNode response = operation.node().path("responses").path(status);
        assertThat(response.isObject()).as("documented: %s", what).isTrue();
        String pointer = operation.pointer() + "/responses/" + status;
        if (response.has("$ref")) {
            pointer = response.path("$ref").asText().substring(1);
            response = document.at(pointer);
        }
        String type = answer.headers()
                .firstValue("Content-Type")
                .map(each -> each.split(";", 2)[0].strip())
                .orElse("");
        if (!response.has("content")) {
            assertThat(answer.body()).as(what).isEmpty();
            return 0;
        }
        assertThat(response.path("content").has(type))
                .as("%s is documented: %s", type, what)
                .isTrue();
        if (!type.endsWith("json")) {
            return 0;
        }
        judge.tell(Map.of(
                "pointer",
                pointer + "/content/" + type.replace("/", "~1") + "/schema",
                "answer",
                JSON.readTree(answer.body())));
        JsonNode judgement = judge.next();
        assertThat(judgement.path("valid").asBoolean())
                .as("%s%n%s", judgement, what)
                .isTrue();
        return 1;
    }
}
