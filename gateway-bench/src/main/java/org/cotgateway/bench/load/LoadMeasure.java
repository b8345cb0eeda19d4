package org.cotgateway.bench.load;

import java.util.OptionalLong;

/**
 * One measurement of one turn.
 *
 * @param events what was delivered, or taken in when there was nobody to deliver it to
 * @param wallNs how long that took
 * @param cpuNs processor time of the process that was measured, user and system, all its threads
 * @param loopCpuNs that of the one thread of it that carries the events
 * @param driverCpuNs that of the process that drives it; 0 if it is not looked at
 * @param allocatedBytes what its threads allocated in the heap; none of a program that has no heap, or is not asked
 * @param each from when an event was due to be sent until a receiver has read it
 * @param last until the last receiver has
 */
record LoadMeasure(
        long events,
        long wallNs,
        long cpuNs,
        long loopCpuNs,
        long driverCpuNs,
        OptionalLong allocatedBytes,
        Latencies each,
        Latencies last) {

    /** Without latencies and allocations. */
    LoadMeasure(long events, long wallNs, long cpuNs, long loopCpuNs, long driverCpuNs) {
        this(events, wallNs, cpuNs, loopCpuNs, driverCpuNs, OptionalLong.empty(), Latencies.NONE, Latencies.NONE);
    }

    /** The same with what was allocated meanwhile. */
    LoadMeasure allocating(long bytes) {
        return new LoadMeasure(events, wallNs, cpuNs, loopCpuNs, driverCpuNs, OptionalLong.of(bytes), each, last);
    }

    /** Both together, one after the other; without latencies. */
    LoadMeasure plus(LoadMeasure other) {
        return new LoadMeasure(
                events + other.events,
                wallNs + other.wallNs,
                cpuNs + other.cpuNs,
                loopCpuNs + other.loopCpuNs,
                driverCpuNs + other.driverCpuNs,
                hasAllocations() && other.hasAllocations()
                        ? OptionalLong.of(allocatedBytes.getAsLong() + other.allocatedBytes.getAsLong())
                        : OptionalLong.empty(),
                Latencies.NONE,
                Latencies.NONE);
    }

    double eventsPerSecond() {
        return events * 1e9 / wallNs;
    }

    double cpuNsPerEvent() {
        return (double) cpuNs / events;
    }

    double loopNsPerEvent() {
        return (double) loopCpuNs / events;
    }

    double allocatedBytesPerEvent() {
        return (double) allocatedBytes.orElseThrow() / events;
    }

    boolean hasAllocations() {
        return allocatedBytes.isPresent();
    }

    /** How much of one core the driver took: close to 1, and it was the driver that was measured. */
    double driverShare() {
        return (double) driverCpuNs / wallNs;
    }

    boolean hasLatencies() {
        return !each.equals(Latencies.NONE);
    }
}
