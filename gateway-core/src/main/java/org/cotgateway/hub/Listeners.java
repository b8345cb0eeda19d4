package org.cotgateway.hub;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.cotgateway.channel.DatagramListener;
import org.cotgateway.channel.DirectTcpListener;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.StreamListener;
import org.cotgateway.hub.HubSettings.DatagramInlet;
import org.cotgateway.hub.HubSettings.DirectInlet;
import org.cotgateway.hub.HubSettings.Listener;
import org.cotgateway.hub.HubSettings.StreamInlet;
import org.cotgateway.tls.TlsSettings;
import org.jspecify.annotations.Nullable;

/**
 * The listeners that are open. What opens and closes them blocks until ports are bound and free: for one thread at a time,
 * never the loop. Who is there can be asked on any thread.
 */
final class Listeners {

    private record Named(Listener settings, OpenListener open) {}

    private final EndpointSenders senders;
    private final Receivers receivers;
    private final Relay relay;
    /** By name; replaced as a whole. */
    private volatile Map<String, Named> open = Map.of();

    Listeners(EndpointSenders senders, Receivers receivers, Relay relay) {
        this.senders = senders;
        this.receivers = receivers;
        this.relay = relay;
    }

    /** Where they listen, in the order of the settings. */
    List<ListeningAddress> addresses() {
        return open.values().stream().map(Listeners::address).toList();
    }

    /** Gives each with where it listens; on the loop. */
    void forEach(BiConsumer<ListeningAddress, OpenListener> each) {
        open.values().forEach(listener -> each.accept(address(listener), listener.open));
    }

    private static ListeningAddress address(Named listener) {
        return new ListeningAddress(listener.settings.name(), listener.settings.type(), listener.open.address());
    }

    /** Whether one can go on as the other with the same socket. */
    static boolean keepsItsSocket(Listener before, Listener after) {
        if (!before.address().equals(after.address())) {
            return false;
        }
        if (before instanceof StreamInlet old && after instanceof StreamInlet fresh) {
            return asksTheSame(old.tls(), fresh.tls())
                    && old.clients().backlog() == fresh.clients().backlog();
        }
        if (before instanceof DatagramInlet old && after instanceof DatagramInlet fresh) {
            return Objects.equals(old.group(), fresh.group())
                    && Objects.equals(old.networkInterface(), fresh.networkInterface());
        }
        return before instanceof DirectInlet old
                && after instanceof DirectInlet fresh
                && old.messages().equals(fresh.messages());
    }

    /** Another certificate of ours is for those who connect from now on; other demands on clients are for everybody. */
    private static boolean asksTheSame(@Nullable TlsSettings before, @Nullable TlsSettings after) {
        return before == null || after == null
                ? before == after
                : before.with(after.identity(), before.trust()).equals(after);
    }

    /**
     * Opens what is new and closes what is gone. What needs a port that is about to be given up waits until it is free.
     *
     * @param wanted all that there are to be afterwards, in their order
     * @return those that waited and could then not be opened, by name, and why
     * @throws IOException naming every port that cannot be had; nothing has changed then
     */
    Map<String, String> replace(Difference<Listener> difference, List<Listener> wanted, ClientRules rules)
            throws IOException {
        Map<String, Named> fresh = new LinkedHashMap<>();
        Map<String, String> refused = new LinkedHashMap<>();
        List<Listener> waiting = new ArrayList<>();
        for (Listener listener : difference.opened()) {
            if (difference.closed().stream().anyMatch(gone -> isInTheWay(gone, listener))) {
                waiting.add(listener);
            } else {
                open(listener, rules, fresh, refused);
            }
        }
        if (!refused.isEmpty()) {
            fresh.values().forEach(each -> each.open.close());
            throw new IOException(String.join("; ", refused.values()));
        }
        Map<String, Named> all = new LinkedHashMap<>(open);
        for (Listener gone : difference.closed()) {
            Named closed = all.remove(gone.name());
            if (closed != null) {
                closed.open.close();
            }
        }
        waiting.forEach(listener -> open(listener, rules, fresh, refused));
        all.putAll(fresh);
        Map<String, Named> next = new LinkedHashMap<>();
        for (Listener listener : wanted) {
            Named each = all.get(listener.name());
            if (each != null) {
                next.put(listener.name(), new Named(listener, each.open));
            }
        }
        open = Collections.unmodifiableMap(next);
        return refused;
    }

    /** Lets one go on in another way; on the loop. See {@link OpenListener#change}. */
    void change(Listener to, ClientRules rules, @Nullable SslContext tls) {
        Named each = open.get(to.name());
        if (each != null) {
            each.open.change(to, rules, tls);
        }
    }

    /** Takes nobody new. */
    void stopAccepting() {
        open.values().forEach(each -> each.open.stopAccepting());
    }

    /** Closes all. */
    void close() {
        open.values().forEach(each -> each.open.close());
        open = Map.of();
    }

    private void open(Listener listener, ClientRules rules, Map<String, Named> fresh, Map<String, String> refused) {
        try {
            fresh.put(listener.name(), new Named(listener, bind(listener, rules)));
        } catch (IOException noSuchPort) {
            refused.put(listener.name(), "listener " + listener.name() + ": " + noSuchPort.getMessage());
        }
    }

    private OpenListener bind(Listener listener, ClientRules rules) throws IOException {
        if (listener instanceof StreamInlet stream) {
            Clients clients = new Clients(receivers, stream.membership(), rules);
            return new OpenListener.Streams(
                    StreamListener.bind(
                            stream.name(), senders, stream.address(), stream.clients(), stream.tls(), clients),
                    clients);
        }
        OneWaySink sink = new OneWaySink(relay, receivers, listener.membership());
        if (listener instanceof DatagramInlet datagrams) {
            return OpenListener.OneWay.of(
                    DatagramListener.bind(
                            listener.name(),
                            senders,
                            datagrams.address(),
                            datagrams.group(),
                            datagrams.networkInterface(),
                            sink),
                    sink);
        }
        DirectInlet direct = (DirectInlet) listener;
        return OpenListener.OneWay.of(
                DirectTcpListener.bind(listener.name(), senders, direct.address(), direct.messages(), sink), sink);
    }

    private static boolean isInTheWay(Listener gone, Listener listener) {
        boolean bothDatagrams = gone instanceof DatagramInlet == listener instanceof DatagramInlet;
        return bothDatagrams && gone.address().getPort() == listener.address().getPort();
    }
}
