package org.cotgateway.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cotgateway.GatewaySettings;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.push.Milestone;
import org.cotgateway.push.PushRequest;
import org.cotgateway.push.PushStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code cotgw push}: one event, with its files, to devices; waits for their receipts. */
@Command(
        name = "push",
        description = "Pushes one event, with files, to ATAK devices and tells who got it.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  cotgw push --to 10.0.0.7:4242:tcp --to 10.0.0.8:4242:tcp --callsign Well \\",
            "      --lat 48.2082 --lon 16.3738 --attach well.jpg"
        })
final class PushCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private EventOptions eventOptions = new EventOptions();

    @Mixin
    private TargetOptions targetOptions = new TargetOptions();

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private Cotgw root;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec command;

    @Option(
            names = "--attach",
            paramLabel = "FILE",
            arity = "1..*",
            description = "A file that goes with the event, in a data package.")
    private List<Path> attachments = List.of();

    @Option(
            names = "--package-name",
            paramLabel = "NAME",
            description = "The package's title; the callsign by default.")
    private @Nullable String packageName;

    @Option(
            names = "--style",
            defaultValue = "transfer",
            description = "How files travel: transfer (default; a request of its own) or inline (within the event).")
    private PushStyle style = PushStyle.TRANSFER;

    @Option(
            names = "--advertise",
            paramLabel = "HOST",
            description = "Address that devices fetch from and answer to; by default the one that routes to each.")
    private @Nullable String advertise;

    @Option(names = "--bind", paramLabel = "HOST", description = "Address to listen on; all by default.")
    private String bind = "0.0.0.0";

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Port that packages are served on; any by default.")
    private int httpPort;

    @Option(
            names = "--direct-port",
            paramLabel = "PORT",
            description = "Port that acknowledgements are taken on; any by default.")
    private int directPort;

    @Option(
            names = "--contact-port",
            paramLabel = "PORT",
            description =
                    "UDP port of the devices at which the gateway introduces itself; ${DEFAULT-VALUE} by default.")
    private int contactPort = PushRequest.DEFAULT_CONTACT_PORT;

    @Option(
            names = "--await",
            paramLabel = "MILESTONE",
            description = "sent, fetched or acknowledged; by default acknowledged with files and sent without.")
    private @Nullable Milestone awaited;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long to try and to wait, for example 30s; 60s by default.")
    private Duration timeout = Duration.ofSeconds(60);

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keeps packages, the fetch ledger and the gateway's identity there; nothing by default.")
    private @Nullable Path dataDirectory;

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkUsage();
        Targets targets = targetOptions.read();
        EventOptions.Made made = eventOptions.make(root.in());
        made.notKept().forEach(note -> output.err().println(output.yellow("warning: not sent: " + note)));
        output.err().flush();
        PushRun run = new PushRun(output);
        CotEvent event = made.event();
        List<Violation> wrong = new ArrayList<>(made.violations());
        wrong.addAll(AttachedFiles.check(attachments));
        if (event == null || !wrong.isEmpty()) {
            return run.invalid(wrong);
        }
        GatewaySettings settings = GatewaySettings.builder()
                .bind(bind)
                .httpPort(httpPort)
                .directPort(directPort)
                .advertise(advertise)
                .dataDirectory(dataDirectory)
                .build();
        PushRequest request = PushRequest.of(event)
                .attach(attachments.toArray(Path[]::new))
                .packageName(packageName)
                .style(style)
                .await(awaited)
                .within(timeout)
                .contactPort(contactPort);
        return run.push(settings, request, targets);
    }

    private void checkUsage() {
        targetOptions.requireSome();
        if (eventOptions.contradictory()) {
            throw usage("--event FILE excludes the options that make an event, such as --lat");
        }
        if (eventOptions.incomplete()) {
            throw usage("give --lat and --lon, or --event FILE");
        }
        if (attachments.isEmpty() && awaited != null && awaited != Milestone.SENT) {
            throw usage("--await " + awaited.name().toLowerCase(Locale.ROOT) + " needs --attach FILE");
        }
        if (!attachments.isEmpty() && awaited == Milestone.SENT) {
            output.err()
                    .println(output.yellow("warning: with --await sent this ends, and serves the files no more, "
                            + "before devices have fetched them"));
            output.err().flush();
        }
        if (timeout.isZero()) {
            throw usage("--timeout must be more than 0");
        }
        checkPort("--http-port", httpPort, 0);
        checkPort("--direct-port", directPort, 0);
        checkPort("--contact-port", contactPort, 1);
    }

    private void checkPort(String option, int port, int least) {
        if (port < least || port > 65_535) {
            throw usage(option + " is " + port + ", must be between " + least + " and 65535");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
