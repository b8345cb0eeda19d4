package org.cotgateway.cli;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.channel.ClientObserver;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.channel.ClientStream;
import org.cotgateway.channel.DatagramListener;
import org.cotgateway.channel.DirectTcpListener;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.EventSink;
import org.cotgateway.channel.Inlet;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.channel.StreamListener;
import org.cotgateway.codec.Credentials;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.metrics.Counters;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;

/**
 * Sources that are dialled or listened to, on an event loop of their own. A dialled stream is kept: it is dialled again
 * when it is lost, pings are answered and sent.
 */
final class OpenSources implements AutoCloseable {

    private static final long CLOSE_TIMEOUT_MS = 5_000;
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /** A server that refuses a certificate by TLS 1.3 says so right after the handshake, when we are connected already. */
    private static final Duration SETTLES_AFTER = Duration.ofMillis(100);

    private final Counters counters = new Counters();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<String> names = new ArrayList<>();
    private final List<Endpoint> dialled = new ArrayList<>();
    private final Map<String, String> states = new HashMap<>();
    private final Set<String> reached = new HashSet<>();
    private final Consumer<String> news;
    private final GatewayLoop loop;
    private final EventImages images;
    private final EndpointSenders senders;

    /**
     * Opens them all. Blocks.
     *
     * @param tls our certificate, and whom we trust
     * @param sink takes what comes in; called on the loop
     * @param news takes what happens to connections, a line each; called on the loop
     * @throws IOException when a port cannot be had; none is left open
     */
    OpenSources(List<Source> sources, TlsSettings tls, EventSink sink, Consumer<String> news) throws IOException {
        this.news = news;
        this.loop = register(GatewayLoop.start("cotgw", SocketKind.best()));
        try {
            this.images =
                    new EventImages(PooledByteBufAllocator.DEFAULT, "cotgw", InstantSource.system(), XmlLimits.DEFAULT);
            this.senders = new EndpointSenders(loop, ChannelSettings.DEFAULT, tls, counters, images, sink);
            opened.push(() -> loop.loop().submit(senders::close).await(CLOSE_TIMEOUT_MS));
            for (Source source : sources) {
                open(source, tls, sink);
            }
            loop.loop().execute(this::begin);
        } catch (IOException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** What was opened, for people: {@code listening 127.0.0.1:4242:tcp}, with the ports that they really are. */
    List<String> names() {
        return List.copyOf(names);
    }

    /** What was counted. */
    Counters counters() {
        return counters;
    }

    /** The dialled sources that have not been connected so far, each with the reason. Not on the loop. */
    List<String> unreached() throws InterruptedException {
        try {
            return loop.loop().submit(this::unreachedNow).get();
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        }
    }

    private void open(Source source, TlsSettings tls, EventSink sink) throws IOException {
        Endpoint endpoint = source.endpoint();
        if (!source.opened()) {
            dialled.add(endpoint);
            names.add("dialling " + endpoint);
            return;
        }
        InetSocketAddress address = switch (source.transport()) {
            case TCP -> singleMessages(source, sink);
            case STCP -> streams(source, null);
            case TLS -> streams(source, tls);
            case UDP -> datagrams(source, sink);
            case WEBSOCKET, PROGRAM -> throw new IllegalArgumentException("nobody is listened for so: " + source);
        };
        names.add("listening " + Addresses.text(address) + ":" + source.transport());
    }

    private InetSocketAddress singleMessages(Source source, EventSink sink) throws IOException {
        return register(DirectTcpListener.bind(senders, source.local(), ChannelSettings.DEFAULT.listener(), sink))
                .address();
    }

    private InetSocketAddress streams(Source source, @Nullable TlsSettings secured) throws IOException {
        return register(StreamListener.bind(senders, source.local(), ClientSettings.DEFAULT, secured, new ClientNews()))
                .address();
    }

    private InetSocketAddress datagrams(Source source, EventSink sink) throws IOException {
        InetSocketAddress local = source.local();
        InetAddress group = source.endpoint().isMulticast() ? local.getAddress() : null;
        String networkInterface = source.endpoint().networkInterface();
        return register(DatagramListener.bind(senders, local, group, networkInterface, sink))
                .address();
    }

    private void begin() {
        dialled.forEach(endpoint -> senders.keep(endpoint, null, false));
        if (!dialled.isEmpty()) {
            Pings.start(dialled, senders, images, loop);
            loop.loop()
                    .scheduleWithFixedDelay(
                            this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Says which dialled streams have come and gone. */
    private void look() {
        for (ReceiverStatus status : senders.status()) {
            if (status.traffic().receivedEvents() > 0) {
                reached.add(status.name());
            }
            if (isConnected(status)) {
                reached.add(status.name());
                tell(status, "connected");
            } else if (status.failures() > 0 && status.trouble() != null) {
                tell(status, "not connected: " + status.trouble() + "; dialling again");
            }
        }
    }

    private void tell(ReceiverStatus status, String state) {
        if (!state.equals(states.put(status.name(), state))) {
            news.accept(status.name() + ": " + state);
        }
    }

    private static boolean isConnected(ReceiverStatus status) {
        Instant since = status.connectedSince();
        return since != null
                && (status.traffic().receivedEvents() > 0
                        || !since.plus(SETTLES_AFTER).isAfter(Instant.now()));
    }

    private List<String> unreachedNow() {
        look();
        List<String> unreached = new ArrayList<>();
        for (ReceiverStatus status : senders.status()) {
            if (!reached.contains(status.name()) && status.connectedSince() == null) {
                unreached.add(status.name() + ": " + (status.trouble() == null ? "no answer" : status.trouble()));
            }
        }
        return unreached;
    }

    private <T extends AutoCloseable> T register(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Closes everything; blocks until nothing more comes in. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (Exception failed) {
                news.accept("not closed well: " + failed);
            }
        }
    }

    /** Who of those that dial us comes and goes. */
    private final class ClientNews implements ClientObserver {

        @Override
        public void connected(ClientStream client) {
            news.accept(Addresses.text(client.address()) + ": connected");
        }

        @Override
        public boolean authenticated(ClientStream client, Credentials credentials) {
            return true;
        }

        @Override
        public void left(ClientStream client, String why) {
            news.accept(Addresses.text(client.address()) + ": " + why);
        }
    }

    /** Who sent it, for people. */
    static String sender(Inlet from) {
        return from instanceof ClientStream || from.receiver() == null
                ? Addresses.text(from.address())
                : from.toString();
    }
}
