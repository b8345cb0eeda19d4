package org.cotgateway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.datapackage.TemporaryDirectory;
import org.cotgateway.device.DeviceFleet;
import org.cotgateway.device.FleetSettings;
import org.cotgateway.device.SimulatedDevice;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.Remarks;
import org.cotgateway.event.Violation;
import org.cotgateway.push.PushDocument;
import org.cotgateway.push.PushReport;
import org.cotgateway.push.PushRequest;
import org.cotgateway.push.PushStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cotgw demo}: the gateway and simulated devices in one process, on loopback. */
@Command(
        name = "demo",
        description = {
            "Pushes a marker with a photo to simulated ATAK devices in this process and shows who got it.",
            "Each device has an address of its own in 127.0.0.0/8 and listens on port 4242, TCP and UDP."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final String GATEWAY_HOST = "127.0.0.1";
    private static final String FIRST_DEVICE = "127.42.0.1";
    private static final String PHOTO = "demo-photo.jpg";
    private static final int MAX_DEVICES = 5_000;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec command;

    @Option(names = "--devices", paramLabel = "N", description = "How many; ${DEFAULT-VALUE} by default.")
    private int devices = 300;

    @Option(
            names = "--attach",
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files to push instead of the photo that comes along.")
    private List<Path> attachments = List.of();

    @Option(names = "--style", description = "How files travel: transfer (default) or inline.")
    private PushStyle style = PushStyle.TRANSFER;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long to wait, for example 30s; 60s by default.")
    private Duration timeout = Duration.ofSeconds(60);

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (timeout.isZero()) {
            throw new ParameterException(command.commandLine(), "--timeout must be more than 0");
        }
        if (devices < 1 || devices > MAX_DEVICES) {
            throw new ParameterException(
                    command.commandLine(), "--devices is " + devices + ", must be between 1 and " + MAX_DEVICES);
        }
        List<Violation> unreadable = AttachedFiles.check(attachments);
        if (!unreadable.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    unreadable.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        }
        AtomicReference<CotGateway> running = new AtomicReference<>();
        try (OrderlyStop stop = new OrderlyStop(() -> closeIfOpen(running.get()));
                TemporaryDirectory directory = TemporaryDirectory.make()) {
            return run(directory.path(), running);
        }
    }

    private static void closeIfOpen(@Nullable CotGateway gateway) {
        if (gateway != null) {
            gateway.close();
        }
    }

    private int run(Path directory, AtomicReference<CotGateway> running) throws IOException, InterruptedException {
        Path[] files = attachments.isEmpty() ? new Path[] {photo(directory)} : attachments.toArray(Path[]::new);
        DemoWitness witness = new DemoWitness();
        FleetSettings fleetSettings =
                FleetSettings.DEFAULT.withCount(devices).withAddress(FIRST_DEVICE, FleetSettings.ATAK_PORT);
        GatewaySettings settings = GatewaySettings.builder().bind(GATEWAY_HOST).build();
        try (DeviceFleet fleet = DeviceFleet.start(fleetSettings, witness);
                CotGateway gateway = CotGateway.open(settings)) {
            running.set(gateway);
            List<SimulatedDevice> all = fleet.devices();
            CotEvent marker = CotEvents.marker("demo-" + System.currentTimeMillis(), "Demo", 47.5622, 13.6493)
                    .add(Remarks.of("A marker with a photo, from the CoT Gateway demo."))
                    .build();
            witness.lookFor(marker.uid());
            PushRequest request = PushRequest.of(marker)
                    .attach(files)
                    .style(style)
                    .within(timeout)
                    .to(all.stream().map(DemoCommand::endpoint).toArray(String[]::new));
            introduce(all, files);
            PushReport report = new PushProgress(output).follow(gateway.push(request));
            return conclude(report, witness);
        }
    }

    private void introduce(List<SimulatedDevice> all, Path[] files) {
        String first = all.get(0).address().getHostString();
        String last = all.get(all.size() - 1).address().getHostString();
        String who = all.size() == 1
                ? "1 simulated ATAK device on " + first
                : all.size() + " simulated ATAK devices on " + first + " to " + last;
        output.out()
                .printf(
                        Locale.ROOT,
                        "%s, port %d%nA marker with %s, style %s%n%n",
                        who,
                        FleetSettings.ATAK_PORT,
                        files.length == 1 ? String.valueOf(files[0].getFileName()) : files.length + " files",
                        style.name().toLowerCase(Locale.ROOT));
        output.out().flush();
    }

    private int conclude(PushReport report, DemoWitness witness) {
        PushProgress shown = new PushProgress(output);
        report.problems().forEach(problem -> output.err().println(output.red(problem.toString())));
        output.err().flush();
        shown.table(report);
        shown.failures(report);
        int shownMarker = witness.sawMarker();
        int verified = witness.verified();
        boolean well = report.isComplete() && shownMarker == devices && verified == devices;
        StoredPackage built = report.dataPackage();
        if (built != null) {
            output.out()
                    .printf(
                            Locale.ROOT,
                            "%nThe devices say: %d show the marker, %d hold the package as announced%n"
                                    + "(%s, %,d bytes, sha256 %s)%n%n",
                            shownMarker,
                            verified,
                            built.fileName(),
                            built.sizeBytes(),
                            built.sha256());
        }
        String verdict = well
                ? output.green((devices == 1 ? "The one device" : "All " + devices + " devices")
                        + " got it, fetched it and acknowledged")
                : output.red((devices - Math.min(verified, report.acknowledged())) + " of " + devices
                        + " devices did not get it whole");
        output.out().println(verdict + " (" + report.elapsedMs() + " ms).");
        output.out().flush();
        if (output.json()) {
            Map<String, Object> document = new LinkedHashMap<>(PushDocument.of(report));
            document.put("showMarker", shownMarker);
            document.put("verified", verified);
            output.json(document);
        }
        return well ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static String endpoint(SimulatedDevice device) {
        return device.address().getHostString() + ":" + device.address().getPort() + ":tcp";
    }

    private static Path photo(Path directory) throws IOException {
        Path photo = directory.resolve(PHOTO);
        try (InputStream shipped = DemoCommand.class.getResourceAsStream(PHOTO)) {
            if (shipped == null) {
                throw new IOException("this build lacks its " + PHOTO);
            }
            Files.copy(shipped, photo);
        }
        return photo;
    }
}
