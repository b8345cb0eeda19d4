package org.cotgateway.bench.load;

import java.io.IOException;

/** What the relay load run measures, and what of it is compared. */
final class RelayPlan {

    private static final int PROBE_EVENTS = 20;
    private static final int PUBLISHERS = 10;
    /** Mostly positions, and now and then something with a long detail. */
    private static final String SIZES = "position,position,position,position,position,position,"
            + "position:700,position:700,position:2000,position:8000";

    /** What units, sensors and people send, as {@code drive.c} names it. */
    static final String KINDS = "position,position,track,position,position,marker,position,position,position,"
            + "chat,position,position,position,track,position,position,drawing,position,position,position";

    private static final String GATEWAY = "gateway";
    private static final String C_RELAY = "C relay";

    private final RelayScale scale;
    private final Relays relays;
    private final LoadPlan plan = new LoadPlan();

    private RelayPlan(RelayScale scale, Relays relays) {
        this.scale = scale;
        this.relays = relays;
    }

    static LoadPlan of(RelayScale scale, Relays relays) {
        RelayPlan plan = new RelayPlan(scale, relays);
        plan.webSockets();
        LoadCase flatOut = plan.flatOut();
        LoadCase paced = plan.paced();
        if (scale.otherLoads()) {
            plan.oneAtATime();
            plan.oneStopped();
            plan.intake();
            plan.publishers();
            plan.sizes();
            plan.kinds();
            if (isGateway(relays)) {
                plan.takProtocol(flatOut);
            }
            plan.unsteadyClients(paced);
        }
        return plan.plan;
    }

    /** What all loads have in common is compiled before the first. */
    static void compile(Relays relays) throws IOException {
        relays.compileGateway();
        relays.compileGateway(webSocket(relays));
    }

    private void oneAtATime() {
        int many = scale.manyReceivers();
        String name = "lockstep_" + many;
        String load = "one at a time to " + many;
        LoadCase gateway = plan.turn(name + ".gateway", load, GATEWAY, () -> relays.onGateway(many, this::lockstep));
        LoadCase relay = plan.programTurn(name + ".c_relay", load, C_RELAY, () -> relays.onRelay(many, this::lockstep));
        plan.ratio(name + "_vs_c_relay", load + ", deliveries/s", gateway, relay, LoadFigure.PER_S);
    }

    private void webSockets() {
        int receivers = scale.webReceivers();
        webSockets("", "one at a time to " + receivers, this::lockstep);
        webSockets("_flat_out", "flat out to " + receivers, this::flatOutBesideWeb);
    }

    private void webSockets(String suffix, String load, Relays.Load<LoadMeasure> given) {
        int receivers = scale.webReceivers();
        LoadCase streams = plan.turn(
                "streams_" + receivers + suffix + ".gateway", load, GATEWAY, () -> relays.onGateway(receivers, given));
        LoadCase webSockets = plan.turn(
                "websocket_" + receivers + suffix + ".gateway",
                load,
                "gateway, WebSocket",
                () -> relays.onGateway(receivers, given, webSocket(relays)));
        plan.ratio(
                "websocket" + suffix + "_cpu_vs_streams",
                load + ", WebSocket (JSON) beside streams, processor time",
                0.83,
                webSockets,
                streams,
                LoadFigure.CPU);
    }

    /** What has the driver's receivers be WebSocket clients. */
    static String[] webSocket(Relays relays) {
        return isGateway(relays)
                ? new String[] {"--websocket=" + relays.gateway().httpPort()}
                : new String[0];
    }

    /** A relay in C may be in its place, to see what the method itself makes of two that are the same. */
    private static boolean isGateway(Relays relays) {
        return relays.gateway().httpPort() > 0;
    }

    private LoadCase flatOut() {
        int receivers = scale.flatOutReceivers();
        String name = "relay_" + receivers;
        String load = "flat out to " + receivers;
        LoadCase relay =
                plan.programTurn(name + ".c_relay", load, C_RELAY, () -> relays.onRelay(receivers, this::flatOut));
        LoadCase gateway =
                plan.turn(name + ".gateway", load, GATEWAY, () -> relays.onGateway(receivers, this::flatOut));
        plan.ratio(name + "_vs_c", load + ", deliveries/s", 0.8, gateway, relay, LoadFigure.PER_S);
        plan.ratio(name + "_flat_out_cpu_vs_c", load + ", processor time", gateway, relay, LoadFigure.CPU);
        return gateway;
    }

    private LoadCase paced() {
        int receivers = scale.flatOutReceivers();
        String suffix = "_" + receivers;
        String load = scale.pacedPerSecond() + "/s to " + receivers;
        LoadCase relay = plan.programTurn(
                "relay_paced" + suffix + ".c_relay",
                load,
                C_RELAY,
                () -> relays.onRelay(receivers, this::comparedPaced));
        LoadCase gateway = plan.turn(
                "relay_paced" + suffix + ".gateway",
                load,
                GATEWAY,
                () -> relays.onGateway(receivers, this::comparedPaced));
        plan.ratio("relay_p99" + suffix + "_vs_c", load + ", p99", 0.8, gateway, relay, LoadFigure.P99_MS);
        plan.ratio("relay_cpu" + suffix + "_vs_c", load + ", processor time", 0.71, gateway, relay, LoadFigure.CPU);
        plan.percentiles("percentiles_relay", GATEWAY, gateway).percentiles("percentiles_relay", C_RELAY, relay);
        return gateway;
    }

    private void oneStopped() {
        int many = scale.manyReceivers();
        String toMany = scale.pacedPerSecond() + "/s to " + many;
        LoadCase all =
                plan.turn("paced_" + many + ".gateway", toMany, GATEWAY, () -> relays.onGateway(many, this::paced));
        LoadCase stopped = plan.turn(
                "paced_" + many + "_one_stopped.gateway",
                toMany + ", one stopped",
                GATEWAY,
                () -> relays.onGateway(many - 1, this::paced, "--stopped=1"));
        plan.ratio(
                "one_stopped_p99_vs_none",
                toMany + ", one never reads, beside all reading, p99",
                stopped,
                all,
                LoadFigure.P99_MS);
    }

    private void intake() {
        LoadCase relay =
                plan.programTurn("intake.c_relay", "to nobody", C_RELAY, () -> relays.onRelay(0, this::takeIn));
        LoadCase gateway = plan.turn("intake.gateway", "to nobody", GATEWAY, () -> relays.onGateway(0, this::takeIn));
        plan.ratio(
                "intake_stream_vs_c_relay",
                "events to nobody per s, beside splitting alone",
                gateway,
                relay,
                LoadFigure.PER_S);
    }

    private void publishers() {
        compareFlatOut("publishers_" + PUBLISHERS, PUBLISHERS + " publishers", "--publishers=" + PUBLISHERS);
    }

    private void sizes() {
        compareFlatOut("sizes", "events of 542 to 8,000 bytes", "--events=" + SIZES);
    }

    private void kinds() {
        compareFlatOut("kinds", "positions, tracks, markers, chat and drawings", "--events=" + KINDS);
    }

    private void compareFlatOut(String what, String inWords, String option) {
        int receivers = scale.flatOutReceivers();
        String name = "relay_" + receivers + "_" + what;
        String load = "flat out to " + receivers + ", " + inWords;
        LoadCase relay = plan.programTurn(
                name + ".c_relay", load, C_RELAY, () -> relays.onRelay(receivers, this::flatOut, option));
        LoadCase gateway =
                plan.turn(name + ".gateway", load, GATEWAY, () -> relays.onGateway(receivers, this::flatOut, option));
        plan.ratio(name + "_vs_c", load + ", deliveries/s", gateway, relay, LoadFigure.PER_S);
    }

    /** The gateway alone: no relay in C speaks it. */
    private void takProtocol(LoadCase xml) {
        int receivers = scale.flatOutReceivers();
        String load = "flat out to " + receivers;
        LoadCase tak = plan.turn(
                "tak_" + receivers + ".gateway",
                load + ", TAK Protocol",
                GATEWAY,
                () -> relays.onGateway(receivers, this::flatOut, "--tak", "--events=position"));
        plan.ratio("tak_cpu_vs_xml", load + ", TAK Protocol beside XML, processor time", tak, xml, LoadFigure.CPU)
                .ratio("tak_vs_xml", load + ", TAK Protocol beside XML, deliveries/s", tak, xml, LoadFigure.PER_S);
    }

    /** How those fare who read all while others do not, or come and go. */
    private void unsteadyClients(LoadCase steady) {
        int receivers = scale.flatOutReceivers();
        String load = scale.pacedPerSecond() + "/s to " + receivers;
        int few = Math.max(1, receivers / 10);
        LoadCase slow = plan.turn(
                "paced_" + receivers + "_slow.gateway",
                load + ", " + few + " slow, " + few + " stopped",
                GATEWAY,
                () -> relays.onGateway(receivers, this::paced, "--slow=" + few, "--stopped=" + few));
        String churn = load + ", as many come and go, a tenth of them each second";
        LoadCase churning = plan.turn(
                "paced_" + receivers + "_churn.gateway",
                churn,
                GATEWAY,
                () -> relays.onGateway(receivers, this::paced, "--churn=" + receivers));
        plan.ratio("slow_p99_vs_none", slow.load() + ", p99", slow, steady, LoadFigure.P99_MS)
                .ratio("churn_p99_vs_none", churn + ", p99", churning, steady, LoadFigure.P99_MS)
                .ratio("churn_cpu_vs_none", churn + ", processor time", churning, steady, LoadFigure.CPU);
    }

    private LoadMeasure lockstep(Drive drive) throws IOException {
        drive.lockstep(PROBE_EVENTS);
        return drive.lockstep(scale.lockstepEvents());
    }

    private LoadMeasure flatOut(Drive drive) throws IOException {
        drive.lockstep(PROBE_EVENTS);
        drive.flatOut(scale.settleEvents());
        return drive.flatOut(scale.flatOutEvents());
    }

    /** Fewer events than else: what is under way to so many receivers takes memory. */
    private LoadMeasure flatOutBesideWeb(Drive drive) throws IOException {
        drive.lockstep(PROBE_EVENTS);
        drive.flatOut(scale.webFlatOutEvents() / 4);
        return drive.flatOut(scale.webFlatOutEvents());
    }

    private LoadMeasure paced(Drive drive) throws IOException {
        return paced(drive, scale.pacedEvents());
    }

    private LoadMeasure comparedPaced(Drive drive) throws IOException {
        return paced(drive, scale.comparedPacedEvents());
    }

    private LoadMeasure paced(Drive drive, int events) throws IOException {
        drive.lockstep(PROBE_EVENTS);
        drive.flatOut(scale.settleEvents());
        return drive.paced(events, scale.pacedPerSecond());
    }

    /** Once unmeasured: the loads before it leave the gateway compiled for delivering, not for taking in. */
    private LoadMeasure takeIn(Drive drive) throws IOException {
        drive.intake(scale.intakeWarmUpEvents());
        return drive.intake(scale.intakeEvents());
    }
}
