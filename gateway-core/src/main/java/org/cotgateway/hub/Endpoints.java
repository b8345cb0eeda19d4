package org.cotgateway.hub;

import io.netty.handler.ssl.SslContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotgateway.channel.Client;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.hub.HubSettings.EndpointReceiver;
import org.cotgateway.route.Membership;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** To whom we send of our own accord, by the names of the settings. Loop-only. */
final class Endpoints {

    private static final Logger log = LoggerFactory.getLogger(Endpoints.class);
    private static final int CALLS_PER_LOOK = 5;

    private final EndpointSenders senders;
    private final Receivers receivers;
    private final boolean flowTags;
    private final Map<String, Receiver> byName = new HashMap<>();
    /** Where each of these is. */
    private final Map<Receiver, Endpoint> addresses = new HashMap<>();

    private final EndpointTroubles troubles = new EndpointTroubles();
    /** Of {@link #tellTroubles}. */
    private int calls;

    private @Nullable StopAccount stopping;

    /** @param flowTags as in {@link HubSettings} */
    Endpoints(EndpointSenders senders, Receivers receivers, boolean flowTags) {
        this.senders = senders;
        this.receivers = receivers;
        this.flowTags = flowTags;
    }

    /** Whether one can go on as the other with the same connection. */
    static boolean isTheSame(EndpointReceiver before, EndpointReceiver after) {
        return before.endpoint().equals(after.endpoint()) && Objects.equals(before.tls(), after.tls());
    }

    /** Lets those go that are gone, takes new ones in, and gives the others their membership and keys of now. */
    void change(Difference<EndpointReceiver> difference, TlsOf tls) {
        // The names first: one may stand for another address now.
        Map<Endpoint, Receiver> closed = new LinkedHashMap<>();
        for (EndpointReceiver endpoint : difference.closed()) {
            closed.put(endpoint.endpoint(), Objects.requireNonNull(byName.remove(endpoint.name())));
        }
        Map<Endpoint, Receiver> replaced = new HashMap<>();
        for (EndpointReceiver endpoint : difference.opened()) {
            Receiver before = closed.remove(endpoint.endpoint());
            if (before != null) {
                replaced.put(endpoint.endpoint(), before);
            }
        }
        closed.forEach(this::remove);
        difference.opened().forEach(endpoint -> add(endpoint, tls.of(endpoint), replaced.get(endpoint.endpoint())));
        for (EndpointReceiver endpoint : difference.kept()) {
            receivers.change(Objects.requireNonNull(byName.get(endpoint.name())), endpoint.membership(), false);
            senders.renewTls(endpoint.endpoint(), tls.of(endpoint));
        }
    }

    /** Tells in the log which servers cannot be reached; looks every few times that it is called. */
    void tellTroubles() {
        if (stopping != null || ++calls % CALLS_PER_LOOK != 0) {
            return;
        }
        troubles.retain(byName.keySet());
        byName.forEach((name, receiver) -> {
            Endpoint address = addresses.get(receiver);
            if (address != null && address.transport().isStream()) {
                troubles.look(name, receiver.status());
            }
        });
    }

    /**
     * Lets those go who were seen behind servers whose stream has been lost for long, as if each of these had left and come
     * again: nobody can tell any more whether they are there.
     */
    void forgetLost() {
        if (stopping != null) {
            return;
        }
        for (Map.Entry<String, Receiver> each : byName.entrySet()) {
            Receiver before = each.getValue();
            Endpoint address = addresses.get(before);
            Membership membership = receivers.membershipOf(before);
            if (address != null
                    && membership != null
                    && receivers.contactCountVia(before) > 0
                    && senders.isLostForGood(address)) {
                log.info(
                        "endpoint {} has been lost for long: {} contacts behind it are taken to have left",
                        each.getKey(),
                        receivers.contactCountVia(before));
                addresses.remove(before);
                receivers.dismiss(before);
                Receiver anew = senders.keepAnew(address, flowTags);
                each.setValue(anew);
                addresses.put(anew, address);
                receivers.admitInPlaceOf(before, anew, membership);
            }
        }
    }

    /** What each is called. */
    Map<Receiver, String> names() {
        Map<Receiver, String> names = new HashMap<>();
        byName.forEach((name, receiver) -> names.put(receiver, name));
        return names;
    }

    /** Begins to keep account of what is not sent any more. */
    void stop() {
        stopping = new StopAccount(receivers, senders);
        receivers.stopping(stopping);
    }

    /** To whom not everything was sent since {@link #stop}. */
    List<Unsent> unsentAtStop() {
        return stopping == null ? unsent() : stopping.unsent(names());
    }

    /** To whom not everything was sent yet: of all receivers, and of whoever else the senders were given something for. */
    List<Unsent> unsent() {
        Map<Receiver, String> names = names();
        List<Unsent> unsent = new ArrayList<>();
        Set<String> told = new HashSet<>();
        receivers.unsent().forEach((receiver, events) -> {
            String address = receiver.status().name();
            told.add(address);
            unsent.add(new Unsent(names.getOrDefault(receiver, address), address, events));
        });
        for (ReceiverStatus status : senders.status()) {
            if (told.add(status.name())) {
                unsent.add(
                        new Unsent(status.name(), status.name(), status.queue().events()));
            }
        }
        unsent.removeIf(each -> each.events() == 0);
        return unsent;
    }

    /** See {@link Hub#offer}. */
    void offer(Endpoint to, @Nullable Receiver client, OutboundEvent event) {
        Receiver receiver = client == null ? senders.keptAt(to) : client;
        if (receiver == null) {
            senders.offer(to, event);
        } else {
            receivers.offerTo(receiver, event);
        }
    }

    /** The clients that are connected, by the endpoints that they can be named by. */
    Map<Endpoint, Receiver> clients() {
        Map<Endpoint, Receiver> clients = new HashMap<>();
        for (Receiver receiver : receivers.all()) {
            if (receiver instanceof Client client) {
                clients.put(client.endpoint(), client);
            }
        }
        return clients;
    }

    /** Where those can be reached that get what is published to a group, clients as above. */
    List<Endpoint> of(String group) {
        List<Endpoint> found = new ArrayList<>();
        for (Receiver receiver : receivers.all()) {
            Membership membership = receivers.membershipOf(receiver);
            if (membership != null && membership.out().contains(group)) {
                found.add(
                        receiver instanceof Client client
                                ? client.endpoint()
                                : Endpoint.parse(receiver.status().name()));
            }
        }
        return found;
    }

    /** @param before was there until now at the same address, with a connection that cannot go on; null if nobody was */
    private void add(EndpointReceiver endpoint, @Nullable SslContext tls, @Nullable Receiver before) {
        if (before != null) {
            remove(endpoint.endpoint(), before);
        }
        Receiver receiver = senders.keep(endpoint.endpoint(), tls, flowTags);
        byName.put(endpoint.name(), receiver);
        addresses.put(receiver, endpoint.endpoint());
        if (before == null) {
            receivers.admit(receiver, endpoint.membership(), false);
        } else {
            receivers.admitInPlaceOf(before, receiver, endpoint.membership());
        }
    }

    private void remove(Endpoint endpoint, Receiver receiver) {
        addresses.remove(receiver);
        receivers.dismiss(receiver);
        senders.forget(endpoint);
    }
}
