package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is driven in a turn, and by what. The C programs are started anew for each turn, the gateway runs on.
 *
 * @param programs the directory of the C programs
 * @param gateway what is measured
 * @param driveOptions options that {@code drive.c} gets in every turn
 */
record Relays(Path programs, RelayProcess gateway, List<String> driveOptions) {

    Relays {
        driveOptions = List.copyOf(driveOptions);
    }

    private static final int FIRST_RECEIVERS = 10;
    private static final int FIRST_ALONE = 10_000;
    private static final int FIRST_FLAT_OUT = 100_000;

    /** What is asked of the driver, and what comes of it: a measurement mostly. */
    @FunctionalInterface
    interface Load<T> {
        T on(Drive drive) throws IOException;
    }

    <T> T onGateway(int receivers, Load<T> load, String... options) throws IOException {
        return on(gateway, receivers, load, options);
    }

    /**
     * Gives the gateway's compiler, before anything is measured, all the events that it has to see.
     *
     * @param options further options of {@code drive.c}
     */
    void compileGateway(String... options) throws IOException {
        Load<LoadMeasure> load = drive -> {
            drive.lockstep(FIRST_ALONE);
            return drive.flatOut(FIRST_FLAT_OUT);
        };
        onGateway(FIRST_RECEIVERS, load, options);
    }

    <T> T onRelay(int receivers, Load<T> load, String... options) throws IOException {
        try (RelayProcess relay = RelayProcess.program(programs.resolve("relay"))) {
            return on(relay, receivers, load, options);
        }
    }

    /** {@code fanout.c}, which sends what it gets in one send, unless told by further arguments. */
    <T> T onSendLoop(int receivers, Load<T> load, int... copies) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(receivers)));
        for (int copy : copies) {
            arguments.add(Integer.toString(copy));
        }
        try (RelayProcess loop = RelayProcess.program(programs.resolve("fanout"), arguments.toArray(String[]::new))) {
            return on(loop, receivers, load);
        }
    }

    /**
     * {@link FanoutGateway}, which runs on, too, once it has all connections: those of the receivers and of one publisher.
     *
     * @param copies what it makes of the load's one event
     */
    <T> T onSelfFed(RelayProcess selfFed, int receivers, Load<T> load, int copies) throws IOException {
        return on(selfFed, receivers, drive -> {
            selfFed.ask(copies + " " + (receivers + 1));
            return load.on(drive);
        });
    }

    /** Somebody that runs on, too. */
    <T> T on(RelayProcess relay, int receivers, Load<T> load, String... options) throws IOException {
        try (Drive drive = new Drive(command(relay, receivers, options), relay, receivers)) {
            drive.keepApart();
            return load.on(drive);
        }
    }

    /** What starts {@code drive.c} in a turn that has further options. */
    List<String> command(RelayProcess relay, int receivers, String... options) {
        List<String> all = new ArrayList<>(driveOptions);
        all.addAll(List.of(options));
        return Drive.command(programs, relay, receivers, all);
    }
}
