package org.cotgateway.device;

import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cotgateway.event.Violation;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Simulated devices that share one event loop of their own. Thread-safe.
 *
 * <p>{@link #start} binds every socket before it returns; {@link #close} closes them all and ends the loop.
 */
public final class DeviceFleet implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DeviceFleet.class);
    private static final long CLOSE_TIMEOUT_MS = 5_000;
    private static final long EXPIRY_INTERVAL_MS = 1_000;

    private final GatewayLoop loop;
    private final ExecutorService worker;
    private final FleetResources resources;
    private final List<SimulatedDevice> devices = new ArrayList<>();

    private DeviceFleet(DeviceObserver observer) {
        loop = GatewayLoop.start("devices", SocketKind.best());
        worker = Executors.newSingleThreadExecutor(new DefaultThreadFactory("devices-worker", true));
        resources = new FleetResources(
                loop.loop(),
                loop.sockets(),
                new DefaultChannelGroup("devices", loop.loop(), true),
                new StrictAtakParser(),
                worker,
                observer);
    }

    /**
     * Starts the devices. Blocks until all of them listen; not for an event loop.
     *
     * @throws IllegalArgumentException when the settings break a rule, naming each
     * @throws IOException when an address cannot be listened on, naming it; nothing is left open then
     */
    public static DeviceFleet start(FleetSettings settings, DeviceObserver observer) throws IOException {
        List<Violation> violations = check(settings);
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException(
                    violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        }
        DeviceFleet fleet = new DeviceFleet(observer);
        try {
            fleet.open(settings);
            return fleet;
        } catch (IOException | RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    /** Every rule that these settings break; empty when devices can be started with them. */
    public static List<Violation> check(FleetSettings settings) {
        return FleetAddresses.check(settings);
    }

    private void open(FleetSettings settings) throws IOException {
        DeviceSockets sockets = new DeviceSockets(resources, settings.device());
        List<InetSocketAddress> addresses = FleetAddresses.plan(settings);
        int digits = Math.max(3, Integer.toString(addresses.size()).length());
        for (int i = 0; i < addresses.size(); i++) {
            String number = String.format(Locale.ROOT, "%0" + digits + "d", i + 1);
            devices.add(sockets.open(settings.callsignPrefix() + number, addresses.get(i)));
        }
        for (InetSocketAddress group : settings.multicastGroups()) {
            sockets.join(group, addresses.get(0).getAddress(), devices);
        }
        loop.loop().scheduleAtFixedRate(this::expire, EXPIRY_INTERVAL_MS, EXPIRY_INTERVAL_MS, TimeUnit.MILLISECONDS);
        log.info("{} simulated devices listen, the first is {}", devices.size(), devices.get(0));
    }

    private void expire() {
        long nowMs = System.currentTimeMillis();
        for (SimulatedDevice device : devices) {
            device.expire(nowMs);
        }
    }

    /** The devices, in the order of their callsigns. */
    public List<SimulatedDevice> devices() {
        return List.copyOf(devices);
    }

    /** Stops all devices. Downloads under way are dropped. Blocks for at most a few seconds; not for an event loop. */
    @Override
    public void close() {
        resources.channels().close().awaitUninterruptibly(CLOSE_TIMEOUT_MS);
        loop.close();
        // after the loop: what a download had written so far is thrown away when its socket closes
        worker.shutdown();
        try {
            if (!worker.awaitTermination(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                log.warn("files were still being written after {} ms", CLOSE_TIMEOUT_MS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
