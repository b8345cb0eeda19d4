package org.cotgateway.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import org.cotgateway.datapackage.FetchLedger;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.GatewayLoop;

/** Serves packages by HTTP on the gateway's event loop. */
public final class PackageServer implements AutoCloseable {

    private final InetSocketAddress address;

    private PackageServer(InetSocketAddress address) {
        this.address = address;
    }

    /**
     * Starts to listen. Blocks until it does; not on the loop.
     *
     * @throws IOException when it cannot listen there, for example a {@link java.net.BindException} when the port is in use
     */
    public static PackageServer bind(
            GatewayLoop loop,
            HttpSettings settings,
            PackageStore store,
            FetchLedger ledger,
            FetchObserver observer,
            Counters counters,
            Executor workers)
            throws IOException {
        throw new IOException("being written");
    }

    /** The path of a package's URL, percent-encoded: {@code /package/<sha256>/<name>.zip}. */
    public static String path(StoredPackage stored) {
        throw new UnsupportedOperationException("being written");
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {}
}
