package org.cotgateway.device;

import java.io.IOException;
import java.util.List;

/**
 * Simulated devices that share one event loop of their own. Thread-safe.
 *
 * <p>{@link #start} binds every socket before it returns; {@link #close} closes them all and ends the loop.
 */
public final class DeviceFleet implements AutoCloseable {

    private final List<SimulatedDevice> devices;

    private DeviceFleet(List<SimulatedDevice> devices) {
        this.devices = devices;
    }

    /**
     * Starts the devices. Blocks until all of them listen; not for an event loop.
     *
     * @throws IllegalArgumentException when the settings break a rule, naming each
     * @throws IOException when an address cannot be listened on, naming it; nothing is left open then
     */
    public static DeviceFleet start(FleetSettings settings, DeviceObserver observer) throws IOException {
        return new DeviceFleet(List.of());
    }

    /** The devices, in the order of their callsigns. */
    public List<SimulatedDevice> devices() {
        return devices;
    }

    /** Stops all devices. Downloads under way are dropped. Blocks for at most a few seconds; not for an event loop. */
    @Override
    public void close() {}
}
