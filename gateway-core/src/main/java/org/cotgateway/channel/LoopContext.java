package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.PlatformDependent;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.TakWriter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.tls.TlsContexts;
import org.cotgateway.tls.TlsException;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;

/** What all senders of a gateway share. Loop-only. */
final class LoopContext {

    /** How often senders look after what takes time, and so how exactly pauses, timeouts and deadlines are kept. */
    static final long TICK_MS = 10;

    private static final long LOOK_AHEAD_MS = 3 * TICK_MS;
    private static final long LEAST_WAITING_BYTES = 64L * 1024 * 1024;
    private static final int HEAP_BYTES_FOR_EACH = 1_024;
    private static final int SCRATCH_BYTES = 4_096;
    private static final int MAX_MESH_PEERS = 1_024;

    final IoEventLoop loop;
    /** Direct, for whatever is read and not looked at; holds nothing between two uses. */
    final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);

    /** How a connection stands, for whoever asks; says nothing between two uses. */
    final EpollTcpInfo tcpInfo = new EpollTcpInfo();

    final SocketKind sockets;
    final ChannelSettings settings;
    final Counters counters;
    final ConnectGate gate;
    final EndedSockets endedSockets;
    final DatagramSockets datagrams;
    final DatagramPace datagramPace;
    final MeshPeers meshPeers;
    /** The message that says which versions of TAK Protocol we read; null if we are no contact. */
    final byte @Nullable [] meshControl;

    final HostNames names;
    final EventImages images;
    final EventSink sink;
    /** Shared by all streams and datagrams, which are read one at a time. */
    final MessageIntake intake;

    /** For the streams that we dial and that have none of their own. */
    private final CompletableFuture<SslContext> dialledTls;

    private final Map<Endpoint, SslContext> ownTls = new HashMap<>();

    final ReadingPause readingPause;
    /** Those of all outboxes. */
    final WaitingEvents waiting;

    final RandomGenerator random;
    private final InstantSource clock;

    LoopContext(
            GatewayLoop gatewayLoop,
            ChannelSettings settings,
            TlsSettings dialledTls,
            @Nullable String contactUid,
            Counters counters,
            EventImages images,
            EventSink sink,
            InstantSource clock,
            RandomGenerator random) {
        this.loop = gatewayLoop.loop();
        this.sockets = gatewayLoop.sockets();
        this.settings = settings;
        this.counters = counters;
        this.clock = clock;
        this.random = random;
        this.images = images;
        this.sink = sink;
        this.dialledTls = tlsInTime(dialledTls);
        this.intake = new MessageIntake(settings.stream().xml(), images, counters);
        this.names = new HostNames(loop, sockets, settings.dns());
        this.datagrams = new DatagramSockets(this);
        this.datagramPace = new DatagramPace(settings.datagram().maxBurst(), clock.millis());
        this.meshPeers = new MeshPeers(settings.datagram().peerSilence().toMillis(), MAX_MESH_PEERS);
        this.meshControl = contactUid == null ? null : meshControl(contactUid);
        this.waiting = new WaitingEvents(maxWaitingEvents(settings));
        // All that waits is in this allocator's buffers, whatever it came in: see EventImage.compact.
        this.readingPause = new ReadingPause(
                loop, maxWaitingBytes(settings), PooledByteBufAllocator.DEFAULT::pinnedDirectMemory, waiting, counters);
        this.endedSockets = new EndedSockets(loop);
        this.gate = new ConnectGate(
                settings.maxConnectsInFlight(), settings.connectSlice().toMillis(), counters);
    }

    /** Half of what Netty may use, which leaves room for what is being read and written; but something on any machine. */
    private static long maxWaitingBytes(ChannelSettings settings) {
        Long set = settings.maxWaitingBytes();
        return set != null ? set : Math.max(LEAST_WAITING_BYTES, PlatformDependent.maxDirectMemory() / 2);
    }

    /** About a tenth of the heap, more if they are observed. */
    private static long maxWaitingEvents(ChannelSettings settings) {
        Integer set = settings.maxWaitingEvents();
        return set != null ? set : Runtime.getRuntime().maxMemory() / HEAP_BYTES_FOR_EACH;
    }

    private static byte[] meshControl(String contactUid) {
        ByteBuf message = Unpooled.buffer();
        TakWriter.INSTANCE.writeMeshControl(contactUid, message);
        return ByteBufUtil.getBytes(message);
    }

    /**
     * Reading the JDK's certificates takes a third of the whole start, and most gateways never dial TLS: with the defaults,
     * which nothing can be wrong with, another thread does it while the start goes on. Settings that somebody made are
     * looked at here and now.
     */
    private static CompletableFuture<SslContext> tlsInTime(TlsSettings settings) {
        return settings.equals(TlsSettings.DEFAULT)
                ? CompletableFuture.supplyAsync(
                        () -> tls(settings),
                        task -> new DefaultThreadFactory("cot-gateway-tls", true)
                                .newThread(task)
                                .start())
                : CompletableFuture.completedFuture(tls(settings));
    }

    private static SslContext tls(TlsSettings settings) {
        try {
            return TlsContexts.client(settings, "dialled streams");
        } catch (TlsException wrong) {
            throw new IllegalArgumentException("TLS of dialled streams: " + wrong.getMessage(), wrong);
        }
    }

    /** Whether {@link #tlsOf} answers at once, if it is needed: in the first moments of a gateway it may not yet. */
    boolean isTlsReady(Endpoint endpoint) {
        return endpoint.transport() != Transport.TLS || ownTls.containsKey(endpoint) || dialledTls.isDone();
    }

    /** What the next connection to the endpoint does TLS by; to be asked when it {@link #isTlsReady is ready}. */
    SslContext tlsOf(Endpoint endpoint) {
        SslContext own = ownTls.get(endpoint);
        return own != null ? own : dialledTls.join();
    }

    /** @param tls null for that of all */
    void setTls(Endpoint endpoint, @Nullable SslContext tls) {
        if (tls == null) {
            ownTls.remove(endpoint);
        } else {
            ownTls.put(endpoint, tls);
        }
    }

    /** The time of day, which stale times and deadlines are compared with, in milliseconds since 1970. */
    long nowMs() {
        return clock.millis();
    }

    /**
     * Before which time events expire at this tick: a little more than the next tick ahead, so that at its deadline an
     * event has been given up and whoever set the deadline knows why.
     */
    long expiryMs() {
        return nowMs() + LOOK_AHEAD_MS;
    }

    /** A clock that is never set back, for timeouts and pauses. */
    long ticksMs() {
        return TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime());
    }

    /** Makes the channel one of this loop's. */
    void register(Channel channel) {
        // As the plain event loop that it is: with IoEventLoop the call is deprecated.
        EventLoop channels = loop;
        channels.register(channel);
    }
}
