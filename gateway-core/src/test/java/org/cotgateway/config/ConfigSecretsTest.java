package org.cotgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.cotgateway.event.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords and the environment in configuration files. */
class ConfigSecretsTest extends ConfigFixture {

    @Test
    void theEnvironmentIsPutIn() {
        assertThat(read("callsign: ${SIGN} ${NONE:-x}${EMPTY:-y} $${SIGN}")
                        .settings()
                        .callsign())
                .isEqualTo("Charlie xy ${SIGN}");
        assertThat(problems("callsign: a ${NONE}\nuid: ${2}"))
                .extracting(problem -> problem.field() + " " + problem.value())
                .containsExactly("callsign a ${NONE}", "uid ${2}");
    }

    @Test
    void passwordsStandInFilesOfTheirOwnToo() throws IOException {
        Files.writeString(directory.resolve("secret"), "hunter2\n");
        Path file = Files.writeString(
                directory.resolve("cotgw.yaml"),
                "listeners: [{name: a, type: tls, port: 1, tls: {identity: keys/a.p12, passwordFile: secret}}]");

        GatewayConfig config = Objects.requireNonNull(reader.read(file).config());
        TlsConfig tls = Objects.requireNonNull(config.listeners().get(0).tls());

        assertThat(Objects.requireNonNull(tls.password()).reveal()).isEqualTo("hunter2");
        assertThat(tls.identity()).isEqualTo(directory.toAbsolutePath().resolve("keys/a.p12"));
        assertThat(ConfigWriter.yaml(config))
                .contains("passwordFile: " + directory.toAbsolutePath().resolve("secret"))
                .doesNotContain("hunter2")
                .doesNotContain(" password:");
    }

    @Test
    void passwordsOfVariablesReadBackAndThoseOfTheFileItselfMustBeReplaced() {
        String text = "clients: [{match: {user: a, password: '%s'}}]";
        GatewayConfig byVariable = read(text.formatted("${KEY}"));
        String shown = ConfigWriter.yaml(byVariable);

        assertThat(shown).contains("${KEY}").doesNotContain("hunter2", "***");
        assertThat(Objects.requireNonNull(read(shown).clients().get(0).match().password())
                        .reveal())
                .isEqualTo("hunter2");
        assertThat(ConfigWriter.yaml(read(text.formatted("${NONE:-hunter2}")))).doesNotContain("hunter2");
        assertThat(problems(ConfigWriter.yaml(read(text.formatted("hunter2")))))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.field()).isEqualTo("clients[0].match.password");
                    assertThat(problem.rule()).startsWith("stands for a password that was not shown");
                });
    }

    @Test
    void passwordFilesThatDoNotHelpAreProblems() throws IOException {
        Files.writeString(directory.resolve("empty"), "\n");
        String text = """
                clients:
                  - match: {user: a, passwordFile: missing}
                  - match: {user: a, passwordFile: empty}
                  - match: {user: a, passwordFile: .}
                  - match: {user: a, passwordFile: empty, password: hunter2}
                """;

        assertThat(reader.read(text, directory).problems())
                .filteredOn(problem -> problem.field().endsWith("passwordFile"))
                .extracting(Violation::rule)
                .containsExactly(
                        "there is no such file",
                        "cannot be read: it is empty",
                        "is a directory; a file is wanted",
                        "must not be given together with password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clients: [{match: {user: a, password: hunter2, passwort: 1}}]",
                "clients: [{match: {user: a, password: [hunter2]}}]",
                "clients: [{match: {user: a, password: {hunter: hunter2}}}]",
                "clients: [{match: {user: a, password: 'hunter2${NONE}'}}]",
                "clients: [{match: {user: a, password: '${KEY}', password: hunter2}}]",
                "clients: [{match: {user: a, pasword: hunter2}}]",
                "clients: [{match: {user: a, password: *hunter2}}]",
                "clients: [{match: {user: a, password: !hunter2!x}}]",
                "clients: [{match: {user: a, password: &hunter2 x}}]",
                "clients: [{match: {user: a, password: \"hunter2}}]",
                "clients: [{match: {user: a, password: a: hunter2}}]",
                "clients: hunter2",
                "workers: ${KEY}",
                "endpoints: [{name: a, address: 'tls://me:hunter2@host:1'}]",
            })
    void noProblemQuotesAPassword(String text) {
        ConfigReading reading = reader.read(text, null);

        assertThat(reading.problems()).isNotEmpty();
        assertThat(reading.toString()).doesNotContain("hunter2");
    }
}
