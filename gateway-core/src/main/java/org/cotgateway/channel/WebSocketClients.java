package org.cotgateway.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;
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

    private static final WebSocketClient[] NOBODY = {};
    private static final Logger log = LoggerFactory.getLogger(WebSocketClients.class);

    private final LoopContext context;
    private final WebSocketSettings settings;
    /** All whose connection is open, those among them whom the end of it has been told. */
    private final Set<WebSocketClient> open = new LinkedHashSet<>();

    private WebSocketClient[] ticked = NOBODY;
    private boolean changed;
    private @Nullable Future<?> ticking;
    private boolean closed;
    private final CountDownLatch gone = new CountDownLatch(1);

    /** @param senders of the gateway whose loop and settings are used */
    public WebSocketClients(EndpointSenders senders, WebSocketSettings settings) {
        this.context = senders.context();
        this.settings = settings;
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
        changed = true;
        startTicking();
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
        return open.stream().filter(client -> !client.isOver()).toList();
    }

    /** How many connections are open. */
    public int count() {
        return open.size();
    }

    /** What waits for all of them. */
    public ReceiverStatus.Queue queue() {
        assert context.loop.inEventLoop();
        ReceiverStatus.Queue all = ReceiverStatus.Queue.EMPTY;
        for (WebSocketClient client : open) {
            all = all.plus(client.queue());
        }
        return all;
    }

    /** Tells everybody that the gateway stops, and waits until they have gone, but no longer than they have for that. */
    public void close() {
        context.loop.execute(() -> {
            closed = true;
            connected().forEach(WebSocketClient::goAway);
            if (open.isEmpty()) {
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
        changed = true;
        if (open.isEmpty()) {
            stopTicking();
            if (closed) {
                gone.countDown();
            }
        }
    }

    /** Must not throw: the task would never run again. */
    private void tick() {
        if (changed) {
            ticked = open.toArray(NOBODY);
            changed = false;
        }
        long nowMs = context.ticksMs();
        long expiryMs = context.expiryMs();
        for (WebSocketClient client : ticked) {
            try {
                client.tick(nowMs, expiryMs);
            } catch (RuntimeException | Error bug) {
                // One client's trouble must not stop the clock of the others.
                log.error("looking after client {} failed", client, bug);
            }
        }
    }

    private void startTicking() {
        if (ticking == null) {
            ticking = context.loop.scheduleWithFixedDelay(
                    this::tick, LoopContext.TICK_MS, LoopContext.TICK_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void stopTicking() {
        if (ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
        ticked = NOBODY;
    }
}
