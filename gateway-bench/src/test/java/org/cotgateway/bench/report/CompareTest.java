package org.cotgateway.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompareTest {

    private static final int SEEDS = 1_000;

    @TempDir
    private Path directory;

    @Test
    void noisePassesForAChangeAboutOnceInAHundredTimes() {
        long found = Stream.iterate(1, seed -> seed + 1)
                .limit(SEEDS)
                .filter(seed -> verdict(seed, 1, 5) != Comparison.Verdict.NOISE)
                .count();

        assertThat(found).as("of %s seeds, from 1 on", SEEDS).isBetween(1L, SEEDS / 50L);
    }

    @Test
    void whatGetsSlowerByMoreThanItsNoiseIsFound() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            assertThat(verdict(seed, 0.85, 5)).as("seed %s", seed).isEqualTo(Comparison.Verdict.WORSE);
            assertThat(verdict(seed, 1.15, 5)).as("seed %s", seed).isEqualTo(Comparison.Verdict.BETTER);
        }
    }

    @Test
    void fourRoundsAreTooFew() {
        assertThat(verdict(1, 0.5, 4)).isEqualTo(Comparison.Verdict.TOO_FEW);
    }

    @Test
    void lessIsBetterWhereItSaysSo() {
        assertThat(Comparison.verdict(cost("ns", 10, 11, 12, 13, 14), cost("ns", 20, 21, 22, 23, 24)))
                .isEqualTo(Comparison.Verdict.WORSE);
        assertThat(Comparison.verdict(cost("ns", 20, 21, 22, 23, 24), cost("ns", 10, 11, 12, 13, 14)))
                .isEqualTo(Comparison.Verdict.BETTER);
    }

    @Test
    void whatIsUnlikelyButTinyIsNoChange() {
        assertThat(Comparison.verdict(
                        cost("ns", 1_000, 1_001, 1_002, 1_003, 1_004), cost("ns", 1_005, 1_006, 1_007, 1_008, 1_009)))
                .isEqualTo(Comparison.Verdict.NOISE);
        assertThat(Comparison.verdict(cost("B/op", 0, 0, 0, 0, 0), cost("B/op", 0.01, 0.02, 0.01, 0.02, 0.01)))
                .isEqualTo(Comparison.Verdict.NOISE);
        assertThat(Comparison.verdict(cost("B/op", 0, 0, 0, 0, 0), cost("B/op", 24, 24, 24, 24, 24)))
                .isEqualTo(Comparison.Verdict.WORSE);
    }

    @Test
    void aFewTenthsOfAByteOfADeliveryAreAChange() {
        Result before = cost("B/delivery", 0.60, 0.61, 0.62, 0.63, 0.64);

        assertThat(Comparison.verdict(before, cost("B/delivery", 1.20, 1.22, 1.24, 1.26, 1.28)))
                .isEqualTo(Comparison.Verdict.WORSE);
        assertThat(Comparison.verdict(before, cost("B/delivery", 0.65, 0.66, 0.67, 0.68, 0.69)))
                .isEqualTo(Comparison.Verdict.NOISE);
    }

    @Test
    void ofAnAnswerItTakesAByte() {
        Result before = cost("B/request", 10.0, 10.1, 10.2, 10.3, 10.4);

        assertThat(Comparison.verdict(before, cost("B/request", 10.9, 11.0, 11.1, 11.2, 11.3)))
                .isEqualTo(Comparison.Verdict.NOISE);
        assertThat(Comparison.verdict(before, cost("B/request", 11.3, 11.4, 11.5, 11.6, 11.7)))
                .isEqualTo(Comparison.Verdict.WORSE);
    }

    @Test
    void onlyRatiosAndGoalsMakeItFail() throws Exception {
        Path before = report("before", 10, 900, 5);
        Path slowerCase = report("case", 10, 900, 9);
        Path slowerStart = report("start", 10, 1_900, 5);
        Path lowerRatio = report("ratio", 8, 900, 5);

        assertThat(compare(before, before, "--fail-on-worse")).isZero();
        assertThat(compare(before, slowerCase, "--fail-on-worse")).isZero();
        assertThat(compare(before, slowerStart, "--fail-on-worse")).isEqualTo(1);
        assertThat(compare(before, lowerRatio, "--fail-on-worse")).isEqualTo(1);
        assertThat(compare(before, lowerRatio)).isZero();
        assertThat(compare(lowerRatio, before, "--fail-on-worse")).isZero();
    }

    @Test
    void aReportThatIsNotThereIsNoChangeForTheWorse() {
        assertThat(compare(directory.resolve("none"), directory.resolve("neither"), "--fail-on-worse"))
                .isEqualTo(2);
    }

    @Test
    void whatIsNoReportIsToldByItsName() throws Exception {
        Path report = report("before", 10, 900, 5);
        Path nothing = Files.writeString(directory.resolve("nothing.json"), "{}");
        Path other = Files.writeString(directory.resolve("other.json"), "[1, ");
        StringWriter said = new StringWriter();
        CommandLine line = Compare.line().setErr(new PrintWriter(said));

        for (Path none : List.of(nothing, other, directory.resolve("none.json"))) {
            assertThat(line.execute(report.toString(), none.toString())).isEqualTo(2);
        }
        assertThat(said.toString())
                .contains("Compare: " + nothing + " is no report.json: it lacks some of ratioDetails")
                .contains("Compare: " + other + " is no report.json: ")
                .contains("Compare: there is no file " + directory.resolve("none.json"));
    }

    @Test
    void manyNamesThatOnlyOneHasAreCountedByTheirRunUnlessAllAreAskedFor() throws Exception {
        RunRecord.Builder many = RunRecord.of("fanout", "scripts/bench fanout --quick");
        for (int name = 0; name < 20; name++) {
            many.more("figure_" + name, "a figure", "events/s", name);
        }
        many.build().write(directory.resolve("before"));
        Findings before = findings("before");
        Findings after = Findings.read(report("after", 8, 900, 5));
        Comparison comparison = Comparison.of(before, after);

        assertThat(new ComparisonText(before, after, comparison, false).text())
                .contains("only before: 20 (--all lists them): 20 of fanout\n")
                .contains("only after: case.gateway.cost_ns, relay_300_vs_c, start_ms")
                .contains("short turns (--quick)");
        assertThat(new ComparisonText(before, after, comparison, true).text())
                .contains("figure_0, figure_1, figure_10");
    }

    @Test
    void saysWhatChangedByHowMuchAndByWhichRule() throws Exception {
        Findings before = Findings.read(report("before", 10, 900, 5));
        Findings after = Findings.read(report("after", 8, 900, 5));
        Comparison comparison = Comparison.of(before, after);

        String text = new ComparisonText(before, after, comparison, false).text();

        assertThat(text.lines().filter(line -> line.startsWith("WORSE")))
                .singleElement()
                .asString()
                .contains("relay_300_vs_c", "10.20 (10.00 to 10.40)", "8.20 (8.00 to 8.40)", "-19.6 %");
        assertThat(text.replaceAll("\\s+", " ")).contains(Comparison.RULE);
        assertThat(text).contains("within the noise: 2 of 3").contains("sources v1");
        assertThat(new ComparisonText(before, after, comparison, true).text()).contains("noise   start_ms");
    }

    @Test
    void whatOnlyOneOfThemHasAndWhatElseDiffersIsTold() throws Exception {
        new RunRecord("relay", "c", "old", "at", "v1", Map.of("JDK", "17"), List.of(), List.of(), List.of())
                .write(directory.resolve("before"));
        Findings before = findings("before");
        Findings after = Findings.read(report("after", 8, 900, 5));

        String text = new ComparisonText(before, after, Comparison.of(before, after), false).text();

        assertThat(text)
                .contains("nothing changed beyond the noise")
                .contains("only after: case.gateway.cost_ns, relay_300_vs_c, start_ms")
                .contains("JDK differs: 17 before, OpenJDK")
                .contains("On different machines only ratios can be compared");
    }

    @Test
    void aReportOfOldWhoseRunsDoNotSayOfWhatSourcesTheyAreIsCompared() throws Exception {
        Path before = report("before", 10, 900, 5);
        Path old = Files.writeString(
                directory.resolve("old.json"),
                Files.readString(before).replaceAll("(\"at\" : \"[^\"]*\"),\\s*\"source\" : \"v1\"\\s*}", "$1 }"));

        assertThat(Files.size(old)).isLessThan(Files.size(before));
        assertThat(Findings.read(old).source()).isEqualTo("v1");
        assertThat(Findings.read(old).runs()).extracting(Findings.Run::source).containsExactly("unknown");
        assertThat(compare(old, report("after", 8, 900, 5), "--fail-on-worse")).isEqualTo(1);
    }

    @Test
    void thePageHasTheSame() throws Exception {
        Path page = directory.resolve("page.html");

        compare(report("before", 10, 900, 5), report("after", 8, 900, 5), "--html=" + page);

        assertThat(Files.readString(page))
                .contains("✗ worse")
                .contains("-19.6 %")
                .contains("&lt;title&gt;");
    }

    private static Comparison.Verdict verdict(int seed, double factor, int rounds) {
        Random random = new Random(seed);
        return Comparison.verdict(ratio(random, 1, rounds), ratio(random, factor, rounds));
    }

    private static Result ratio(Random random, double middle, int rounds) {
        List<Double> values = random.doubles(rounds)
                .map(value -> middle * (1 + 0.1 * (value - 0.5)))
                .boxed()
                .toList();
        return new Result("run", "title", "", true, null, values);
    }

    private static Result cost(String unit, double... rounds) {
        return new Result(
                "run", "title", unit, false, null, Arrays.stream(rounds).boxed().toList());
    }

    private int compare(Path before, Path after, String... options) {
        return Compare.line()
                .execute(Stream.concat(Stream.of(before.toString(), after.toString()), Arrays.stream(options))
                        .toArray(String[]::new));
    }

    /** A report of three names, whose rounds are these and four more. */
    private Path report(String name, double ratio, double start, double cost) throws IOException {
        RunRecord.of("relay", "scripts/bench relay")
                .source("v1")
                .ratio("relay_300_vs_c", "<title>", 0.8, fiveFrom(ratio))
                .less("start_ms", "start", "ms", fiveFrom(start))
                .less("case.gateway.cost_ns", "cost", "ns", fiveFrom(cost))
                .build()
                .write(directory.resolve(name));
        Path file = directory.resolve(name + ".json");
        return Files.writeString(file, findings(name).json());
    }

    private Findings findings(String name) throws IOException {
        return Findings.of("2026-11-22T01:00:00Z", Records.read(directory.resolve(name)));
    }

    private static double[] fiveFrom(double first) {
        return new double[] {first, first + 0.1, first + 0.2, first + 0.3, first + 0.4};
    }
}
