package org.cotgateway.device;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Somebody that a device can name, and mostly reach.
 *
 * @param uid the uid of the event that it was learned from; acknowledgements go to the contact of this uid
 * @param endpoint the {@code contact@endpoint} of that event
 * @param datagrams whether messages to it go by UDP; by TCP else
 * @param target where messages go, or null when nothing can ever be sent there (a host name, a port above 65535)
 */
public record DeviceContact(
        String uid,
        String endpoint,
        boolean datagrams,
        @Nullable InetSocketAddress target) {}
