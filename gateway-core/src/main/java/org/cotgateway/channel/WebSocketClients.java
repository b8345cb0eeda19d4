package org.cotgateway.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cotgateway.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who have connected by WebSocket. Loop-only, but for the constructor and {@link #close}. */
public final class WebSocketClients {

    /** Told who connects and who leaves. */
    public interface Observer {

        /** Somebody has connected and can be sent to. */
        void connected(WebSocketClient client);

        /** Nothing more is sent to one, nor taken for it. */
        void left(WebSocketClient client, String why);
    }

    private static final Logger log = LoggerFactory.getLogger(WebSocketClients.class);

    private final LoopContext context;
    private final WebSocketSettings settings;
    /** All whose connection is open, those among them whom the end of it has been told. */
    private final OpenClients<WebSocketClient> open;

    private boolean closed;
    private final CountDownLatch gone = new CountDownLatch(1);

    /** @param senders of the gateway whose loop and settings are used */
    public WebSocketClients(EndpointSenders senders, WebSocketSettings settings) {
        this.context = senders.context();
        this.settings = settings;
        this.open = new OpenClients<>(context);
    }

    /** Whether one more may come. */
    public boolean hasRoom() {
        return !closed && open.size() < settings.maxConnections();
    }

    /** The most that there may be. */
    public int maxConnections() {
        return settings.maxConnections();
    }

    /**
     * Goes on with a connection that has been upgraded and from which nobody reads. It may be over when this returns.
     *
     * @param address the client's
     * @param observer told of this one
     */
    public void open(Channel channel, InetSocketAddress address, WebSocketTerms terms, Observer observer) {
        assert context.loop.inEventLoop();
        WebSocketClient client = new WebSocketClient(context, channel, address, terms, settings, observer);
        context.counters.increment(Counter.WEBSOCKETS_CONNECTED);
        open.add(client);
        channel.closeFuture().addListener((ChannelFutureListener) end -> gone(client));
        observer.connected(client);
        client.open();
        if (closed) {
            client.goAway();
        }
    }

    /** Who is connected and can be sent to; a copy. */
    public List<WebSocketClient> connected() {
        assert context.loop.inEventLoop();
        return open.all().stream().filter(client -> !client.isOver()).toList();
    }

    /** How many connections are open. */
    public int count() {
        return open.size();
    }

    /** What waits for all of them. */
    public ReceiverStatus.Queue queue() {
        assert context.loop.inEventLoop();
        return open.queue();
    }

    /** Tells everybody that the gateway stops, and waits until they have gone, but no longer than they have for that. */
    public void close() {
        context.loop.execute(() -> {
            closed = true;
            connected().forEach(WebSocketClient::goAway);
            if (open.size() == 0) {
                gone.countDown();
            }
        });
        if (context.loop.inEventLoop()) {
            return;
        }
        try {
            if (!gone.await(settings.closeTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("not all WebSocket clients have ended their connection in time");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void gone(WebSocketClient client) {
        open.remove(client);
        if (closed && open.size() == 0) {
            gone.countDown();
        }
    }
}
