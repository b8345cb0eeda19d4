package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidateCommandTest {

    private static final long SEED = 5;
    private static final String TIMES =
            "time='2026-11-21T10:00:00Z' start='2026-11-21T10:00:00Z' stale='2026-11-21T10:05:00Z'";
    private static final String VALID = "<event version='2.0' uid='a' type='a-f-G' how='m-g' " + TIMES + ">"
            + "<point lat='1' lon='2' hae='3' ce='4' le='5'/></event>";

    @TempDir
    private Path directory;

    @Test
    void aValidEventIsExitZeroWithASummary() throws IOException {
        Run run = Run.cotgw("validate", file("one.xml", VALID));

        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out().strip()).isEqualTo("1 event, 1 valid, 0 violations");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void everyViolationStandsOnALineWithItsPlace() throws IOException {
        String name = file("bad.xml", VALID.replace("lat='1'", "lat='91'").replace("ce='4'", "ce='-1'"));

        Run run = Run.cotgw("validate", name);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out().lines())
                .hasSize(3)
                .anyMatch(line ->
                        line.startsWith(name + ":1:") && line.endsWith("point@lat \"91\": must be between -90 and 90"))
                .anyMatch(line -> line.endsWith("point@ce \"-1\": must not be negative"))
                .last()
                .isEqualTo("1 event, 0 valid, 2 violations");
    }

    @Test
    void placesAreThoseOfTheFile() throws IOException {
        String name = file(
                "lines.xml",
                "<?xml version='1.0'?>\n\n"
                        + VALID.replace("><point", ">\n  <point").replace("lat='1'", "lat='91'"));

        JsonNode violation = Run.cotgw("validate", "--json", name).json().at("/files/0/events/0/violations/0");

        assertThat(violation.path("field").asText()).isEqualTo("point@lat");
        assertThat(violation.path("line").asInt()).isEqualTo(4);
    }

    @Test
    void everyEventOfAFileIsCheckedWhateverStandsBetweenThem() throws IOException {
        String second = VALID.replace("uid='a'", "uid=''").replace("lat='1'", "lat='\u00e4'");
        String name = file(
                "many.xml",
                "\ufeff<?xml version='1.0'?>\n" + VALID + "\u0000<?xml version='1.0'?><!-- > -->\r\n" + VALID + "  "
                        + second + "\n" + VALID + "\n\n");

        Run run = Run.cotgw("validate", name);

        assertThat(run.exit()).as(run.out()).isEqualTo(1);
        assertThat(run.out().lines())
                .allMatch(line -> line.startsWith(name + ":3:") || line.equals("4 events, 3 valid, 2 violations"))
                .hasSize(3);
    }

    @Test
    void columnsCountFromTheLineOfTheFile() throws IOException {
        String alone = VALID.replace("lat='1'", "lat='91'");
        int column = column(Run.on(alone, "validate", "--json", "-"), 0);

        Run after = Run.on("\n" + VALID + alone, "validate", "--json", "-");

        assertThat(column(after, 1)).isEqualTo(VALID.length() + column);
    }

    @Test
    void whatBelongsToNoEventIsShown() throws IOException {
        Run run = Run.on("junk" + VALID + "\n" + VALID + "<stats/>", "validate", "-");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out().lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("-:1:1: file \"junk\": must"))
                .anyMatch(line -> line.startsWith("-:2:") && line.contains("file \"<stats/>\": must"))
                .last()
                .isEqualTo("2 events, 2 valid, 2 violations");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<events>\n|\n|\n</events>\n",
                "<events>|</events>",
                "<events>\n|\n<!-- leftOut: 2 -->\n</events>",
                "<a:events xmlns:a='x' note=\"a > b\"><!-- <events> --><of day='1'>||</of >|</a:events>\u0000",
            })
    void anElementMayHoldTheEvents(String document) throws IOException {
        String bad = VALID.replace("lat='1'", "lat='91'");
        int events = document.length() - document.replace("|", "").length();

        Run fine = Run.on(document.replace("|", VALID), "validate", "-");
        Run wrong = Run.on(document.replaceFirst("\\|", bad).replace("|", VALID), "validate", "--json", "-");

        assertThat(fine.exit()).as(fine.out()).isZero();
        assertThat(fine.out()).startsWith(events + " event").endsWith(", 0 violations\n");
        assertThat(wrong.exit()).isEqualTo(1);
        JsonNode violation = wrong.json().at("/files/0/events/0/violations/0");
        assertThat(violation.path("field").asText()).isEqualTo("point@lat");
        assertThat(violation.path("line").asLong())
                .isEqualTo(1
                        + document.substring(0, document.indexOf('|'))
                                .chars()
                                .filter(c -> c == '\n')
                                .count());
        assertThat(wrong.json().at("/files/0/between")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'<events>|', 'file \"<events>\": must'",
        "'|</events>', 'file \"</events>\": must'",
        "'<events>|</event-s>', 'file \"</event-s>\": must'",
        "'<a><b>|</a></b>', 'file \"</a>\": must'",
        "'<events>junk|</events>', 'file \"junk\": must'"
    })
    void anElementThatHoldsTheEventsIsWhole(String document, String said) {
        for (String events : List.of(VALID, VALID + VALID)) {
            Run run = Run.on(document.replace("|", events), "validate", "-");

            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.out()).contains(said);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!-- ", "<!DOCTYPE a [", "<![CDATA["})
    void whatHasNoEndIsToldWhereItBegins(String opener) {
        for (String before : List.of("", VALID, "<events>" + VALID, VALID + VALID)) {
            Run run = Run.on(before + "\n" + opener + VALID, "validate", "-");

            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.out())
                    .contains("-:2:1: file \"" + opener.strip())
                    .contains("must have an end: a comment or the like begins here, and has none")
                    .doesNotContain("must be complete");
        }
    }

    @Test
    void anEventThatIsCutOffIsToldAndTheOthersChecked() {
        Run run = Run.on(VALID + VALID.substring(0, 60) + "\n" + VALID, "validate", "-");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("3 events, 2 valid");
    }

    @Test
    void aDocumentTypeIsSeenThoughItStandsBeforeTheEvent() {
        Run run = Run.on("<!DOCTYPE event [<!ENTITY a 'b'>]>" + VALID, "validate", "-");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("DOCTYPE");
    }

    @Test
    void standardInputIsRead() {
        Run run = Run.on(VALID.replace("uid='a'", "uid=''"), "validate", "-");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("-:1:", "event@uid", "1 to 100 characters");
    }

    @Test
    void aFileThatCannotBeReadLeavesTheOthersToBeChecked() throws IOException {
        String missing = directory.resolve("missing.xml").toString();

        Run run = Run.cotgw("validate", missing, directory.toString(), file("ok.xml", VALID));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().lines()).containsExactly(missing + ": no such file", directory + ": is a directory");
        assertThat(run.out().strip()).isEqualTo("1 event, 1 valid, 0 violations, 2 files not read");
    }

    @Test
    void nothingIsNoEvent() throws IOException {
        Run empty = Run.cotgw("validate", file("empty.xml", ""));
        Run blank = Run.on(" \r\n\t\n", "validate", "-");

        assertThat(empty.exit()).isEqualTo(1);
        assertThat(empty.err()).contains("empty.xml: no event in it");
        assertThat(blank.exit()).isEqualTo(1);
        assertThat(blank.err()).contains("-: no event in it");
    }

    @Test
    void garbageIsToldInLinesThatATerminalSurvives() throws IOException {
        Random random = new Random(SEED);
        for (int round = 0; round < 50; round++) {
            byte[] garbage = new byte[1 + random.nextInt(2_000)];
            random.nextBytes(garbage);

            Run run = Run.on(garbage, "validate", "-");
            Run json = Run.on(garbage, "validate", "--json", "-");

            assertThat(run.exit()).as("seed %d, round %d", SEED, round).isEqualTo(1);
            assertThat(run.out().codePoints().filter(c -> Character.isISOControl(c) && c != '\n'))
                    .as("seed %d, round %d: %s", SEED, round, run.out())
                    .isEmpty();
            assertThat(run.out().lines()).allMatch(line -> line.startsWith("-:") || line.contains(" event"));
            assertThat(json.exit()).isEqualTo(1);
            assertThat(json.json().path("ok").asBoolean()).isFalse();
        }
    }

    @Test
    void jsonTellsAllOfIt() throws IOException {
        String bad = file("bad.xml", VALID.replace("type='a-f-G'", "type='A'"));
        String missing = directory.resolve("missing.xml").toString();

        Run run = Run.cotgw("validate", "--json", bad, missing);

        assertThat(run.exit()).isEqualTo(1);
        JsonNode report = run.json();
        assertThat(report.path("ok").asBoolean()).isFalse();
        assertThat(report.path("events").asInt()).isEqualTo(1);
        assertThat(report.path("valid").asInt()).isZero();
        assertThat(report.path("violations").asInt()).isEqualTo(1);
        assertThat(report.path("unreadable").asInt()).isEqualTo(1);
        JsonNode violation = report.at("/files/0/events/0/violations/0");
        assertThat(violation.path("field").asText()).isEqualTo("event@type");
        assertThat(violation.path("value").asText()).isEqualTo("A");
        assertThat(violation.path("line").asInt()).isEqualTo(1);
        assertThat(violation.path("column").asInt()).isPositive();
        assertThat(report.at("/files/1/error").asText()).isEqualTo("no such file");
    }

    private static int column(Run run, int event) throws IOException {
        return run.json()
                .at("/files/0/events/" + event + "/violations/0/column")
                .asInt();
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }
}
