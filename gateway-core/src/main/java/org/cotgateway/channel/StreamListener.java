package org.cotgateway.channel;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cotgateway.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for clients that open a stream and stay, as ATAK does with a server. */
public final class StreamListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StreamListener.class);

    private final EventLoop loop;
    private final LoopContext context;
    private final ClientSettings settings;
    private final ClientObserver observer;
    private final Set<ClientStream> clients = new LinkedHashSet<>();
    private final LogLimit refused = new LogLimit();
    private final Channel server;
    private final Future<?> ticking;

    private StreamListener(
            EndpointSenders senders, InetSocketAddress address, ClientSettings settings, ClientObserver observer)
            throws IOException {
        this.context = senders.context();
        this.loop = context.loop;
        this.settings = settings;
        this.observer = observer;
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(context.sockets.serverClass())
                .option(ChannelOption.SO_BACKLOG, settings.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        accept(connection);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen on " + address + ": " + FailureText.of(bound.cause()), bound.cause());
        }
        this.server = bound.channel();
        this.ticking = loop.scheduleWithFixedDelay(
                this::tick, LoopContext.TICK_MS, LoopContext.TICK_MS, TimeUnit.MILLISECONDS);
        log.info("listening for streams on {}", server.localAddress());
    }

    /**
     * Listens. Blocks until the port is bound; not for the loop.
     *
     * @param senders of the gateway whose loop and settings are used
     * @param address port 0 for any that is free
     * @param observer told who connects and leaves; what they send goes to the senders' own sink
     * @throws IOException when the port cannot be had; the message says which and why
     */
    public static StreamListener bind(
            EndpointSenders senders, InetSocketAddress address, ClientSettings settings, ClientObserver observer)
            throws IOException {
        return new StreamListener(senders, address, settings, observer);
    }

    /** The address and port that it listens on. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** Stops listening and closes every connection. Blocks until the port is free, unless on the loop. */
    @Override
    public void close() {
        ticking.cancel(false);
        ChannelFuture closed = server.close();
        loop.execute(() -> List.copyOf(clients).forEach(client -> client.close("the listener is closed")));
        if (!loop.inEventLoop()) {
            closed.awaitUninterruptibly();
        }
    }

    private void accept(SocketChannel connection) {
        if (clients.size() >= settings.maxConnections()) {
            context.counters.increment(Counter.CLIENTS_REFUSED);
            refused.warn(
                    log,
                    () -> "client " + connection.remoteAddress() + " is refused: " + settings.maxConnections()
                            + " are connected");
            connection.close();
            return;
        }
        context.counters.increment(Counter.CLIENTS_CONNECTED);
        ClientStream client = new ClientStream(this, context, connection, settings);
        clients.add(client);
        log.info("client {} has connected", client);
        observer.connected(client);
    }

    void ended(ClientStream client, String why) {
        if (clients.remove(client)) {
            context.counters.increment(Counter.CLIENTS_LEFT);
            observer.left(client, why);
        }
    }

    private void tick() {
        long slowMs = settings.slowTimeout().toMillis();
        for (ClientStream client : List.copyOf(clients)) {
            try {
                client.tick(slowMs);
            } catch (RuntimeException | Error bug) {
                // One client's trouble must not stop the clock of the others.
                log.error("looking after client {} failed", client, bug);
            }
        }
    }
}
