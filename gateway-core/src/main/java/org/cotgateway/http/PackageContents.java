package org.cotgateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.cotgateway.datapackage.PackageCache;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.StoredPackage;
import org.jspecify.annotations.Nullable;

/**
 * Gives the contents of packages as bodies: out of the cache, or those that are too large for it from their files, which
 * workers read while they are written.
 */
final class PackageContents {

    private final PackageStore store;
    private final PackageCache cache;
    private final Executor workers;

    PackageContents(PackageStore store, PackageCache cache, Executor workers) {
        this.store = store;
        this.cache = cache;
        this.workers = workers;
    }

    /** All of a package if it is in memory, the caller's own view; else null. Reads nothing. */
    @Nullable
    ByteBuffer inMemory(StoredPackage stored) {
        return cache.takes(stored) ? cache.inMemory(stored) : null;
    }

    /**
     * Loads a part of a package. Does not block: at once if the package is in memory, else a worker reads or opens it.
     *
     * @param loop runs whichever of the two comes
     * @param loaded takes the body over; empty when the package was evicted from the store
     * @param failed takes the reason, for example a {@link RejectedExecutionException} when the workers take no more work
     */
    void load(
            StoredPackage stored,
            ByteRange range,
            EventLoop loop,
            Consumer<Optional<AnswerBody>> loaded,
            Consumer<Throwable> failed) {
        body(stored, range).whenComplete((body, failure) -> {
            if (failure != null) {
                onLoop(loop, () -> failed.accept(failure), () -> {});
            } else {
                onLoop(loop, () -> loaded.accept(body), () -> body.ifPresent(AnswerBody::release));
            }
        });
    }

    private CompletableFuture<Optional<AnswerBody>> body(StoredPackage stored, ByteRange range) {
        try {
            return cache.takes(stored)
                    ? cache.content(stored).thenApply(content -> content.map(whole -> slice(whole, range)))
                    : CompletableFuture.supplyAsync(() -> file(stored, range), workers);
        } catch (RejectedExecutionException workersAreGone) {
            return CompletableFuture.failedFuture(workersAreGone);
        }
    }

    /** @param otherwise runs here if the loop has ended */
    static void onLoop(EventLoop loop, Runnable task, Runnable otherwise) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException loopIsGone) {
            otherwise.run();
        }
    }

    private static AnswerBody slice(ByteBuffer content, ByteRange range) {
        ByteBuffer part = content.slice((int) range.first(), (int) range.length());
        return new AnswerBody(Unpooled.wrappedBuffer(part), range.length());
    }

    private Optional<AnswerBody> file(StoredPackage stored, ByteRange range) {
        try {
            return Optional.of(
                    new AnswerBody(new FileBody(store.read(stored), range.first(), workers), range.length()));
        } catch (NoSuchFileException evicted) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
