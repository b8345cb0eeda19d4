package org.cotgateway.bench.load;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotgateway.bench.report.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private final TracedTurns tracedTurns = new TracedTurns();

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
            tracedTurns.takeAndWrite(
                    options,
                    record,
                    FanoutPlan.profile(scale, relays, selfFed),
                    () -> countSystemCalls(scale.receivers(), relays, selfFed, record));
        }
        return 0;
    }

    /**
     * The compiler of the JVM goes by how often something was called: it takes tens of thousands of events, to however few
     * receivers, until it is done with what an event costs. Before that it takes from a third to a half of a core.
     */
    private static void compile(Relays relays, RelayProcess selfFed) throws IOException {
        relays.onSelfFed(selfFed, FIRST_RECEIVERS, drive -> drive.copies(FIRST_EVENTS), FIRST_EVENTS);
        relays.compileGateway();
    }

    private static void countSystemCalls(int receivers, Relays relays, RelayProcess selfFed, RunRecord.Builder record)
            throws IOException {
        Relays.Load<SystemCallCounts> load =
                drive -> drive.systemCalls(() -> drive.copies(TRACED_EVENTS).events());
        String name = "fanout_" + receivers;
        String inWords = "one in each send to " + receivers;
        TracedTurns.add(
                new LoadCase(name + ".gateway", inWords, "gateway"),
                "delivery",
                relays.onSelfFed(selfFed, receivers, load, TRACED_EVENTS),
                record);
        TracedTurns.add(
                new LoadCase(name + ".c_loop", inWords, "C send() loop"),
                "delivery",
                relays.onSendLoop(receivers, load, TRACED_EVENTS),
                record);
    }

    private RelayProcess startSelfFed() throws IOException {
        return RelayProcess.java(
                "FanoutGateway",
                options.jvmOptions(),
                options.program("fanout-self-fed.log"),
                FanoutGateway.class.getName());
    }
}
