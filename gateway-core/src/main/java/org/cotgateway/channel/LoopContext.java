package org.cotgateway.channel;

import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;

/** What all senders of a gateway share. Loop-only. */
final class LoopContext {

    final EventLoop loop;
    final SocketKind sockets;
    final ChannelSettings settings;
    final Counters counters;
    final ConnectGate gate;
    final DatagramSockets datagrams;
    final HostNames names;
    final EventSink sink;
    final RandomGenerator random;
    private final InstantSource clock;

    LoopContext(
            GatewayLoop gatewayLoop,
            ChannelSettings settings,
            Counters counters,
            EventSink sink,
            InstantSource clock,
            RandomGenerator random) {
        this.loop = gatewayLoop.loop();
        this.sockets = gatewayLoop.sockets();
        this.settings = settings;
        this.counters = counters;
        this.clock = clock;
        this.random = random;
        this.sink = sink;
        this.names = new HostNames(loop, sockets, settings.dns());
        this.datagrams = new DatagramSockets(this);
        this.gate = new ConnectGate(
                settings.maxConnectsInFlight(), settings.connectSlice().toMillis(), counters);
    }

    /** The time of day, which stale times and deadlines are compared with, in milliseconds since 1970. */
    long nowMs() {
        return clock.millis();
    }

    /** A clock that is never set back, for timeouts and pauses. */
    long ticksMs() {
        return TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime());
    }
}
