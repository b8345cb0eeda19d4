package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The rounds of the relay load run. In each of them every case has its turn, forwards and backwards by turns, so that
 * whatever else the machine does meets all. The C programs are started anew for each turn, the gateway runs on.
 */
final class RelayRounds {

    private static final int PROBE_EVENTS = 20;

    private final Path programs;
    private final RelayScale scale;
    private final List<String> driveOptions;
    private final RelayProcess gateway;

    RelayRounds(Path programs, RelayScale scale, List<String> driveOptions, RelayProcess gateway) {
        this.programs = programs;
        this.scale = scale;
        this.driveOptions = List.copyOf(driveOptions);
        this.gateway = gateway;
    }

    /** Measures every case once in each round; the first ones only warm up. */
    void run(int warmUpRounds, int rounds, RelayReport report) throws IOException {
        List<Map.Entry<RelayCase, Turn>> turns = turns();
        for (int round = -warmUpRounds; round < rounds; round++) {
            for (Map.Entry<RelayCase, Turn> turn : turns) {
                RelayMeasure measure = turn.getValue().measure();
                if (round >= 0) {
                    report.add(turn.getKey(), measure);
                }
            }
            Collections.reverse(turns);
        }
    }

    private List<Map.Entry<RelayCase, Turn>> turns() {
        List<Map.Entry<RelayCase, Turn>> turns = new ArrayList<>();
        turns.add(Map.entry(RelayCase.LOCKSTEP_SEND_LOOP, () -> onSendLoop(1, this::lockstep)));
        turns.add(
                Map.entry(RelayCase.LOCKSTEP_GATEWAY, () -> drive(gateway, scale.manyReceivers(), 0, this::lockstep)));
        turns.add(Map.entry(RelayCase.LOCKSTEP_RELAY, () -> onRelay(scale.manyReceivers(), this::lockstep)));
        turns.add(Map.entry(RelayCase.THOUSAND_STREAMS, () -> drive(gateway, scale.webReceivers(), 0, this::lockstep)));
        turns.add(Map.entry(RelayCase.THOUSAND_WEBSOCKETS, this::webSockets));
        turns.add(Map.entry(
                RelayCase.SEND_LOOP_ALONE,
                () -> onSendLoop(scale.lockstepEvents(), drive -> drive.copies(scale.lockstepEvents()))));
        turns.add(Map.entry(RelayCase.FLAT_OUT_RELAY, () -> onRelay(scale.flatOutReceivers(), this::flatOut)));
        turns.add(Map.entry(
                RelayCase.FLAT_OUT_GATEWAY, () -> drive(gateway, scale.flatOutReceivers(), 0, this::flatOut)));
        turns.add(Map.entry(RelayCase.PACED_RELAY, () -> onRelay(scale.manyReceivers(), this::paced)));
        turns.add(Map.entry(RelayCase.PACED_GATEWAY, () -> drive(gateway, scale.manyReceivers(), 0, this::paced)));
        turns.add(Map.entry(
                RelayCase.PACED_GATEWAY_ONE_STOPPED, () -> drive(gateway, scale.manyReceivers() - 1, 1, this::paced)));
        turns.add(Map.entry(RelayCase.INTAKE_RELAY, () -> onRelay(0, this::intake)));
        turns.add(Map.entry(RelayCase.INTAKE_GATEWAY, () -> drive(gateway, 0, 0, this::intake)));
        return turns;
    }

    private RelayMeasure onSendLoop(int copies, Load load) throws IOException {
        int receivers = scale.manyReceivers();
        try (RelayProcess loop = RelayProcess.program(
                programs.resolve("fanout"), Integer.toString(receivers), Integer.toString(copies))) {
            return drive(loop, receivers, 0, load);
        }
    }

    private RelayMeasure onRelay(int receivers, Load load) throws IOException {
        try (RelayProcess relay = RelayProcess.program(programs.resolve("relay"))) {
            return drive(relay, receivers, 0, load);
        }
    }

    /** The receivers are WebSocket clients, which get JSON. */
    private RelayMeasure webSockets() throws IOException {
        List<String> options = new ArrayList<>(driveOptions);
        if (gateway.httpPort() > 0) {
            options.add("--websocket=" + gateway.httpPort());
        }
        return drive(gateway, scale.webReceivers(), 0, options, this::lockstep);
    }

    private RelayMeasure drive(RelayProcess relay, int receivers, int stopped, Load load) throws IOException {
        return drive(relay, receivers, stopped, driveOptions, load);
    }

    private RelayMeasure drive(RelayProcess relay, int receivers, int stopped, List<String> options, Load load)
            throws IOException {
        try (Drive drive = new Drive(programs, relay, receivers, stopped, options)) {
            return load.measure(drive);
        }
    }

    private RelayMeasure lockstep(Drive drive) throws IOException {
        drive.lockstep(PROBE_EVENTS);
        return drive.lockstep(scale.lockstepEvents());
    }

    private RelayMeasure flatOut(Drive drive) throws IOException {
        drive.lockstep(PROBE_EVENTS);
        drive.flatOut(scale.settleEvents());
        return drive.flatOut(scale.flatOutEvents());
    }

    private RelayMeasure paced(Drive drive) throws IOException {
        drive.lockstep(PROBE_EVENTS);
        drive.flatOut(scale.settleEvents());
        return drive.paced(scale.pacedEvents(), scale.pacedPerSecond());
    }

    /** Once unmeasured: the loads before it leave the gateway compiled for delivering, not for taking in. */
    private RelayMeasure intake(Drive drive) throws IOException {
        drive.intake(scale.intakeWarmUpEvents());
        return drive.intake(scale.intakeEvents());
    }

    /** Starts what a case needs, measures and ends it. */
    @FunctionalInterface
    private interface Turn {
        RelayMeasure measure() throws IOException;
    }

    /** What is asked of the driver. */
    @FunctionalInterface
    private interface Load {
        RelayMeasure measure(Drive drive) throws IOException;
    }
}
