package org.cotgateway.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotgateway.bench.report.RunRecord;
import org.cotgateway.channel.Endpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The load run with devices for endpoints: a publisher sends events of all kinds at a rate, and between it and 500 devices
 * is the gateway, as it is served, or a program in C, in turns. Once each event goes by a connection of its own to each
 * device, once by a datagram.
 *
 * <pre>
 *                              ┌ spread.c: splits, sends ┐     ┌ sink.c, 500 listeners  ┐
 *   drive.c, the publisher  →  ┤                         ├  →  ┤                        ├ must get every event,
 *                              └ cotgw serve             ┘     └ udpsink.c, 500 sockets ┘ and say how late it is
 * </pre>
 *
 * Prints a table, writes its record, and fails if an event is lost. Run it by {@code scripts/bench devices}.
 */
@Command(name = "DevicesLoad", description = "Measures events at a rate to many devices without streams.")
public final class DevicesLoad implements Callable<Integer> {

    private static final int PROFILED_SECONDS = 2;

    /** Few, since each system call of a program that is traced takes many times as long. */
    private static final int TRACED_EVENTS = 10;

    /** The gateways', at a rate of their own, so that they are compiled for an event and not only for a delivery. */
    private static final int FIRST_SECONDS = 10;

    private static final String GATEWAY = "gateway";
    private static final String C_PROGRAM = "C program";

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Mixin
    private final TracedTurns tracedTurns = new TracedTurns();

    @Option(names = "--devices", defaultValue = "500", description = "How many, ${DEFAULT-VALUE} unless told.")
    private int devices;

    DevicesLoad() {}

    /** Takes the directory of the programs and the options above. */
    public static void main(String[] args) {
        LoadOptions.run(new DevicesLoad(), args);
    }

    @Override
    public Integer call() throws IOException {
        // A listener and a connection, or more, for each.
        options.require(devices * 2);
        Path ours = Files.createTempDirectory("devices");
        Path directEndpoints = ours.resolve("direct.yaml");
        Path datagramEndpoints = ours.resolve("datagrams.yaml");
        try (DeviceSink sink = new DeviceSink(options.program("sink"), devices);
                UdpSink udpSink = new UdpSink(options.program("udpsink"), devices);
                RelayProcess direct = startGateway(directEndpoints, sink, Endpoint::tcp);
                GatewayJvm directJvm = GatewayJvm.of(direct);
                RelayProcess datagrams = startGateway(datagramEndpoints, udpSink, Endpoint::udp);
                GatewayJvm datagramsJvm = GatewayJvm.of(datagrams)) {
            direct.allocationsFrom(directJvm::allocations);
            datagrams.allocationsFrom(datagramsJvm::allocations);
            List<Way> ways = List.of(
                    new Way("direct", "by connections", 10, LoadFigure.P90_MS, sink, direct),
                    new Way("datagrams", "by datagrams", 100, LoadFigure.P99_MS, udpSink, datagrams));
            for (Way way : ways) {
                int perSecond = way.perSecond * 2;
                int events = options.either(FIRST_SECONDS, 1) * perSecond;
                on(way.gateway, drive -> drive.paced(events, perSecond, way.devices));
            }
            RunRecord.Builder record = options.measure("devices", plan(ways));
            directJvm.addTo(record, "devices_direct");
            datagramsJvm.addTo(record, "devices_datagrams");
            tracedTurns.takeAndWrite(options, record, profile(ways), () -> countSystemCalls(ways, record));
        } finally {
            Files.deleteIfExists(directEndpoints);
            Files.deleteIfExists(datagramEndpoints);
            Files.delete(ours);
        }
        return 0;
    }

    /** An address and a port as an endpoint. */
    private interface Kind {
        Endpoint of(String host, int port);
    }

    private RelayProcess startGateway(Path settings, CountedDevices to, Kind kind) throws IOException {
        StringBuilder yaml = new StringBuilder("endpoints:\n");
        for (String host : DeviceSink.hosts(devices)) {
            yaml.append("  - {name: device-%s, address: \"%s\"}\n".formatted(host, kind.of(host, to.port())));
        }
        Files.writeString(settings, yaml);
        return options.startGateway("devices-" + settings.getFileName(), "--config=" + settings);
    }

    /**
     * One way to the devices, and the gateway that goes it.
     *
     * @param late what of how late events are is compared: what is not a single event's
     */
    private record Way(
            String name, String inWords, int perSecond, LoadFigure late, CountedDevices devices, RelayProcess gateway) {

        String load() {
            return perSecond + "/s to " + devices.count() + " " + inWords;
        }

        LoadCase gatewayCase() {
            return new LoadCase(caseName() + ".gateway", load(), GATEWAY);
        }

        LoadCase programCase() {
            return new LoadCase(caseName() + ".c_program", load(), C_PROGRAM);
        }

        String caseName() {
            return name + "_paced_" + devices.count();
        }
    }

    private LoadPlan plan(List<Way> ways) {
        int seconds = options.either(6, 1);
        LoadPlan plan = new LoadPlan();
        for (Way way : ways) {
            String load = way.load();
            LoadCase program = plan.programTurn(
                    way.programCase().name(),
                    load,
                    C_PROGRAM,
                    () -> onProgram(way, drive -> paced(way, drive, seconds)));
            LoadCase gateway = plan.turn(
                    way.gatewayCase().name(),
                    load,
                    GATEWAY,
                    () -> on(way.gateway, drive -> paced(way, drive, seconds)));
            String ratio = way.caseName();
            plan.ratio(
                            ratio + "_" + way.late.label().replace("_ms", "_vs_c"),
                            load + ", " + way.late.title(),
                            gateway,
                            program,
                            way.late)
                    .ratio(
                            ratio + "_last_p90_vs_c",
                            load + ", " + LoadFigure.LAST_P90_MS.title(),
                            gateway,
                            program,
                            LoadFigure.LAST_P90_MS)
                    .ratio(ratio + "_cpu_vs_c", load + ", processor time", gateway, program, LoadFigure.CPU)
                    .percentiles("percentiles_" + way.name, GATEWAY, gateway)
                    .percentiles("percentiles_" + way.name, C_PROGRAM, program);
        }
        return plan;
    }

    /** A second of it before, unmeasured. */
    private static LoadMeasure paced(Way way, Drive drive, int seconds) throws IOException {
        drive.paced(way.perSecond, way.perSecond, way.devices);
        return drive.paced(seconds * way.perSecond, way.perSecond, way.devices);
    }

    private <T> T on(RelayProcess relay, Relays.Load<T> load) throws IOException {
        try (Drive drive = new Drive(options.programs(), relay, 0, List.of("--events=" + RelayPlan.KINDS))) {
            return load.on(drive);
        }
    }

    private <T> T onProgram(Way way, Relays.Load<T> load) throws IOException {
        CountedDevices to = way.devices;
        try (RelayProcess program = RelayProcess.program(
                options.program("spread"), way.name, Integer.toString(to.count()), Integer.toString(to.port()))) {
            return on(program, load);
        }
    }

    private ThreadProfile profile(List<Way> ways) {
        ThreadProfile profile = new ThreadProfile("delivery");
        for (Way way : ways) {
            profile.of(way.programCase(), look -> onProgram(way, drive -> show(way, drive, look)))
                    .of(way.gatewayCase(), look -> on(way.gateway, drive -> show(way, drive, look)));
        }
        return profile;
    }

    private static long show(Way way, Drive drive, ThreadProfile.Look look) throws IOException {
        drive.paced(way.perSecond, way.perSecond, way.devices);
        return drive.show(
                look,
                () -> drive.paced(PROFILED_SECONDS * way.perSecond, way.perSecond, way.devices)
                        .events());
    }

    private void countSystemCalls(List<Way> ways, RunRecord.Builder record) throws IOException {
        for (Way way : ways) {
            Relays.Load<SystemCallCounts> traced = drive -> drive.systemCalls(
                    () -> drive.paced(TRACED_EVENTS, TRACED_EVENTS, way.devices).events());
            TracedTurns.add(way.programCase(), "delivery", onProgram(way, traced), record);
            TracedTurns.add(way.gatewayCase(), "delivery", on(way.gateway, traced), record);
        }
    }
}
