package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.cotgateway.bench.load.ThreadSamples.Place;
import org.junit.jupiter.api.Test;

class ThreadSamplesTest {

    @Test
    void functionsOfOnePlaceAreAddedUp() {
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
                " 5.00%  |fanout              |[.] main");

        assertThat(ThreadSamples.shares(report))
                .isEqualTo(Map.of(
                        Place.KERNEL, 60.0, Place.JAVA, 25.0, Place.JVM, 4.0, Place.LIBRARY, 6.0, Place.PROGRAM, 5.0));
    }
}
