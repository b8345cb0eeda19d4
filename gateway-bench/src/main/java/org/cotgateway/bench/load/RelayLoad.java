package org.cotgateway.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotgateway.bench.report.RunRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The relay load run: one publisher, hundreds of stream clients, and between them the gateway or a C program, in turns.
 * Publisher and clients are one process, which knows when everybody has got an event; each relay is a process of its own.
 *
 * <pre>
 *                              ┌ relay.c: splits, sends to others ┐
 *   drive.c, the publisher  →  ┤                                  ├ →  drive.c, 300 to 1,000 receivers,
 *                              └ cotgw serve                      ┘     which must get every event, once, in order
 * </pre>
 *
 * Prints a table, writes its record, and fails as soon as a relay loses an event. Run it by {@code scripts/bench relay}.
 */
@Command(name = "RelayLoad", description = "Measures the relaying of events to many stream clients.")
public final class RelayLoad implements Callable<Integer> {

    private static final int PROBE_EVENTS = 20;
    private static final int TRACED_FLAT_OUT_EVENTS = 5_000;
    private static final int TRACED_PACED_EVENTS = 40;

    /** So many times slower than when it is measured, so that a relay that is traced is done with an event before the next. */
    private static final int TRACED_SLOWER = 5;

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Mixin
    private final TracedTurns tracedTurns = new TracedTurns();

    @Option(
            names = "--control",
            description =
                    "The C relay in the gateway's place: how far its ratios are from 1 is the error of the method.")
    private boolean control;

    @Option(
            names = "--other-loads",
            description = "With --quick: those loads, too, of which nothing is wanted, and which it leaves out.")
    private boolean otherLoads;

    @Option(
            names = "--drive-option",
            description = "An option for drive.c, as often as wanted, say --drive-option=--uids=5000.")
    private List<String> driveOptions = new ArrayList<>();

    @Option(
            names = "--receivers",
            description =
                    "So many in all loads that have any, instead of 300, 500 and 1,000; names have that number in it.")
    private @Nullable Integer receivers;

    @Option(names = "--rate", description = "Events a second where they are paced, instead of 100.")
    private @Nullable Integer rate;

    private RelayLoad() {}

    /** Takes the directory of the programs and the options above. */
    public static void main(String[] args) {
        LoadOptions.run(new RelayLoad(), args);
    }

    @Override
    public Integer call() throws IOException {
        RelayScale scale = scale();
        options.require(scale.mostReceivers());
        try (RelayProcess gateway = startGateway();
                GatewayJvm jvm = control ? null : GatewayJvm.of(gateway)) {
            if (jvm != null) {
                gateway.allocationsFrom(jvm::allocations);
            }
            Relays relays = new Relays(options.programs(), gateway, driveOptions);
            if (options.warmUpRounds() > 0) {
                RelayPlan.compile(relays);
            }
            RunRecord.Builder record = options.measure("relay", RelayPlan.of(scale, relays));
            if (jvm != null) {
                jvm.addTo(record, "relay");
            }
            tracedTurns.takeAndWrite(
                    options, record, profile(scale, relays), () -> countSystemCalls(scale, relays, record));
        }
        return 0;
    }

    private RelayScale scale() throws IOException {
        RelayScale scale = !options.isQuick()
                ? RelayScale.FULL
                : otherLoads ? RelayScale.QUICK.withOtherLoads() : RelayScale.QUICK;
        if (receivers != null) {
            scale = scale.withReceivers(LoadOptions.atLeastOne("--receivers", receivers));
        }
        return rate == null ? scale : scale.withRate(LoadOptions.atLeastOne("--rate", rate));
    }

    private static ThreadProfile profile(RelayScale scale, Relays relays) {
        int receivers = scale.flatOutReceivers();
        String name = "relay_" + receivers;
        String load = "flat out to " + receivers;
        int settle = scale.settleEvents();
        int events = scale.flatOutEvents();
        int perSecond = scale.pacedPerSecond();
        int pacedEvents = scale.pacedEvents();
        String pacedName = "relay_paced_" + receivers;
        String pacedLoad = perSecond + "/s to " + receivers;
        int web = scale.webReceivers();
        int webEvents = scale.webFlatOutEvents();
        String webLoad = "flat out to " + web;
        return new ThreadProfile("delivery")
                .of(
                        new LoadCase(name + ".gateway", load, "gateway"),
                        look -> relays.onGateway(receivers, drive -> show(drive, settle, events, look)))
                .of(
                        new LoadCase(name + ".c_relay", load, "C relay"),
                        look -> relays.onRelay(receivers, drive -> show(drive, settle, events, look)))
                .of(
                        new LoadCase(pacedName + ".gateway", pacedLoad, "gateway"),
                        look -> relays.onGateway(
                                receivers, drive -> showPaced(drive, settle, pacedEvents, perSecond, look)))
                .of(
                        new LoadCase(pacedName + ".c_relay", pacedLoad, "C relay"),
                        look -> relays.onRelay(
                                receivers, drive -> showPaced(drive, settle, pacedEvents, perSecond, look)))
                .of(
                        new LoadCase("streams_" + web + "_flat_out.gateway", webLoad, "gateway"),
                        look -> relays.onGateway(web, drive -> show(drive, webEvents, webEvents, look)))
                .of(
                        new LoadCase("websocket_" + web + "_flat_out.gateway", webLoad, "gateway, WebSocket"),
                        look -> relays.onGateway(
                                web, drive -> show(drive, webEvents, webEvents, look), RelayPlan.webSocket(relays)));
    }

    private static long show(Drive drive, int settleEvents, int events, ThreadProfile.Look look) throws IOException {
        drive.flatOut(settleEvents);
        return drive.show(look, () -> drive.flatOut(events).events());
    }

    private static long showPaced(Drive drive, int settleEvents, int events, int perSecond, ThreadProfile.Look look)
            throws IOException {
        drive.flatOut(settleEvents);
        return drive.show(look, () -> drive.paced(events, perSecond).events());
    }

    private static void countSystemCalls(RelayScale scale, Relays relays, RunRecord.Builder record) throws IOException {
        int receivers = scale.flatOutReceivers();
        int perSecond = Math.max(1, scale.pacedPerSecond() / TRACED_SLOWER);
        Relays.Load<SystemCallCounts> flatOut = traced(drive -> drive.flatOut(TRACED_FLAT_OUT_EVENTS));
        Relays.Load<SystemCallCounts> paced = traced(drive -> drive.paced(TRACED_PACED_EVENTS, perSecond));
        addSystemCalls("relay_" + receivers, "flat out to " + receivers, receivers, relays, flatOut, record);
        addSystemCalls("relay_paced_" + receivers, perSecond + "/s to " + receivers, receivers, relays, paced, record);
    }

    private static Relays.Load<SystemCallCounts> traced(Relays.Load<LoadMeasure> load) {
        return drive -> {
            drive.lockstep(PROBE_EVENTS);
            return drive.systemCalls(() -> load.on(drive).events());
        };
    }

    private static void addSystemCalls(
            String name,
            String load,
            int receivers,
            Relays relays,
            Relays.Load<SystemCallCounts> traced,
            RunRecord.Builder record)
            throws IOException {
        SystemCallCounts gateway = relays.onGateway(receivers, traced);
        TracedTurns.add(new LoadCase(name + ".gateway", load, "gateway"), "delivery", gateway, record);
        SystemCallCounts relay = relays.onRelay(receivers, traced);
        TracedTurns.add(new LoadCase(name + ".c_relay", load, "C relay"), "delivery", relay, record);
    }

    private RelayProcess startGateway() throws IOException {
        return control ? RelayProcess.program(options.program("relay")) : options.startGateway("relay");
    }
}
