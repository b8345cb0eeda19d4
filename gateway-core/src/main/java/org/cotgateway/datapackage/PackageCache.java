package org.cotgateway.datapackage;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Packages in memory, so that hundreds of devices fetching one at the same time cost one reading of the disk.
 * Bounded in bytes; what is fetched least goes first. Safe on any thread; only loading reads the disk.
 *
 * <p>The buffers are direct and owned by the garbage collector, not counted: a package that is evicted here while
 * downloads of it are under way lives until the last of them is done.
 */
public final class PackageCache {

    private final PackageStore store;
    private final int maxPackageBytes;
    private final AsyncCache<String, ByteBuffer> contents;

    /**
     * An empty cache.
     *
     * @param maxBytes all packages together
     * @param maxPackageBytes a larger package is not cached
     * @param workers read the packages
     */
    public PackageCache(PackageStore store, long maxBytes, int maxPackageBytes, Executor workers) {
        this.store = store;
        this.maxPackageBytes = maxPackageBytes;
        this.contents = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String sha256, ByteBuffer content) -> content.capacity())
                .executor(workers)
                .recordStats()
                .buildAsync();
    }

    /** Whether the package is small enough. */
    public boolean takes(StoredPackage stored) {
        return stored.sizeBytes() <= maxPackageBytes;
    }

    /**
     * The content of a package that the cache {@link #takes}: at once if it is in memory, else as soon as a worker has read
     * it, once for all who ask meanwhile. Empty when the package was evicted from the store. The buffer is read-only and
     * the caller's own view. Fails when the disk does. Never blocks; any thread.
     *
     * @throws java.util.concurrent.RejectedExecutionException when the workers take no more work
     */
    public CompletableFuture<Optional<ByteBuffer>> content(StoredPackage stored) {
        store.touch(stored.sha256());
        return contents.get(
                        stored.sha256(),
                        (sha256, executor) -> CompletableFuture.supplyAsync(() -> read(stored), executor))
                .thenApply(content -> Optional.ofNullable(content).map(ByteBuffer::duplicate));
    }

    /** The content of a package if it is in memory, as {@link #content} gives it; else null, and nothing is read. */
    public @Nullable ByteBuffer inMemory(StoredPackage stored) {
        CompletableFuture<ByteBuffer> loaded = contents.getIfPresent(stored.sha256());
        if (loaded == null || !loaded.isDone() || loaded.isCompletedExceptionally()) {
            return null;
        }
        store.touch(stored.sha256());
        return loaded.join().duplicate();
    }

    /** Gives hits, misses, evictions and size of this cache. */
    public void bindTo(MeterRegistry registry) {
        CaffeineCacheMetrics.monitor(registry, contents, "packages");
    }

    /** Null, which the cache does not keep, when the package is gone. */
    private @Nullable ByteBuffer read(StoredPackage stored) {
        try (FileChannel channel = store.read(stored)) {
            ByteBuffer content = ByteBuffer.allocateDirect((int) stored.sizeBytes());
            while (content.hasRemaining()) {
                if (channel.read(content) < 0) {
                    throw new EOFException(stored.path() + " is shorter than " + stored.sizeBytes() + " bytes");
                }
            }
            return content.flip().asReadOnlyBuffer();
        } catch (NoSuchFileException evicted) {
            return null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
