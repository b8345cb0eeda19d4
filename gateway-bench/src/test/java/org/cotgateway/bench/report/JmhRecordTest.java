package org.cotgateway.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class JmhRecordTest {

    /** As JMH 1.37 writes it, without what is not read. */
    private static final String PRINTED = """
            [ {
                "benchmark" : "org.cotgateway.bench.codec.EncodeBenchmark.ours",
                "mode" : "avgt",
                "params" : { "event" : "chat", "chunk" : "100" },
                "primaryMetric" : {
                  "score" : 450.5, "scoreError" : "NaN", "scoreUnit" : "ns/op",
                  "rawData" : [ [ 400.0, 500.0 ], [ 450.0, 452.0 ] ] },
                "secondaryMetrics" : {
                  "gc.alloc.rate" : { "scoreUnit" : "MB/sec", "rawData" : [ [ 1.0 ] ] },
                  "gc.alloc.rate.norm" : { "scoreUnit" : "B/op", "rawData" : [ [ 24.0, 24.5 ] ] } }
              }, {
                "benchmark" : "org.cotgateway.bench.hub.LatestBenchmark.keep",
                "mode" : "thrpt",
                "primaryMetric" : { "scoreUnit" : "ops/s", "rawData" : [ [ 7.0 ] ] },
                "secondaryMetrics" : { }
            } ]
            """;

    @Test
    void iterationsOfAllForksAreRounds() throws Exception {
        RunRecord record = JmhRecord.of(JsonMapper.builder().build().readTree(PRINTED), "scripts/bench jmh", "v1");

        String name = "codec.EncodeBenchmark.ours[event=chat,chunk=100]";
        assertThat(record.run()).isEqualTo("jmh");
        assertThat(record.source()).isEqualTo("v1");
        assertThat(record.versions()).containsKeys("JDK", "Netty");
        assertThat(record.figures())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        figure("jmh." + name, name, "ns/op", false, 400.0, 500.0, 450.0, 452.0),
                        figure("jmh." + name + ".bytes_per_op", name + ", garbage", "B/op", false, 24.0, 24.5),
                        figure("jmh.hub.LatestBenchmark.keep", "hub.LatestBenchmark.keep", "ops/s", true, 7.0));
    }

    private static RunRecord.Figure figure(String name, String title, String unit, boolean more, Double... rounds) {
        return new RunRecord.Figure(name, title, unit, more, List.of(rounds));
    }
}
