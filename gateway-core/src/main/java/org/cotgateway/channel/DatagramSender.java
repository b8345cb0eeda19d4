package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
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
 * Sends to one address or multicast group, each event in a datagram of its own. Unless it may only send XML it tells its
 * peers at once and then regularly that we read TAK Protocol, for as long as the endpoint is kept or something is sent to
 * it.
 *
 * <p>While nothing waits, what comes goes straight to the socket; the outbox gets what the operating system does not take
 * there and then, and what goes to a host name, which is looked up before each attempt.
 */
final class DatagramSender extends Sender {

    private static final Logger log = LoggerFactory.getLogger(DatagramSender.class);

    private WireProtocol protocol;
    /** Where it was last sent to, or will be. */
    private @Nullable InetSocketAddress address;
    /** Whether the endpoint is not named by a host. */
    private final boolean literal;
    /** Open while what comes may leave at once. */
    private final DatagramPath path;
    /** By which it left last. */
    private @Nullable DatagramChannel socket;

    /** Since the last tick. */
    private boolean offered;

    private long offeredMs;
    private long controlDueMs;

    DatagramSender(Endpoint endpoint, LoopContext context) {
        super(
                endpoint,
                context,
                context.settings.datagram().firstRetry(),
                context.settings.datagram().maxRetry());
        InetAddress there = endpoint.address();
        this.literal = there != null;
        this.address = there == null ? null : new InetSocketAddress(there, endpoint.port());
        this.path = new DatagramPath(there, endpoint.port(), context.datagramPace);
        this.offeredMs = context.ticksMs();
        this.controlDueMs = offeredMs;
        this.protocol = protocolNow(offeredMs);
    }

    @Override
    WireProtocol protocol() {
        return protocol;
    }

    @Override
    OfferOutcome offer(OutboundEvent event) {
        offered = true;
        countWhatLeft();
        if (path.isOpen()) {
            long nowMs = context.nowMs();
            if (outbox.mayBePassedBy(event, protocol, nowMs)) {
                ByteBuf bytes = event.wire();
                if (path.send(bytes, bytes.readerIndex(), bytes.writerIndex())) {
                    outbox.passedBy(event, nowMs);
                    return OfferOutcome.QUEUED;
                }
            }
        }
        path.close();
        OfferOutcome outcome = super.offer(event);
        findWay();
        return outcome;
    }

    @Override
    Written writeNow(ByteBuf bytes, WireFormat format, List<EventImage> events, int from, int to) {
        if (!path.isOpen() || format.protocol() != protocol) {
            return Written.NOT;
        }
        path.clear(format);
        return path.write(bytes, events, from, to);
    }

    @Override
    SocketPath path() {
        return path;
    }

    @Override
    void countWhatLeft() {
        if (path.hasUncounted()) {
            path.count(outbox.tally(), path.burstMs());
        }
    }

    /** What is due at some time, such as another form or telling what we read, is seen to at each tick. */
    private void findWay() {
        if (!closed && literal && backoff.failures() == 0 && outbox.isEmpty()) {
            path.open(socket);
        } else {
            path.close();
        }
    }

    @Override
    void tick(long ticksMs) {
        if (offered) {
            offered = false;
            offeredMs = ticksMs;
        }
        choose(ticksMs);
        if (!path.isOpen() || isControlDue(ticksMs)) {
            outbox.expire(context.expiryMs());
            pump();
            findWay();
        }
    }

    @Override
    void close(String why) {
        path.close();
        super.close(why);
    }

    @Override
    boolean isIdle() {
        return !isKept() && outbox.isEmpty() && !isPeer(context.ticksMs()) && !isPausing();
    }

    @Override
    String state() {
        return backoff.failures() > 0 ? "paused" : "idle";
    }

    @Override
    public void hostUnknown(String why) {
        // Or the name would be looked up at every tick.
        controlLater();
        super.hostUnknown(why);
    }

    @Override
    void pump() {
        long ticksMs = context.ticksMs();
        boolean controlling = isControlDue(ticksMs);
        long nowMs = context.nowMs();
        if (!mayBegin() || !(controlling || outbox.hasReady(nowMs)) || !destination.isReady()) {
            return;
        }
        InetSocketAddress to = destination.take();
        address = to;
        choose(ticksMs);
        if (controlling) {
            controlLater();
        }
        DatagramChannel by;
        try {
            by = context.datagrams.socketFor(endpoint, to.getAddress());
        } catch (NetworkInterfaces.NoSuchInterfaceException noSuchInterface) {
            outbox.dropAll(DropReason.UNUSABLE, FailureText.of(noSuchInterface));
            return;
        } catch (IOException noSocket) {
            failed(FailureText.of(noSocket));
            return;
        }
        socket = by;
        if (controlling) {
            sendControl(by, to);
        }
        OutboundEvent event;
        while (mayBegin() && by.isWritable() && (event = outbox.take(protocol, nowMs)) != null) {
            path.countInBurst();
            send(event, by, to);
        }
    }

    private boolean mayBegin() {
        return !closed && !path.isBurstOver() && !isPausing();
    }

    /** Whether others are to know what we read. */
    private boolean isPeer(long ticksMs) {
        return context.meshControl != null
                && endpoint.protocol() != ProtocolChoice.XML
                && (isKept()
                        || offered
                        || ticksMs - offeredMs
                                < context.settings.datagram().controlEvery().toMillis());
    }

    private boolean isControlDue(long ticksMs) {
        return ticksMs >= controlDueMs && isPeer(ticksMs);
    }

    private void choose(long ticksMs) {
        WireProtocol now = protocolNow(ticksMs);
        if (now != protocol) {
            protocol = now;
            path.block();
            log.info("{} is sent {} now", endpoint, now.isXml() ? "XML" : "TAK Protocol");
        }
    }

    private WireProtocol protocolNow(long ticksMs) {
        return endpoint.protocol() == ProtocolChoice.AUTO && address != null
                ? context.meshPeers.protocolTo(address, ticksMs)
                : endpoint.protocolAtFirst();
    }

    private void controlLater() {
        controlDueMs =
                context.ticksMs() + context.settings.datagram().controlEvery().toMillis();
    }

    private void sendControl(DatagramChannel by, InetSocketAddress to) {
        ChannelFuture written = by.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(context.meshControl), to));
        if (written.isDone()) {
            controlWritten(written);
        } else {
            written.addListener(done -> controlWritten(written));
        }
    }

    private void controlWritten(ChannelFuture written) {
        if (written.isSuccess()) {
            context.counters.increment(Counter.TAK_CONTROLS_SENT);
            succeeded();
        } else {
            controlDueMs = context.ticksMs();
            failed(FailureText.of(written.cause()));
        }
    }

    private void send(OutboundEvent event, DatagramChannel by, InetSocketAddress to) {
        event.attempting();
        ByteBuf bytes = event.wire();
        Socket its = SocketWrites.of(by);
        if (its != null && SocketWrites.mayWrite(by, bytes)) {
            try {
                if (SocketWrites.sendTo(
                                its, bytes, bytes.readerIndex(), bytes.writerIndex(), to.getAddress(), to.getPort())
                        > 0) {
                    written(event, null);
                    return;
                }
            } catch (IOException refused) {
                written(event, refused);
                return;
            }
        }
        ChannelFuture written = by.writeAndFlush(new DatagramPacket(bytes.retainedDuplicate(), to));
        if (written.isDone()) {
            written(event, written.cause());
        } else {
            written.addListener(done -> written(event, written.cause()));
        }
    }

    /** @param trouble null if it was sent */
    private void written(OutboundEvent event, @Nullable Throwable trouble) {
        long nowMs = context.nowMs();
        if (trouble == null) {
            succeeded();
            outbox.done(event, nowMs);
            event.sent(nowMs, outbox.tally());
            return;
        }
        String why = FailureText.of(trouble);
        event.failed(why);
        if (why.startsWith("message too long")) {
            outbox.done(event, nowMs);
            event.dropped(DropReason.TOO_LARGE, "over the limit of this network", outbox.tally());
            return;
        }
        failed(why);
        retryLater(event);
    }

    private void failed(String why) {
        destination.failed();
        pause(why);
    }
}
