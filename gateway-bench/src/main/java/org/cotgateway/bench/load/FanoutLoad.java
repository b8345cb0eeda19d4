package org.cotgateway.bench.load;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cotgateway.bench.report.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The fan-out load run: what one event to many costs beside a plain {@code send()} loop, one event in each send and many,
 * from 1 to 1,000 receivers, and how late the last receiver has it.
 *
 * <pre>
 *   fanout.c: a send() loop      ┐
 *   FanoutGateway, publishes too ┼→ drive.c, 1 to 1,000 receivers, which must get every event, once
 *   cotgw serve, relay.c         ┘    └── and, for those that do not publish themselves, the publisher
 * </pre>
 *
 * Prints a table, writes its record, and fails as soon as an event is lost. Run it by {@code scripts/bench fanout}.
 */
@Command(name = "FanoutLoad", description = "Measures one event to many beside send() loops in C.")
public final class FanoutLoad implements Callable<Integer> {

    private static final int TRACED_EVENTS = 100;
    private static final int FIRST_EVENTS = 30_000;
    private static final int FIRST_RECEIVERS = 10;

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Option(
            names = "--syscalls",
            description =
                    "Count the system calls of a delivery, too, by strace, in turns that are not measured; unless it is"
                            + " a quick run, that is done wherever it can be.")
    private boolean systemCalls;

    private FanoutLoad() {}

    /** Takes the directory of the programs and the options above. */
    public static void main(String[] args) {
        LoadOptions.run(new FanoutLoad(), args);
    }

    @Override
    public Integer call() throws IOException {
        FanoutScale scale = options.isQuick() ? FanoutScale.QUICK : FanoutScale.FULL;
        options.require(Collections.max(scale.curve()));
        try (RelayProcess gateway = options.startGateway("fanout");
                GatewayJvm jvm = GatewayJvm.of(gateway);
                RelayProcess selfFed = startSelfFed();
                GatewayJvm selfFedJvm = GatewayJvm.of(selfFed)) {
            gateway.allocationsFrom(jvm::allocations);
            selfFed.allocationsFrom(selfFedJvm::allocations);
            Relays relays = new Relays(options.programs(), gateway, List.of());
            compile(relays, selfFed);
            RunRecord.Builder record = options.measure("fanout", FanoutPlan.of(scale, relays, selfFed));
            jvm.addTo(record, "fanout");
            selfFedJvm.addTo(record, "fanout_self_fed");
            try {
                if (systemCalls || (!options.isQuick() && SystemCalls.areCountable())) {
                    countSystemCalls(scale.receivers(), relays, selfFed, record);
                }
            } finally {
                options.write(record);
            }
        }
        return 0;
    }

    /**
     * The compiler of the JVM goes by how often something was called: it takes tens of thousands of events, to however few
     * receivers, until it is done with what an event costs. Before that it takes from a third to a half of a core.
     */
    private static void compile(Relays relays, RelayProcess selfFed) throws IOException {
        selfFed.ask(Integer.toString(FIRST_EVENTS));
        relays.on(selfFed, FIRST_RECEIVERS, drive -> drive.copies(FIRST_EVENTS));
        relays.compileGateway();
    }

    private void countSystemCalls(int receivers, Relays relays, RelayProcess selfFed, RunRecord.Builder record)
            throws IOException {
        double[] counted = new double[2];
        selfFed.ask(Integer.toString(TRACED_EVENTS));
        relays.on(selfFed, receivers, drive -> counted(counted, 0, drive));
        relays.onSendLoop(receivers, drive -> counted(counted, 1, drive), TRACED_EVENTS);
        System.out.printf(
                Locale.ROOT,
                "%nsystem calls of a delivery, one in each send to %d: gateway %.3f, C send() loop %.3f%n",
                receivers,
                counted[0],
                counted[1]);
        String name = "fanout_" + receivers;
        String title = "one in each send to " + receivers + ": system calls";
        record.less(name + ".gateway.syscalls_per_delivery", title + ", gateway", "calls", counted[0])
                .less(name + ".c_loop.syscalls_per_delivery", title + ", C send() loop", "calls", counted[1]);
    }

    private static LoadMeasure counted(double[] to, int index, Drive drive) throws IOException {
        LoadMeasure[] measured = new LoadMeasure[1];
        to[index] = drive.systemCalls(() -> measured[0] = drive.copies(TRACED_EVENTS));
        return measured[0];
    }

    private RelayProcess startSelfFed() throws IOException {
        return RelayProcess.java(
                "FanoutGateway",
                options.jvmOptions(),
                options.program("fanout-self-fed.log"),
                FanoutGateway.class.getName());
    }
}
