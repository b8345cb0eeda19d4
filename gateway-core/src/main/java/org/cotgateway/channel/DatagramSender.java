package org.cotgateway.channel;

import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.cotgateway.metrics.Counter;
import org.jspecify.annotations.Nullable;

/** Sends to one address or multicast group, each event in a datagram of its own. */
final class DatagramSender implements Sender {

    private final Endpoint endpoint;
    private final LoopContext context;
    private final Outbox outbox;
    private final Backoff backoff;

    private @Nullable InetSocketAddress address;
    private int burst;
    private int failures;
    private long pausedUntilMs = Long.MIN_VALUE;

    DatagramSender(Endpoint endpoint, LoopContext context) {
        this.endpoint = endpoint;
        this.context = context;
        this.outbox = new Outbox(context.settings.outbox(), Transport.UDP, context.counters);
        DatagramSettings settings = context.settings.datagram();
        this.backoff = new Backoff(settings.firstRetry(), settings.maxRetry(), context.random);
        InetAddress literal = endpoint.address();
        this.address = literal == null ? null : new InetSocketAddress(literal, endpoint.port());
    }

    @Override
    public OfferOutcome offer(OutboundEvent event) {
        OfferOutcome outcome = outbox.offer(event, context.nowMs());
        if (outcome.accepted()) {
            pump();
        }
        return outcome;
    }

    @Override
    public void tick() {
        burst = 0;
        outbox.expire(context.nowMs());
        pump();
    }

    @Override
    public boolean isIdle() {
        return outbox.isEmpty() && context.ticksMs() >= pausedUntilMs;
    }

    @Override
    public void close(String why) {
        outbox.close(why);
    }

    @Override
    public EndpointStatus status() {
        String state = failures > 0 ? "paused" : "idle";
        return new EndpointStatus(endpoint, state, outbox.waiting(), outbox.underWay(), outbox.bytes(), failures);
    }

    private void pump() {
        InetSocketAddress to = address;
        if (to == null || context.ticksMs() < pausedUntilMs || !outbox.hasReady(context.nowMs())) {
            return;
        }
        DatagramChannel socket;
        try {
            socket = context.datagrams.socketFor(endpoint, to.getAddress());
        } catch (DatagramSockets.NoSuchInterfaceException noSuchInterface) {
            outbox.dropAll(DropReason.UNUSABLE, FailureText.of(noSuchInterface));
            return;
        } catch (IOException noSocket) {
            pause();
            return;
        }
        OutboundEvent event;
        while (burst < context.settings.datagram().maxBurst()
                && socket.isWritable()
                && context.ticksMs() >= pausedUntilMs
                && (event = outbox.take(context.nowMs())) != null) {
            burst++;
            send(event, socket, to);
        }
    }

    private void send(OutboundEvent event, DatagramChannel socket, InetSocketAddress to) {
        event.attempting();
        ChannelFuture written = socket.writeAndFlush(new DatagramPacket(event.image(), to));
        if (written.isDone()) {
            written(event, written);
        } else {
            written.addListener(done -> written(event, written));
        }
    }

    private void written(OutboundEvent event, ChannelFuture written) {
        long nowMs = context.nowMs();
        if (written.isSuccess()) {
            failures = 0;
            outbox.done(event, nowMs);
            event.sent(nowMs, context.counters);
            return;
        }
        String why = FailureText.of(written.cause());
        event.failed(why);
        if (why.startsWith("message too long")) {
            outbox.done(event, nowMs);
            event.dropped(DropReason.TOO_LARGE, "over the limit of this network", context.counters);
            return;
        }
        pause();
        if (outbox.retryLater(event, nowMs)) {
            context.counters.increment(Counter.SENDS_RETRIED);
            event.retrying();
        }
    }

    private void pause() {
        failures++;
        pausedUntilMs = context.ticksMs() + backoff.pauseMs(failures);
    }
}
