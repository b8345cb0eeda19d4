package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorsTest {

    @Test
    void thoseOfARangeAndSingleOnesAreFound() {
        assertThat(Processors.allowed(List.of("Name:\tjava", "Cpus_allowed_list:\t0-2,5,8-9")))
                .containsExactly(0, 1, 2, 5, 8, 9);
    }

    @Test
    void theSystemSaysWhichThereAre() throws Exception {
        assertThat(Processors.allowed(Files.readAllLines(Path.of("/proc/self/status"))))
                .isNotEmpty();
    }
}
