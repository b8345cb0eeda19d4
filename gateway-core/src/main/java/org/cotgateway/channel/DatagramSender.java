package org.cotgateway.channel;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to one address or multicast group, each event in a datagram of its own. Unless it may only send XML it tells its
 * peers at once and then regularly that we read TAK Protocol, for as long as the endpoint is kept or something is sent to it.
 */
final class DatagramSender implements Sender, Destination.Owner {

    private static final Logger log = LoggerFactory.getLogger(DatagramSender.class);

    private final Endpoint endpoint;
    private final LoopContext context;
    private final Outbox outbox;
    private final Backoff backoff;
    private final Destination destination;

    private WireProtocol protocol;
    /** Where it was last sent to, or will be. */
    private @Nullable InetSocketAddress address;

    private long offeredMs;
    private long controlDueMs;
    private int burst;
    private boolean kept;
    private boolean closed;

    DatagramSender(Endpoint endpoint, LoopContext context) {
        this.endpoint = endpoint;
        this.context = context;
        this.outbox = new Outbox(context.settings.outbox(), Transport.UDP, context.counters);
        DatagramSettings settings = context.settings.datagram();
        this.backoff = new Backoff(settings.firstRetry(), settings.maxRetry(), context.random);
        this.destination = new Destination(endpoint, context.names, this);
        InetAddress literal = endpoint.address();
        this.address = literal == null ? null : new InetSocketAddress(literal, endpoint.port());
        this.offeredMs = context.ticksMs();
        this.controlDueMs = offeredMs;
        this.protocol = protocolNow();
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public WireProtocol protocol() {
        return protocol;
    }

    @Override
    public OfferOutcome offer(OutboundEvent event) {
        offeredMs = context.ticksMs();
        OfferOutcome outcome = outbox.offer(event, protocol, context.nowMs());
        if (outcome.accepted()) {
            pump();
        }
        return outcome;
    }

    @Override
    public void keep(Inlet inlet) {
        kept = true;
    }

    @Override
    public void tick() {
        burst = 0;
        choose();
        outbox.expire(context.expiryMs());
        pump();
    }

    @Override
    public boolean isIdle() {
        return !kept && outbox.isEmpty() && !isPeer() && !backoff.isPausing(context.ticksMs());
    }

    @Override
    public void close(String why) {
        closed = true;
        outbox.close(why);
    }

    @Override
    public Tally tally() {
        return outbox.tally();
    }

    @Override
    public ReceiverStatus status() {
        int failures = backoff.failures();
        String state = failures > 0 ? "paused" : "idle";
        return outbox.status(endpoint.toString(), endpoint.transport(), protocol, state, failures);
    }

    @Override
    public ReceiverStatus.Queue queue() {
        return outbox.queue();
    }

    @Override
    public void addressKnown() {
        pump();
    }

    @Override
    public void hostUnknown(String why) {
        // Or the name would be looked up at every tick.
        controlLater();
        outbox.dropAll(DropReason.UNRESOLVED, why);
    }

    @Override
    public void lookupFailed(String why) {
        outbox.setTrouble(why);
        backoff.failed(context.ticksMs());
    }

    private void pump() {
        boolean controlling = isPeer() && context.ticksMs() >= controlDueMs;
        if (!mayBegin() || !(controlling || outbox.hasReady(context.nowMs())) || !destination.isReady()) {
            return;
        }
        InetSocketAddress to = destination.take();
        address = to;
        choose();
        if (controlling) {
            controlLater();
        }
        DatagramChannel socket;
        try {
            socket = context.datagrams.socketFor(endpoint, to.getAddress());
        } catch (NetworkInterfaces.NoSuchInterfaceException noSuchInterface) {
            outbox.dropAll(DropReason.UNUSABLE, FailureText.of(noSuchInterface));
            return;
        } catch (IOException noSocket) {
            pause(FailureText.of(noSocket));
            return;
        }
        if (controlling) {
            sendControl(socket, to);
        }
        OutboundEvent event;
        while (mayBegin() && socket.isWritable() && (event = outbox.take(protocol, context.nowMs())) != null) {
            burst++;
            send(event, socket, to);
        }
    }

    private boolean mayBegin() {
        return !closed && burst < context.settings.datagram().maxBurst() && !backoff.isPausing(context.ticksMs());
    }

    /** Whether others are to know what we read. */
    private boolean isPeer() {
        return endpoint.protocol() != ProtocolChoice.XML
                && context.meshControl != null
                && (kept
                        || context.ticksMs() - offeredMs
                                < context.settings.datagram().controlEvery().toMillis());
    }

    private void choose() {
        WireProtocol now = protocolNow();
        if (now != protocol) {
            protocol = now;
            log.info("{} is sent {} now", endpoint, now.isXml() ? "XML" : "TAK Protocol");
        }
    }

    private WireProtocol protocolNow() {
        return endpoint.protocol() == ProtocolChoice.AUTO && address != null
                ? context.meshPeers.protocolTo(address, context.ticksMs())
                : endpoint.protocolAtFirst();
    }

    private void controlLater() {
        controlDueMs =
                context.ticksMs() + context.settings.datagram().controlEvery().toMillis();
    }

    private void sendControl(DatagramChannel socket, InetSocketAddress to) {
        ChannelFuture written =
                socket.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(context.meshControl), to));
        if (written.isDone()) {
            controlWritten(written);
        } else {
            written.addListener(done -> controlWritten(written));
        }
    }

    private void controlWritten(ChannelFuture written) {
        if (written.isSuccess()) {
            context.counters.increment(Counter.TAK_CONTROLS_SENT);
            reached();
        } else {
            controlDueMs = context.ticksMs();
            pause(FailureText.of(written.cause()));
        }
    }

    private void send(OutboundEvent event, DatagramChannel socket, InetSocketAddress to) {
        event.attempting();
        ChannelFuture written =
                socket.writeAndFlush(new DatagramPacket(event.wire().retainedDuplicate(), to));
        if (written.isDone()) {
            written(event, written);
        } else {
            written.addListener(done -> written(event, written));
        }
    }

    private void written(OutboundEvent event, ChannelFuture written) {
        long nowMs = context.nowMs();
        if (written.isSuccess()) {
            reached();
            outbox.done(event, nowMs);
            event.sent(nowMs, outbox.tally());
            return;
        }
        String why = FailureText.of(written.cause());
        event.failed(why);
        if (why.startsWith("message too long")) {
            outbox.done(event, nowMs);
            event.dropped(DropReason.TOO_LARGE, "over the limit of this network", outbox.tally());
            return;
        }
        pause(why);
        if (outbox.retryLater(event, nowMs)) {
            context.counters.increment(Counter.SENDS_RETRIED);
            event.retrying();
        }
    }

    private void reached() {
        backoff.succeeded();
        outbox.setTrouble(null);
    }

    private void pause(String why) {
        outbox.setTrouble(why);
        destination.failed();
        backoff.failed(context.ticksMs());
    }
}
