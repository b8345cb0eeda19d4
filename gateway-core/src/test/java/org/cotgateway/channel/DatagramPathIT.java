package org.cotgateway.channel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.CotEvents;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** When events go to a device's address past its outbox, by a way of their own, and when they must not. */
@EnabledOnOs(OS.LINUX)
class DatagramPathIT {

    private static final int MAX_WAIT_MS = 20_000;
    private static final int MAX_BURST = ChannelSettings.DEFAULT.datagram().maxBurst();

    private final EventImages images = Gateway.images();
    private final Gateway gateway = new Gateway(SocketKind.EPOLL, ChannelSettings.DEFAULT);
    private DatagramSocket device;
    private Endpoint endpoint;
    private Receiver receiver;
    private Fanout fanout;

    @BeforeEach
    void anEndpointIsKept() throws Exception {
        device = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        device.setSoTimeout(MAX_WAIT_MS);
        device.setReceiveBufferSize(4 * 1024 * 1024);
        endpoint = Endpoint.udp("127.0.0.1", device.getLocalPort()).with(ProtocolChoice.AUTO);
        receiver = gateway.onLoop(() -> gateway.senders.keep(endpoint, null, false));
        fanout = gateway.onLoop(() -> {
            Fanout fresh = new Fanout(gateway.loop.loop(), 10, 10, gateway.counters, (image, from, to, bytes) -> {});
            fresh.join(receiver);
            return fresh;
        });
        // The first opens the way, by the outbox; at some tick what we read is told, which closes it for that while.
        publish("first");
        assertThat(receive()).contains("first");
        Await.until(
                () -> {
                    publish("next");
                    assertThat(receive()).contains("next");
                    return clearFor() != null;
                },
                clear -> clear);
    }

    @AfterEach
    void allIsClosed() {
        gateway.onLoop(() -> {
            fanout.close();
            return true;
        });
        device.close();
        gateway.close();
    }

    @Test
    void whatWentThatWayIsInTheStatusAtOnce() throws IOException {
        ReceiverStatus.Traffic before = gateway.onLoop(receiver::status).traffic();
        long sentBefore = gateway.count(Counter.EVENTS_SENT);
        publish("a");
        publish("b");
        ReceiverStatus.Traffic after = gateway.onLoop(receiver::status).traffic();
        assertThat(after.sentEvents() - before.sentEvents()).isEqualTo(2);
        assertThat(after.sentBytes() - before.sentBytes())
                .isEqualTo(receive().length() + receive().length());
        assertThat(after.lastSent()).isNotNull();
        assertThat(gateway.count(Counter.EVENTS_SENT) - sentBefore).isEqualTo(2);
    }

    @Test
    void aBurstIsNoLongerThatWayAndWhatWaitsIsNotOvertaken() throws IOException {
        List<String> uids =
                IntStream.range(0, 2 * MAX_BURST).mapToObj(i -> "u" + i + "-").toList();
        WireFormat clear = gateway.onLoop(() -> {
            SocketPath path = requireNonNull(receiver.path());
            List<EventImage> batch = uids.stream().map(this::image).toList();
            int written = 0;
            // None of this lets a tick come in between.
            while (written < batch.size() && write(path, batch, written) == 1) {
                written++;
            }
            assertThat(written).isLessThanOrEqualTo(MAX_BURST);
            for (EventImage left : batch.subList(written, batch.size())) {
                receiver.offer(Fanout.outbound(left, receiver));
            }
            batch.forEach(EventImage::release);
            return path.clearFor();
        });
        assertThat(clear).isNull();
        for (String uid : uids) {
            assertThat(receive()).contains(uid);
        }
    }

    @Test
    void anotherFormIsAskedFor() throws IOException {
        gateway.onLoop(() -> {
            LoopContext context = gateway.senders.context();
            InetSocketAddress from = new InetSocketAddress(device.getLocalAddress(), device.getLocalPort());
            context.meshPeers.heardTak(null, from, true, context.ticksMs());
            return true;
        });
        Await.until(() -> clearFor() == null);
        publish("another");
        assertThat(receive()).contains("another").doesNotContain("<event");
        assertThat(clearFor()).extracting(WireFormat::protocol).isEqualTo(WireProtocol.TAK_MESH);
    }

    @Test
    void nothingIsWrittenToAnEndpointThatIsForgotten() {
        SocketPath path = requireNonNull(gateway.onLoop(receiver::path));
        gateway.onLoop(() -> {
            gateway.senders.forget(endpoint);
            return true;
        });
        assertThat(gateway.onLoop(path::clearFor)).isNull();
        EventImage image = image("a");
        assertThat(gateway.onLoop(() -> write(path, List.of(image), 0))).isZero();
        image.release();
    }

    private static int write(SocketPath path, List<EventImage> batch, int at) {
        EventImage event = batch.get(at);
        return path.write(event.bytes(WireProtocol.XML, Edition.PLAIN), batch, at, at + 1)
                .events();
    }

    private @Nullable WireFormat clearFor() {
        return gateway.onLoop(() -> requireNonNull(receiver.path()).clearFor());
    }

    /** In a pass of the loop that ends before this returns. */
    private void publish(String uid) {
        gateway.onLoop(() -> {
            EventImage image = image(uid);
            fanout.offer(image, null);
            image.release();
            return true;
        });
        gateway.onLoop(() -> true);
    }

    private EventImage image(String uid) {
        return images.of(CotEvents.marker(uid, "Well", 48.2, 16.3).build());
    }

    /** The next datagram that is not the gateway's word of what it reads. */
    private String receive() throws IOException {
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
            device.receive(packet);
            String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
            if (!text.contains(Gateway.CONTACT_UID)) {
                return text;
            }
        }
    }
}
