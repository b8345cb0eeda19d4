package org.cotgateway.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureTextTest {

    @TempDir
    private Path results;

    private FigureText text;

    @BeforeEach
    void measure() throws Exception {
        RunRecord.of("relay", "scripts/bench relay")
                .ratio("relay_300_vs_c", "relay", 0.8, 0.7, 0.904, 0.95)
                .ratio("relay_p99_300_vs_c", "relay", 0.8, 0.6)
                .less("a.gateway.p99_ms", "latency", "ms", 1.234, 10_000, 0.5)
                .less("jmh.X[kind=A,n=1]", "op", "ns/op", 1_234.5)
                .less("jmh.X[kind=A,n=1].bytes_per_op", "op, garbage", "B/op", 0.02)
                .build()
                .write(results);
        text = new FigureText(Findings.of("now", Records.read(results)));
    }

    @Test
    void figuresStandWhereTheirNamesDo() {
        assertThat(text.filled("is {relay_300_vs_c}, not {relay_p99_300_vs_c}; {a.gateway.p99_ms} ms."))
                .isEqualTo("is 0.90, not 0.60; 1.23 ms.");
    }

    @Test
    void theirRoundsAndGoalsAreToldAsIsAsked() {
        assertThat(text.filled("{relay_300_vs_c:range}|{relay_300_vs_c:span}|{a.gateway.p99_ms:rounds}"))
                .isEqualTo("0.90 (0.70 to 0.95)|0.70 to 0.95|1.23, 10,000, 0.500");
        assertThat(text.filled("{relay_300_vs_c:verdict}|{relay_p99_300_vs_c:verdict}"))
                .isEqualTo("met|missed");
        assertThat(text.filled("{jmh.X[kind=A,n=1]:op}")).isEqualTo("1,235, 0");
    }

    @Test
    void medianOverMedianAndTimesANumber() {
        assertThat(text.filled("{relay_300_vs_c/relay_p99_300_vs_c}|{a.gateway.p99_ms*1000}"))
                .isEqualTo("1.51|1,234");
    }

    @Test
    void whatIsNotMeasuredIsSaidAndNamed() {
        assertThat(text.filled("{other} {relay_300_vs_c/more} {relay_300_vs_c:colour} {other*2}"))
                .isEqualTo("(not measured) (not measured) (not measured) (not measured)");
        assertThat(text.filled("{a.gateway.p99_ms:verdict}"))
                .as("nothing is wanted of it")
                .isEqualTo("(not measured)");
        assertThat(text.filled("{a b} {} {relay_300_vs_c*x}")).isEqualTo("{a b} {} {relay_300_vs_c*x}");
        assertThat(text.unknown())
                .containsExactly("other", "more", "relay_300_vs_c:colour", "a.gateway.p99_ms:verdict");
    }
}
