package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.cotgateway.datapackage.PackageCache;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.StoreSettings;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which packages are for the memory and which for their files. */
class PackageRoutesTest {

    @TempDir
    private Path directory;

    @Test
    void aPackageThatASmallMachineHasNoMemoryForComesFromItsFile() throws Exception {
        assertThat(takes(4 << 20, 40L << 20)).isTrue();
        assertThat(takes(16 << 20, 1L << 30)).isTrue();

        assertThat(takes(11 << 20, 40L << 20)).isFalse();
        assertThat(takes(17 << 20, 1L << 30)).isFalse();
    }

    private boolean takes(int packageBytes, long maxDirectBytes) throws Exception {
        Counters counters = new Counters();
        try (PackageStore store = PackageStore.open(StoreSettings.in(directory), counters)) {
            PackageCache cache =
                    PackageRoutes.cache(ServerFixture.loopback(), maxDirectBytes, store, Runnable::run, counters);
            return cache.takes(new StoredPackage("0".repeat(64), "a.zip", packageBytes, directory.resolve("a")));
        }
    }
}
