package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.net.InetSocketAddress;
import java.util.List;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that has connected by WebSocket: to the hub one like all others, only that it gets and sends events as messages of
 * WebSocket. Loop-only.
 */
public final class WebSocketClient extends Client implements WebSocketConnection.Owner {

    private static final Logger log = LoggerFactory.getLogger(WebSocketClient.class);

    private final WebSocketClients.Observer observer;
    private final WebSocketSettings settings;
    private final WireFormat format;
    private final WebSocketConnection connection;

    WebSocketClient(
            LoopContext context,
            Channel channel,
            InetSocketAddress address,
            WebSocketTerms terms,
            WebSocketSettings settings,
            WebSocketClients.Observer observer) {
        super(address, new Outbox(settings.outbox(), Transport.WEBSOCKET, context.waiting, context.counters), context);
        this.observer = observer;
        this.settings = settings;
        this.format = terms.format();
        this.connection = new WebSocketConnection(channel, this, this, outbox, terms, settings, context);
    }

    /** Lays out the pipeline, and reads. May have left when this returns. */
    void open() {
        begin();
        log.info("client {} has connected: {}", this, format.protocol().label());
        connection.begin();
    }

    @Override
    public WireFormat format() {
        return format;
    }

    @Override
    WireProtocol protocol() {
        return format.protocol();
    }

    @Override
    Transport transport() {
        return Transport.WEBSOCKET;
    }

    @Override
    Written write(ByteBuf bytes, List<EventImage> events, int from, int to) {
        return connection.write(bytes, format, events, from, to);
    }

    @Override
    void pump() {
        connection.pump();
    }

    @Override
    public @Nullable SocketPath path() {
        return connection.path();
    }

    @Override
    void flushConnection() {
        connection.flush();
    }

    @Override
    void countWhatLeft() {
        connection.countWhatLeft();
    }

    @Override
    public void close(String why) {
        connection.close(WebSocketCloseStatus.POLICY_VIOLATION, why);
    }

    /** Ends it because the gateway ends. */
    void goAway() {
        connection.close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE, "the gateway stops");
    }

    @Override
    void tick(long nowMs, long expiryMs) {
        connection.tick(nowMs);
        if (!isOver()) {
            tickOutbox(nowMs, expiryMs, settings.slowTimeout());
        }
    }

    @Override
    public void lost(String why) {
        tellLost(log, why);
        context.counters.increment(Counter.WEBSOCKETS_LEFT);
        end(why);
        observer.left(this, why);
    }

    /** As the log names it. */
    @Override
    public String toString() {
        return AddressText.of(address()) + " by WebSocket";
    }
}
