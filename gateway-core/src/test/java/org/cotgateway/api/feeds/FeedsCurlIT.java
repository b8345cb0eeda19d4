package org.cotgateway.api.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.cotgateway.api.GatewayFixture;
import org.cotgateway.feed.FeedFormat;
import org.cotgateway.feed.FeedInputSettings;
import org.cotgateway.feed.FeedSettings;
import org.cotgateway.feed.TestFeeds;
import org.cotgateway.testing.Curl;
import org.cotgateway.testing.RecordCopy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real curl makes of the routes of feeds, with good and bad data of every format. Fails where there is no curl. */
class FeedsCurlIT {

    private static final int MANY = 8_000;
    private static final FeedInputSettings NOT_BY_HTTP = RecordCopy.of(FeedInputSettings.DEFAULT)
            .with("http", false)
            .with("file", Path.of("/nowhere"))
            .with("pollInterval", Duration.ofMinutes(1))
            .get();

    @TempDir
    Path directory;

    private GatewayFixture gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = new GatewayFixture(directory);
        List<FeedSettings> feeds = new ArrayList<>();
        for (FeedFormat format : FeedFormat.values()) {
            FeedSettings feed = TestFeeds.of(FeedDocument.name(format), format, FeedInputSettings.DEFAULT);
            feeds.add(format == FeedFormat.JSON ? TestFeeds.mapped(feed, "items", "/tracks") : feed);
        }
        feeds.add(TestFeeds.of("closed", FeedFormat.NDJSON, NOT_BY_HTTP));
        gateway.gateway().apply(feeds);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void eachFormatIsTakenFromAFileAndShown() throws Exception {
        assertThat(post("ndjson", TestFeeds.row("n1") + TestFeeds.row("n2"))).isEqualTo(accepted(2));
        assertThat(post("json", "{\"tracks\":[" + TestFeeds.row("j") + "]}")).isEqualTo(accepted(1));
        assertThat(post("csv", "id,lat,lon\r\nc,48,16\r\n")).isEqualTo(accepted(1));
        assertThat(postFile("readsb", "aircraft.json")).startsWith("{\"accepted\":");
        assertThat(postFile("sbs", "basestation.sbs")).startsWith("{\"accepted\":");
        assertThat(postFile("ais", "ais.nmea")).startsWith("{\"accepted\":7,\"ignored\":");
        assertThat(Curl.run("-f", gateway.url("/api/v1/events?format=json")))
                .contains("\"n1\"", "\"n2\"", "\"j\"", "\"c\"", "\"MMSI-265547250\"", "\"ICAO-");
        assertThat(Curl.run("-f", gateway.url("/api/v1/feeds/ais")))
                .startsWith("{\"name\":\"ais\",\"format\":\"ais\",\"sources\":[\"http\"]")
                .contains("\"out\":7", "\"rejected\":{\"malformed\":3}");
        assertThat(Curl.run("-f", "-w", " %{http_code} %{content_type}", gateway.url("/api/v1/feeds")))
                .contains("\"name\":\"csv\"", "\"name\":\"closed\"")
                .endsWith(" 200 application/json");
        assertThat(Curl.run("-I", gateway.url("/api/v1/feeds"))).startsWith("HTTP/1.1 200 OK");
    }

    /** Of this size curl waits until it is told to go on. */
    @Test
    void aLargeFileIsStreamedWithAndWithoutItsLengthAndPacked() throws Exception {
        String rows = (TestFeeds.row("a").strip() + " ".repeat(120) + "\n").repeat(MANY);
        assertThat(post("ndjson", rows)).isEqualTo(accepted(MANY));
        assertThat(post("ndjson", rows, "-H", "Transfer-Encoding: chunked")).isEqualTo(accepted(MANY));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(rows.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(post("ndjson", packed.toByteArray(), "-H", "Content-Encoding: gzip"))
                .isEqualTo(accepted(MANY));
    }

    @Test
    void badRowsCostThemselvesAndAreToldWithTheirLines() throws Exception {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        String digits = "9".repeat(10_000);
        List<String> bad = List.of(
                "{\"id\":\"x\",\"lat\":" + digits + ",\"lon\":16}",
                "{\"id\":\"x\",\"lat\":48,\"lon\":" + deep + "}",
                "{\"id\":\"x\",\"lat\":48,\"lon\":16,\"lat\":49}",
                "{\"id\":\"x\",\"lat\":NaN,\"lon\":16}",
                "{\"id\":\"x\",\"lat\":95,\"lon\":16}",
                "{\"id\":\"x\"}");
        String[] told = {
            "\"line\":2,\"reason\":\"too_large\"",
            "must have numbers of at most 256 characters",
            "\"line\":3,\"reason\":\"too_large\"",
            "must not nest deeper than 64",
            "\"line\":4,\"reason\":\"malformed\"",
            "must have each member once",
            "\"line\":5,\"reason\":\"malformed\"",
            "must have numbers that are finite, not NaN",
            "\"line\":6,",
            "\"line\":7,\"reason\":\"missing\""
        };
        String good = TestFeeds.row("a").strip();

        assertThat(post("ndjson", good + "\n" + String.join("\n", bad) + "\n" + good))
                .startsWith("{\"accepted\":2,\"ignored\":0,\"rejected\":6,")
                .contains(told);
        assertThat(post("json", "{\"tracks\":[" + good + ",\n" + String.join(",\n", bad) + ",\n" + good + "]}"))
                .startsWith("{\"accepted\":2,\"ignored\":0,\"rejected\":6,")
                .contains(told);
        assertThat(post("csv", "id,lat,lon\n\"open,1,1\n\"b\",2,2\n" + digits + ",x,1\nc,3,3\n"))
                .startsWith("{\"accepted\":2,\"ignored\":0,\"rejected\":2,")
                .contains("\"line\":2,\"reason\":\"malformed\"", "\"line\":4,\"reason\":\"unreadable\"");
    }

    @Test
    void whatIsCutOffOrIsNothingIsSaid() throws Exception {
        assertThat(post("json", "{\"tracks\":[" + TestFeeds.row("a") + ",{\"id\":"))
                .startsWith("{\"accepted\":1,")
                .contains("\"reason\":\"unfinished\"", "must not be cut off");
        assertThat(post("json", "{\"other\":[]}")).contains("\"status\":400", "must have objects at /tracks");
        assertThat(post("json", "")).contains("\"status\":400", "there is nothing");
        assertThat(post("json", "<event/>")).contains("\"status\":400", "must be JSON");
        assertThat(post("csv", "name,where\nx,y\n")).contains("\"status\":400", "has no column of this name");
        assertThat(post("ndjson", "")).isEqualTo(accepted(0));
        assertThat(post("ndjson", "nonsense".getBytes(StandardCharsets.UTF_16)))
                .contains("\"status\":400", "\"reason\":\"malformed\"");
        assertThat(post("ndjson", "this is no gzip", "-H", "Content-Encoding: gzip"))
                .contains("\"status\":400", "gzip");
        assertThat(post("ndjson", "x", "-H", "Content-Encoding: br")).contains("\"status\":415");
    }

    @Test
    void errorsAreSentencesOnOneLine() throws Exception {
        assertThat(post("nobody", TestFeeds.row("a")))
                .contains("\"status\":404", "there is no feed nobody")
                .hasLineCount(1);
        assertThat(Curl.run(gateway.url("/api/v1/feeds/nobody"))).contains("\"status\":404");
        assertThat(post("closed", TestFeeds.row("a")))
                .contains("\"status\":403", "its setting input.http is false")
                .hasLineCount(1);
        assertThat(Curl.run("-X", "DELETE", gateway.url("/api/v1/feeds/csv")))
                .contains("\"status\":405", "GET", "POST");
        assertThat(Curl.run("-X", "PUT", gateway.url("/api/v1/feeds"))).contains("\"status\":405", "GET");
        assertThat(Curl.run("-H", "Origin: http://elsewhere.example", "-d", "x", gateway.url("/api/v1/feeds/csv")))
                .contains("\"status\":403");
    }

    private static String accepted(int rows) {
        return "{\"accepted\":" + rows
                + ",\"ignored\":0,\"rejected\":0,\"staleOnArrival\":0,\"ahead\":0,\"rejections\":[]}\n";
    }

    private String postFile(String feed, String name) throws Exception {
        try (var in = FeedSettings.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return post(feed, in.readAllBytes());
        }
    }

    private String post(String feed, String body, String... more) throws Exception {
        return post(feed, body.getBytes(StandardCharsets.UTF_8), more);
    }

    private String post(String feed, byte[] body, String... more) throws Exception {
        Path file = Files.write(directory.resolve("body"), body);
        List<String> arguments = new ArrayList<>(List.of("--data-binary", "@" + file));
        arguments.addAll(List.of(more));
        arguments.add(gateway.url("/api/v1/feeds/" + feed));
        return Curl.run(arguments.toArray(String[]::new));
    }
}
