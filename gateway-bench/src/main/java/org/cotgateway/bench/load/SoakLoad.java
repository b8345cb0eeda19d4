package org.cotgateway.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.cotgateway.bench.report.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The soak: a steady stream of events to receivers of which none may miss one, while others come and go, for minutes. Before
 * and after each of its rounds the gateway's memory and descriptors are looked at: what grows from round to round leaks.
 *
 * <p>Prints a table and writes the record {@code soak}. Run it by {@code scripts/bench soak}.
 */
@Command(name = "SoakLoad", description = "Looks for what grows under steady load with clients that come and go.")
public final class SoakLoad implements Callable<Integer> {

    private static final double MIB = 1 << 20;
    private static final int QUICK_S = 5;
    private static final int FULL_S = 600;

    /** Who has had these is connected. */
    private static final int PROBE_EVENTS = 5;

    /**
     * As fast as they can before everything, so that some have to wait: the first one that does is what Netty's pool takes its
     * first chunk for, whenever that is.
     */
    private static final int BURST_EVENTS = 1_000;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(
            names = "--seconds",
            description =
                    "How long, all rounds that count together; 600 unless told, 5 if quick. Warming up comes before.")
    private int seconds;

    @Option(names = "--receivers", description = "Those that stay, ${DEFAULT-VALUE} unless told.")
    private int receivers = 200;

    @Option(names = "--churn", description = "How many come and go each second, ${DEFAULT-VALUE} unless told.")
    private int churn = 20;

    @Option(names = "--rate", description = "Events a second, ${DEFAULT-VALUE} unless told.")
    private int rate = 100;

    private final List<State> states = new ArrayList<>();
    private final List<Double> p99Ms = new ArrayList<>();
    private final List<Double> allocatedBytes = new ArrayList<>();

    SoakLoad() {}

    /** Takes the directory of the programs and the options above. */
    public static void main(String[] args) {
        LoadOptions.run(new SoakLoad(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.requireRounds();
        seconds = seconds > 0 ? seconds : options.either(FULL_S, QUICK_S);
        int turns = Math.max(1, seconds / options.rounds());
        try (RelayProcess gateway = options.startGateway("soak");
                GatewayJvm jvm = GatewayJvm.of(gateway);
                Drive drive = new Drive(options.program(""), gateway, receivers, List.of())) {
            drive.lockstep(PROBE_EVENTS);
            drive.flatOut(BURST_EVENTS);
            if (options.warmUpRounds() == 0) {
                states.add(State.of(gateway, jvm));
            }
            for (int round = -options.warmUpRounds(); round < options.rounds(); round++) {
                long allocatedBefore = jvm.allocatedByLoop();
                double worstMs = round(gateway, drive, turns);
                double allocated = (double) (jvm.allocatedByLoop() - allocatedBefore) / ((double) turns * rate);
                if (round >= -1) {
                    states.add(State.of(gateway, jvm));
                }
                if (round >= 0) {
                    p99Ms.add(worstMs);
                    allocatedBytes.add(allocated);
                }
            }
            RunRecord.Builder record = record(turns);
            jvm.addTo(record, "soak");
            options.finish(record.build());
        }
        return 0;
    }

    /** Turns of a second each; gives the worst 99th percentile among them. */
    private double round(RelayProcess gateway, Drive drive, int turns) throws IOException, InterruptedException {
        double worstMs = 0;
        int files = gateway.openFiles();
        for (int turn = 0; turn < turns; turn++) {
            try (Drive guests = new Drive(options.program(""), gateway, churn - 1, List.of())) {
                LoadMeasure measure = drive.paced(rate, rate);
                worstMs = Math.max(worstMs, measure.each().p99Ns() / 1e6);
            }
        }
        gateway.awaitOpenFiles(files);
        return worstMs;
    }

    private RunRecord.Builder record(int turns) throws IOException {
        int rounds = p99Ms.size();
        RunRecord.Builder record = options.record("soak")
                .more(
                        "soak.gateway.deliveries",
                        "soak: deliveries of a round, none missing",
                        "deliveries",
                        repeated(rounds, (double) turns * rate * receivers))
                .more(
                        "soak.gateway.reconnects",
                        "soak: connections that came and went",
                        "connections",
                        repeated(rounds, (double) turns * churn))
                .less("soak.gateway.p99_ms", "soak: worst 99th percentile of a second", "ms", array(p99Ms))
                .less(
                        "soak.gateway.allocated_bytes_per_event",
                        "soak: allocated by the loop for an event, with those who come and go",
                        "B",
                        array(allocatedBytes));
        for (int i = 0; i < rounds; i++) {
            State after = states.get(i + 1);
            record.point("soak", "gateway, resident", (i + 1) * turns, after.residentBytes / MIB)
                    .point("soak", "gateway, living", (i + 1) * turns, after.living.bytes() / MIB);
        }
        return record.less(
                        "soak.gateway.resident_mib",
                        "soak: resident, more than after warming up",
                        "MiB",
                        growth(state -> state.residentBytes / MIB))
                .less(
                        "soak.gateway.living_mib",
                        "soak: living, more than after warming up",
                        "MiB",
                        growth(state -> state.living.bytes() / MIB))
                .less(
                        "soak.gateway.heap_mib",
                        "soak: living in the heap, more than after warming up",
                        "MiB",
                        growth(state -> state.living.heapBytes() / MIB))
                .less(
                        "soak.gateway.direct_mib",
                        "soak: the JVM's direct buffers, more than after warming up",
                        "MiB",
                        growth(state -> state.living.directBytes() / MIB))
                .less(
                        "soak.gateway.netty_mib",
                        "soak: Netty's buffers, more than after warming up",
                        "MiB",
                        growth(state -> state.living.nettyBytes() / MIB))
                .less(
                        "soak.gateway.descriptors",
                        "soak: descriptors, more than after warming up",
                        "descriptors",
                        growth(state -> state.files));
    }

    /** By how much each round's end is above the state after warming up. */
    private double[] growth(ToDoubleFunction<State> of) {
        double before = of.applyAsDouble(states.get(0));
        return states.stream()
                .skip(1)
                .mapToDouble(state -> of.applyAsDouble(state) - before)
                .toArray();
    }

    private static double[] repeated(int times, double value) {
        double[] values = new double[times];
        Arrays.fill(values, value);
        return values;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** What the gateway holds at one moment, after a collection. */
    private record State(long residentBytes, GatewayJvm.Living living, int files) {
        static State of(RelayProcess gateway, GatewayJvm jvm) throws IOException, InterruptedException {
            GatewayJvm.Living living = jvm.living();
            return new State(gateway.residentBytes(), living, gateway.openFiles());
        }
    }
}
