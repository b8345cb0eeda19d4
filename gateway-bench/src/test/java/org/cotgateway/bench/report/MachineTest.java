package org.cotgateway.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {

    @Test
    void namesTheFirstProcessor() {
        assertThat(Machine.processor(List.of("processor\t: 0", "model name\t: Fast: 3000", "model name\t: Other")))
                .isEqualTo("Fast: 3000");
        assertThat(Machine.processor(List.of("processor\t: 0"))).isEqualTo("an unnamed processor");
    }

    @Test
    void theHardLimitOfOpenFilesCounts() throws Exception {
        List<String> limits = List.of(
                "Limit                     Soft Limit           Hard Limit           Units",
                "Max open files            1024                 20000                files");

        assertThat(Machine.openFiles(limits)).isEqualTo(20_000);
        assertThat(Machine.openFiles(List.of("Max open files  1024  unlimited  files")))
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void limitsWithoutOpenFilesAreNoLimits() {
        assertThatThrownBy(() -> Machine.openFiles(List.of("Max cpu time  1  2  s")))
                .isInstanceOf(IOException.class);
    }
}
