package org.cotgateway.bench.load;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the fan-out load run measures, and what of it is compared. */
final class FanoutPlan {

    private static final int PROBE_EVENTS = 20;
    private static final int PER_SEND = 16;
    private static final int FEW_EVENTS = 500;
    /** Few for latencies, which a turn in which it is looked at has none of. */
    private static final int PROFILED_PACED_EVENTS = 200;

    private static final String GATEWAY = "gateway";
    private static final String C_LOOP = "C send() loop";
    private static final String C_RELAY = "C relay";

    private final FanoutScale scale;
    private final Relays relays;
    private final RelayProcess selfFed;
    private final LoadPlan plan = new LoadPlan();

    private FanoutPlan(FanoutScale scale, Relays relays, RelayProcess selfFed) {
        this.scale = scale;
        this.relays = relays;
        this.selfFed = selfFed;
    }

    /** @param selfFed {@link FanoutGateway} */
    static LoadPlan of(FanoutScale scale, Relays relays, RelayProcess selfFed) {
        FanoutPlan plan = new FanoutPlan(scale, relays, selfFed);
        plan.oneInEachSend();
        plan.fed();
        plan.batched();
        plan.flatOut();
        scale.pacedCurve().forEach(plan::paced);
        return plan.plan;
    }

    /** What the loops of both do for a delivery, to few, to those that are compared, to many, and at a pace. */
    static ThreadProfile profile(FanoutScale scale, Relays relays, RelayProcess selfFed) {
        ThreadProfile profile = new ThreadProfile("delivery");
        for (int receivers : List.of(scale.few(), scale.receivers(), scale.many())) {
            int events = scale.events(receivers, scale.deliveries());
            String name = "fanout_" + receivers;
            String load = "one in each send to " + receivers;
            profile.of(
                            new LoadCase(name + ".c_loop", load, C_LOOP),
                            look -> relays.onSendLoop(receivers, drive -> showCopies(drive, events, look), events))
                    .of(
                            new LoadCase(name + ".gateway", load, GATEWAY),
                            look -> relays.onSelfFed(
                                    selfFed, receivers, drive -> showCopies(drive, events, look), events));
        }
        int receivers = scale.receivers();
        int perSecond = scale.pacedPerSecond();
        String name = "latency_" + receivers;
        String load = perSecond + "/s to " + receivers;
        Relays.Load<LoadMeasure> paced = drive -> drive.paced(PROFILED_PACED_EVENTS, perSecond);
        return profile.of(
                        new LoadCase(name + ".c_loop", load, C_LOOP),
                        look -> relays.onSendLoop(receivers, drive -> showPaced(drive, paced, look)))
                .of(
                        new LoadCase(name + ".gateway", load, GATEWAY),
                        look -> relays.onGateway(receivers, drive -> showPaced(drive, paced, look)));
    }

    private static long showCopies(Drive drive, int events, ThreadProfile.Look look) throws IOException {
        drive.copies(events);
        return drive.show(look, () -> drive.copies(events).events());
    }

    private static long showPaced(Drive drive, Relays.Load<LoadMeasure> paced, ThreadProfile.Look look)
            throws IOException {
        drive.lockstep(PROBE_EVENTS);
        return drive.show(look, () -> paced.on(drive).events());
    }

    private void oneInEachSend() {
        Map<Integer, LoadCase> ours = new HashMap<>();
        Map<Integer, LoadCase> loops = new HashMap<>();
        for (int receivers : scale.curve()) {
            int events = scale.events(
                    receivers, receivers == scale.receivers() ? scale.deliveries() : scale.curveDeliveries());
            String name = "fanout_" + receivers;
            String load = "one in each send to " + receivers;
            LoadCase loop = plan.programTurn(
                    name + ".c_loop",
                    load,
                    C_LOOP,
                    () -> relays.onSendLoop(receivers, drive -> copies(drive, events), events));
            LoadCase gateway = plan.turn(
                    name + ".gateway",
                    load,
                    GATEWAY,
                    () -> relays.onSelfFed(selfFed, receivers, drive -> copies(drive, events), events));
            ours.put(receivers, gateway);
            loops.put(receivers, loop);
            plan.point("throughput", "gateway, 1 per send", receivers, gateway, LoadFigure.PER_S)
                    .point("throughput", "C send loop, 1 per send", receivers, loop, LoadFigure.PER_S)
                    .point("cost", "gateway, 1 per send", receivers, gateway, LoadFigure.CPU)
                    .point("cost", "C send loop, 1 per send", receivers, loop, LoadFigure.CPU);
            if (receivers == scale.receivers()) {
                plan.ratio(name + "_vs_c", load + ", deliveries/s", 0.95, gateway, loop, LoadFigure.PER_S)
                        .ratio(name + "_cpu_vs_c", load + ", processor time", gateway, loop, LoadFigure.CPU);
            }
        }
        String name = "scaling_" + scale.many() + "_vs_" + scale.few();
        String title = "the loop's processor time per delivery, one in each send";
        plan.ratio(name, title, 0.91, of(ours, scale.many()), of(ours, scale.few()), LoadFigure.LOOP_CPU)
                .ratio(
                        name + "_c_loop",
                        title + ", of C's",
                        of(loops, scale.many()),
                        of(loops, scale.few()),
                        LoadFigure.LOOP_CPU);
    }

    private static LoadCase of(Map<Integer, LoadCase> cases, int receivers) {
        return Objects.requireNonNull(cases.get(receivers));
    }

    /** Both are given the next event when all have the one before, and wait for that. */
    private void fed() {
        int receivers = scale.receivers();
        int events = scale.events(receivers, scale.deliveries());
        String name = "fanout_fed_" + receivers;
        String load = "one at a time to " + receivers;
        LoadCase loop = plan.programTurn(
                name + ".c_loop", load, C_LOOP, () -> relays.onSendLoop(receivers, drive -> lockstep(drive, events)));
        LoadCase gateway = plan.turn(
                name + ".gateway", load, GATEWAY, () -> relays.onGateway(receivers, drive -> lockstep(drive, events)));
        plan.ratio(
                        name + "_vs_c",
                        load + ", both fed by the driver, deliveries/s",
                        0.8,
                        gateway,
                        loop,
                        LoadFigure.PER_S)
                .ratio(name + "_cpu_vs_c", load + ", both fed, processor time", gateway, loop, LoadFigure.CPU);
    }

    private void batched() {
        int receivers = scale.receivers();
        int events = scale.events(receivers, scale.batchedDeliveries());
        String name = "fanout_" + receivers + "_batched";
        LoadCase loop = plan.programTurn(
                name + ".c_loop",
                PER_SEND + " in each send to " + receivers,
                C_LOOP,
                () -> relays.onSendLoop(receivers, drive -> copies(drive, events), events, PER_SEND));
        LoadCase gateway = plan.turn(
                name + ".gateway",
                "flat out to " + receivers,
                GATEWAY,
                () -> relays.onGateway(receivers, drive -> flatOut(drive, events)));
        plan.point("throughput", "C send loop, " + PER_SEND + " per send", receivers, loop, LoadFigure.PER_S)
                .point("cost", "C send loop, " + PER_SEND + " per send", receivers, loop, LoadFigure.CPU)
                .ratio(
                        name + "_vs_c",
                        "flat out to " + receivers + " beside " + PER_SEND + " in each send of C",
                        0.85,
                        gateway,
                        loop,
                        LoadFigure.PER_S)
                .ratio(
                        name + "_cpu_vs_c",
                        "flat out to " + receivers + " beside " + PER_SEND + " in each send of C, processor time",
                        gateway,
                        loop,
                        LoadFigure.CPU);
    }

    private void flatOut() {
        for (int receivers : scale.curve()) {
            int events = scale.events(receivers, scale.batchedDeliveries() / 2);
            String load = "flat out to " + receivers;
            LoadCase gateway = plan.turn(
                    "flat_out_" + receivers + ".gateway",
                    load,
                    GATEWAY,
                    () -> relays.onGateway(receivers, drive -> flatOut(drive, events)));
            LoadCase relay = plan.programTurn(
                    "flat_out_" + receivers + ".c_relay",
                    load,
                    C_RELAY,
                    () -> relays.onRelay(receivers, drive -> flatOut(drive, events)));
            plan.point("throughput", "gateway flat out", receivers, gateway, LoadFigure.PER_S)
                    .point("throughput", "C relay flat out", receivers, relay, LoadFigure.PER_S)
                    .point("cost", "gateway flat out", receivers, gateway, LoadFigure.CPU)
                    .point("cost", "C relay flat out", receivers, relay, LoadFigure.CPU);
        }
    }

    private void paced(int receivers) {
        String name = "latency_" + receivers;
        String load = scale.pacedPerSecond() + "/s to " + receivers;
        int events = receivers == scale.receivers() ? scale.comparedPacedEvents() : scale.pacedEvents();
        LoadCase loop = plan.programTurn(
                name + ".c_loop", load, C_LOOP, () -> relays.onSendLoop(receivers, drive -> paced(drive, events)));
        LoadCase gateway = plan.turn(
                name + ".gateway", load, GATEWAY, () -> relays.onGateway(receivers, drive -> paced(drive, events)));
        plan.point("latency", "gateway p50", receivers, gateway, LoadFigure.P50_MS)
                .point("latency", "gateway p99", receivers, gateway, LoadFigure.P99_MS)
                .point("latency", "gateway last byte p99", receivers, gateway, LoadFigure.LAST_P99_MS)
                .point("latency", "C send loop p50", receivers, loop, LoadFigure.P50_MS)
                .point("latency", "C send loop p99", receivers, loop, LoadFigure.P99_MS)
                .point("latency", "C send loop last byte p99", receivers, loop, LoadFigure.LAST_P99_MS);
        if (receivers == scale.receivers()) {
            plan.ratio(
                    "latency_p99_" + receivers + "_vs_c",
                    load + ", p99 until the last has it",
                    0.8,
                    gateway,
                    loop,
                    LoadFigure.LAST_P99_MS);
            percentiles(GATEWAY, gateway);
            percentiles("C send loop", loop);
        }
    }

    private void percentiles(String who, LoadCase paced) {
        plan.percentiles("percentiles_fanout", who, paced)
                .lastPercentiles("percentiles_fanout", who + ", last byte", paced);
    }

    /** What is over before the system has made the sockets' buffers as large as they become is done twice. */
    private static LoadMeasure copies(Drive drive, int events) throws IOException {
        if (events < FEW_EVENTS) {
            drive.copies(events);
        }
        return drive.copies(events);
    }

    private static LoadMeasure lockstep(Drive drive, int events) throws IOException {
        drive.lockstep(PROBE_EVENTS);
        return drive.lockstep(events);
    }

    /** A tenth of it before, unmeasured, so that the system has made the sockets' buffers as large as they become. */
    private static LoadMeasure flatOut(Drive drive, int events) throws IOException {
        drive.lockstep(PROBE_EVENTS);
        drive.flatOut(Math.max(1, events / 10));
        return drive.flatOut(events);
    }

    private LoadMeasure paced(Drive drive, int events) throws IOException {
        drive.lockstep(PROBE_EVENTS);
        return drive.paced(events, scale.pacedPerSecond());
    }
}
