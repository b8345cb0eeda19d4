package org.cotgateway.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.cotgateway.channel.BadInput;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.KnownContact;
import org.cotgateway.route.Membership;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway is doing at a moment; with many clients, during some passes of the loop. Immutable; made on the loop, for
 * any thread.
 *
 * @param gateway which one
 * @param at the moment when it was asked
 * @param listeners where clients connect
 * @param receivers clients that are connected, endpoints that are kept, and those that something is sent to now
 * @param contacts how many contacts are known that newcomers are shown
 * @param in events received
 * @param out events sent
 * @param counters everything that is counted
 */
public record HubStatus(
        GatewayIdentity gateway,
        Instant at,
        List<Listener> listeners,
        List<ReceiverEntry> receivers,
        int contacts,
        Rates in,
        Rates out,
        Map<Counter, Long> counters) {

    public HubStatus {
        listeners = List.copyOf(listeners);
        receivers = List.copyOf(receivers);
        Map<Counter, Long> counts = new EnumMap<>(Counter.class);
        counts.putAll(counters);
        counters = Collections.unmodifiableMap(counts);
    }

    /**
     * Where clients connect.
     *
     * @param name what its receivers call it
     * @param address where it listens, with the port that it really is
     * @param clients how many are connected
     * @param bad how much of what came in there was no good
     */
    public record Listener(String name, String address, int clients, BadInput bad) {}

    /**
     * A receiver.
     *
     * @param name what an endpoint is called in the settings; a client's address, or the endpoint's where it has no name
     * @param status how it is doing; named by its address
     * @param listener the name of the one that it came in by; null for an endpoint, and for a client by WebSocket
     * @param login who a client is
     * @param membership what it may publish and gets; null for what is sent to for a while only
     * @param contacts who is reached through it, the first {@link #MAX_CONTACTS} of them, the one heard longest ago first
     * @param contactCount how many those are in all
     */
    public record ReceiverEntry(
            String name,
            ReceiverStatus status,
            @Nullable String listener,
            Login login,
            @Nullable Membership membership,
            List<KnownContact> contacts,
            int contactCount) {

        /** Of one receiver; there may be thousands behind another gateway. */
        public static final int MAX_CONTACTS = 100;

        public ReceiverEntry {
            contacts = List.copyOf(contacts);
        }
    }

    /**
     * Who a client is.
     *
     * @param certificate the common name in its verified certificate; null if there is none
     * @param user what it calls itself in its {@code <auth>}; null if it says nothing
     * @param rule which of the rules for clients applies, counted from 0; null if none does
     */
    public record Login(
            @Nullable String certificate,
            @Nullable String user,
            @Nullable Integer rule) {

        /** Nobody in particular. */
        public static final Login NONE = new Login(null, null, null);
    }

    /** The same with one more listener, behind the others. */
    public HubStatus with(Listener besides) {
        List<Listener> all = new ArrayList<>(listeners);
        all.add(besides);
        return new HubStatus(gateway, at, all, receivers, contacts, in, out, counters);
    }

    /** How long the gateway has been running. */
    public Duration uptime() {
        return Duration.between(gateway.startedAt(), at);
    }
}
