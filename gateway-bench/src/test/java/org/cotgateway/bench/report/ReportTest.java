package org.cotgateway.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import picocli.CommandLine;

class ReportTest {

    private static final String NASTY = "<script>alert(\"1\")</script> & 'so' \u0001";

    @TempDir
    private Path directory;

    private Path results;
    private Path json;
    private Path html;
    private Path plots;

    @BeforeEach
    void nameFiles() {
        results = directory.resolve("results");
        json = directory.resolve("out/report.json");
        html = directory.resolve("out/report.html");
        plots = directory.resolve("plots");
    }

    @Test
    void ratiosAndFiguresAreMediansUnderTheirNames() throws Exception {
        RunRecord.of("relay", "scripts/bench relay")
                .ratio("relay_300_vs_c", "relay", 0.8, 0.7, 0.9, 0.95)
                .ratio("relay_cpu_300_vs_c", "relay, processor time", new double[] {0.7, 0.8})
                .less("start_ms", "start", "ms", 900, 1_100, 700)
                .build()
                .write(results);

        JsonNode report = makeReport();

        assertThat(report.at("/ratios/relay_300_vs_c").doubleValue()).isEqualTo(0.9);
        assertThat(report.at("/ratios/relay_cpu_300_vs_c").doubleValue()).isEqualTo(0.75);
        assertThat(report.at("/figures/start_ms").doubleValue()).isEqualTo(900);
        JsonNode detail = report.at("/ratioDetails/relay_300_vs_c");
        assertThat(detail.path("min").doubleValue()).isEqualTo(0.7);
        assertThat(detail.path("max").doubleValue()).isEqualTo(0.95);
        assertThat(detail.path("goal").doubleValue()).isEqualTo(0.8);
        assertThat(detail.path("rounds")).hasSize(3);
        assertThat(report.at("/figureDetails/start_ms/goal").doubleValue()).isEqualTo(1_000);
        assertThat(report.at("/runs/0/command").textValue()).isEqualTo("scripts/bench relay");
        assertThat(report.path("versions").fieldNames())
                .toIterable()
                .startsWith(
                        "Machine", "Memory", "Kernel", "TCP congestion control", "JDK", "Netty", "Aalto", "Woodstox");
    }

    @Test
    void nothingAtAllLeavesTheReportOfBeforeAlone() throws Exception {
        Files.createDirectory(directory.resolve("out"));
        Files.writeString(html, "good");

        assertThat(run()).isEqualTo(2);

        assertThat(html).hasContent("good");
        assertThat(json).doesNotExist();
    }

    @Test
    void whatWasNotMeasuredIsToldAndNoError() throws Exception {
        RunRecord.of("some", "scripts/bench some").build().write(results);

        JsonNode report = makeReport();

        assertThat(report.path("notMeasured")).hasSize(Goal.values().length);
        assertThat(report.path("ratios")).isEmpty();
        assertThat(Files.readString(html))
                .contains("Of 17 goals 0 are met, 0 missed, 17 not measured.")
                .contains("Not measured: Throughput against receivers; ");
    }

    @Test
    void aReportThatShouldBeCompleteFailsWithoutAllNames() throws Exception {
        RunRecord.of("some", "scripts/bench some").build().write(results);

        assertThat(run("--complete")).isEqualTo(1);
    }

    @Test
    void aFileThatIsNoRecordIsToldAndTheOthersCount() throws Exception {
        RunRecord.of("start", "scripts/bench start")
                .less("start_ms", "start", "ms", 900)
                .build()
                .write(results);
        Files.writeString(results.resolve("bad.json"), "{");
        Files.writeString(results.resolve("empty.json"), "{}");
        Files.writeString(results.resolve("notes.txt"), "no record, and not meant as one");

        JsonNode report = makeReport();

        assertThat(report.path("problems"))
                .extracting(JsonNode::textValue)
                .containsExactly("bad.json is no record of a run", "empty.json is no record of a run");
        assertThat(report.path("figures")).hasSize(1);
    }

    @Test
    void goalsMetAndMissedAreToldInWords() throws Exception {
        RunRecord.of("relay", "scripts/bench relay")
                .ratio("relay_300_vs_c", "relay", 0.8, 0.7, 0.9, 0.95)
                .ratio("encode_vs_c", "encode", 0.87, 0.5)
                .ratio("nearly_vs_c", "one of our own", 0.8, 0.79996, 0.7, 0.9)
                .less("start_ms", "start", "ms", 900)
                .build()
                .write(results);

        makeReport();

        assertThat(Files.readString(html))
                .contains("Of 17 goals 2 are met, 1 missed, 14 not measured; of 1 more, among the other ratios,"
                        + " 0 are met, 1 missed.")
                .contains("0.79996")
                .contains("✓ met</span> <span class=\"quiet\">met in 2 of 3 rounds")
                .contains("✗ missed");
    }

    @Test
    void thePageIsWellFormedAndNeedsNothingFromElsewhere() throws Exception {
        RunRecord.of("relay", NASTY)
                .ratio("nasty" + NASTY, NASTY, 0.8, 0.7, 0.9)
                .more("figure" + NASTY, NASTY, NASTY, 0)
                .point("throughput", "gateway " + NASTY, 100, 5, 6, 7)
                .point("../" + NASTY, NASTY, 1, 2)
                .build()
                .write(results);

        makeReport();

        String page = Files.readString(html);
        assertThat(page).doesNotContain("<script").doesNotContain("alert(\"1").doesNotContain("\u0001");
        assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:", "https:", "url(", "@import");
        // Elements that HTML never closes are closed for the sake of the check.
        parse(page.replaceFirst("<!doctype html>", "").replaceAll("<(meta [^>]*|br)>", "<$1/>"));
    }

    @Test
    void eachPlotIsAFileOfItsOwnForLightAndDarkPages() throws Exception {
        RunRecord.of("relay", "scripts/bench relay")
                .point("throughput", "gateway", 100, 5, 6, 7)
                .point("throughput", "gateway", 500, 4)
                .point("throughput", "C send() loop", 500, 8)
                .point("../mine", "gateway", 1, 2)
                .build()
                .write(results);

        makeReport();

        try (Stream<Path> files = Files.list(plots)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("throughput.svg", "___mine.svg");
        }
        Document svg = parse(Files.readString(plots.resolve("throughput.svg")));
        assertThat(svg.getElementsByTagName("rect")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("style")
                        .getNodeValue())
                .isEqualTo("fill:var(--paper)");
        assertThat(svg.getElementsByTagName("style").item(0).getTextContent())
                .contains("--paper:#fff;", "@media(prefers-color-scheme:dark)");
        assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(2);
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                .isEqualTo("deliveries/s. gateway: 6 at 100, 4 at 500; C send() loop: 8 at 500.");
    }

    @Test
    void latenciesAreDrawnOverPercentilesOfWhichTheGreaterOnesHaveMoreRoom() throws Exception {
        RunRecord.Builder record = RunRecord.of("relay", "scripts/bench relay");
        double[] percentiles = {90, 99, 99.9, 99.99, 100};
        for (int i = 0; i < percentiles.length; i++) {
            record.point("percentiles_relay", "gateway", percentiles[i], i + 1);
        }
        record.build().write(results);

        makeReport();

        Document svg = parse(Files.readString(plots.resolve("percentiles_relay.svg")));
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                .isEqualTo("ms after the event was due. gateway: 1 at 90, 2 at 99, 3 at 99.9, 4 at 99.99, 5 at max.");
        List<Double> places = Arrays.stream(svg.getElementsByTagName("polyline")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("points")
                        .getNodeValue()
                        .split(" "))
                .map(point -> Double.valueOf(point.substring(0, point.indexOf(','))))
                .toList();
        for (int i = 2; i < places.size(); i++) {
            assertThat(places.get(i) - places.get(i - 1)).isCloseTo(places.get(1) - places.get(0), within(0.2));
        }
        assertThat(Files.readString(html)).contains("<td class=\"n\">99.99</td>", "<td class=\"n\">max</td>");
    }

    @Test
    void ratiosAndPlotsAreToldInMarkdownToo() throws Exception {
        RunRecord.of("relay", "scripts/bench relay")
                .ratio("relay_300_vs_c", "relay", 0.8, 0.7, 0.9, 0.95)
                .ratio("other", "a|b `c`\n<d>", new double[] {2})
                .less("start_ms", "start", "ms", 1_500)
                .point("throughput", "gateway", 100, 5)
                .build()
                .write(results);

        run("--markdown=" + directory.resolve("README.md"));

        assertThat(Files.readString(directory.resolve("README.md")))
                .contains("`relay_300_vs_c` | 0.90 (0.70 to 0.95) | at least 0.80 | met |")
                .contains("`start_ms` | 1,500 (1,500 to 1,500) ms | at most 1,000 ms | missed |")
                .contains("`encode_vs_c` | not measured | at least 0.87 |  |")
                .contains("| a\\|b \\`c\\` \\<d\\>, `other` | 2.00 (2.00 to 2.00) |  |  |")
                .contains("![Throughput against receivers](plots/throughput.svg)");
    }

    @Test
    void resultsGoBetweenTheirMarksAndNothingElseOfTheFileChanges() throws Exception {
        RunRecord.of("start", "scripts/bench start")
                .less("start_ms", "start", "ms", 900)
                .build()
                .write(results);
        Path readme = directory.resolve("README.md");
        run("--markdown=" + readme);
        String alone = Files.readString(readme);
        Files.writeString(readme, "before\n" + alone.replaceFirst("start_ms", "old") + "behind\n");

        assertThat(run("--markdown=" + readme)).isZero();

        assertThat(withoutTime(Files.readString(readme))).isEqualTo(withoutTime("before\n" + alone + "behind\n"));
    }

    @Test
    void wordsWithFiguresInThemGoBehindTheResults() throws Exception {
        RunRecord.of("start", "scripts/bench start")
                .less("start_ms", "start", "ms", 900)
                .build()
                .write(results);
        Path words = Files.writeString(directory.resolve("words.md"), "It listens after {start_ms} ms.\n");
        Path readme = directory.resolve("README.md");

        assertThat(run("--markdown=" + readme, "--words=" + words)).isZero();

        assertThat(Files.readString(readme))
                .containsPattern(
                        "(?s)### What makes them again.*\\n\\nIt listens after 900 ms\\.\n\\n<!-- end of results -->");
    }

    @Test
    void aFileWithoutAPlaceForResultsStaysAsItIs() throws Exception {
        RunRecord.of("some", "scripts/bench some").build().write(results);
        Path readme = Files.writeString(directory.resolve("README.md"), "mine\n");

        assertThat(run("--markdown=" + readme)).isEqualTo(2);

        assertThat(Files.readString(readme)).isEqualTo("mine\n");
    }

    @Test
    void sourcesAndVersionsAreThoseOfTheRecords() throws Exception {
        record("relay", "2026-11-22T01:00:00Z", "v1", Map.of("JDK", "17", "nginx", "1.22"))
                .write(results);
        record("start", "2026-11-22T02:00:00Z", "v1", Map.of("JDK", "25")).write(results);

        JsonNode report = makeReport();

        assertThat(report.path("source").textValue()).isEqualTo("v1");
        assertThat(JsonMapper.builder().build().convertValue(report.path("versions"), Map.class))
                .as("of the newest that has one")
                .isEqualTo(Map.of("Machine", "machine of start", "JDK", "25", "nginx", "1.22"));
    }

    @Test
    void runsOfSeveralSourcesAreToldApart() throws Exception {
        record("relay", "2026-11-22T02:00:00Z", "v1", Map.of()).write(results);
        record("start", "2026-11-22T01:00:00Z", "v2", Map.of()).write(results);

        run("--markdown=" + directory.resolve("README.md"));

        JsonNode report = makeReport();
        assertThat(report.path("source").textValue()).isEqualTo("several, see the runs");
        assertThat(report.path("runs"))
                .extracting(run -> run.path("source").textValue())
                .containsExactly("v1", "v2");
        assertThat(Files.readString(html)).contains("sources <code>v1</code>, ended", "sources <code>v2</code>, ended");
        assertThat(Files.readString(directory.resolve("README.md")))
                .contains("| run | command | sources | ended |\n|---|---|---|---|\n"
                        + "| relay | `scripts/bench relay` | v1 | 2026-11-22T02:00:00Z |\n"
                        + "| start | `scripts/bench start` | v2 | 2026-11-22T01:00:00Z |\n");
    }

    @Test
    void aRecordOfOldSaysNothingOfItsSourcesAndCounts() throws Exception {
        Files.createDirectories(results);
        Files.writeString(results.resolve("start.json"), """
                {"run": "start", "command": "scripts/bench start", "machine": "old", "at": "2026-11-22T01:00:00Z",
                 "figures": [], "ratios": [], "points": []}""");

        JsonNode report = makeReport();

        assertThat(report.path("problems")).isEmpty();
        assertThat(report.path("source").textValue()).isEqualTo("unknown");
        assertThat(report.at("/runs/0/source").textValue()).isEqualTo("unknown");
        assertThat(report.path("versions")).hasSize(1);
        assertThat(report.at("/versions/Machine").textValue()).isEqualTo("old");
    }

    @Test
    void whatThreadsDoForEachIsATable() throws Exception {
        RunRecord.of("udp", "scripts/bench udp")
                .less(
                        "udp.c_loop.profile.kernel_cycles",
                        "to 5, C: cycles, kernel",
                        "cycles/delivery",
                        4_000,
                        5_000,
                        9_000)
                .less("udp.gateway.profile.kernel_cycles", "to 5, gateway: cycles, kernel", "cycles/delivery", 6_000)
                .less("udp.gateway.profile.java_percent", "to 5, gateway: compiled Java, %", "%", 12.5)
                .less("udp.gateway.syscalls_per_delivery", "to 5, gateway: system calls", "calls/delivery", 1.25)
                .less("udp.gateway.cpu_ns", "to 5, gateway: processor time", "ns", 7)
                .build()
                .write(results);

        Path readme = directory.resolve("README.md");
        run("--markdown=" + readme);

        assertThat(Files.readString(readme))
                .contains("| load, who | cycles, kernel | compiled Java, % | system calls |\n|---|---|---|---|\n"
                        + "| to 5, C | 5,000 |  |  |\n| to 5, gateway | 6,000 | 12.5 | 1.25 |\n");
        assertThat(Files.readString(html))
                .contains("<th scope=\"row\">to 5, gateway</th><td>6,000</td><td>12.5</td><td>1.25</td></tr>");
    }

    @Test
    void variantsAreATableWithARowForEach() throws Exception {
        RunRecord.of("variants", "scripts/bench variants")
                .ratio("variant_nio_flat_out", "by NIO: flat out, deliveries/s", new double[] {0.5, 0.6, 0.7})
                .ratio("variant_zgc_flat_out", "Z: flat out, deliveries/s", new double[] {0.9})
                .ratio("variant_nio_p99", "by NIO: 100/s, p99", new double[] {0.8})
                .build()
                .write(results);

        run("--markdown=" + directory.resolve("README.md"));

        assertThat(Files.readString(directory.resolve("README.md")))
                .contains("| variant | flat out, deliveries/s | 100/s, p99 |\n|---|---|---|\n"
                        + "| by NIO | 0.60 (0.50 to 0.70) | 0.80 (0.80 to 0.80) |\n"
                        + "| Z | 0.90 (0.90 to 0.90) |  |\n")
                .doesNotContain("### Other ratios");
        assertThat(Files.readString(html)).contains("<h2>Variants beside the default</h2>", ">by NIO</th>");
    }

    /** Two reports may be a second apart. */
    private static String withoutTime(String markdown) {
        return markdown.replaceFirst("Measured on \\S+", "Measured on");
    }

    private static RunRecord record(String run, String at, String source, Map<String, String> versions) {
        String command = "scripts/bench " + run;
        return new RunRecord(run, command, "machine of " + run, at, source, versions, List.of(), List.of(), List.of());
    }

    private JsonNode makeReport() throws IOException {
        assertThat(run()).isZero();
        return JsonMapper.builder().build().readTree(Files.readString(json));
    }

    private int run(String... more) {
        CommandLine line = Report.commandLine();
        String[] arguments = {results.toString(), "--json=" + json, "--html=" + html, "--plots=" + plots};
        return line.execute(
                Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new));
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)));
    }
}
