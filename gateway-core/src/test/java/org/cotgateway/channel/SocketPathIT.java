package org.cotgateway.channel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.cotgateway.channel.fanout.Fanout;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.TakWriter;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.codec.WireProtocol;
import org.cotgateway.event.CotEvents;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** When events go to a client past its outbox and its channel, and when they must not. */
@EnabledOnOs(OS.LINUX)
class SocketPathIT {

    private static final int MAX_WAIT_MS = 20_000;

    private final Clients clients = new Clients();
    private final EventImages images = Gateway.images();
    private final Gateway gateway = new Gateway(SocketKind.EPOLL, ChannelSettings.DEFAULT);
    private StreamListener listener;
    private Socket device;
    private ClientStream client;
    private Fanout fanout;

    @BeforeEach
    void oneIsConnected() throws IOException {
        listener = StreamListener.bind(gateway.senders, Messages.ANY_PORT, ClientSettings.DEFAULT, null, clients);
        device = new Socket(listener.address().getAddress(), listener.address().getPort());
        device.setSoTimeout(MAX_WAIT_MS);
        Await.until(() -> clients.connected.size() == 1);
        client = clients.connected.get(0);
        fanout = gateway.onLoop(() -> {
            Fanout fresh = new Fanout(gateway.loop.loop(), 10, 10, gateway.counters, (image, from, to, bytes) -> {});
            fresh.join(client);
            return fresh;
        });
    }

    @AfterEach
    void allIsClosed() throws IOException {
        gateway.onLoop(() -> {
            fanout.close();
            return true;
        });
        device.close();
        listener.close();
        gateway.close();
    }

    @Test
    void itIsClearWhenAWriteTheLongWayFoundThatNothingWaits() throws IOException {
        assertThat(clearFor()).isNull();
        publish("a");
        assertThat(clearFor()).isEqualTo(gateway.onLoop(client::format));
        publish("b");
        assertThat(readUid()).isEqualTo("a");
        assertThat(readUid()).isEqualTo("b");
    }

    @Test
    void whatWentThatWayIsInTheStatus() {
        publish("a");
        publish("b");
        publish("c");
        ReceiverStatus.Traffic traffic = gateway.onLoop(client::status).traffic();
        assertThat(traffic.sentEvents()).isEqualTo(3);
        assertThat(traffic.sentBytes()).isPositive().isEqualTo(3 * (traffic.sentBytes() / 3));
        assertThat(traffic.lastSent()).isNotNull();
    }

    @Test
    void whatIsInTheOutboxIsNotOvertaken() throws IOException {
        publish("a");
        onLoop(() -> {
            offer("own");
            return offerAll("b");
        });
        assertThat(clearFor()).isNull();
        assertThat(readUid()).isEqualTo("a");
        assertThat(readUid()).isEqualTo("own");
        assertThat(readUid()).isEqualTo("b");
    }

    @Test
    void whatIsInTheChannelIsNotOvertaken() throws IOException {
        publish("a");
        say(Messages.event("ping", "t-x-c-t"));
        assertThat(readUid()).isEqualTo("a");
        assertThat(readUid()).isEqualTo("takPong");
        assertThat(clearFor()).isNull();
        publish("b");
        assertThat(clearFor()).as("nothing waits any more").isNotNull();
        assertThat(readUid()).isEqualTo("b");
    }

    @Test
    void anotherFormIsAskedFor() throws IOException {
        publish("a");
        assertThat(readUid()).isEqualTo("a");
        say(Messages.event("request", "t-x-takp-q")
                .replace("<detail/>", "<detail><TakControl><TakRequest version='1'/></TakControl></detail>"));
        assertThat(readUid()).as("the answer").isNotEqualTo("a");
        assertThat(clearFor()).isNull();
        publish("b");
        assertThat(clearFor()).extracting(WireFormat::protocol).isEqualTo(WireProtocol.TAK_STREAM);
    }

    /** Nothing is answered, so that no write blocks the way. */
    @Test
    void whoBeginsWithAFrameIsSentNoMoreXmlThatWay() throws IOException {
        publish("a");
        assertThat(clearFor()).extracting(WireFormat::protocol).isNotEqualTo(WireProtocol.TAK_STREAM);
        ByteBuf frame = Unpooled.buffer();
        TakWriter.INSTANCE.writeStreamFrame(
                CotEvents.marker("frame", "Well", 48.2, 16.3).build(), frame);
        device.getOutputStream().write(ByteBufUtil.getBytes(frame));
        Await.until(() -> gateway.received.size() == 1);
        assertThat(clearFor()).isNull();
        publish("b");
        assertThat(clearFor()).extracting(WireFormat::protocol).isEqualTo(WireProtocol.TAK_STREAM);
    }

    @Test
    void anotherServerGetsAnotherEdition() {
        publish("a");
        onLoop(() -> {
            client.takeForServer();
            return true;
        });
        assertThat(clearFor()).isNull();
        publish("b");
        assertThat(clearFor()).isEqualTo(gateway.onLoop(client::format));
    }

    @Test
    void nothingIsWrittenToWhoeverIsClosed() {
        publish("a");
        SocketPath path = requireNonNull(gateway.onLoop(client::path));
        WireFormat clear = gateway.onLoop(() -> {
            client.close("a test's own reason");
            return path.clearFor();
        });
        assertThat(clear).isNull();
    }

    @Test
    void nothingIsWrittenToASocketThatItsChannelHasClosedWithoutAWord() {
        publish("a");
        WireFormat clear = gateway.onLoop(() -> {
            io.netty.channel.unix.Socket socket = io.netty.channel.unix.Socket.newSocketStream();
            SocketPath other = withoutOutput(socket);
            other.clear(client.format());
            socket.close();
            return other.clearFor();
        });
        assertThat(clear).isNull();
    }

    /** For what never comes so far as to write. */
    @SuppressWarnings("NullAway")
    private static SocketPath withoutOutput(io.netty.channel.unix.Socket socket) {
        return new StreamPath(socket, null);
    }

    private @Nullable WireFormat clearFor() {
        return gateway.onLoop(() -> requireNonNull(client.path()).clearFor());
    }

    /** To all, in a pass of the loop that ends before this returns. */
    private void publish(String uid) {
        onLoop(() -> offerAll(uid));
        onLoop(() -> true);
    }

    private boolean offerAll(String uid) {
        EventImage image = image(uid);
        fanout.offer(image, null);
        image.release();
        return true;
    }

    private void offer(String uid) {
        EventImage image = image(uid);
        client.offer(Fanout.outbound(image, client));
        image.release();
    }

    private EventImage image(String uid) {
        return images.of(CotEvents.marker(uid, "Well", 48.2, 16.3).build());
    }

    private <T> void onLoop(Callable<T> action) {
        gateway.onLoop(action);
    }

    private void say(String event) throws IOException {
        device.getOutputStream().write(event.getBytes(StandardCharsets.UTF_8));
    }

    /** The uid of the next event that is not the offer of another form. */
    private String readUid() throws IOException {
        String event;
        do {
            event = Messages.readEvent(device);
        } while (event.contains("t-x-takp-v"));
        return event.replaceAll("(?s).*<event[^>]*? uid=[\"']([^\"']*)[\"'].*", "$1");
    }
}
