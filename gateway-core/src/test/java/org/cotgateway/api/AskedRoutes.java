package org.cotgateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotgateway.testing.Curl;

/** Asks a gateway by curl, and remembers which operations of its OpenAPI document have been asked. */
final class AskedRoutes {

    private static final JsonMapper JSON = new JsonMapper();

    private final GatewayFixture server;
    private final Set<String> wellAsked = new TreeSet<>();
    private final Set<String> badlyAsked = new TreeSet<>();

    AskedRoutes(GatewayFixture server) {
        this.server = server;
    }

    /**
     * Asks, requires the status, which the OpenAPI document must name, and answers with the body; problems must be problem
     * documents.
     *
     * @param rest the parameter of the route's path, if it has one, and the query, if there is one
     */
    String ask(int status, String method, String route, String rest, String... arguments) throws Exception {
        int query = rest.indexOf('?') < 0 ? rest.length() : rest.indexOf('?');
        String path = route.replaceFirst("\\{\\w+}(/\\{\\w+})*", rest.substring(0, query)) + rest.substring(query);
        List<String> command = new ArrayList<>(List.of("-w", "\n%{http_code} %{content_type}", "-X", method));
        command.addAll(List.of(arguments));
        command.add(server.url(path));
        String answer = Curl.run(command.toArray(String[]::new));
        String as = method + " " + path + " " + List.of(arguments) + " answers " + answer;
        int end = answer.lastIndexOf('\n');
        assertThat(answer.substring(end + 1)).as(as).startsWith(status + " ");
        assertThat(document()
                        .path("paths")
                        .path(route)
                        .path(method.toLowerCase(Locale.ROOT))
                        .path("responses")
                        .has(String.valueOf(status)))
                .as("documented: " + as)
                .isTrue();
        if (status >= 400) {
            assertThat(answer).as(as).endsWith(" application/problem+json");
            assertThat(JSON.readTree(answer.substring(0, end)).at("/detail").textValue())
                    .as(as)
                    .isNotBlank();
        }
        (status < 400 ? wellAsked : badlyAsked).add(method + " " + route);
        return answer.substring(0, end);
    }

    /** The same of an answer that does not end: its head only, which curl gives at once if it is asked for by itself. */
    void askAndLeave(int status, String method, String route, String query, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("-D", "-", "-o", "/dev/null", "-X", method));
        command.addAll(List.of(arguments));
        command.add(server.url(route + query));
        Process curl = Curl.start(command.toArray(String[]::new));
        try (BufferedReader answer = curl.inputReader(StandardCharsets.UTF_8)) {
            assertThat(answer.readLine()).startsWith("HTTP/1.1 " + status + " ");
            wellAsked.add(method + " " + route);
        } finally {
            curl.destroy();
        }
    }

    /** Whether everything below a prefix that the document names was asked, well and badly. */
    void requireAll(String prefix) throws IOException {
        requireAllWell(prefix);
        assertThat(below(prefix, badlyAsked)).isEqualTo(operations(prefix));
    }

    /** Whether everything below a prefix that the document names was asked and answered. */
    void requireAllWell(String prefix) throws IOException {
        assertThat(below(prefix, wellAsked)).isEqualTo(operations(prefix)).isNotEmpty();
    }

    private static Set<String> below(String prefix, Set<String> operations) {
        return operations.stream()
                .filter(operation -> operation.contains(" " + prefix))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> operations(String prefix) throws IOException {
        Set<String> operations = new TreeSet<>();
        documented().forEach((route, methods) -> methods.forEach(method -> operations.add(method + " " + route)));
        return below(prefix, operations);
    }

    private static JsonNode document() throws IOException {
        return JSON.readTree(Files.readAllBytes(Path.of("src/main/resources/org/cotgateway/api/openapi.json")));
    }

    /** The methods of each route, by the document that the gateway serves. */
    static Map<String, Set<String>> documented() throws IOException {
        Map<String, Set<String>> routes = new LinkedHashMap<>();
        document().path("paths").properties().forEach(path -> {
            Set<String> methods = new TreeSet<>();
            Stream.of("get", "post", "put", "delete", "patch")
                    .filter(path.getValue()::has)
                    .forEach(method -> methods.add(method.toUpperCase(Locale.ROOT)));
            routes.put(path.getKey(), methods);
        });
        return routes;
    }
}
