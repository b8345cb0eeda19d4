package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {

    @TempDir
    private Path directory;

    @Test
    void aFineFileIsCalledFine() throws IOException {
        Path file = write("callsign: X\n");

        Run run = Run.cotgw("config", "check", file.toString());

        assertThat(run.exit()).isZero();
        assertThat(run.out().strip()).isEqualTo(file + " is fine");
        assertThat(Run.cotgw("config", "check", "--json", file.toString())
                        .json()
                        .path("ok")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void everyProblemIsALineThatEditorsJumpTo() throws IOException {
        Path file = write("callsing: X\nworkers: 0\n");

        Run run = Run.cotgw("config", "check", file.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.out())
                .contains(file + ":1:1: callsing: is unknown; did you mean callsign?")
                .contains(file + ":2:10: workers \"0\": must be a whole number from 1 to 1024");
    }

    @Test
    void jsonHasEveryProblemWithItsPlace() throws IOException {
        Run run = Run.cotgw("config", "check", "--json", write("workers: 0").toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.json().at("/problems/0/line").asInt()).isEqualTo(1);
        assertThat(run.json().at("/problems/0/column").asInt()).isEqualTo(10);
        assertThat(run.json().at("/problems/0/path").asText()).isEqualTo("workers");
        assertThat(run.json().at("/problems/0/value").asText()).isEqualTo("0");
    }

    @Test
    void aFileThatIsNotThereIsAFailure() {
        Run run = Run.cotgw("config", "check", directory.resolve("none").toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("no such file");
    }

    @Test
    void aDirectoryIsNamedAsOne() {
        Run run = Run.cotgw("config", "check", directory.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("is a directory: " + directory);
    }

    @Test
    void warningsAreSaidAndTheFileIsFineAllTheSame() throws IOException {
        Path file = write("endpoints: [{name: a, address: 'no.such.invalid:4242:tcp'}]");

        Run run = Run.cotgw("config", "check", file.toString());

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains(file
                        + ":1:32: warning: endpoints[0].address \"no.such.invalid:4242:tcp\": its host is not found")
                .contains(file + " is fine");
        assertThat(Run.cotgw("config", "check", "--json", file.toString())
                        .json()
                        .at("/warnings/0/path")
                        .asText())
                .isEqualTo("endpoints[0].address");
    }

    @Test
    void theDefaultsAreShownAsAFileThatIsFine() throws IOException {
        Run shown = Run.cotgw("config", "show");

        assertThat(shown.exit()).isZero();
        assertThat(shown.out())
                .contains("callsign: CoT Gateway\n", "maxConnections: 4096\n", "  requestTimeout: 10s\n");
        assertThat(Run.cotgw("config", "check", write(shown.out()).toString()).exit())
                .isZero();
    }

    @Test
    void passwordsAreNeverShown() throws IOException {
        String file =
                write("clients: [{match: {user: anna, password: hunter2}}]").toString();

        Run text = Run.cotgw("config", "show", file);
        Run json = Run.cotgw("config", "show", "--json", file);

        assertThat(text.out()).contains("***").doesNotContain("hunter2");
        assertThat(json.json().at("/clients/0/match/password").asText()).isEqualTo("***");
        assertThat(json.out()).doesNotContain("hunter2");
    }

    @Test
    void aFileThatIsNotFineIsNotShown() throws IOException {
        Run run = Run.cotgw("config", "show", write("workers: 0").toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(":1:10: workers");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("cotgw.yaml"), text);
    }
}
