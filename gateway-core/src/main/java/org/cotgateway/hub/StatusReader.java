package org.cotgateway.hub;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cotgateway.channel.Client;
import org.cotgateway.channel.ClientStream;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.channel.WebSocketClients;
import org.cotgateway.hub.HubStatus.Listener;
import org.cotgateway.hub.HubStatus.ReceiverEntry;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.NextPass;
import org.jspecify.annotations.Nullable;

/** Measures the rates, and puts together how the hub is doing. Loop-only, apart from the constructor. */
final class StatusReader {

    private static final long SAMPLE_EVERY_MS = 1_000;
    /** With {@link ReceiverEntry#MAX_CONTACTS} of each, it takes a fraction of a millisecond. */
    private static final int CLIENTS_A_PASS = 32;

    private final EventLoop loop;
    private final Counters counters;
    private final EndpointSenders senders;
    private final Receivers receivers;
    private final WebSocketClients webSockets;
    private final RateMeter in = new RateMeter();
    private final RateMeter out = new RateMeter();
    private @Nullable Future<?> sampling;

    StatusReader(
            EventLoop loop,
            Counters counters,
            EndpointSenders senders,
            Receivers receivers,
            WebSocketClients webSockets) {
        this.webSockets = webSockets;
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

    HubGauges gauges(Listeners listeners, LatestEvents latest) {
        assert loop.inEventLoop();
        int[] clients = {webSockets.count()};
        ReceiverStatus.Queue[] queue = {senders.queue().plus(webSockets.queue())};
        listeners.forEach((inlet, open) -> {
            clients[0] += open.clientCount();
            queue[0] = queue[0].plus(open.queue());
        });
        return new HubGauges(clients[0], receivers.contacts(), latest.size(), latest.bytes(), queue[0]);
    }

    /** @param names what endpoints are called */
    CompletionStage<HubStatus> read(GatewayIdentity gateway, Listeners listeners, Map<Receiver, String> names) {
        assert loop.inEventLoop();
        receivers.settle();
        List<Listener> inlets = new ArrayList<>();
        Deque<Supplier<ReceiverEntry>> unread = new ArrayDeque<>();
        listeners.forEach((inlet, open) -> {
            List<ClientStream> clients = open.connected();
            inlets.add(new Listener(
                    inlet.name(), NetUtil.toSocketAddressString(inlet.address()), clients.size(), open.bad()));
            clients.forEach(client -> unread.add(() -> entry(client, null, inlet.name(), open.login(client))));
        });
        webSockets.connected().forEach(client -> unread.add(() -> entry(client, null, null, HubStatus.Login.NONE)));
        Instant at = receivers.now();
        Rates received = in.rates();
        Rates sent = out.rates();
        Map<Counter, Long> counts = counters.snapshot();
        int contacts = receivers.contacts();
        List<ReceiverEntry> endpoints = endpoints(names);
        CompletableFuture<List<ReceiverEntry>> entries = new CompletableFuture<>();
        readOn(unread, new ArrayList<>(), entries);
        return entries.thenApply(clients -> {
            clients.addAll(endpoints);
            return new HubStatus(gateway, at, inlets, clients, contacts, received, sent, counts);
        });
    }

    private List<ReceiverEntry> endpoints(Map<Receiver, String> names) {
        List<ReceiverEntry> entries = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (Receiver receiver : receivers.all()) {
            if (!(receiver instanceof Client)) {
                ReceiverEntry entry = entry(receiver, names.get(receiver), null, HubStatus.Login.NONE);
                named.add(entry.status().name());
                entries.add(entry);
            }
        }
        for (ReceiverStatus endpoint : senders.status()) {
            if (!named.contains(endpoint.name())) {
                entries.add(
                        new ReceiverEntry(endpoint.name(), endpoint, null, HubStatus.Login.NONE, null, List.of(), 0));
            }
        }
        return entries;
    }

    /** Some clients now, and the others when the loop has looked at its sockets. */
    private void readOn(
            Deque<Supplier<ReceiverEntry>> unread,
            List<ReceiverEntry> entries,
            CompletableFuture<List<ReceiverEntry>> all) {
        try {
            for (int i = 0; i < CLIENTS_A_PASS && !unread.isEmpty(); i++) {
                entries.add(unread.remove().get());
            }
            if (unread.isEmpty()) {
                all.complete(entries);
            } else {
                NextPass.run(loop, () -> readOn(unread, entries, all), all);
            }
        } catch (RuntimeException | Error failure) {
            // Whoever asked waits for an answer.
            all.completeExceptionally(failure);
        }
    }

    private ReceiverEntry entry(
            Receiver receiver, @Nullable String name, @Nullable String listener, HubStatus.Login login) {
        ReceiverStatus status = receiver.status();
        return new ReceiverEntry(
                name == null ? status.name() : name,
                status,
                listener,
                login,
                receivers.membershipOf(receiver),
                receivers.contactsVia(receiver, ReceiverEntry.MAX_CONTACTS),
                receivers.contactCountVia(receiver));
    }

    private void sample() {
        long nowMs = TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime());
        in.sample(counters.get(Counter.EVENTS_RECEIVED), nowMs);
        out.sample(counters.get(Counter.EVENTS_SENT), nowMs);
    }
}
