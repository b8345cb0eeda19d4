package org.cotgateway.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the interfaces of this machine. Asks the operating system, which takes some microseconds for each there is. Safe on
 * any thread.
 */
public final class NetworkInterfaces {

    /** Any; nothing is sent to it. */
    private static final int SOME_PORT = 9;

    private NetworkInterfaces() {}

    /** What is wrong with the name of an interface, or with an address of one: that there is none. Null if there is. */
    public static @Nullable String trouble(String nameOrAddress) {
        try {
            named(nameOrAddress);
            return null;
        } catch (NoSuchInterfaceException none) {
            return "must be a network interface of this machine: " + names();
        } catch (IOException failure) {
            return "cannot be looked for: " + failure.getMessage();
        }
    }

    private static String names() {
        try {
            return NetworkInterface.networkInterfaces()
                    .map(NetworkInterface::getName)
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (SocketException none) {
            return "it has none";
        }
    }

    /** The interface of that name, or the one that has that address. */
    static NetworkInterface named(String nameOrAddress) throws IOException {
        NetworkInterface found = EndpointRules.isLiteral(nameOrAddress)
                ? NetworkInterface.getByInetAddress(InetAddress.getByName(nameOrAddress))
                : NetworkInterface.getByName(nameOrAddress);
        if (found == null) {
            throw new NoSuchInterfaceException(nameOrAddress);
        }
        return found;
    }

    /** The one by which the operating system reaches the group; else the first that can do multicast. */
    static NetworkInterface towards(InetAddress group) throws IOException {
        NetworkInterface routed = routed(group);
        if (routed != null) {
            return routed;
        }
        return NetworkInterface.networkInterfaces()
                .filter(NetworkInterfaces::takesMulticast)
                .findFirst()
                .orElseThrow(() -> new IOException("this machine has no network interface for multicast"));
    }

    private static @Nullable NetworkInterface routed(InetAddress group) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(group, SOME_PORT));
            return NetworkInterface.getByInetAddress(socket.getLocalAddress());
        } catch (UncheckedIOException | SocketException noRoute) {
            return null;
        }
    }

    private static boolean takesMulticast(NetworkInterface each) {
        try {
            return each.isUp() && each.supportsMulticast();
        } catch (SocketException gone) {
            return false;
        }
    }

    /** There is no such interface on this machine. */
    static final class NoSuchInterfaceException extends IOException {

        private static final long serialVersionUID = 1;

        NoSuchInterfaceException(String nameOrAddress) {
            super("this machine has no network interface " + nameOrAddress);
        }
    }
}
