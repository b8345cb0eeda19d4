package org.cotgateway.device;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Which devices to start.
 *
 * @param count how many; 1 to 65,000
 * @param host the first device's IPv4 address. In 127.0.0.0/8 each device gets an address of its own, counted up from
 *     here without those that end in .0 and .255; elsewhere each gets a port of its own
 * @param port the TCP and UDP port, or the first of them; 0 for any that is free
 * @param callsignPrefix callsigns are this and {@code 001}, {@code 002} ...; uids are {@code SIM-} and the callsign
 * @param multicastGroups groups that all devices listen to besides, IPv4, for example 239.2.3.1:6969
 * @param device how each of them behaves
 */
public record FleetSettings(
        int count,
        String host,
        int port,
        String callsignPrefix,
        List<InetSocketAddress> multicastGroups,
        DeviceSettings device) {

    /** Where ATAK listens for direct messages, TCP and UDP. */
    public static final int ATAK_PORT = 4242;

    /** One healthy device on 127.0.0.1:4242. */
    public static final FleetSettings DEFAULT =
            new FleetSettings(1, "127.0.0.1", ATAK_PORT, "DEV-", List.of(), DeviceSettings.DEFAULT);

    public FleetSettings {
        multicastGroups = List.copyOf(multicastGroups);
    }

    /** These settings with another number of devices. */
    public FleetSettings withCount(int devices) {
        return new FleetSettings(devices, host, port, callsignPrefix, multicastGroups, device);
    }

    /** These settings with another first address. */
    public FleetSettings withAddress(String firstHost, int firstPort) {
        return new FleetSettings(count, firstHost, firstPort, callsignPrefix, multicastGroups, device);
    }

    /** These settings with other multicast groups. */
    public FleetSettings withMulticast(InetSocketAddress... groups) {
        return new FleetSettings(count, host, port, callsignPrefix, List.of(groups), device);
    }

    /** These settings with devices that behave otherwise. */
    public FleetSettings withDevice(DeviceSettings behaviour) {
        return new FleetSettings(count, host, port, callsignPrefix, multicastGroups, behaviour);
    }
}
