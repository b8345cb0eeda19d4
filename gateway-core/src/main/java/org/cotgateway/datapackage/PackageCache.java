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
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
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
    private final Executor workers;
    private final Counters counters;
    private final AsyncCache<String, Content> contents;

    /**
     * An empty cache.
     *
     * @param maxBytes all packages together
     * @param maxPackageBytes a larger package is not cached
     * @param workers read the packages
     * @param counters of what cannot be read
     */
    public PackageCache(PackageStore store, long maxBytes, int maxPackageBytes, Executor workers, Counters counters) {
        this.store = store;
        this.maxPackageBytes = maxPackageBytes;
        this.workers = workers;
        this.counters = counters;
        this.contents = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String sha256, Content content) -> content.sizeBytes())
                // What is left to do after a look into it is little, and no work for threads that may be waiting for
                // the disk.
                .executor(Runnable::run)
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
        CompletableFuture<Content> loading = contents.get(
                stored.sha256(), (sha256, inline) -> CompletableFuture.supplyAsync(() -> read(stored), workers));
        return loading.thenApply(
                content -> content == null ? Optional.empty() : Optional.of(bytes(stored, loading, content)));
    }

    /** The content of a package if it is in memory, as {@link #content} gives it; else null, and nothing is read. */
    public @Nullable ByteBuffer inMemory(StoredPackage stored) {
        CompletableFuture<Content> loaded = contents.getIfPresent(stored.sha256());
        if (loaded == null || !loaded.isDone() || loaded.isCompletedExceptionally()) {
            return null;
        }
        Content content = loaded.join();
        ByteBuffer bytes = content == null ? null : content.bytes();
        if (bytes == null) {
            return null;
        }
        store.touch(stored.sha256());
        return bytes.duplicate();
    }

    /** Gives hits, misses, evictions and size of this cache; a failed reading is a load there, and counted beside it. */
    public void bindTo(MeterRegistry registry) {
        CaffeineCacheMetrics.monitor(registry, contents, "packages");
    }

    /** Null, which the cache does not keep, when the package is gone. */
    private @Nullable Content read(StoredPackage stored) {
        try (FileChannel channel = store.read(stored)) {
            ByteBuffer content = ByteBuffer.allocateDirect((int) stored.sizeBytes());
            while (content.hasRemaining()) {
                if (channel.read(content) < 0) {
                    throw new EOFException(stored.path() + " is shorter than " + stored.sizeBytes() + " bytes");
                }
            }
            return new Content(content.flip().asReadOnlyBuffer(), null);
        } catch (NoSuchFileException evicted) {
            return null;
        } catch (IOException failure) {
            counters.increment(Counter.PACKAGES_UNREADABLE);
            return new Content(null, failure);
        }
    }

    /** The bytes that were read. Whoever asks after a failure reads again; a reading that has begun since is left alone. */
    private ByteBuffer bytes(StoredPackage stored, CompletableFuture<Content> loaded, Content content) {
        ByteBuffer bytes = content.bytes();
        if (bytes == null) {
            contents.asMap().remove(stored.sha256(), loaded);
            throw new UncheckedIOException(content.trouble());
        }
        return bytes.duplicate();
    }

    /**
     * What came of reading a package: a failure is a value here, since the cache itself would write its stack to standard error.
     *
     * @param bytes null if it failed
     * @param failure why
     */
    private record Content(
            @Nullable ByteBuffer bytes, @Nullable IOException failure) {

        int sizeBytes() {
            return bytes == null ? 0 : bytes.capacity();
        }

        IOException trouble() {
            return failure == null ? new IOException("not read") : failure;
        }
    }
}
