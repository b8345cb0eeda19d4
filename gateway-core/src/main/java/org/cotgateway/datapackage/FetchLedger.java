package org.cotgateway.datapackage;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;

/** Who fetched which package. Thin: keeps nothing yet. */
public final class FetchLedger implements AutoCloseable {

    private FetchLedger() {}

    public static FetchLedger open(Path journal, int maxClients, Executor workers, Counters counters)
            throws IOException {
        return new FetchLedger();
    }

    public void started(String sha256, InetAddress client, @Nullable String receiver, long atMs) {}

    public void completed(String sha256, InetAddress client, @Nullable String receiver, long bytes, long atMs) {}

    public void aborted(String sha256, InetAddress client, @Nullable String receiver, long bytes, long atMs) {}

    public List<FetchRecord> records() {
        return List.of();
    }

    public List<FetchRecord> recordsOf(String sha256) {
        return List.of();
    }

    @Override
    public void close() {}
}
