package org.cotgateway.bench.load;

/**
 * One measurement of one turn.
 *
 * @param events what was delivered, or taken in when there was nobody to deliver it to
 * @param wallNs how long that took
 * @param cpuNs processor time of the process that was measured, user and system, all its threads
 * @param loopCpuNs that of the one thread of it that carries the events
 * @param driverCpuNs that of the process that drives it; 0 if it is not looked at
 * @param allocatedBytes what its threads allocated in the heap; {@link #UNKNOWN_BYTES} of a program that has none, or is not
 *     asked
 * @param each from when an event was due to be sent until a receiver has read it
 * @param last until the last receiver has
 */
record LoadMeasure(
        long events,
        long wallNs,
        long cpuNs,
        long loopCpuNs,
        long driverCpuNs,
        long allocatedBytes,
        Latencies each,
        Latencies last) {

    /** In the place of what nobody tells. */
    static final long UNKNOWN_BYTES = -1;

    /** Without latencies and allocations. */
    LoadMeasure(long events, long wallNs, long cpuNs, long loopCpuNs, long driverCpuNs) {
        this(events, wallNs, cpuNs, loopCpuNs, driverCpuNs, UNKNOWN_BYTES, Latencies.NONE, Latencies.NONE);
    }

    /** The same with what was allocated meanwhile. */
    LoadMeasure allocating(long bytes) {
        return new LoadMeasure(events, wallNs, cpuNs, loopCpuNs, driverCpuNs, bytes, each, last);
    }

    /** Both together, one after the other; without latencies. */
    LoadMeasure plus(LoadMeasure other) {
        return new LoadMeasure(
                events + other.events,
                wallNs + other.wallNs,
                cpuNs + other.cpuNs,
                loopCpuNs + other.loopCpuNs,
                driverCpuNs + other.driverCpuNs,
                hasAllocations() && other.hasAllocations() ? allocatedBytes + other.allocatedBytes : UNKNOWN_BYTES,
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
        return (double) allocatedBytes / events;
    }

    boolean hasAllocations() {
        return allocatedBytes != UNKNOWN_BYTES;
    }

    /** How much of one core the driver took: close to 1, and it was the driver that was measured. */
    double driverShare() {
        return (double) driverCpuNs / wallNs;
    }

    boolean hasLatencies() {
        return !each.equals(Latencies.NONE);
    }
}
