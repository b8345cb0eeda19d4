package org.cotgateway.datapackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.io.TempDir;

/** Stores in a directory of their own, with small packages to put in. */
abstract class StoreFixture {

    static final int BYTES = 10_000;

    @TempDir
    Path directory;

    final Counters counters = new Counters();

    PackageStore open(long maxBytes) throws IOException {
        return PackageStore.open(new StoreSettings(storeDirectory(), maxBytes), counters);
    }

    StoredPackage build(PackageStore store, String name) throws IOException, PackageException {
        return store.build(Packages.ofRandomFile(directory, name, BYTES - 1_000, name.hashCode()));
    }

    Attachment file(String name) throws IOException {
        return Attachment.of(Files.writeString(directory.resolve(name), name));
    }

    Path storeDirectory() {
        return directory.resolve("store");
    }

    List<String> filesInStore() throws IOException {
        try (var files = Files.list(storeDirectory())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .toList();
        }
    }
}
