package org.cotgateway.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.cotgateway.datapackage.FetchLedger;
import org.cotgateway.datapackage.PackageCache;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.GatewayLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves data packages by HTTP on the gateway's event loop, at {@code /package/<sha256>/<name>.zip} and {@code
 * /getfile?file=<name>}, and tells operators how the gateway is doing, at {@code /api/v1/status} and {@code /metrics}. A download holds a socket and, if the package is large, an open file; no thread and no copy.
 */
public final class PackageServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PackageServer.class);
    private static final int BACKLOG = 1024;
    private static final long CLOSE_TIMEOUT_MS = 5_000;

    private final Channel listener;
    private final ChannelGroup connections;
    private final PackageCache cache;

    private PackageServer(Channel listener, ChannelGroup connections, PackageCache cache) {
        this.listener = listener;
        this.connections = connections;
        this.cache = cache;
    }

    /**
     * Starts to listen. Blocks until it does; not on the loop. Store and ledger stay the caller's.
     *
     * @param observer told of every download, on the loop, after the ledger
     * @param status says how the gateway is doing
     * @param workers read and open packages; must not run tasks on the loop
     * @throws IllegalArgumentException naming the operators that are no networks
     * @throws IOException when it cannot listen there; a {@link BindException} that names the address, for example when the
     *     port is in use
     */
    public static PackageServer bind(
            GatewayLoop loop,
            HttpSettings settings,
            PackageStore store,
            FetchLedger ledger,
            FetchObserver observer,
            StatusSource status,
            Counters counters,
            Executor workers)
            throws IOException {
        assert !loop.loop().inEventLoop() : "waiting for the loop on itself would last for ever";
        PackageCache cache = new PackageCache(store, settings.cacheBytes(), settings.maxCachedPackageBytes(), workers);
        Networks operators = Networks.of(settings.operators());
        Router router = router(
                new PackageFinder(store),
                new PackageContents(store, cache, workers),
                new FetchRecorder(ledger, observer, counters),
                OperatorRoute.status(status, operators, counters),
                OperatorRoute.metrics(status, operators, counters));
        ChannelGroup connections = new DefaultChannelGroup(loop.loop());
        ChannelFuture bound = new ServerBootstrap()
                .group(loop.loop())
                .channel(loop.sockets().serverClass())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ConnectionInitializer(settings, router, connections, counters))
                .bind(settings.address())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw cannotListen(settings.address(), bound.cause());
        }
        log.info("HTTP server listens on {}", bound.channel().localAddress());
        return new PackageServer(bound.channel(), connections, cache);
    }

    static Router router(
            PackageFinder finder, PackageContents contents, FetchRecorder fetches, Route status, Route metrics) {
        return new Router(Map.of(
                "package",
                new PackageRoute(finder::byHash, contents, fetches),
                "getfile",
                new PackageRoute(finder::byFileName, contents, fetches),
                "api",
                status,
                "metrics",
                metrics));
    }

    /** The packages in memory. */
    public PackageCache cache() {
        return cache;
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Takes no more connections; those that there are go on. */
    public void stopAccepting() {
        listener.close().awaitUninterruptibly(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    /** Stops listening and ends what is under way; downloads are reported as aborted. Blocks for at most five seconds. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        connections.close().awaitUninterruptibly(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    private static BindException cannotListen(InetSocketAddress address, Throwable cause) {
        BindException failure = new BindException("cannot listen for HTTP on " + address + ": " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }
}
