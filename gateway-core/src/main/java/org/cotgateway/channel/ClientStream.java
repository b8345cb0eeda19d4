package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.List;
import org.cotgateway.codec.Credentials;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.tls.PeerName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that has connected: a receiver with an outbox of its own, and a way in. One that does not take what is sent
 * gets the newest of each uid when it goes on; one whose outbox stays full is closed. Loop-only.
 */
public final class ClientStream implements Receiver, Inlet, StreamConnection.Owner {

    private static final Logger log = LoggerFactory.getLogger(ClientStream.class);

    /** Takes nothing for so long while events wait, and its status says so. */
    private static final long SLOW_AFTER_MS = 3_000;

    private final StreamListener listener;
    private final LoopContext context;
    private final InetSocketAddress address;
    private final Outbox outbox;
    private final StreamConnection connection;
    private ClientSettings settings;
    private Transport transport = Transport.STCP;
    private WireFormat format;
    /** Null without TLS, or when certificates are not verified. */
    private @Nullable SslHandler tls;

    /** Since when the outbox has been refusing or pushing out, on the loop's own clock; 0 while it does not. */
    private long fullSinceMs;

    /** When it last took something or nothing waited for it, and how many events it had been sent then. */
    private long movedMs;

    private long sentBefore;

    private @Nullable String certificateName;
    private boolean hasConnected;
    private boolean over;
    /** Whether what the outbox holds is to be written at the end of the loop's pass. */
    private boolean pumping;

    ClientStream(StreamListener listener, LoopContext context, SocketChannel channel, ClientSettings settings) {
        this.listener = listener;
        this.context = context;
        this.address = channel.remoteAddress();
        this.format = WireFormat.xml(settings.framing(), Edition.CLIENT);
        this.outbox = new Outbox(settings.outbox(), Transport.STCP, context.counters);
        this.connection = new StreamConnection(
                this,
                new StreamDialect(TakNegotiation.Role.SERVER, settings.proto(), settings.framing(), context),
                this,
                outbox,
                context);
        this.settings = settings;
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
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public Receiver receiver() {
        return this;
    }

    @Override
    public void brokeRules() {
        outbox.tally().invalid();
    }

    @Override
    public WireFormat format() {
        if (format.protocol() != connection.protocol()) {
            format = WireFormat.of(connection.protocol(), format.framing(), format.edition());
        }
        return format;
    }

    /** From now on it is taken for another server, which finds our mark in what it gets. */
    public void isServer() {
        format = WireFormat.of(connection.protocol(), format.framing(), Edition.SERVER);
    }

    @Override
    public OfferOutcome offer(OutboundEvent event) {
        OfferOutcome outcome = outbox.offer(event, connection.protocol(), context.nowMs());
        if (outcome.accepted() && !pumping) {
            pumping = true;
            // At the end of the pass, since events often come many at a time.
            context.loop.execute(this::pump);
        }
        return outcome;
    }

    @Override
    public boolean takesBatches() {
        return true;
    }

    @Override
    public Written writeNow(ByteBuf bytes, List<EventImage> events, int from, int to) {
        return over || !outbox.mayBePassedBy(events, from, to)
                ? Written.NOT
                : connection.write(bytes, format(), events, from, to);
    }

    private void pump() {
        pumping = false;
        connection.pump();
    }

    @Override
    public void flush() {
        connection.flush();
    }

    @Override
    public void conflated(long events) {
        outbox.tally().conflatedForAll(events);
    }

    @Override
    public ReceiverStatus status() {
        return outbox.status(AddressText.of(address), transport, connection.protocol(), state(), 0);
    }

    ReceiverStatus.Queue queue() {
        return outbox.queue();
    }

    private String state() {
        if (over) {
            return "closed";
        }
        if (outbox.isFull()) {
            return "full";
        }
        return context.ticksMs() - movedMs >= SLOW_AFTER_MS ? "slow" : "connected";
    }

    /** Notes when something was last taken, or nothing waited. */
    private void watchProgress(long nowMs) {
        long sent = outbox.tally().sentEvents();
        boolean nothingWaits = outbox.waiting() == 0
                && outbox.underWay() == 0
                && !outbox.tally().hasInChannel();
        if (nothingWaits || sent != sentBefore) {
            sentBefore = sent;
            movedMs = nowMs;
        }
    }

    /** Ends it. */
    public void close(String why) {
        if (!over) {
            log.info("client {} is closed: {}{}", this, why, outbox.tally().badInConnection());
            ended(why);
            connection.close();
        }
    }

    /**
     * Looks after what takes time.
     *
     * @param nowMs {@link LoopContext#ticksMs}
     * @param expiryMs {@link LoopContext#expiryMs}
     */
    void tick(long nowMs, long expiryMs) {
        if (!hasConnected || over) {
            return;
        }
        connection.tick(nowMs);
        watchProgress(nowMs);
        if (!outbox.isEmpty()) {
            outbox.expire(expiryMs);
            connection.pump();
        }
        if (!outbox.isFull()) {
            fullSinceMs = 0;
        } else if (fullSinceMs == 0) {
            fullSinceMs = nowMs;
        } else if (nowMs - fullSinceMs >= settings.slowTimeout().toMillis()) {
            context.counters.increment(Counter.CLIENTS_TOO_SLOW);
            log.warn(
                    "client {} is too slow: its outbox has been full for {}",
                    this,
                    FailureText.of(settings.slowTimeout()));
            close("too slow");
            return;
        }
        // Memory is short, and only those who take nothing can make room.
        if (context.readingPause.isOn() && nowMs - movedMs >= settings.slowTimeout().toMillis()) {
            context.counters.increment(Counter.CLIENTS_TOO_SLOW);
            log.warn(
                    "client {} is too slow: memory is short, and it has taken nothing for {}",
                    this,
                    FailureText.of(settings.slowTimeout()));
            close("too slow");
            return;
        }
        // While nobody is read, nobody can be heard.
        boolean silent = nowMs - connection.activeMs() >= settings.idleTimeout().toMillis();
        if (silent && !context.readingPause.isOn()) {
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
        movedMs = context.ticksMs();
        outbox.tally().connected(context.nowMs());
        certificateName = tls == null ? null : PeerName.of(tls.engine().getSession());
        listener.connected(this);
    }

    @Override
    public boolean authenticated(@Nullable Credentials credentials) {
        if (over) {
            return false;
        }
        if (credentials == null) {
            refuse(Violation.of("auth", null, "cannot be read"));
        } else if (!listener.authenticated(this, credentials)) {
            refuse(Violation.of("username", credentials.username(), "gives a wrong password"));
        }
        return !over;
    }

    @Override
    public void steady() {
        // Nothing depends on it.
    }

    @Override
    public void notConnected(String why) {
        if (!over) {
            listener.handshakeFailed(this, why);
            ended(why);
        }
    }

    @Override
    public void lost(String why) {
        if (!over) {
            log.info("client {} has left: {}{}", this, why, outbox.tally().badInConnection());
            ended(why);
        }
    }

    /** As the log names it. */
    @Override
    public String toString() {
        return listener.describe(address);
    }

    private void refuse(Violation why) {
        context.counters.increment(Counter.CLIENTS_UNAUTHENTICATED);
        log.warn("client {} is closed: {}{}", this, why, outbox.tally().badInConnection());
        ended("not authenticated");
        connection.close();
    }

    private void ended(String why) {
        over = true;
        outbox.close(why);
        if (hasConnected) {
            listener.left(this, why);
        } else {
            listener.forget(this);
        }
    }
}
