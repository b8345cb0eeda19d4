package org.cotgateway.http;

import io.netty.util.internal.PlatformDependent;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.cotgateway.datapackage.FetchLedger;
import org.cotgateway.datapackage.PackageCache;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.metrics.Counters;

/**
 * Serves data packages, at {@code /package/<sha256>/<name>.zip} and {@code /getfile?file=<name>}, and counts who fetched
 * them. A download holds a socket and, if the package is too large for the cache, an open file and a piece of it in memory; no
 * thread.
 */
public final class PackageRoutes {

    /** One part of so many of the memory outside of the heap is for packages, and not more, whatever is set. */
    private static final int CACHE_SHARE = 4;

    private final PackageCache cache;
    private final PackageFinder finder;
    private final PackageContents contents;
    private final FetchRecorder fetches;

    /**
     * Store and ledger stay the caller's.
     *
     * @param observer told of every download, on the loop, after the ledger
     * @param workers read and open packages; must not run tasks on the loop
     */
    public PackageRoutes(
            HttpSettings settings,
            PackageStore store,
            FetchLedger ledger,
            FetchObserver observer,
            Counters counters,
            Executor workers) {
        this.cache = cache(settings, PlatformDependent.maxDirectMemory(), store, workers, counters);
        this.finder = new PackageFinder(store);
        this.contents = new PackageContents(store, cache, workers);
        this.fetches = new FetchRecorder(ledger, observer, counters);
    }

    /** On a small machine what does not fit into its memory comes from files: better than packages that cannot be fetched. */
    static PackageCache cache(
            HttpSettings settings, long maxDirectBytes, PackageStore store, Executor workers, Counters counters) {
        long bytes = Math.min(settings.cacheBytes(), maxDirectBytes / CACHE_SHARE);
        return new PackageCache(
                store, bytes, (int) Math.min(settings.maxCachedPackageBytes(), bytes), workers, counters);
    }

    /** Adds the routes. */
    public void add(Router.Builder routes) {
        routes.get("/package/{sha256}/{name}", new PackageRoute(finder::byHash, contents, fetches))
                .get("/getfile", new PackageRoute(finder::byFileName, contents, fetches));
    }

    /**
     * A route that serves packages as the others do.
     *
     * @param finder finds the package that a request means; must not block
     */
    public Route serving(Function<RequestTarget, Optional<StoredPackage>> finder) {
        return new PackageRoute(finder, contents, fetches);
    }

    /** The packages in memory. */
    public PackageCache cache() {
        return cache;
    }
}
