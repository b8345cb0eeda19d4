package org.cotgateway.bench.load;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
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

    @Mixin
    private final LoadOptions options = new LoadOptions();

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
                RelayProcess selfFed = startSelfFed()) {
            Relays relays = new Relays(options.programs(), gateway, List.of());
            options.write(options.measure("fanout", FanoutPlan.of(scale, relays, selfFed)));
        }
        return 0;
    }

    private RelayProcess startSelfFed() throws IOException {
        return RelayProcess.java(
                "FanoutGateway",
                options.jvmOptions(),
                options.program("fanout-self-fed.log"),
                FanoutGateway.class.getName());
    }
}
