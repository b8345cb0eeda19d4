package org.cotgateway.daemon;

import java.io.IOException;
import java.nio.file.Path;
import org.cotgateway.config.ConfigReader;
import org.cotgateway.config.ConfigReading;

/**
 * A daemon's configuration file. Reading it also looks at what the file names: keys, certificates, interfaces, hosts. For
 * any thread that may read files and look up names.
 */
public final class DaemonFile {

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
        if (reading.config() == null) {
            return new DaemonReading(null, reading.problems());
        }
        return new SettingsMapper(reading).map(reading.config());
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
