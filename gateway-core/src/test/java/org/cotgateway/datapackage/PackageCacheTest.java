package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.cotgateway.metrics.Counter;
import org.junit.jupiter.api.Test;

/** What becomes of those who wait for a package that cannot be read. */
class PackageCacheTest extends StoreFixture {

    private final Queue<Runnable> readings = new ArrayDeque<>();

    @Test
    void allWhoAskAgainAfterAFailureWaitForOneReading() throws Exception {
        try (PackageStore store = open(Long.MAX_VALUE)) {
            PackageCache cache = new PackageCache(store, 1 << 20, 1 << 20, readings::add, counters);
            StoredPackage stored = build(store, "a");
            byte[] content = Files.readAllBytes(stored.path());
            Files.write(stored.path(), new byte[0]);
            List<CompletableFuture<Optional<ByteBuffer>>> again = new ArrayList<>();
            List<CompletableFuture<Optional<ByteBuffer>>> failed = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                CompletableFuture<Optional<ByteBuffer>> asked = cache.content(stored);
                failed.add(asked);
                asked.whenComplete((bytes, failure) -> again.add(cache.content(stored)));
            }

            readings.remove().run();

            assertThat(failed).allMatch(CompletableFuture::isCompletedExceptionally);
            assertThat(counters.get(Counter.PACKAGES_UNREADABLE)).isOne();
            assertThat(readings).hasSize(1);
            Files.write(stored.path(), content);
            readings.remove().run();
            assertThat(again)
                    .hasSize(2)
                    .allSatisfy(bytes -> assertThat(bytes.join()).contains(ByteBuffer.wrap(content)));
            assertThat(cache.inMemory(stored)).isEqualTo(ByteBuffer.wrap(content));
            assertThat(counters.get(Counter.PACKAGES_UNREADABLE)).isOne();
        }
    }
}
