package org.cotgateway.device;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.jspecify.annotations.Nullable;

/**
 * Whom a device can reach: learned from datagrams, never from direct TCP. The event's type, callsign and stale time do
 * not matter, its uid and {@code contact@endpoint} do. Not thread-safe.
 *
 * <p>Source: ATAK 5.5, which makes a contact of {@code ip:port:tcp|udp|srctcp|srcudp} and of nothing else.
 */
final class ContactBook {

    /** Whatever port a {@code udp} contact names, ATAK answers here. */
    static final int DATAGRAM_ANSWER_PORT = 6_969;

    private static final Pattern ENDPOINT = Pattern.compile("([^:]*):([0-9]{1,9}):(src)?(tcp|udp)");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_CONTACTS = 10_000;

    private final Map<String, DeviceContact> contacts = new HashMap<>();

    /** Learns from an event that came in a datagram; empty when it makes no contact or says nothing new. */
    Optional<DeviceContact> learn(CotEvent event, InetSocketAddress source) {
        Optional<DeviceContact> said = event.detail()
                .element(Contact.NAME, Contact::from)
                .flatMap(contact -> contact(event.uid(), contact.endpoint(), source));
        if (said.isEmpty() || said.get().equals(contacts.get(event.uid()))) {
            return Optional.empty();
        }
        if (contacts.size() == MAX_CONTACTS && !contacts.containsKey(event.uid())) {
            return Optional.empty();
        }
        contacts.put(event.uid(), said.get());
        return said;
    }

    /** What ATAK makes of an endpoint; {@code src} means the datagram's source in place of the address given. */
    static Optional<DeviceContact> contact(String uid, @Nullable String endpoint, InetSocketAddress source) {
        Matcher parts = ENDPOINT.matcher(endpoint == null ? "" : endpoint);
        if (endpoint == null || !parts.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(parts.group(2));
        if (port == 0) {
            return Optional.empty();
        }
        boolean datagrams = parts.group(4).equals("udp");
        String host =
                parts.group(3) == null ? parts.group(1) : source.getAddress().getHostAddress();
        return Optional.of(new DeviceContact(uid, endpoint, datagrams, target(host, port, datagrams)));
    }

    private static @Nullable InetSocketAddress target(String host, int port, boolean datagrams) {
        if (!NetUtil.isValidIpV4Address(host) || port > MAX_PORT) {
            return null;
        }
        return new InetSocketAddress(host, datagrams ? DATAGRAM_ANSWER_PORT : port);
    }

    @Nullable
    DeviceContact find(String uid) {
        return contacts.get(uid);
    }

    int size() {
        return contacts.size();
    }
}
