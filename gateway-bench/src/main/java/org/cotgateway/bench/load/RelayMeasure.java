package org.cotgateway.bench.load;

/**
 * One measurement of one relay.
 *
 * @param drive what the driver saw
 * @param relayCpuNs processor time of the relay's process meanwhile, user and system, all its threads, in steps of 10 ms
 * @param loopCpuNs that of the one thread of it that carries the events
 */
record RelayMeasure(DriveResult drive, long relayCpuNs, long loopCpuNs) {

    /** What was delivered, or taken in when there was nobody to deliver it to. */
    long events() {
        return Math.max(drive.sent(), drive.received());
    }

    double eventsPerSecond() {
        return events() * 1e9 / drive.wallNs();
    }

    double relayCpuNsPerEvent() {
        return (double) relayCpuNs / events();
    }

    double loopCpuNsPerEvent() {
        return (double) loopCpuNs / events();
    }

    /** How much of one core the driver took: close to 1, and it was the driver that was measured. */
    double driveCpuShare() {
        return (double) drive.cpuNs() / drive.wallNs();
    }

    double p50Ms() {
        return drive.p50Ns() / 1e6;
    }

    double p99Ms() {
        return drive.p99Ns() / 1e6;
    }

    double p999Ms() {
        return drive.p999Ns() / 1e6;
    }

    double maxMs() {
        return drive.maxNs() / 1e6;
    }
}
