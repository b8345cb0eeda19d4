package org.cotgateway.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes a record of what JMH wrote as JSON: of each benchmark its score, and what it allocated if that was measured. The
 * rounds are the iterations of all forks.
 */
@Command(name = "JmhRecord", mixinStandardHelpOptions = true, description = "Makes a record of JMH's results.")
public final class JmhRecord implements Callable<Integer> {

    private static final String OURS = "org.cotgateway.bench.";
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Parameters(description = "The file that JMH wrote (-rf json -rff FILE).")
    private Path file = Path.of("");

    @Option(names = "--results", paramLabel = "DIR", required = true, description = "Where to write the record.")
    private Path results = Path.of("");

    @Option(names = "--command", required = true, description = "What repeats it.")
    private String command = "";

    @Option(names = "--source", paramLabel = "VERSION", description = "Which version of the sources was measured.")
    private String source = RunRecord.UNKNOWN_SOURCE;

    private JmhRecord() {}

    /** Takes JMH's file and the options above. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new JmhRecord()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        of(JsonMapper.builder().build().readTree(Files.readString(file)), command, source)
                .write(results);
        return 0;
    }

    static RunRecord of(JsonNode benchmarks, String command, String source) throws IOException {
        RunRecord.Builder record = RunRecord.of("jmh", command).source(source);
        for (JsonNode benchmark : benchmarks) {
            String name = name(benchmark);
            JsonNode score = benchmark.path("primaryMetric");
            String unit = score.path("scoreUnit").asText();
            if (benchmark.path("mode").asText().equals("thrpt")) {
                record.more("jmh." + name, name, unit, rounds(score));
            } else {
                record.less("jmh." + name, name, unit, rounds(score));
            }
            for (Map.Entry<String, JsonNode> beside :
                    benchmark.path("secondaryMetrics").properties()) {
                if (beside.getKey().endsWith(ALLOCATED)) {
                    record.less(
                            "jmh." + name + ".bytes_per_op",
                            name + ", garbage",
                            beside.getValue().path("scoreUnit").asText(),
                            rounds(beside.getValue()));
                }
            }
        }
        return record.build();
    }

    /** The class with its package among the benchmarks, the method, and the parameters if it has any. */
    private static String name(JsonNode benchmark) {
        String full = benchmark.path("benchmark").asText();
        String name = full.startsWith(OURS) ? full.substring(OURS.length()) : full;
        List<String> parameters = new ArrayList<>();
        benchmark
                .path("params")
                .properties()
                .forEach(parameter -> parameters.add(
                        parameter.getKey() + "=" + parameter.getValue().asText()));
        return parameters.isEmpty() ? name : name + "[" + String.join(",", parameters) + "]";
    }

    private static double[] rounds(JsonNode metric) {
        List<Double> rounds = new ArrayList<>();
        metric.path("rawData").forEach(fork -> fork.forEach(iteration -> rounds.add(iteration.asDouble())));
        return rounds.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
