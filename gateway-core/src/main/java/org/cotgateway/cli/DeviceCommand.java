package org.cotgateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cotgateway.device.DeviceFleet;
import org.cotgateway.device.DeviceSettings;
import org.cotgateway.device.DeviceTally;
import org.cotgateway.device.DownloadSettings;
import org.cotgateway.device.Fault;
import org.cotgateway.device.FleetSettings;
import org.cotgateway.device.SimulatedDevice;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code cotgw device}: simulated ATAK devices that print what they see. */
@Command(
        name = "device",
        description = {
            "Runs simulated ATAK devices: they reject what ATAK rejects, download, check and acknowledge.",
            "They print what they see until Ctrl-C, or until one of the --until options or --duration ends them."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Faults: reorder, slow, reset, deaf, no-fetch, no-ack, corrupt.",
            "Exit status: 0 all well, 1 --duration was over before what --until waits for, 2 wrong usage."
        })
final class DeviceCommand implements Callable<Integer> {

    private static final long LOOK_EVERY_MS = 50;
    private static final int SLOW_BYTES_PER_SECOND = DeviceSettings.DEFAULT.slowBytesPerSecond();
    private static final long GOODBYE_MS = 5_000;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec command;

    @Option(names = "--count", paramLabel = "N", description = "How many; ${DEFAULT-VALUE} by default.")
    private int count = 1;

    @Option(
            names = "--host",
            paramLabel = "H",
            description =
                    "Address of the first, ${DEFAULT-VALUE} by default. In 127.0.0.0/8 each gets its own address, "
                            + "elsewhere its own port.")
    private String host = FleetSettings.DEFAULT.host();

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "TCP and UDP port, ${DEFAULT-VALUE} by default; 0 for any free one.")
    private int port = FleetSettings.ATAK_PORT;

    @Option(
            names = "--callsign-prefix",
            paramLabel = "TEXT",
            description = "What callsigns begin with, ${DEFAULT-VALUE} by default.")
    private String callsignPrefix = FleetSettings.DEFAULT.callsignPrefix();

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            split = ",",
            converter = FaultConverter.class,
            description = "What is wrong with them; see below.")
    private Set<Fault> faults = EnumSet.noneOf(Fault.class);

    @Option(names = "--save", paramLabel = "DIR", description = "Saves the packages that they took here.")
    private @Nullable Path saveDir;

    @Option(
            names = "--multicast",
            paramLabel = "GROUP:PORT",
            converter = GroupConverter.class,
            description = "Listens to this group besides, for example 239.2.3.1:6969.")
    private List<InetSocketAddress> multicast = new ArrayList<>();

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Ends after this time, for example 30s.")
    private @Nullable Duration duration;

    @Option(names = "--until-events", paramLabel = "N", description = "Ends once they took N events together.")
    private long untilEvents;

    @Option(names = "--until-acks", paramLabel = "N", description = "Ends once they sent N acknowledgements together.")
    private long untilAcks;

    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch concluded = new CountDownLatch(1);

    @Override
    public Integer call() throws IOException, InterruptedException {
        FleetSettings settings = new FleetSettings(
                count,
                host,
                port,
                callsignPrefix,
                multicast,
                new DeviceSettings(faults, DownloadSettings.ATAK, saveDir, SLOW_BYTES_PER_SECOND));
        List<Violation> wrong = DeviceFleet.check(settings);
        if (!wrong.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    wrong.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        }
        Thread goodbye = new Thread(this::sayGoodbye, "goodbye");
        Runtime.getRuntime().addShutdownHook(goodbye);
        try {
            return run(settings);
        } finally {
            concluded.countDown();
            if (interrupted.getCount() > 0) {
                Runtime.getRuntime().removeShutdownHook(goodbye);
            }
        }
    }

    /** On Ctrl-C the JVM ends when this does: it waits for the summary. */
    private void sayGoodbye() {
        interrupted.countDown();
        try {
            concluded.await(GOODBYE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    private int run(FleetSettings settings) throws IOException, InterruptedException {
        long startedNs = System.nanoTime();
        DeviceJournal journal = new DeviceJournal(output);
        List<SimulatedDevice> devices;
        boolean reached;
        try (DeviceFleet fleet = DeviceFleet.start(settings, journal)) {
            devices = fleet.devices();
            introduce(devices);
            reached = watch(journal, devices, startedNs);
        }
        printWaiting(journal);
        conclude(devices, journal);
        if (output.json()) {
            output.json(journal.document(devices, elapsedMs(startedNs)));
        }
        return reached ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /**
     * Prints until the end; returns whether it is the one that was asked for. Downloads that have begun are waited for.
     */
    private boolean watch(DeviceJournal journal, List<SimulatedDevice> devices, long startedNs)
            throws InterruptedException {
        boolean waitsForSomething = untilEvents > 0 || untilAcks > 0;
        while (interrupted.getCount() > 0) {
            String line = journal.lines().poll(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
            if (line != null) {
                output.out().println(line);
                printWaiting(journal);
            }
            boolean reached = waitsForSomething && journal.events() >= untilEvents && journal.acks() >= untilAcks;
            if (reached && devices.stream().allMatch(device -> device.tally().idle())) {
                return true;
            }
            if (duration != null && elapsedMs(startedNs) >= duration.toMillis()) {
                return reached || !waitsForSomething;
            }
        }
        return true;
    }

    private void printWaiting(DeviceJournal journal) {
        List<String> waiting = new ArrayList<>();
        journal.lines().drainTo(waiting);
        waiting.forEach(output.out()::println);
        output.out().flush();
    }

    private void introduce(List<SimulatedDevice> devices) {
        SimulatedDevice first = devices.get(0);
        SimulatedDevice last = devices.get(devices.size() - 1);
        output.out().println("listening: " + first + (first == last ? "" : " to " + last));
        output.out().flush();
    }

    private void conclude(List<SimulatedDevice> devices, DeviceJournal journal) {
        PrintWriter out = output.out();
        if (journal.leftOut() > 0) {
            out.println(output.yellow(journal.leftOut() + " lines came too fast to be printed"));
        }
        long rejected = 0;
        long taken = 0;
        long notTaken = 0;
        for (SimulatedDevice device : devices) {
            DeviceTally tally = device.tally();
            rejected += tally.rejected();
            taken += tally.taken();
            notTaken += tally.notTaken();
        }
        out.printf(
                Locale.ROOT,
                "%d device%s: %d events, %d messages rejected, %d files taken, %d not taken, %d acknowledgements sent%n",
                devices.size(),
                devices.size() == 1 ? "" : "s",
                journal.events(),
                rejected,
                taken,
                notTaken,
                journal.acks());
        out.flush();
    }

    private static long elapsedMs(long sinceNs) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNs);
    }

    /** Faults with hyphens, as options are written. */
    static final class FaultConverter implements ITypeConverter<Fault> {
        @Override
        public Fault convert(String text) {
            try {
                return Fault.valueOf(text.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
            } catch (IllegalArgumentException unknown) {
                throw new TypeConversionException("'" + text + "' is no fault; see --help");
            }
        }
    }

    /** An IPv4 multicast group and its port. */
    static final class GroupConverter implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String text) {
            int colon = text.lastIndexOf(':');
            String group = text.substring(0, Math.max(0, colon));
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                if (group.matches("[0-9.]+") && port > 0) {
                    return new InetSocketAddress(group, port);
                }
            } catch (IllegalArgumentException notAPort) {
                // said below
            }
            throw new TypeConversionException("'" + text + "' is no multicast group such as 239.2.3.1:6969");
        }
    }
}
