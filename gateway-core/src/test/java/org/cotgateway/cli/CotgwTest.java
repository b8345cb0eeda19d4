package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

class CotgwTest {

    private static final int HELP_COLUMNS = 80;

    @Test
    void withoutACommandItIsWrongUsage() {
        Run run = Run.cotgw();

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Missing required subcommand", "cotgw --help");
    }

    @Test
    void helpNamesTheCommandsAndTheExitStatus() {
        Run run = Run.cotgw("--help");

        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("type", "validate", "--json", "Exit status");
    }

    @Test
    void everyCommandTakesJsonAndHelp() {
        CommandLine line = Cotgw.commandLine(new Cotgw(InputStream.nullInputStream()));

        assertThat(line.getSubcommands().values())
                .as("leaf commands of cotgw")
                .flatExtracting(CotgwTest::leaves)
                .allSatisfy(command -> assertThat(command.getCommandSpec().optionsMap())
                        .as(command.getCommandName())
                        .containsKeys("--json", "--debug", "--help"));
    }

    /** What the help breaks by itself cannot be copied; an example breaks its lines with a backslash. */
    @Test
    void noExampleIsTooLongForALineOfHelp() {
        CommandLine line = Cotgw.commandLine(new Cotgw(InputStream.nullInputStream()));

        assertThat(line.getSubcommands().values())
                .flatExtracting(CotgwTest::leaves)
                .flatExtracting(command ->
                        List.of(command.getCommandSpec().usageMessage().footer()))
                .filteredOn(text -> text.startsWith("  "))
                .hasSizeGreaterThan(10)
                .allSatisfy(example -> assertThat(example).hasSizeLessThan(HELP_COLUMNS));
    }

    /** All of them, as help names them, are made only when it takes them. */
    @Test
    void aCommandThatIsNamedIsMadeAlone() {
        Cotgw cotgw = new Cotgw(InputStream.nullInputStream());
        Set<String> all = Cotgw.commandLine(cotgw).getSubcommands().keySet();

        assertThat(all).hasSizeGreaterThan(10).contains("serve", "validate");
        assertThat(all)
                .allSatisfy(command -> assertThat(
                                Cotgw.commandLine(cotgw, command, "--help").getSubcommands())
                        .containsOnlyKeys(command));
        assertThat(Cotgw.commandLine(cotgw, "--help").getSubcommands()).containsOnlyKeys(all);
        assertThat(Cotgw.commandLine(cotgw, "serv").getSubcommands()).containsOnlyKeys(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope", "type", "type --nope", "validate"})
    void wrongUsageIsExitTwoWithAHintOnStandardError(String arguments) {
        Run run = Run.cotgw(arguments.split(" "));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("cotgw").doesNotContain("\tat ");
    }

    @Test
    void wrongUsageWithJsonIsAlsoADocument() throws IOException {
        Run run = Run.cotgw("type", "--json");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.json().at("/error/kind").asText()).isEqualTo("usage");
        assertThat(run.json().at("/error/message").asText()).contains("TYPE");
        assertThat(run.err()).contains("TYPE");
    }

    @Test
    void anUnexpectedFailureIsOneLineAndExitOne() {
        Run run = Run.with(new Failing(new IllegalStateException("the disk is gone\nand more")), "failing");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().strip()).isEqualTo("cotgw failing: the disk is gone");
    }

    @Test
    void debugShowsTheStack() {
        Run run = Run.with(new Failing(new IllegalStateException("gone")), "failing", "--debug");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("cotgw failing: gone", "\tat org.cotgateway.cli.CotgwTest");
    }

    @Test
    void anUnexpectedFailureWithJsonIsAlsoADocument() throws IOException {
        Run run = Run.with(new Failing(new IllegalStateException("gone")), "failing", "--json");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.json().at("/error/kind").asText()).isEqualTo("failure");
        assertThat(run.json().at("/error/message").asText()).isEqualTo("gone");
    }

    @Test
    void aFailureAfterTheDocumentAddsNoSecondOne() throws IOException {
        Failing failing = new Failing(new IllegalStateException("late"));
        failing.answersBefore = true;
        Run run = Run.with(failing, "failing", "--json");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.json().path("answer").asInt()).isEqualTo(1);
        assertThat(run.err()).contains("late");
    }

    @Test
    void aSecondDocumentIsRefused() throws IOException {
        Failing failing = new Failing(null);
        failing.answersBefore = true;
        failing.answersTwice = true;
        Run run = Run.with(failing, "failing", "--json");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.json().path("answer").asInt()).isEqualTo(1);
        assertThat(run.err()).contains("one JSON document");
    }

    @Test
    void whatIsMeantForPeopleStaysOffStandardOutputWithJson() throws IOException {
        Failing talking = new Failing(null);
        talking.answersBefore = true;
        Run run = Run.with(talking, "failing", "--json");

        assertThat(run.exit()).isZero();
        assertThat(run.json().path("answer").asInt()).isEqualTo(1);
        assertThat(run.out()).doesNotContain("for people");
    }

    @Test
    void jsonShowsTimesAndDurationsAsTheirText() {
        assertThat(Json.text(List.of(Instant.EPOCH, Duration.ofSeconds(90))).replaceAll("\\s", ""))
                .isEqualTo("[\"1970-01-01T00:00:00Z\",\"PT1M30S\"]");
    }

    static List<Arguments> failuresAndTheirWords() {
        return List.of(
                Arguments.of(new NoSuchFileException("a.xml"), "no such file: a.xml"),
                Arguments.of(new AccessDeniedException("a.xml"), "permission denied: a.xml"),
                Arguments.of(new FileSystemException("a", null, "No space left"), "No space left: a"),
                Arguments.of(new NullPointerException("x is null"), "unexpected NullPointerException: x is null"),
                Arguments.of(new IllegalStateException(), "unexpected IllegalStateException"),
                Arguments.of(new IOException("  two\nlines"), "two"));
    }

    @ParameterizedTest
    @MethodSource("failuresAndTheirWords")
    void failuresAreToldInWords(Exception failure, String words) {
        assertThat(Failures.describe(failure)).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5s", "-1", "0", "0s", "0.0001s", "5x", "5 weeks"})
    void everyDurationMustBePositiveUnlessNoneMakesSense(String value) {
        List<CommandLine> leaves =
                Cotgw.commandLine(new Cotgw(InputStream.nullInputStream())).getSubcommands().values().stream()
                        .flatMap(command -> leaves(command).stream())
                        .toList();
        int durations = 0;
        for (CommandLine command : leaves) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                boolean mayBeNone = List.of("--wait", "--stop-timeout").contains(option.longestName());
                if (option.type() == Duration.class && !(mayBeNone && value.startsWith("0"))) {
                    durations++;
                    assertThatThrownBy(() -> command.parseArgs(option.longestName() + "=" + value))
                            .as("%s %s", command.getCommandName(), option.longestName())
                            .isInstanceOf(ParameterException.class)
                            .hasMessageContaining(option.longestName())
                            .hasMessageContaining("'" + value + "' is not a duration such as 30, 30s, ");
                }
            }
        }
        assertThat(durations).isGreaterThan(7);
    }

    private static List<CommandLine> leaves(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? List.of(command)
                : command.getSubcommands().values().stream()
                        .flatMap(sub -> leaves(sub).stream())
                        .toList();
    }

    @Command(name = "failing")
    private static final class Failing implements Callable<Integer> {

        @Mixin
        private OutputOptions output = new OutputOptions();

        private final @Nullable RuntimeException failure;
        private boolean answersBefore;
        private boolean answersTwice;

        Failing(@Nullable RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        public Integer call() {
            output.out().println("for people");
            if (answersBefore) {
                output.json(Map.of("answer", 1));
            }
            if (answersTwice) {
                output.json(Map.of("answer", 2));
            }
            if (failure != null) {
                throw failure;
            }
            return 0;
        }
    }
}
