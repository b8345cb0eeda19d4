package org.cotgateway.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    /** A line of the table in {@code scripts/bench}: name, class, needs, what it measures, options of a smoke run. */
    private static final Pattern RUN =
            Pattern.compile("(?m)^    '([^'|]+)\\|([^'|]+)\\|[^'|]*\\|[^'|]+(?:\\|[^'|]+)?'$");

    /** To a file of ours, not to a site. */
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)");

    /** A line that puts a patch on the sources. */
    private static final Pattern TRIED = Pattern.compile("(?m)^git apply ([^ ]+\\.patch)");

    @Test
    void everyRunOfTheScriptHasASection() throws Exception {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(runs())
                .isNotEmpty()
                .allSatisfy(run ->
                        assertThat(readme).containsPattern("(?m)^### .*\\(`" + Pattern.quote(run.get(0)) + "`\\)$"));
    }

    @Test
    void everyRunOfTheScriptIsAClassOfOurs() throws Exception {
        assertThat(runs())
                .isNotEmpty()
                .allSatisfy(run -> assertThat(Path.of("src/main/java/org/cotgateway/bench/load", run.get(1) + ".java"))
                        .exists());
    }

    @Test
    void everyNameOfAReportIsInIt() throws Exception {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(Goal.values()).allSatisfy(goal -> assertThat(readme).contains("`" + goal.id() + "`"));
    }

    @Test
    void everyLinkLeadsToAFile() throws Exception {
        List<String> links = LINK.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(link -> link.group(1))
                .toList();

        assertThat(links)
                .isNotEmpty()
                .allSatisfy(link -> assertThat(Path.of(link)).exists());
    }

    @Test
    void itHasAPlaceForResults() throws Exception {
        assertThat(MarkedPart.replaced(Files.readString(Path.of("README.md")), "results"))
                .contains("\n## Results\n", "\nresults\n", "\n## What was tried\n");
    }

    @Test
    void itsResultsAreThoseOfTheReportBesideIt() throws Exception {
        Findings findings = Findings.read(Path.of("doc/report.json"));
        FigureText words = new FigureText(findings);
        String results = new ReportMarkdown(findings, "doc").markdown() + "\n"
                + words.filled(Files.readString(Path.of("doc/results.md")));

        assertThat(words.unknown()).isEmpty();
        assertThat(Files.readString(Path.of("README.md"))).contains(MarkedPart.alone(results));
    }

    @Test
    void whatStandsInTheWayOfEachMissedGoalIsSaid() throws Exception {
        Findings findings = Findings.read(Path.of("doc/report.json"));
        List<String> missed = Stream.of(findings.ratioDetails(), findings.figureDetails())
                .flatMap(results -> results.entrySet().stream())
                .filter(result -> !result.getValue().isMet())
                .map(Map.Entry::getKey)
                .toList();
        String words = Files.readString(Path.of("doc/results.md"));

        assertThat(missed).allSatisfy(name -> assertThat(words).contains("{" + name + ":"));
    }

    @Test
    void everyLineOfTheTableIsUnderstood() throws Exception {
        String table = Files.readString(Path.of("../scripts/bench"))
                .replaceFirst("(?s).*?\\nruns=\\(\n", "")
                .replaceFirst("(?s)\n\\).*", "");

        assertThat(runs()).hasSize(table.split("\n").length);
    }

    @Test
    void whatWasTriedCanStillBeTried() throws Exception {
        List<String> patches = TRIED.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(line -> line.group(1))
                .toList();

        assertThat(patches).hasSizeGreaterThan(1);
        for (String patch : patches) {
            // Whoever is just trying it has it in the sources.
            assertThat(List.of(complaints(patch), complaints("-R", patch)))
                    .as(patch)
                    .contains("");
        }
    }

    /** What there is to say against applying it; nothing if it can be. */
    private static String complaints(String... patch) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "apply", "--check"));
        command.addAll(List.of(patch));
        Process git = new ProcessBuilder(command)
                .directory(Path.of("..").toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return git.waitFor() == 0 ? "" : "not so: " + said;
    }

    private static List<List<String>> runs() throws Exception {
        return RUN.matcher(Files.readString(Path.of("../scripts/bench")))
                .results()
                .map(line -> List.of(line.group(1), line.group(2)))
                .toList();
    }
}
