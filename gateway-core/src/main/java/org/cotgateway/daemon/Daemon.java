package org.cotgateway.daemon;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.feed.FeedChange;
import org.cotgateway.feed.FeedSettings;
import org.cotgateway.hub.HubChange;
import org.cotgateway.hub.Unsent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway that runs by a file, which can be read again. Safe on any thread. */
public final class Daemon implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Daemon.class);

    private final CotGateway gateway;
    private DaemonSettings settings;

    private Daemon(CotGateway gateway, DaemonSettings settings) {
        this.gateway = gateway;
        this.settings = settings;
    }

    /**
     * Begins: it listens when this returns.
     *
     * @throws IOException naming every port that cannot be had, or what else stands in the way
     */
    public static Daemon open(DaemonSettings settings) throws IOException {
        CotGateway gateway = CotGateway.open(settings.gateway(), settings.hub());
        try {
            gateway.apply(settings.feeds());
        } catch (IOException | RuntimeException failure) {
            gateway.close();
            throw failure;
        }
        return new Daemon(gateway, settings);
    }

    public CotGateway gateway() {
        return gateway;
    }

    /**
     * Reads the configuration again and goes over to what it says, without disturbing whom nothing changes for. One that
     * has a problem is refused as a whole.
     *
     * @param flags what is set elsewhere and goes before the file
     */
    public synchronized Reload reload(DaemonFile file, UnaryOperator<DaemonSettings> flags) {
        Reload outcome;
        try {
            DaemonReading reading = file.read();
            outcome = reading.settings() == null
                    ? refused(reading.problems().stream().map(file::line).toList())
                    : apply(file, flags.apply(reading.settings()));
        } catch (IOException | RuntimeException failure) {
            outcome = refused(List.of(file + ": " + reason(failure)));
        }
        log.info("{}: {}", file, outcome);
        return outcome;
    }

    private Reload apply(DaemonFile file, DaemonSettings next) throws IOException {
        HubChange change = gateway.apply(next.hub());
        List<FeedSettings> feeds = next.feeds();
        try {
            change = change.with(labelled(gateway.apply(feeds)));
        } catch (IOException refused) {
            feeds = settings.feeds();
            change = change.with(new HubChange(
                    List.of(), List.of(), List.of(), List.of(String.valueOf(refused.getMessage())), List.of()));
        }
        if (!settings.stopTimeout().equals(next.stopTimeout())) {
            change = change.withChanged("stopTimeout");
        }
        List<String> fixed = new ArrayList<>(differences(settings.gateway(), next.gateway()));
        fixed.addAll(change.fixed());
        // What holds from the next start on is compared with what holds now each time.
        settings = new DaemonSettings(settings.gateway(), next.hub(), feeds, next.stopTimeout());
        return new Reload(
                change,
                change.failed().stream().map(failed -> file + ": " + failed).toList(),
                fixed);
    }

    private static HubChange labelled(FeedChange feeds) {
        UnaryOperator<List<String>> label =
                names -> names.stream().map(name -> "feed " + name).toList();
        return new HubChange(
                label.apply(feeds.added()),
                label.apply(feeds.removed()),
                label.apply(feeds.changed()),
                feeds.failed(),
                List.of());
    }

    private static Reload refused(List<String> problems) {
        return new Reload(null, problems, List.of());
    }

    /**
     * Ends in order within {@link #stopTimeout}; see {@link CotGateway#stop}.
     *
     * @return to whom not everything was sent
     */
    public List<Unsent> stop() {
        return gateway.stop(stopTimeout());
    }

    /** How long what waits may take to be sent at the end. */
    public synchronized Duration stopTimeout() {
        return settings.stopTimeout();
    }

    /** The file system's own messages are often only the name of the file. */
    private static String reason(Exception failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String said = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        return said == null ? failure.getClass().getSimpleName() : said;
    }

    /** Ends at once. */
    @Override
    public void close() {
        gateway.close();
    }

    /** The top-level settings that differ, by name. */
    private static List<String> differences(GatewaySettings before, GatewaySettings after) {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : GatewaySettings.class.getRecordComponents()) {
            try {
                Object old = component.getAccessor().invoke(before);
                if (!Objects.equals(old, component.getAccessor().invoke(after))) {
                    names.add(component.getName());
                }
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(component + " of a public record cannot be read", impossible);
            }
        }
        return names;
    }
}
