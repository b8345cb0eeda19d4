package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.cotgateway.bench.load.ThreadSamples.Place;
import org.junit.jupiter.api.Test;

class ThreadSamplesTest {

    @Test
    void functionsOfOnePlaceAreAddedUp() throws Exception {
        List<String> report = List.of(
                "# Overhead|Shared Object       |Symbol",
                "",
                " 50.25%  |[kernel.kallsyms]   |[k] tcp_ack",
                " 9.75%  |[nf_tables]         |[k] nft_do_chain",
                "20.00%  |perf-123.map        |[.] void org.cotgateway.hub.Hub.publish()",
                " 5.00%  |[JIT] tid 123       |[.] Interpreter",
                " 4.00%  |libjvm.so           |[.] JVM_NanoTime",
                " 3.00%  |libc.so.6           |[.] send",
                " 2.00%  |[vdso]              |[.] __vdso_clock_gettime",
                " 1.00%  |libnetty_transport_native_epoll_x86_64123.so (deleted)|[.] netty_sendto",
                " 4.50%  |fanout              |[.] main",
                " 0.50%  |[unknown]           |[.] 0x00007f");

        assertThat(ThreadSamples.shares(report))
                .isEqualTo(Map.of(
                        Place.KERNEL,
                        60.0,
                        Place.JAVA,
                        25.0,
                        Place.JVM,
                        4.0,
                        Place.LIBRARY,
                        6.0,
                        Place.PROGRAM,
                        4.5,
                        Place.OTHER,
                        0.5));
    }

    @Test
    void aReportThatIsNotOfAllSamplesIsNone() {
        assertThatThrownBy(() -> ThreadSamples.shares(List.of("# Samples: 0  of event 'cycles'")))
                .isInstanceOf(IOException.class)
                .hasMessage("perf's samples are 0.0 % of all, and should be 100");
    }
}
