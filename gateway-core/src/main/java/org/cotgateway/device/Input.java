package org.cotgateway.device;

/** By which way a message came to a device. */
public enum Input {
    /** One message on a TCP connection of its own. */
    TCP,
    /** A datagram to the device's own address. */
    UDP,
    /** A datagram to a multicast group that the device has joined. */
    MULTICAST
}
