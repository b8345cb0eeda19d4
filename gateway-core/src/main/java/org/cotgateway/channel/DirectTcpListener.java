package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.event.Violation;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for direct TCP: each connection brings one message, XML or TAK Protocol v1 with a mesh header, and ends it with
 * its FIN, as ATAK does it. Nothing is ever sent back. Connections beyond the bound, messages over the limit and senders
 * that fall silent are closed and counted. Opened off the loop, closed on any thread; what comes in is taken on the loop.
 *
 * <pre>
 *   socket ─→ DirectMessage (collects until FIN) ─→ MessageIntake ─→ EventSink
 * </pre>
 */
public final class DirectTcpListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DirectTcpListener.class);
    private static final long MAX_SWEEP_MS = 1_000;

    /** Of one sender the lines of one counter are alike, so that nobody's hide another's. */
    private record Alike(Counter counter, InetAddress sender) {
        static Alike of(Counter counter, InetSocketAddress from) {
            return new Alike(counter, from.getAddress());
        }
    }

    /** What it is called in the log; null where there is only one. */
    private final @Nullable String name;

    private final EventLoop loop;
    private final ListenerSettings settings;
    private final Counters counters;
    private final EventSink sink;
    private final MessageIntake intake;
    private final Set<DirectMessage> open = new HashSet<>();
    private final BadInputCount bad = new BadInputCount();
    private final Runnable brokeRules = bad::invalid;
    /** Of each kind one line in a while. */
    private final LogLimit trouble;

    private final ListeningSocket server;
    private final Future<?> sweeping;

    private DirectTcpListener(
            @Nullable String name,
            EventLoop loop,
            SocketKind sockets,
            InetSocketAddress address,
            ListenerSettings settings,
            Counters counters,
            EventImages images,
            EventSink sink)
            throws IOException {
        this.name = name;
        this.loop = loop;
        this.settings = settings;
        this.counters = counters;
        this.sink = sink;
        this.trouble = new LogLimit(loop);
        this.intake = new MessageIntake(settings.xml(), images, counters);
        this.server = ListeningSocket.bind(loop, sockets, address, settings.backlog(), true, this::accept);
        long sweepMs = Math.max(1, Math.min(MAX_SWEEP_MS, settings.idleTimeout().toMillis() / 2));
        this.sweeping = loop.scheduleWithFixedDelay(this::closeSilent, sweepMs, sweepMs, TimeUnit.MILLISECONDS);
        log.info(
                "listening for direct TCP on {}{}",
                AddressText.of(server.address()),
                name == null ? "" : ": listener " + name);
    }

    /**
     * Listens. Blocks until the port is bound; not for the loop.
     *
     * @param address port 0 for any that is free
     * @param images makes the images of the events
     * @param sink takes the events; called on the loop
     * @throws IOException when the port cannot be had; the message says which and why
     */
    public static DirectTcpListener bind(
            GatewayLoop loop,
            InetSocketAddress address,
            ChannelSettings settings,
            Counters counters,
            EventImages images,
            EventSink sink)
            throws IOException {
        return new DirectTcpListener(
                null, loop.loop(), loop.sockets(), address, settings.listener(), counters, images, sink);
    }

    /**
     * Listens as part of what these senders belong to. Blocks until the port is bound; not for the loop.
     *
     * @param address port 0 for any that is free
     * @param sink takes the events; called on the loop
     * @throws IOException when the port cannot be had; the message says which and why
     */
    public static DirectTcpListener bind(
            EndpointSenders senders, InetSocketAddress address, ListenerSettings settings, EventSink sink)
            throws IOException {
        return bind(null, senders, address, settings, sink);
    }

    /**
     * Listens in the same way, as one of several.
     *
     * @param name what it is called in the log; null where there is only one
     */
    public static DirectTcpListener bind(
            @Nullable String name,
            EndpointSenders senders,
            InetSocketAddress address,
            ListenerSettings settings,
            EventSink sink)
            throws IOException {
        LoopContext context = senders.context();
        return new DirectTcpListener(
                name, context.loop, context.sockets, address, settings, context.counters, context.images, sink);
    }

    /** The address and port that it listens on. */
    public InetSocketAddress address() {
        return server.address();
    }

    /** How much of what came in here was no good. Loop-only. */
    public BadInput bad() {
        assert loop.inEventLoop();
        return bad.read();
    }

    /** Takes no more connections; those that there are stay. Blocks until the socket is closed, unless on the loop. */
    public void stopAccepting() {
        server.stopAccepting();
    }

    /** Stops listening and closes every connection. Blocks until the socket is closed, unless on the loop. */
    @Override
    public void close() {
        sweeping.cancel(false);
        server.stopAccepting();
        // Behind those that were being accepted.
        loop.execute(() -> {
            closeConnections();
            trouble.close();
        });
    }

    private void closeConnections() {
        long begun = open.stream().filter(DirectMessage::hasBegun).count();
        if (begun > 0) {
            log.warn(
                    "{} is closed; messages that were half there and are lost: {}",
                    AddressText.of(server.address(), name),
                    begun);
        }
        new ArrayList<>(open).forEach(DirectMessage::close);
    }

    private void accept(SocketChannel connection) {
        if (open.size() >= settings.maxConnections()) {
            counters.increment(Counter.CONNECTIONS_REFUSED);
            InetSocketAddress from = connection.remoteAddress();
            trouble.warn(
                    log,
                    Alike.of(Counter.CONNECTIONS_REFUSED, from),
                    () -> AddressText.of(from, name) + " is refused: " + settings.maxConnections() + " are connected");
            connection.close();
            return;
        }
        counters.increment(Counter.CONNECTIONS_ACCEPTED);
        DirectMessage message = new DirectMessage(this, connection, settings.maxMessageBytes());
        open.add(message);
        connection.pipeline().addLast(message);
    }

    /** All of a message has come. */
    void complete(ByteBuf message, InetSocketAddress from) {
        EventImage image = intake.single(message);
        List<Violation> violations = intake.violations();
        if (image != null) {
            take(image, violations, from);
        } else if (!violations.isEmpty()) {
            bad.malformed();
            trouble.warn(
                    log,
                    Alike.of(Counter.RECEIVED_MALFORMED, from),
                    () -> "no event in a message from " + AddressText.of(from, name) + ": " + violations);
        }
    }

    /** A reset may have cut off what had come: a whole event that breaks no rules is taken all the same, as ATAK does. */
    void reset(ByteBuf message, InetSocketAddress from) {
        EventImage image = intake.cutOff(message);
        List<Violation> violations = intake.violations();
        if (image != null && violations.isEmpty()) {
            take(image, violations, from);
            return;
        }
        if (image != null) {
            image.release();
        }
        unfinished();
        int bytes = message.readableBytes();
        broken(
                from,
                () -> "the connection of " + AddressText.of(from, name) + " was reset; the " + BadInput.number(bytes)
                        + " bytes that had come are no whole event");
    }

    /** The sender has ended the connection without having sent anything. */
    void empty(InetSocketAddress from) {
        broken(from, () -> AddressText.of(from, name) + " connected and sent nothing");
    }

    /** A message could not be taken, by a fault of this program. */
    void failed(InetSocketAddress from, Throwable bug) {
        log.error("a message from {} could not be taken", AddressText.of(from, name), bug);
    }

    /** The end of a message will not come; what had come of it is lost. */
    void unfinished() {
        counters.increment(Counter.RECEIVED_UNFINISHED);
        bad.unfinished();
    }

    void tooLarge(InetSocketAddress from) {
        counters.increment(Counter.RECEIVED_TOO_LARGE);
        bad.tooLarge();
        trouble.warn(
                log,
                Alike.of(Counter.RECEIVED_TOO_LARGE, from),
                () -> "a message from " + AddressText.of(from, name) + " is over "
                        + BadInput.number(settings.maxMessageBytes()) + " bytes; the connection is closed");
    }

    private void broken(InetSocketAddress from, Supplier<String> line) {
        counters.increment(Counter.CONNECTIONS_BROKEN);
        trouble.warn(log, Alike.of(Counter.CONNECTIONS_BROKEN, from), line);
    }

    private void take(EventImage image, List<Violation> violations, InetSocketAddress from) {
        counters.increment(Counter.EVENTS_RECEIVED);
        try {
            sink.received(image, violations, Inlet.oneWay(from, name, brokeRules));
        } finally {
            image.release();
        }
    }

    void ended(DirectMessage message) {
        open.remove(message);
    }

    private void closeSilent() {
        long beforeNs = System.nanoTime() - settings.idleTimeout().toNanos();
        for (DirectMessage message : new ArrayList<>(open)) {
            if (message.lastReadNs() - beforeNs <= 0) {
                counters.increment(Counter.CONNECTIONS_TIMED_OUT);
                InetSocketAddress from = message.from();
                trouble.warn(
                        log,
                        Alike.of(Counter.CONNECTIONS_TIMED_OUT, from),
                        () -> AddressText.of(from, name) + " has been silent for "
                                + FailureText.of(settings.idleTimeout()) + "; the connection is closed");
                message.close();
            }
        }
    }
}
