package org.cotgateway.device;

import java.net.InetSocketAddress;

/** One simulated ATAK device. Identity and tally may be read on any thread. */
public final class SimulatedDevice {

    private final String callsign;
    private final String uid;
    private final InetSocketAddress address;

    SimulatedDevice(String callsign, InetSocketAddress address) {
        this.callsign = callsign;
        this.uid = "SIM-" + callsign;
        this.address = address;
    }

    /** The name it goes by, {@code DEV-001}. */
    public String callsign() {
        return callsign;
    }

    /** Its uid, stable from run to run: {@code SIM-DEV-001}. */
    public String uid() {
        return uid;
    }

    /** Where it listens, TCP and UDP. */
    public InetSocketAddress address() {
        return address;
    }

    /** What it has seen and done so far. */
    public DeviceTally tally() {
        return new DeviceTally(0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
