package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemCallCountsTest {

    @Test
    void eachIsToldByItsNameUnlessItIsRare() throws Exception {
        List<String> summary = List.of(
                "    calls syscall",
                "--------- ----------------",
                "    50000 sendto",
                "      500 epoll_wait",
                "       12 futex",
                "--------- ----------------",
                "    50512 total");

        SystemCallCounts counts = SystemCallCounts.of(summary, 25_000);

        assertThat(counts.perDelivery()).isEqualTo(50_512 / 25_000.0);
        assertThat(counts.names()).isEqualTo("sendto 2.00, epoll_wait 0.02");
    }

    @Test
    void aSummaryWithoutATotalIsNoCount() {
        assertThatThrownBy(() -> SystemCallCounts.of(List.of("    50000 sendto"), 10))
                .isInstanceOf(IOException.class);
    }
}
