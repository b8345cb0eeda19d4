package org.cotgateway.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cotgateway.datapackage.FetchLedger;
import org.cotgateway.datapackage.PackageException;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.Packages;
import org.cotgateway.datapackage.StoreSettings;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;

/** A server on a free port of the loopback, with its store, its ledger and an observer that remembers. */
final class ServerFixture implements AutoCloseable {

    final Counters counters = new Counters();
    final FetchLog fetches = new FetchLog();
    final PackageStore store;
    final FetchLedger ledger;
    final HttpServer server;

    private final Path directory;
    private final GatewayLoop loop;
    private final ExecutorService workers = Executors.newFixedThreadPool(2);

    private ServerFixture(Path directory, HttpSettings settings, GatewayLoop loop) throws IOException {
        this.directory = directory;
        this.loop = loop;
        store = PackageStore.open(StoreSettings.in(directory.resolve("store")), counters);
        ledger = FetchLedger.open(directory.resolve("ledger"), 1000, Duration.ZERO, workers, counters);
        Router.Builder routes = Router.builder();
        new PackageRoutes(settings, store, ledger, fetches, counters, workers).add(routes);
        StatusRoutes.add(routes, new FixedStatus(), new OperatorsOnly(settings, counters));
        server = HttpServer.bind(loop, settings, routes.build(), counters);
    }

    /** Defaults on a free port. */
    static HttpSettings loopback() {
        return HttpSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    static ServerFixture start(Path directory) throws IOException {
        return start(directory, loopback());
    }

    static ServerFixture start(Path directory, HttpSettings settings) throws IOException {
        return start(directory, settings, GatewayLoop.start("http-test", SocketKind.best()));
    }

    /** On that loop, which ends with it. */
    static ServerFixture start(Path directory, HttpSettings settings, GatewayLoop loop) throws IOException {
        return new ServerFixture(directory, settings, loop);
    }

    /** Stores a package of a little more than so many bytes that do not compress. */
    StoredPackage store(String name, int bytes) throws IOException, PackageException {
        Path files = Files.createDirectories(directory.resolve("files"));
        return store.build(Packages.ofRandomFile(files, name, bytes, bytes));
    }

    InetSocketAddress address() {
        return server.address();
    }

    GatewayLoop loop() {
        return loop;
    }

    /** The URL of a path on this server. */
    String url(String path) {
        return "http://127.0.0.1:" + address().getPort() + path;
    }

    /** The bytes of a package. */
    static byte[] content(StoredPackage stored) throws IOException {
        return Files.readAllBytes(stored.path());
    }

    @Override
    public void close() {
        server.close();
        loop.close();
        ledger.close();
        store.close();
        workers.shutdownNow();
    }
}
