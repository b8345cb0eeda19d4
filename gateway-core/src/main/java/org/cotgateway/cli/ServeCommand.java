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
import java.util.concurrent.atomic.AtomicInteger;
import org.cotgateway.CotGateway;
import org.cotgateway.daemon.Daemon;
import org.cotgateway.daemon.DaemonFile;
import org.cotgateway.daemon.DaemonReading;
import org.cotgateway.daemon.DaemonSettings;
import org.cotgateway.daemon.Reload;
import org.cotgateway.hub.ListeningAddress;
import org.cotgateway.hub.Unsent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cotgw serve}: the daemon. */
@Command(
        name = "serve",
        description = {
            "Runs the gateway: clients connect, and what one of them sends reaches all others.",
            "Runs until Ctrl-C or SIGTERM: then nobody new is let in, and what waits is sent; a second one ends it at"
                    + " once. SIGHUP reads the configuration file again, without dropping connections that it does not"
                    + " change."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 it ran, 1 it could not, 2 wrong usage."})
final class ServeCommand implements Callable<Integer> {

    /** A process that a signal ended has this and the signal's number for a status. */
    private static final int ENDED_BY_SIGNAL = 128;

    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Runs by this configuration file; what is given here goes before what it says.")
    private @Nullable Path config;

    @Mixin
    private ServeOptions options = new ServeOptions();

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Ends after this time, for example 30s.")
    private @Nullable Duration duration;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger endings = new AtomicInteger();

    @Override
    public Integer call() throws IOException, InterruptedException {
        DaemonFile file = config == null ? null : new DaemonFile(config);
        DaemonSettings settings = ServeOptions.WITHOUT_FILE;
        if (file != null) {
            DaemonReading reading = file.read();
            if (reading.settings() == null) {
                return refuse(ConfigProblems.of(file.toString(), reading.problems(), reading.warnings()));
            }
            warn(ConfigProblems.of(file.toString(), List.of(), reading.warnings()));
            settings = reading.settings();
        }
        settings = options.over(settings);
        try (OrderlyStop stop = new OrderlyStop(ended::countDown, settings.stopTimeout());
                Signals signals = new Signals();
                Daemon daemon = Daemon.open(settings)) {
            signals.on("INT", () -> end(SIGINT));
            signals.on("TERM", () -> end(SIGTERM));
            boolean reloads = file != null && signals.on("HUP", () -> reload(daemon, file));
            announce(daemon.gateway(), reloads);
            if (duration == null) {
                ended.await();
            } else if (!ended.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                output.out().println("the time is over");
            }
            boolean waited = !daemon.gateway().unsent().isEmpty();
            conclude(waited, daemon.stop(), daemon.stopTimeout());
            return ExitCode.OK;
        }
    }

    /** The first time in order, the second time at once. */
    private void end(int signal) {
        if (endings.incrementAndGet() > 1) {
            Runtime.getRuntime().halt(ENDED_BY_SIGNAL + signal);
        }
        ended.countDown();
    }

    private void warn(ConfigProblems answer) {
        answer.warnings().forEach(warning -> output.err().println(warning.printedAsWarning(answer.file(), output)));
        output.err().flush();
    }

    private int refuse(ConfigProblems answer) {
        answer.problems().forEach(problem -> output.err().println(problem.printed(answer.file(), output)));
        if (output.json()) {
            output.json(answer);
        }
        return ExitCode.SOFTWARE;
    }

    private void announce(CotGateway gateway, boolean reloads) {
        List<ListeningAddress> listeners = gateway.listeners();
        if (output.json()) {
            Map<String, Object> ports = new LinkedHashMap<>();
            ports.put(
                    "stream",
                    listeners.stream()
                            .filter(ListeningAddress::isStream)
                            .map(listener -> listener.address().getPort())
                            .findFirst()
                            .orElse(null));
            ports.put("direct", gateway.directAddress().getPort());
            ports.put("http", gateway.httpAddress().getPort());
            List<Map<String, Object>> listening = new ArrayList<>();
            for (ListeningAddress listener : listeners) {
                Map<String, Object> each = new LinkedHashMap<>();
                each.put("name", listener.name());
                each.put("type", listener.type());
                each.put("host", listener.address().getHostString());
                each.put("port", listener.address().getPort());
                listening.add(each);
            }
            ports.put("listeners", listening);
            output.jsonLine(ports);
            return;
        }
        PrintWriter out = output.out();
        out.println("CoT Gateway is running; Ctrl-C ends it" + (reloads ? ", SIGHUP reads its file again" : ""));
        if (config != null && !reloads) {
            out.println("  this system has no SIGHUP: the file is not read again");
        }
        listeners.forEach(listener -> print(out, listener.name() + " (" + listener.type() + ")", listener.address()));
        if (listeners.isEmpty()) {
            out.println("  no listeners in the file: nobody can connect by a stream");
        }
        print(out, "direct", gateway.directAddress());
        print(out, "http", gateway.httpAddress());
        out.flush();
    }

    private static void print(PrintWriter out, String name, InetSocketAddress address) {
        out.printf("  %-16s %s:%d%n", name, address.getHostString(), address.getPort());
    }

    private void reload(Daemon daemon, DaemonFile file) {
        Reload outcome = daemon.reload(file, options::over);
        outcome.problems().forEach(problem -> output.err().println(output.red(problem)));
        if (!outcome.fixed().isEmpty()) {
            output.err()
                    .println(
                            output.yellow(file + ": not before the next start: " + String.join(", ", outcome.fixed())));
        }
        output.err().flush();
        output.out().println(file + ": " + outcome);
        output.out().flush();
        if (output.json()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("reloaded", outcome.change() != null);
            line.put("problems", outcome.problems());
            line.put("atNextStart", outcome.fixed());
            line.put("change", outcome.change());
            output.jsonLine(line);
        }
    }

    private void conclude(boolean waited, List<Unsent> unsent, Duration timeout) {
        if (unsent.isEmpty()) {
            output.out().println(waited ? "stopped; everything was sent" : "stopped; nothing was waiting");
        } else {
            output.out().println("stopped; not sent within " + DurationConverter.text(timeout) + ":");
        }
        unsent.forEach(each -> output.out().println("  " + each));
        output.out().flush();
        if (output.json()) {
            output.jsonLine(Map.of("unsent", unsent));
        }
    }
}
