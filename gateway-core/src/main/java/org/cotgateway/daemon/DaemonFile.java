package org.cotgateway.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cotgateway.config.ConfigReader;
import org.cotgateway.config.ConfigReading;
import org.cotgateway.config.GatewayConfig;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;

/**
 * A daemon's configuration file. Reading it also looks at what the file names: keys, certificates, interfaces, hosts. For
 * any thread that may read files and look up names.
 */
public final class DaemonFile {

    private static final Comparator<Violation> BY_PLACE = Comparator.comparing(
            Violation::at,
            Comparator.nullsFirst(Comparator.comparingInt(TextPosition::line).thenComparingInt(TextPosition::column)));

    private final Path file;
    private final ConfigReader reader;

    public DaemonFile(Path file) {
        this(file, ConfigReader.ofProcess());
    }

    DaemonFile(Path file, ConfigReader reader) {
        this.file = file;
        this.reader = reader;
    }

    /**
     * Reads it, as often as wanted.
     *
     * @throws IOException when it cannot be read at all
     */
    public DaemonReading read() throws IOException {
        ConfigReading reading = reader.read(file);
        return reading(reading, false, List.of());
    }

    /**
     * Reads it and also looks up the hosts of its endpoints, which takes a few seconds where the name service is slow. Warns
     * also of what a daemon's log would say.
     *
     * @throws IOException when it cannot be read at all
     */
    public DaemonReading check() throws IOException, InterruptedException {
        ConfigReading reading = reader.read(file);
        GatewayConfig draft = reading.draft();
        return reading(reading, true, draft == null ? List.of() : EndpointHosts.unknown(reading, draft));
    }

    private static DaemonReading reading(ConfigReading reading, boolean logged, List<Violation> moreWarnings) {
        List<Violation> problems = new ArrayList<>(reading.problems());
        List<Violation> warnings = new ArrayList<>();
        if (reading.draft() != null) {
            MachineRules rules = new MachineRules(reading, Instant.now());
            rules.check(reading.draft());
            rules.found().forEach(violation -> problems.add(reading.placed(violation)));
            rules.warnings().forEach(violation -> warnings.add(reading.placed(violation)));
            if (logged) {
                rules.loggedWarnings().forEach(violation -> warnings.add(reading.placed(violation)));
            }
        }
        moreWarnings.forEach(violation -> warnings.add(reading.placed(violation)));
        problems.sort(BY_PLACE);
        warnings.sort(BY_PLACE);
        DaemonSettings settings =
                reading.config() == null || !problems.isEmpty() ? null : new SettingsMapper(reading.config()).map();
        return new DaemonReading(settings, problems, warnings);
    }

    /** A problem of this file in one line, as compilers write it. */
    String line(Violation problem) {
        TextPosition at = problem.at() == null ? new TextPosition(1, 1) : problem.at();
        return file + ":" + at.line() + ":" + at.column() + ": " + problem.at(null);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
