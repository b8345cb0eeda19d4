package org.cotgateway.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.testing.Curl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real curl makes of the routes of events. Fails where there is no curl. */
class EventsCurlIT {

    private static final int MANY = 20_000;

    @TempDir
    Path directory;

    private final EventsApi api;

    EventsCurlIT() throws IOException {
        api = new EventsApi();
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void eachFormatIsPublishedFromAFile() throws Exception {
        assertThat(post(EventsApi.XML, EventsApi.xml("x"))).isEqualTo(accepted(1));
        assertThat(post(EventsApi.JSON, "[" + EventsApi.json("j1") + ",\n" + EventsApi.json("j2") + "]"))
                .isEqualTo(accepted(2));
        assertThat(post(EventsApi.GEOJSON, EventsApi.feature("g"))).isEqualTo(accepted(1));
        assertThat(post(EventsApi.NDJSON, (EventsApi.json("n") + "\n").repeat(3)))
                .isEqualTo(accepted(3));
        assertThat(Curl.run("-w", "%{http_code} %{content_type}", "-o", "/dev/null", api.url("/api/v1/events")))
                .isEqualTo("200 application/geo+json");
        assertThat(Curl.run(api.url("/api/v1/events?format=json&type=a-f")))
                .contains("\"x\"", "\"j1\"", "\"j2\"", "\"g\"", "\"n\"");
    }

    /** Of this size curl waits until it is told to go on. */
    @Test
    void aLargeFileIsStreamedWithAndWithoutItsLength() throws Exception {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            body.append(EventsApi.json("u-" + i)).append('\n');
        }
        assertThat(post(EventsApi.NDJSON, body.toString())).isEqualTo(accepted(MANY));
        assertThat(post(EventsApi.NDJSON, body.toString(), "-H", "Transfer-Encoding: chunked"))
                .isEqualTo(accepted(MANY));
        Path packed = directory.resolve("body.gz");
        new ProcessBuilder("gzip", "-k", directory.resolve("body").toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(Curl.run(
                        "-f",
                        "-H",
                        "Content-Type: " + EventsApi.NDJSON,
                        "-H",
                        "Content-Encoding: gzip",
                        "--data-binary",
                        "@" + packed,
                        api.url("/api/v1/events")))
                .isEqualTo(accepted(MANY));
        String all = Curl.run("--compressed", api.url("/api/v1/events?format=json"));
        assertThat(EventsApi.tree(all).get("events")).hasSize(MANY);
    }

    @Test
    void oneIsShownAndDeleted() throws Exception {
        post(EventsApi.XML, EventsApi.xml("one"));
        String url = api.url("/api/v1/events/one");
        assertThat(Curl.run("-f", "-H", "Accept: application/xml", url)).contains("uid=\"one\"");
        assertThat(Curl.run("-f", "-X", "DELETE", "-w", "%{http_code}", url)).isEqualTo("204");
        assertThat(Curl.run("-w", "%{http_code}", url))
                .startsWith("{\"type\":\"about:blank\"")
                .endsWith("404");
        assertThat(Curl.run("-I", api.url("/api/v1/events"))).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void errorsAreSentencesOnOneLine() throws Exception {
        // Without -H curl says application/x-www-form-urlencoded.
        assertThat(Curl.run("-d", "x", api.url("/api/v1/events")))
                .contains("\"status\":415", "application/x-ndjson")
                .hasLineCount(1);
        assertThat(Curl.run("-X", "PUT", api.url("/api/v1/events"))).contains("\"status\":405", "POST");
        assertThat(post(EventsApi.JSON, "{\"uid\":\"cut")).contains("\"status\":400", "\"rejected\":1");
        assertThat(Curl.run("-g", api.url("/api/v1/events?bbox=x&limit=-1")))
                .contains("\"field\":\"bbox\"", "\"field\":\"limit\"");
        assertThat(Curl.run("-f", api.url("/api/v1/schema/event.json"))).contains("\"$schema\"");
    }

    private static String accepted(int events) {
        return "{\"accepted\":" + events + ",\"rejected\":0,\"routed\":0,\"nobody\":" + events
                + ",\"repeated\":0,\"staleOnArrival\":0,\"errors\":[],\"errorsLeftOut\":0,"
                + "\"ignored\":[],\"ignoredLeftOut\":0}\n";
    }

    private String post(String contentType, String body, String... more) throws Exception {
        Path file = Files.writeString(directory.resolve("body"), body);
        List<String> arguments =
                new ArrayList<>(List.of("-H", "Content-Type: " + contentType, "--data-binary", "@" + file));
        arguments.addAll(List.of(more));
        arguments.add(api.url("/api/v1/events"));
        return Curl.run(arguments.toArray(String[]::new));
    }
}
