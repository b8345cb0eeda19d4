package org.cotgateway.datapackage;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Small packages in memory, so that hundreds of devices fetching one at the same time cost one reading of the disk.
 * Bounded in bytes; what is fetched least goes first.
 *
 * <p>The buffers are direct and owned by the garbage collector, not counted: a package that is evicted here while
 * downloads of it are under way lives until the last of them is done.
 */
public final class PackageCache {

    private final PackageStore store;
    private final int maxPackageBytes;
    private final Executor workers;
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
        this.workers = workers;
        this.contents = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String sha256, ByteBuffer content) -> content.capacity())
                .executor(workers)
                .buildAsync();
    }

    /** Whether the package is small enough. */
    public boolean takes(StoredPackage stored) {
        return stored.sizeBytes() <= maxPackageBytes;
    }

    /**
     * The content of a package that the cache {@link #takes}: at once if it is in memory, else as soon as a worker has read
     * it, once for all who ask meanwhile. The buffer is read-only and the caller's own view. Fails with the {@link
     * IOException} of the reading, in a {@link java.util.concurrent.CompletionException}. Never blocks; any thread.
     *
     * @throws java.util.concurrent.RejectedExecutionException when the workers take no more work
     */
    public CompletableFuture<ByteBuffer> content(StoredPackage stored) {
        store.touch(stored.sha256());
        return contents.get(
                        stored.sha256(),
                        (sha256, executor) -> CompletableFuture.supplyAsync(() -> read(stored), workers))
                .thenApply(ByteBuffer::duplicate);
    }

    private ByteBuffer read(StoredPackage stored) {
        ByteBuffer content = ByteBuffer.allocateDirect((int) stored.sizeBytes());
        try (FileChannel channel = store.read(stored)) {
            while (content.hasRemaining()) {
                if (channel.read(content) < 0) {
                    throw new EOFException(stored.path() + " is shorter than " + stored.sizeBytes() + " bytes");
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return content.flip().asReadOnlyBuffer();
    }
}
