package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemCallsTest {

    @Test
    void theTotalIsTheLastLineOfTheSummary() throws Exception {
        List<String> summary = List.of(
                "    calls syscall",
                "--------- ----------------",
                "    50000 sendto",
                "       12 epoll_wait",
                "--------- ----------------",
                "    50012 total");

        assertThat(SystemCalls.total(summary)).isEqualTo(50_012);
    }

    @Test
    void aSummaryWithoutOneIsNoCount() {
        assertThatThrownBy(() -> SystemCalls.total(List.of())).isInstanceOf(IOException.class);
    }
}
