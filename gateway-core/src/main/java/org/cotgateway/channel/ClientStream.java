package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import org.cotgateway.codec.Credentials;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.tls.PeerName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client that has opened a stream, as ATAK does with a server. Loop-only. */
public final class ClientStream extends Client implements StreamConnection.Owner {

    private static final Logger log = LoggerFactory.getLogger(ClientStream.class);

    private final StreamListener listener;
    private final StreamConnection connection;
    private ClientSettings settings;
    private Transport transport = Transport.STCP;
    private WireFormat format;
    /** Null without TLS, or when certificates are not verified. */
    private @Nullable SslHandler tls;

    private @Nullable String certificateName;
    private boolean hasConnected;

    ClientStream(StreamListener listener, LoopContext context, SocketChannel channel, ClientSettings settings) {
        super(
                channel.remoteAddress(),
                new Outbox(settings.outbox(), Transport.STCP, context.waiting, context.counters),
                context);
        this.listener = listener;
        this.format = WireFormat.xml(settings.framing(), Edition.CLIENT);
        this.connection = new StreamConnection(
                this,
                new StreamDialect(TakNegotiation.Role.SERVER, settings.proto(), settings.framing(), context),
                this,
                outbox,
                context);
        this.settings = settings;
        outbox.tally().badIsPartOf(listener.badCount());
    }

    /**
     * Lays out the pipeline. May have connected, and left, when this returns.
     *
     * @param tls null for a stream without TLS
     * @param verified whether the certificate that the client shows is verified
     */
    void begin(SocketChannel channel, @Nullable SslHandler tls, boolean verified) {
        this.tls = verified ? tls : null;
        transport = tls == null ? Transport.STCP : Transport.TLS;
        connection.accept(channel, tls);
    }

    /** Other times count from now on; framing and outbox stay. */
    void change(ClientSettings other) {
        settings = other;
    }

    /** The common name in the client's verified certificate; null if it showed none, or nobody verified it. */
    public @Nullable String certificateName() {
        return certificateName;
    }

    @Override
    public WireFormat format() {
        if (format.protocol() != connection.protocol()) {
            format = WireFormat.of(connection.protocol(), format.framing(), format.edition());
        }
        return format;
    }

    /** From now on it is taken for another server, which finds our mark in what it gets. */
    public void takeForServer() {
        format = WireFormat.of(connection.protocol(), format.framing(), Edition.SERVER);
        blockPath();
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
    WireProtocol protocol() {
        return connection.protocol();
    }

    @Override
    Transport transport() {
        return transport;
    }

    @Override
    Written write(ByteBuf bytes, List<EventImage> events, int from, int to) {
        return connection.write(bytes, format(), events, from, to);
    }

    @Override
    void pump() {
        connection.pump();
    }

    @Override
    public void close(String why) {
        if (!isOver()) {
            tellEnd(log, "client {} is closed: {}{}", why);
            ended(why);
            connection.close();
        }
    }

    @Override
    void tick(long nowMs, long expiryMs) {
        if (!hasConnected || isOver()) {
            return;
        }
        connection.tick(nowMs);
        tickOutbox(nowMs, expiryMs, settings.slowTimeout());
        if (isOver()) {
            return;
        }
        if (isSilent(nowMs, connection.activeMs(), settings.idleTimeout())) {
            context.counters.increment(Counter.CLIENTS_IDLE);
            close("idle for " + FailureText.of(settings.idleTimeout()));
        }
    }

    @Override
    public void reached() {
        // It is who reached us.
    }

    @Override
    public void connected() {
        hasConnected = true;
        begin();
        certificateName = tls == null ? null : PeerName.of(tls.engine().getSession());
        listener.connected(this);
    }

    @Override
    public boolean authenticated(@Nullable Credentials credentials) {
        if (isOver()) {
            return false;
        }
        if (credentials == null) {
            refuse(Violation.of("auth", null, "cannot be read"));
        } else if (!listener.authenticated(this, credentials)) {
            refuse(Violation.of("username", credentials.username(), "gives a wrong password"));
        }
        return !isOver();
    }

    @Override
    public void steady() {
        // Nothing depends on it.
    }

    @Override
    public void notConnected(String why) {
        if (!isOver()) {
            listener.handshakeFailed(this, why);
            ended(why);
        }
    }

    @Override
    public void lost(String why) {
        if (!isOver()) {
            tellLost(log, why);
            ended(why);
        }
    }

    /** As the log names it. */
    @Override
    public String toString() {
        return listener.describe(address());
    }

    private void refuse(Violation why) {
        context.counters.increment(Counter.CLIENTS_UNAUTHENTICATED);
        log.warn("client {} is closed: {}{}", this, why, outbox.tally().badInConnection());
        ended("not authenticated");
        connection.close();
    }

    private void ended(String why) {
        end(why);
        if (hasConnected) {
            listener.left(this, why);
        } else {
            listener.forget(this);
        }
    }
}
