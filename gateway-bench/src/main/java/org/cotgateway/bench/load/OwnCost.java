package org.cotgateway.bench.load;

import java.io.IOException;

/** What the process of a program of ours takes from when this is made, as it tells whoever has asked it to do something. */
final class OwnCost {

    private static final long PID = ProcessHandle.current().pid();

    // In this order, so that none of them is in the next one's figure.
    private final ThreadAllocations allocations = ThreadAllocations.here();
    private final ThreadTimes times = ThreadTimes.of(PID);
    private final long beginNs = System.nanoTime();

    OwnCost() throws IOException {}

    /** "wallNs cpuNs loopCpuNs allocatedBytes" until now, in the thread that made this. */
    String line() throws IOException {
        long wallNs = System.nanoTime() - beginNs;
        ThreadTimes after = ThreadTimes.of(PID);
        long allocatedBytes = ThreadAllocations.here().sinceBytes(allocations).orElseThrow();
        return wallNs + " " + after.sinceNs(times) + " " + after.loopSinceNs(times) + " " + allocatedBytes;
    }
}
