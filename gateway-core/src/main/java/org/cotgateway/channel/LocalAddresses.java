package org.cotgateway.channel;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Which addresses are this machine's own. They may change while we run; what is not known is looked for again, but only
 * once in a while, because that asks the operating system for all its interfaces: it answers from memory, in a fraction of a
 * millisecond. Loop-only.
 */
final class LocalAddresses {

    private static final long REFRESH_NS = TimeUnit.SECONDS.toNanos(10);

    private Set<InetAddress> known = Set.of();
    private boolean looked;
    private long lookedNs;

    boolean contains(InetAddress address) {
        if (known.contains(address)) {
            return true;
        }
        long nowNs = System.nanoTime();
        if (looked && nowNs - lookedNs < REFRESH_NS) {
            return false;
        }
        looked = true;
        lookedNs = nowNs;
        known = all();
        return known.contains(address);
    }

    private static Set<InetAddress> all() {
        Set<InetAddress> found = new HashSet<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .forEach(found::add);
        } catch (SocketException none) {
            // Then we know of no address, and take nothing for our own.
            return Set.of();
        }
        return found;
    }
}
