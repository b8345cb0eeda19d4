package org.cotgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotgateway.event.Violation;
import org.junit.jupiter.api.io.TempDir;

/** Reads configurations in an environment with a few variables. */
abstract class ConfigFixture {

    static final Map<String, String> ENVIRONMENT = Map.of("SIGN", "Charlie", "KEY", "hunter2", "EMPTY", "");

    final ConfigReader reader = new ConfigReader(ENVIRONMENT::get);

    @TempDir
    Path directory;

    GatewayConfig read(String text) {
        ConfigReading reading = reader.read(text, null);
        assertThat(reading.problems()).isEmpty();
        return Objects.requireNonNull(reading.config());
    }

    List<Violation> problems(String text) {
        ConfigReading reading = reader.read(text, null);
        assertThat(reading.config()).as(text).isNull();
        assertThat(reading.problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.at()).isNotNull());
        return reading.problems();
    }
}
