package org.cotgateway.device;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one device behaves.
 *
 * @param faults what is wrong with it
 * @param downloads how it downloads
 * @param saveDir where it saves the packages that it took, in a directory named like its callsign; null for nowhere
 * @param slowBytesPerSecond how fast it reads with {@link Fault#SLOW}; at least 10
 */
public record DeviceSettings(
        Set<Fault> faults,
        DownloadSettings downloads,
        @Nullable Path saveDir,
        int slowBytesPerSecond) {

    /** A healthy device that saves nothing. */
    public static final DeviceSettings DEFAULT = new DeviceSettings(Set.of(), DownloadSettings.ATAK, null, 10_000);

    public DeviceSettings {
        faults = Set.copyOf(faults);
        if (slowBytesPerSecond < 10) {
            throw new IllegalArgumentException("slowBytesPerSecond must be at least 10: " + slowBytesPerSecond);
        }
    }

    /** These settings with these faults and no others. */
    public DeviceSettings withFaults(Fault... wrong) {
        return new DeviceSettings(Set.of(wrong), downloads, saveDir, slowBytesPerSecond);
    }

    /** These settings with another way to download. */
    public DeviceSettings withDownloads(DownloadSettings other) {
        return new DeviceSettings(faults, other, saveDir, slowBytesPerSecond);
    }

    /** These settings with another place to save packages. */
    public DeviceSettings withSaveDir(@Nullable Path directory) {
        return new DeviceSettings(faults, downloads, directory, slowBytesPerSecond);
    }

    boolean has(Fault fault) {
        return faults.contains(fault);
    }
}
