package org.cotgateway.channel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches of a fan-out that go to a device by datagrams, judged by a plain java.net socket. */
class DatagramBatchIT {

    /** A copy of the address's four bytes, and one of sixteen as IPv6 has them, which Netty makes for each datagram. */
    private static final int BYTES_FOR_THE_ADDRESS = 24 + 32;

    private static final int TIMEOUT_MS = 10_000;

    private final List<EventImage> images = new ArrayList<>();

    @AfterEach
    void release() {
        images.forEach(EventImage::release);
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void eachEventOfABatchLeavesInADatagramOfItsOwn(SocketKind sockets) throws Exception {
        try (DatagramSocket device = device();
                Gateway gateway = new Gateway(sockets, ChannelSettings.DEFAULT)) {
            Receiver receiver = receiver(gateway, device);
            List<EventImage> batch = batch("<first/>", "<second/>", "<the-third/>");
            assertThat(gateway.onLoop(receiver::takesBatches)).isTrue();
            int written = gateway.onLoop(() -> give(receiver, batch));
            assertThat(written).isEqualTo(sockets == SocketKind.EPOLL ? 3 : 0);
            assertThat(received(device, 3)).containsExactly("<first/>", "<second/>", "<the-third/>");
            ReceiverStatus.Traffic traffic =
                    Await.until(() -> gateway.onLoop(receiver::status).traffic(), told -> told.sentEvents() == 4);
            assertThat(traffic.sentBytes()).isEqualTo("<way/><first/><second/><the-third/>".length());
        }
    }

    @Test
    void whatIsTooLargeForADatagramIsGivenUpAndWhatFollowsIsSent() throws Exception {
        assumeTrue(SocketKind.EPOLL.isAvailable());
        try (DatagramSocket device = device();
                Gateway gateway = new Gateway(SocketKind.EPOLL, ChannelSettings.DEFAULT)) {
            Receiver receiver = receiver(gateway, device);
            List<EventImage> batch = batch("<first/>", "x".repeat(65_508), "<last/>");
            assertThat(gateway.onLoop(() -> give(receiver, batch))).isOne();
            assertThat(received(device, 2)).containsExactly("<first/>", "<last/>");
            assertThat(gateway.onLoop(receiver::status).traffic().dropped()).containsEntry(DropReason.TOO_LARGE, 1L);
        }
    }

    @Test
    void nothingOvertakesWhatWaits() throws Exception {
        assumeTrue(SocketKind.EPOLL.isAvailable());
        try (DatagramSocket device = device();
                Gateway gateway = new Gateway(SocketKind.EPOLL, ChannelSettings.DEFAULT)) {
            Receiver receiver = receiver(gateway, device);
            int burst = ChannelSettings.DEFAULT.datagram().maxBurst();
            List<String> texts =
                    IntStream.range(0, 2 * burst).mapToObj(i -> "event " + i).toList();
            List<EventImage> batch = batch(texts.toArray(String[]::new));
            int written = gateway.onLoop(() -> {
                int first = give(receiver, batch.subList(0, burst + 1));
                // The device has had its burst, and the last one waits: all that follows does.
                assertThat(give(receiver, batch.subList(burst + 1, 2 * burst))).isZero();
                return first;
            });
            assertThat(written).isLessThanOrEqualTo(burst);
            assertThat(received(device, 2 * burst)).containsExactlyElementsOf(texts);
            assertThat(gateway.count(Counter.EVENTS_OFFERED)).isGreaterThanOrEqualTo(burst);
        }
    }

    @Test
    void aDatagramAllocatesNothingButWhatNettyMakesOfItsAddress() throws Exception {
        assumeTrue(SocketKind.EPOLL.isAvailable());
        int datagrams = ChannelSettings.DEFAULT.datagram().maxBurst() / 2;
        try (DatagramSocket device = device();
                Gateway gateway = new Gateway(SocketKind.EPOLL, ChannelSettings.DEFAULT)) {
            Receiver receiver = receiver(gateway, device);
            List<EventImage> batch = batch("<event/>");
            ByteBuf bytes = batch.get(0).asItCame();
            // What is allocated once is not what a datagram allocates: the least of some tries counts.
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 10; i++) {
                Await.until(() -> gateway.onLoop(
                                () -> receiver.writeNow(bytes, batch, 0, 1).events())
                        == 1);
                least = Math.min(least, gateway.onLoop(() -> allocated(receiver::writeNow, bytes, batch, datagrams)));
            }
            assertThat(least).isLessThanOrEqualTo((long) datagrams * BYTES_FOR_THE_ADDRESS);

            SocketPath path = requireNonNull(gateway.onLoop(receiver::path));
            least = Long.MAX_VALUE;
            for (int i = 0; i < 10; i++) {
                Await.until(() ->
                        gateway.onLoop(() -> path.write(bytes, batch, 0, 1).events()) == 1);
                least = Math.min(least, gateway.onLoop(() -> allocated(path::write, bytes, batch, datagrams)));
            }
            assertThat(least).isLessThanOrEqualTo((long) datagrams * BYTES_FOR_THE_ADDRESS);
        }
    }

    /** {@link Receiver#writeNow} or {@link SocketPath#write}. */
    private interface Writing {
        Written write(ByteBuf bytes, List<EventImage> events, int from, int to);
    }

    /** On the loop's thread. */
    private static long allocated(Writing writing, ByteBuf bytes, List<EventImage> batch, int datagrams) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int sent = 0;
        for (int i = 0; i < datagrams; i++) {
            sent += writing.write(bytes, batch, 0, 1).events();
        }
        long after = threads.getCurrentThreadAllocatedBytes();
        // Within a few milliseconds there may be less than that many of the burst left.
        return sent == datagrams ? after - before : Long.MAX_VALUE;
    }

    /** As a fan-out does: at once what is taken at once, which it counts; the rest by the outbox. */
    private static int give(Receiver receiver, List<EventImage> batch) {
        WireFormat format = receiver.format();
        ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer();
        try {
            batch.forEach(image -> format.append(image, bytes));
            int written = receiver.writeNow(bytes, batch, 0, batch.size()).events();
            for (EventImage image : batch.subList(written, batch.size())) {
                receiver.offer(OutboundEvent.of(image, format.edition(), OutboundEvent.NEVER_MS, SendObserver.NONE));
            }
            return written;
        } finally {
            bytes.release();
        }
    }

    private List<EventImage> batch(String... texts) {
        int known = images.size();
        for (String text : texts) {
            CotEvent like = CotEvent.builder()
                    .uid("u" + images.size())
                    .type("a-f-G")
                    .how("m-g")
                    .build();
            ByteBuf bytes = Gateway.bytes(text);
            images.add(Gateway.images().received(bytes, EventSummary.of(like), null));
            bytes.release();
        }
        return images.subList(known, images.size());
    }

    /** The device, after a first datagram that opened the way to it. */
    private Receiver receiver(Gateway gateway, DatagramSocket device) throws IOException {
        Endpoint endpoint = Endpoint.parse("udp://127.0.0.1:" + device.getLocalPort() + "?proto=xml");
        Receiver receiver = gateway.onLoop(() -> gateway.senders.keep(endpoint, null, false));
        List<EventImage> first = batch("<way/>");
        gateway.onLoop(() -> receiver.offer(OutboundEvent.of(
                first.get(0), receiver.format().edition(), OutboundEvent.NEVER_MS, SendObserver.NONE)));
        assertThat(received(device, 1)).containsExactly("<way/>");
        return receiver;
    }

    private static DatagramSocket device() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setReceiveBufferSize(4 * 1024 * 1024);
        return socket;
    }

    private static List<String> received(DatagramSocket device, int datagrams) throws IOException {
        List<String> texts = new ArrayList<>();
        while (texts.size() < datagrams) {
            DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
            device.receive(packet);
            texts.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
