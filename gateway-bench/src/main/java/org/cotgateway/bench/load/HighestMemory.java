package org.cotgateway.bench.load;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Watches how much memory a process holds, ten times a second. */
final class HighestMemory implements AutoCloseable {

    private static final long EVERY_MS = 100;

    private final RelayProcess process;
    private final AtomicLong highest = new AtomicLong();
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor();

    private HighestMemory(RelayProcess process) {
        this.process = process;
    }

    static HighestMemory of(RelayProcess process) {
        HighestMemory memory = new HighestMemory(process);
        memory.watcher.scheduleAtFixedRate(memory::look, 0, EVERY_MS, TimeUnit.MILLISECONDS);
        return memory;
    }

    /** The most that it has held. */
    long highestBytes() throws IOException {
        highest.accumulateAndGet(process.residentBytes(), Math::max);
        return highest.get();
    }

    private void look() {
        try {
            highest.accumulateAndGet(process.residentBytes(), Math::max);
        } catch (IOException ended) {
            watcher.shutdown();
        }
    }

    @Override
    public void close() {
        watcher.shutdownNow();
    }
}
