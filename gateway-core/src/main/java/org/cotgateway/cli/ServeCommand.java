package org.cotgateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.route.Membership;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cotgw serve}: the daemon. */
@Command(
        name = "serve",
        description = {
            "Runs the gateway: clients connect, and what one of them sends reaches all others.",
            "Runs until Ctrl-C or SIGTERM."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    private static final int MAX_PORT = 65_535;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec command;

    @Option(
            names = "--bind",
            paramLabel = "HOST",
            description = "Address to listen on, ${DEFAULT-VALUE} by default; 0.0.0.0 for all.")
    private String bind = "127.0.0.1";

    @Option(
            names = "--stream-port",
            paramLabel = "P",
            description = "Where clients connect, ${DEFAULT-VALUE} by default; 0 for any free one, as for the others.")
    private int streamPort = 8087;

    @Option(
            names = "--direct-port",
            paramLabel = "P",
            description = "Where single messages by direct TCP come in, ${DEFAULT-VALUE} by default.")
    private int directPort = 4242;

    @Option(names = "--http-port", paramLabel = "P", description = "HTTP, ${DEFAULT-VALUE} by default.")
    private int httpPort = 8080;

    @Option(
            names = "--to",
            paramLabel = "ENDPOINT",
            description =
                    "Sends everything to this endpoint, too, for example stcp://takserver:8087 or 239.2.3.1:6969:udp.")
    private List<String> endpoints = new ArrayList<>();

    @Option(names = "--data", paramLabel = "DIR", description = "Keeps packages and receipts here.")
    private @Nullable Path data;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Ends after this time, for example 30s.")
    private @Nullable Duration duration;

    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public Integer call() throws IOException, InterruptedException {
        GatewaySettings settings = settings();
        HubSettings connected = connected();
        try (OrderlyStop stop = new OrderlyStop(ended::countDown);
                CotGateway gateway = CotGateway.open(settings, connected)) {
            announce(gateway);
            if (duration == null) {
                ended.await();
            } else if (!ended.await(duration.toNanos(), TimeUnit.NANOSECONDS) && !output.json()) {
                output.out().println("the time is over");
            }
            return ExitCode.OK;
        }
    }

    private HubSettings connected() {
        List<HubSettings.EndpointReceiver> receivers = new ArrayList<>();
        for (String text : endpoints) {
            try {
                receivers.add(new HubSettings.EndpointReceiver(Endpoint.parse(text), Membership.ANONYMOUS));
            } catch (IllegalArgumentException violations) {
                throw new ParameterException(
                        command.commandLine(), "--to " + text + ": " + violations.getMessage(), violations);
            }
        }
        HubSettings.StreamInlet streams =
                HubSettings.StreamInlet.open(new InetSocketAddress(bind, port("--stream-port", streamPort)));
        return HubSettings.NONE.with(List.of(streams), receivers);
    }

    private GatewaySettings settings() {
        return GatewaySettings.builder()
                .bind(bind)
                .directPort(port("--direct-port", directPort))
                .httpPort(port("--http-port", httpPort))
                .dataDirectory(data)
                .build();
    }

    private int port(String option, int value) {
        if (value < 0 || value > MAX_PORT) {
            throw new ParameterException(
                    command.commandLine(), option + " " + value + ": must be a port from 0 to " + MAX_PORT);
        }
        return value;
    }

    private void announce(CotGateway gateway) {
        InetSocketAddress stream = gateway.streamAddresses().get(0);
        if (output.json()) {
            Map<String, Object> ports = new LinkedHashMap<>();
            ports.put("stream", stream.getPort());
            ports.put("direct", gateway.directAddress().getPort());
            ports.put("http", gateway.httpAddress().getPort());
            output.jsonLine(ports);
            return;
        }
        PrintWriter out = output.out();
        out.println("CoT Gateway is running; Ctrl-C ends it");
        out.println("  stream " + text(stream));
        out.println("  direct " + text(gateway.directAddress()));
        out.println("  http   " + text(gateway.httpAddress()));
        out.flush();
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }
}
