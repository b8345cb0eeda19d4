package org.cotgateway.hub;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cotgateway.channel.ClientStream;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.hub.HubStatus.ContactName;
import org.cotgateway.hub.HubStatus.Listener;
import org.cotgateway.hub.HubStatus.ReceiverEntry;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;

/** Measures the rates, and puts together how the hub is doing. Loop-only, apart from the constructor. */
final class StatusReader {

    private static final long SAMPLE_EVERY_MS = 1_000;

    private final EventLoop loop;
    private final Counters counters;
    private final EndpointSenders senders;
    private final Receivers receivers;
    private final RateMeter in = new RateMeter();
    private final RateMeter out = new RateMeter();
    private @Nullable Future<?> sampling;

    StatusReader(EventLoop loop, Counters counters, EndpointSenders senders, Receivers receivers) {
        this.loop = loop;
        this.counters = counters;
        this.senders = senders;
        this.receivers = receivers;
    }

    /** Begins to measure. */
    void open() {
        sampling = loop.scheduleWithFixedDelay(this::sample, 0, SAMPLE_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    void close() {
        if (sampling != null) {
            sampling.cancel(false);
        }
    }

    /** @param names what endpoints are called */
    HubStatus read(GatewayIdentity gateway, Listeners listeners, Map<Receiver, String> names) {
        assert loop.inEventLoop();
        receivers.settle();
        List<Listener> inlets = new ArrayList<>();
        List<ReceiverEntry> entries = new ArrayList<>();
        listeners.forEach((inlet, open) -> {
            List<ClientStream> clients = open.connected();
            inlets.add(new Listener(inlet.name(), NetUtil.toSocketAddressString(inlet.address()), clients.size()));
            clients.forEach(client -> entries.add(entry(client, null, inlet.name(), open.login(client))));
        });
        Set<String> named = new HashSet<>();
        for (Receiver receiver : receivers.all()) {
            if (!(receiver instanceof ClientStream)) {
                ReceiverEntry entry = entry(receiver, names.get(receiver), null, HubStatus.Login.NONE);
                named.add(entry.status().name());
                entries.add(entry);
            }
        }
        for (ReceiverStatus endpoint : senders.status()) {
            if (!named.contains(endpoint.name())) {
                entries.add(new ReceiverEntry(endpoint.name(), endpoint, null, HubStatus.Login.NONE, null, List.of()));
            }
        }
        return new HubStatus(
                gateway,
                receivers.now(),
                inlets,
                entries,
                receivers.contacts(),
                in.rates(),
                out.rates(),
                counters.snapshot());
    }

    private ReceiverEntry entry(
            Receiver receiver, @Nullable String name, @Nullable String listener, HubStatus.Login login) {
        List<ContactName> contacts = receivers.contactsVia(receiver).stream()
                .map(contact -> new ContactName(contact.uid(), contact.callsign()))
                .toList();
        ReceiverStatus status = receiver.status();
        return new ReceiverEntry(
                name == null ? status.name() : name,
                status,
                listener,
                login,
                receivers.membershipOf(receiver),
                contacts);
    }

    private void sample() {
        long nowMs = TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime());
        in.sample(counters.get(Counter.EVENTS_RECEIVED), nowMs);
        out.sample(counters.get(Counter.EVENTS_SENT), nowMs);
    }
}
