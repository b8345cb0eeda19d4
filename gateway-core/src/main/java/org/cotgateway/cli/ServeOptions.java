package org.cotgateway.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.config.GatewayConfig;
import org.cotgateway.daemon.DaemonSettings;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.cotgateway.hub.HubSettings.Listener;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code serve} can be told beside its file, and what goes before the file then. */
final class ServeOptions {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String STREAM = "stream";
    private static final int MAX_PORT = 65_535;

    /** What {@code serve} alone runs with. */
    static final DaemonSettings WITHOUT_FILE = new DaemonSettings(
            GatewaySettings.builder()
                    .bind(LOOPBACK)
                    .directPort(4242)
                    .httpPort(8080)
                    .build(),
            HubSettings.NONE.with(List.of(StreamInlet.open(STREAM, new InetSocketAddress(LOOPBACK, 8087))), List.of()),
            List.of(),
            GatewayConfig.DEFAULT.stopTimeout());

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec command;

    @Option(
            names = "--bind",
            paramLabel = "HOST",
            description = "Address to listen on for streams, direct TCP and HTTP, " + LOOPBACK
                    + " by default; 0.0.0.0 for all. Listeners in a file have their own.")
    private @Nullable String bind;

    @Option(
            names = "--stream-port",
            paramLabel = "P",
            description =
                    "Where clients connect, 8087 by default; 0 for any free one, as for the others. With a file: a"
                            + " listener named stream.")
    private @Nullable Integer streamPort;

    @Option(
            names = "--direct-port",
            paramLabel = "P",
            description = "Where single messages by direct TCP come in, 4242 by default.")
    private @Nullable Integer directPort;

    @Option(names = "--http-port", paramLabel = "P", description = "HTTP, 8080 by default.")
    private @Nullable Integer httpPort;

    @Option(
            names = "--to",
            paramLabel = "ENDPOINT",
            description =
                    "Sends everything to this endpoint, too, for example stcp://takserver:8087 or 239.2.3.1:6969:udp.")
    private List<String> endpoints = new ArrayList<>();

    @Option(
            names = {"--data-dir", "--data"},
            paramLabel = "DIR",
            description = "Keeps packages here, and who has fetched them.")
    private @Nullable Path data;

    @Option(
            names = "--stop-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.OrNone.class,
            description = "How long what waits may take to be sent at the end, 5s by default.")
    private @Nullable Duration stopTimeout;

    /** These settings with what was given here. */
    DaemonSettings over(DaemonSettings settings) {
        GatewaySettings.Builder gateway = settings.gateway().toBuilder();
        if (bind != null) {
            if (new InetSocketAddress(bind, 0).isUnresolved()) {
                throw new ParameterException(
                        command.commandLine(), "--bind " + bind + ": is no host that this machine knows");
            }
            gateway.bind(bind);
        }
        if (directPort != null) {
            gateway.directPort(port("--direct-port", directPort));
        }
        if (httpPort != null) {
            gateway.httpPort(port("--http-port", httpPort));
        }
        if (data != null) {
            gateway.dataDirectory(data);
        }
        HubSettings hub = settings.hub();
        return new DaemonSettings(
                gateway.build(),
                hub.with(listeners(hub.listeners()), receivers(hub.endpoints())),
                settings.feeds(),
                stopTimeout == null ? settings.stopTimeout() : stopTimeout);
    }

    private List<Listener> listeners(List<Listener> given) {
        List<Listener> all = new ArrayList<>();
        boolean known = false;
        for (Listener listener : given) {
            if (listener instanceof StreamInlet stream && stream.name().equals(STREAM)) {
                known = true;
                InetSocketAddress address = streamAddress(
                        stream.address().getHostString(), stream.address().getPort());
                all.add(new StreamInlet(STREAM, address, stream.clients(), stream.tls(), stream.membership()));
            } else {
                all.add(listener);
            }
        }
        if (!known && streamPort != null) {
            all.add(StreamInlet.open(STREAM, streamAddress(LOOPBACK, streamPort)));
        }
        return all;
    }

    private InetSocketAddress streamAddress(String host, int port) {
        return new InetSocketAddress(
                bind == null ? host : bind, streamPort == null ? port : port("--stream-port", streamPort));
    }

    private List<EndpointReceiver> receivers(List<EndpointReceiver> given) {
        List<EndpointReceiver> all = new ArrayList<>(given);
        for (String text : endpoints) {
            try {
                EndpointReceiver receiver = EndpointReceiver.of(Endpoint.parse(text));
                if (all.stream().noneMatch(known -> known.endpoint().equals(receiver.endpoint()))) {
                    all.add(receiver);
                }
            } catch (IllegalArgumentException violations) {
                throw new ParameterException(
                        command.commandLine(), "--to " + text + ": " + violations.getMessage(), violations);
            }
        }
        return all;
    }

    private int port(String option, int value) {
        if (value < 0 || value > MAX_PORT) {
            throw new ParameterException(
                    command.commandLine(), option + " " + value + ": must be a port from 0 to " + MAX_PORT);
        }
        return value;
    }
}
