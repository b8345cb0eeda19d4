package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.cotgateway.codec.Credentials;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps a stream to one endpoint open, for good or until nothing was offered to it for long, and sends by it. While the
 * peer takes nothing, events wait in the outbox, where newer ones replace older ones, not in the channel. When the stream
 * is lost, what was not written goes first on the next one: a receiver throws away the half that it may have seen.
 */
final class StreamSender extends Sender {

    private static final Logger log = LoggerFactory.getLogger(StreamSender.class);

    private @Nullable Dial dial;
    private @Nullable StreamConnection connection;
    private long offeredMs;
    /** Whether it had been open and is not again yet, though it may be dialled, and since when. */
    private boolean lost;

    private long lostMs;

    StreamSender(Endpoint endpoint, LoopContext context) {
        super(
                endpoint,
                context,
                context.settings.stream().firstRetry(),
                context.settings.stream().maxRetry());
    }

    @Override
    WireProtocol protocol() {
        return connection == null ? WireProtocol.xml(endpoint.framing()) : connection.protocol();
    }

    @Override
    OfferOutcome offer(OutboundEvent event) {
        offeredMs = context.ticksMs();
        return super.offer(event);
    }

    @Override
    Written writeNow(ByteBuf bytes, WireFormat format, List<EventImage> events, int from, int to) {
        if (connection == null || !outbox.mayBePassedBy(events, from, to)) {
            return Written.NOT;
        }
        Written written = connection.write(bytes, format, events, from, to);
        if (written.events() > 0) {
            offeredMs = context.ticksMs();
        }
        return written;
    }

    @Override
    void flush() {
        if (connection != null) {
            connection.flush();
        }
    }

    @Override
    void tick(long ticksMs) {
        outbox.expire(context.expiryMs());
        if (connection != null) {
            connection.tick(ticksMs);
        }
        pump();
    }

    /** Not before the stream has had nothing to do for long: dialling it for every event would be slow. */
    @Override
    boolean isIdle() {
        long idleMs = context.settings.stream().idleTimeout().toMillis();
        return !isKept() && outbox.isEmpty() && context.ticksMs() - offeredMs >= idleMs;
    }

    @Override
    boolean isLostFor(Duration time) {
        return lost && context.ticksMs() - lostMs >= time.toMillis();
    }

    @Override
    void close(String why) {
        super.close(why);
        if (dial != null) {
            context.gate.leave(dial, context.ticksMs());
            dial = null;
        }
        if (connection != null) {
            log.info("stream {} is closed: {}", endpoint, why);
            connection.close();
        }
    }

    @Override
    String state() {
        if (connection == null) {
            return dial == null ? "paused" : "waiting to connect";
        }
        return connection.isConnected() ? "connected" : "connecting";
    }

    @Override
    public void hostUnknown(String why) {
        super.hostUnknown(why);
        pause(why);
    }

    @Override
    void pump() {
        if (closed) {
            return;
        }
        if (connection != null) {
            connection.pump();
        } else if (dial == null && !isPausing() && destination.isReady() && context.isTlsReady(endpoint)) {
            dial = new Dial();
            context.gate.enter(dial, context.ticksMs());
        }
    }

    @Override
    void pause(String why) {
        if (backoff.failures() == 0) {
            log.info("stream {}: {}; dialling again", endpoint, why);
        }
        super.pause(why);
    }

    /** A place in line and then a connect in flight. */
    private final class Dial extends ConnectGate.Pass implements StreamConnection.Owner {

        @Override
        void begin() {
            context.counters.increment(Counter.CONNECTS_STARTED);
            StreamDialect dialect =
                    new StreamDialect(TakNegotiation.Role.CLIENT, endpoint.protocol(), endpoint.framing(), context);
            InetSocketAddress address = destination.take();
            DialledInlet inlet = new DialledInlet(StreamSender.this, address);
            StreamConnection begun = new StreamConnection(this, dialect, inlet, outbox, context);
            connection = begun;
            begun.connect(endpoint, address);
        }

        @Override
        void yieldPlace() {
            if (connection != null) {
                connection.abort();
                connection = null;
            }
        }

        /** A handshake needs no place in line: it has a time limit of its own, and keeps nobody from connecting. */
        @Override
        public void reached() {
            leave();
        }

        @Override
        public void connected() {
            lost = false;
            outbox.setTrouble(null);
            outbox.tally().connected(context.nowMs());
            context.counters.increment(Counter.STREAMS_OPENED);
            log.info("stream {} is open", endpoint);
        }

        @Override
        public void steady() {
            backoff.succeeded();
        }

        @Override
        public void notConnected(String why) {
            leave();
            connection = null;
            context.counters.increment(Counter.CONNECTS_FAILED);
            destination.failed();
            pause(why);
        }

        @Override
        public void lost(String why) {
            connection = null;
            lost = true;
            lostMs = context.ticksMs();
            outbox.tally().disconnected();
            if (!closed) {
                context.counters.increment(Counter.STREAMS_LOST);
                String bad = outbox.tally().badInConnection();
                log.atLevel(bad.isEmpty() ? Level.INFO : Level.WARN).log("stream {} is lost: {}{}", endpoint, why, bad);
                pause(why);
            }
        }

        @Override
        public boolean authenticated(@Nullable Credentials credentials) {
            // Whom we dialled we know.
            return true;
        }

        private void leave() {
            dial = null;
            context.gate.leave(this, context.ticksMs());
        }
    }
}
