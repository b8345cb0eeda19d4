package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;

/** A loop with senders on it, driven from a test's thread. */
final class Gateway implements AutoCloseable {

    static final String CONTACT_UID = "gateway-uid";

    private static final long MAX_WAIT_S = 30;

    final Counters counters = new Counters();
    final List<CotEvent> received = new CopyOnWriteArrayList<>();
    /** Who sends back by the way that each of these came by, if anybody does. */
    final List<Optional<Receiver>> cameFrom = new CopyOnWriteArrayList<>();

    final GatewayLoop loop;
    final EndpointSenders senders;

    Gateway(SocketKind sockets, ChannelSettings settings) {
        this(sockets, settings, TlsSettings.DEFAULT);
    }

    Gateway(SocketKind sockets, ChannelSettings settings, TlsSettings tls) {
        this(GatewayLoop.start("test-loop", sockets), settings, tls);
    }

    Gateway(GatewayLoop loop, ChannelSettings settings, TlsSettings tls) {
        this.loop = loop;
        senders = new EndpointSenders(loop, settings, tls, CONTACT_UID, counters, images(), (image, broken, from) -> {
            cameFrom.add(Optional.ofNullable(from.receiver()));
            received.add(image.event());
        });
    }

    static EventImages images() {
        return new EventImages(
                PooledByteBufAllocator.DEFAULT, "CoT-Gateway-test", InstantSource.system(), XmlLimits.DEFAULT);
    }

    <T> T onLoop(Callable<T> action) {
        try {
            return loop.loop().submit(action).get(MAX_WAIT_S, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    Outcome send(Endpoint endpoint, String uid, String xml) {
        return send(endpoint, uid, Priority.ROUTINE, xml, OutboundEvent.NEVER_MS);
    }

    Outcome send(Endpoint endpoint, String uid, Priority priority, String xml, long deadlineMs) {
        return send(endpoint, uid, priority, xml, deadlineMs, new Outcome());
    }

    Outcome send(Endpoint endpoint, String uid, Priority priority, String xml, long deadlineMs, Outcome outcome) {
        onLoop(() -> senders.offer(
                endpoint,
                outbound(
                        uid,
                        priority,
                        System.currentTimeMillis(),
                        OutboundEvent.NEVER_MS,
                        deadlineMs,
                        bytes(xml),
                        outcome)));
        return outcome;
    }

    /** An event that was received as these bytes, whatever they are; takes the bytes over. */
    static OutboundEvent outbound(
            String uid,
            Priority priority,
            long timeMs,
            long staleMs,
            long deadlineMs,
            ByteBuf xml,
            SendObserver observer) {
        return outbound(images(), uid, priority, timeMs, staleMs, deadlineMs, xml, observer);
    }

    /** The same, of images that are there already: it takes a while to make them. */
    static OutboundEvent outbound(
            EventImages images,
            String uid,
            Priority priority,
            long timeMs,
            long staleMs,
            long deadlineMs,
            ByteBuf xml,
            SendObserver observer) {
        CotEvent like = CotEvent.builder().uid(uid).type("a-f-G").how("m-g").build();
        EventImage image = images.received(xml, EventSummary.of(like), null);
        try {
            return new OutboundEvent(uid, priority, timeMs, staleMs, deadlineMs, image, Edition.PLAIN, observer);
        } finally {
            image.release();
            xml.release();
        }
    }

    long count(Counter counter) {
        return counters.get(counter);
    }

    static ByteBuf unpooled(String xml) {
        return Unpooled.wrappedBuffer(xml.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuf bytes(String xml) {
        byte[] utf8 = xml.getBytes(StandardCharsets.UTF_8);
        return PooledByteBufAllocator.DEFAULT.directBuffer(utf8.length).writeBytes(utf8);
    }

    @Override
    public void close() {
        onLoop(() -> {
            senders.close();
            return true;
        });
        loop.close();
    }
}
