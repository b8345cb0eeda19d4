package org.cotgateway.channel;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cotgateway.codec.Credentials;
import org.cotgateway.event.PrintableText;
import org.cotgateway.metrics.Counter;
import org.cotgateway.tls.TlsContexts;
import org.cotgateway.tls.TlsException;
import org.cotgateway.tls.TlsSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for clients that open a stream and stay, as ATAK does with a server. With TLS a client has connected when its
 * handshake is done; until then it counts towards the most that there may be, and towards the most that may be in their
 * handshake, and is nothing else. Opened and closed off the loop; what comes in is taken on it.
 *
 * <pre>
 *   accept ─┬─ plain ────────────────┬─→ connected ─→ authenticated* ─→ left
 *           └─ TLS ─→ handshake done ┘
 *                         └─ failed: counted, logged, closed
 * </pre>
 */
public final class StreamListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StreamListener.class);

    /** What it is called in the log; null where there is only one. */
    private final @Nullable String name;

    private final EventLoop loop;
    private final LoopContext context;
    private ClientSettings settings;
    private @Nullable SslContext tls;
    private final boolean verifiesClients;
    private final ClientObserver observer;
    private final OpenClients<ClientStream> clients;
    /** Those among them whose handshake is under way. */
    private final Set<ClientStream> handshaking = new HashSet<>();

    private final LogLimit refused;
    private final LogLimit failedHandshakes;
    private final BadInputCount bad = new BadInputCount();
    private final ListeningSocket server;

    private StreamListener(
            @Nullable String name,
            EndpointSenders senders,
            InetSocketAddress address,
            ClientSettings settings,
            @Nullable TlsSettings tls,
            ClientObserver observer)
            throws IOException {
        this.name = name;
        this.context = senders.context();
        this.loop = context.loop;
        this.settings = settings;
        this.tls = tls == null ? null : tlsContext(address, tls, name == null ? "a listener" : "listener " + name);
        this.verifiesClients = tls != null && tls.verifyPeer();
        this.observer = observer;
        this.clients = new OpenClients<>(context);
        this.refused = new LogLimit(loop);
        this.failedHandshakes = new LogLimit(loop);
        this.server = ListeningSocket.bind(loop, context.sockets, address, settings.backlog(), false, this::accept);
        log.info(
                "listening for {} on {}{}",
                tls == null ? "streams" : "TLS streams",
                AddressText.of(server.address()),
                name == null ? "" : ": listener " + name);
    }

    /**
     * Listens. Blocks until the port is bound, and reads the files of keys and certificates; not for the loop.
     *
     * @param senders of the gateway whose loop and settings are used
     * @param address port 0 for any that is free
     * @param tls our certificate and whom we trust; null for a listener without TLS
     * @param observer told who connects and leaves; what they send goes to the senders' own sink
     * @throws IOException when the port cannot be had, or a TLS setting is wrong; the message says which and why
     */
    public static StreamListener bind(
            EndpointSenders senders,
            InetSocketAddress address,
            ClientSettings settings,
            @Nullable TlsSettings tls,
            ClientObserver observer)
            throws IOException {
        return new StreamListener(null, senders, address, settings, tls, observer);
    }

    /**
     * Listens in the same way, as one of several.
     *
     * @param name what it is called in the log
     */
    public static StreamListener bind(
            String name,
            EndpointSenders senders,
            InetSocketAddress address,
            ClientSettings settings,
            @Nullable TlsSettings tls,
            ClientObserver observer)
            throws IOException {
        return new StreamListener(name, senders, address, settings, tls, observer);
    }

    /** A client in the log: its address, and which listener it is one of. */
    String describe(InetSocketAddress client) {
        return AddressText.of(client, name);
    }

    /** The address and port that it listens on, or did. */
    public InetSocketAddress address() {
        return server.address();
    }

    /**
     * Goes on with other settings: framing and outboxes for those who connect from now on, times and the most that there
     * may be for all. Loop-only.
     *
     * @param otherTls for those who connect from now on; null for a listener without TLS
     */
    public void change(ClientSettings other, @Nullable SslContext otherTls) {
        assert loop.inEventLoop();
        settings = other;
        tls = otherTls;
        clients.all().forEach(client -> client.change(other));
    }

    /** Takes no more connections; those that there are stay. Blocks until the socket is closed, unless on the loop. */
    public void stopAccepting() {
        server.stopAccepting();
    }

    /** Who is connected; a copy. Loop-only. */
    public List<ClientStream> clients() {
        assert loop.inEventLoop();
        return clients.all();
    }

    /** How many those are. Loop-only. */
    public int clientCount() {
        assert loop.inEventLoop();
        return clients.size();
    }

    /** What waits for all of them. Loop-only. */
    public ReceiverStatus.Queue queue() {
        assert loop.inEventLoop();
        return clients.queue();
    }

    /** How much of what came in here was no good, from those who have left too. Loop-only. */
    public BadInput bad() {
        assert loop.inEventLoop();
        return bad.read();
    }

    /** Counts what is bad of all that comes in here. */
    BadInputCount badCount() {
        return bad;
    }

    /** Stops listening and closes every connection. Blocks until the socket is closed, unless on the loop. */
    @Override
    public void close() {
        server.stopAccepting();
        // Behind those who were being accepted.
        loop.execute(() -> {
            clients.all().forEach(client -> client.close("the listener is closed"));
            refused.close();
            failedHandshakes.close();
        });
    }

    private static SslContext tlsContext(InetSocketAddress address, TlsSettings settings, String who)
            throws IOException {
        try {
            return TlsContexts.server(settings, who);
        } catch (TlsException wrong) {
            throw new IOException(
                    "cannot listen for TLS on " + AddressText.of(address) + ": " + wrong.getMessage(), wrong);
        }
    }

    private void accept(SocketChannel connection) {
        if (clients.size() >= settings.maxConnections()) {
            refuse(connection, Counter.CLIENTS_REFUSED, settings.maxConnections() + " are connected");
            return;
        }
        if (tls != null && handshaking.size() >= settings.maxHandshakes()) {
            refuse(connection, Counter.HANDSHAKES_REFUSED, settings.maxHandshakes() + " are in their TLS handshake");
            return;
        }
        SslHandler handler = tls == null ? null : tls.newHandler(connection.alloc());
        ClientStream client = new ClientStream(this, context, connection, settings);
        clients.add(client);
        if (handler != null) {
            handshaking.add(client);
        }
        client.begin(connection, handler, verifiesClients);
    }

    private void refuse(SocketChannel connection, Counter counter, String why) {
        context.counters.increment(counter);
        InetSocketAddress from = connection.remoteAddress();
        refused.warn(log, counter, () -> "client " + describe(from) + " is refused: " + why);
        connection.close();
    }

    void connected(ClientStream client) {
        handshaking.remove(client);
        context.counters.increment(Counter.CLIENTS_CONNECTED);
        String certificate = client.certificateName();
        if (certificate == null) {
            log.info("client {} has connected", client);
        } else {
            log.info("client {} has connected with the certificate of {}", client, PrintableText.of(certificate));
        }
        observer.connected(client);
    }

    void handshakeFailed(ClientStream client, String why) {
        context.counters.increment(Counter.HANDSHAKES_FAILED);
        failedHandshakes.warn(log, why, () -> "no TLS with client " + client + ": " + why);
    }

    /** It is gone before it had connected. */
    void forget(ClientStream client) {
        handshaking.remove(client);
        clients.remove(client);
    }

    boolean authenticated(ClientStream client, Credentials credentials) {
        return observer.authenticated(client, credentials);
    }

    void left(ClientStream client, String why) {
        if (clients.remove(client)) {
            context.counters.increment(Counter.CLIENTS_LEFT);
            observer.left(client, why);
        }
    }
}
