package org.cotgateway.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cotgateway.device.PlainSender.contact;
import static org.cotgateway.device.PlainSender.marker;
import static org.cotgateway.device.PlainSender.xml;
import static org.cotgateway.device.RecordingObserver.next;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Remarks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceInputIT {

    private static final InetSocketAddress GROUP = new InetSocketAddress("239.2.3.1", 16_969);

    private final RecordingObserver seen = new RecordingObserver();
    private DeviceFleet fleet;
    private InetSocketAddress device;

    @BeforeEach
    void startDevice() throws IOException {
        fleet = DeviceFleet.start(
                FleetSettings.DEFAULT.withCount(2).withAddress("127.40.0.1", 0).withMulticast(GROUP), seen);
        device = fleet.devices().get(0).address();
    }

    @AfterEach
    void stopDevice() {
        fleet.close();
    }

    @Test
    void takesOneMessageWithItsFinAndAnswersNothing() throws Exception {
        byte[] answer = PlainSender.tcp(device, xml(marker("m1")));

        ReceivedEvent received = seen.nextEvent();
        assertThat(answer).isEmpty();
        assertThat(received.event().uid()).isEqualTo("m1");
        assertThat(received.input()).isEqualTo(Input.TCP);
        assertThat(received.marker()).isTrue();
        assertThat(fleet.devices().get(0).shown().get(10, TimeUnit.SECONDS))
                .extracting(MapItem::uid)
                .containsExactly("m1");
    }

    @Test
    void deliversNothingBeforeTheFin() throws Exception {
        try (Socket open = PlainSender.connect(device)) {
            open.getOutputStream().write(xml(marker("held-open")));
            PlainSender.tcp(device, xml(marker("later")));
            assertThat(seen.nextEvent().event().uid()).isEqualTo("later");
            open.shutdownOutput();
            assertThat(seen.nextEvent().event().uid()).isEqualTo("held-open");
        }
    }

    @Test
    void takesAMessageInSmallPieces() throws Exception {
        try (Socket socket = PlainSender.connect(device)) {
            socket.setTcpNoDelay(true);
            for (byte b : xml(marker("pieces"))) {
                socket.getOutputStream().write(b);
            }
            socket.shutdownOutput();
            assertThat(seen.nextEvent().event().uid()).isEqualTo("pieces");
        }
    }

    @Test
    void rejectsTwoEventsInOneConnection() throws Exception {
        byte[] first = xml(marker("m1"));
        byte[] second = xml(marker("m2"));
        PlainSender.tcp(
                device,
                ByteBuffer.allocate(first.length + second.length)
                        .put(first)
                        .put(second)
                        .array());

        RejectedMessage rejected = next(seen.rejected);
        assertThat(rejected.violations().get(0).rule()).contains("one event");
        assertThat(rejected.bytes()).isEqualTo(first.length + second.length);
        assertThat(seen.events).isEmpty();
    }

    @Test
    void takesNearly512000BytesAndAbortsBeyond() throws Exception {
        byte[] large = large(511_000);
        PlainSender.tcp(device, large);
        assertThat(seen.nextEvent().event().uid()).isEqualTo("large");

        try {
            PlainSender.tcp(device, large(700_000));
        } catch (SocketException abortedByTheDevice) {
            assertThat(abortedByTheDevice).isNotNull();
        }
        assertThat(next(seen.rejected).violations()).containsExactly(StrictAtakParser.TOO_LONG);
        assertThat(seen.events).isEmpty();
    }

    private static byte[] large(int bytes) {
        return xml(marker("large").toBuilder()
                .add(new Remarks("x".repeat(bytes - 400), null, null, null))
                .build());
    }

    @Test
    void losesAMessageThatIsResetInTheMiddle() throws Exception {
        byte[] whole = large(200_000);
        try (Socket socket = PlainSender.connect(device)) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(Arrays.copyOf(whole, 100_000));
        }
        PlainSender.tcp(device, xml(marker("after")));

        assertThat(seen.nextEvent().event().uid()).isEqualTo("after");
    }

    @Test
    void ignoresAConnectionThatBringsNothing() throws Exception {
        PlainSender.tcp(device, "");
        PlainSender.tcp(device, xml(marker("after")));

        assertThat(seen.nextEvent().event().uid()).isEqualTo("after");
        assertThat(seen.rejected).isEmpty();
    }

    @Test
    void refusesProtobufWithAClearReason() throws Exception {
        PlainSender.tcp(device, new byte[] {(byte) 0xBF, 1, (byte) 0xBF, 0x12, 0});
        assertThat(next(seen.rejected).violations().get(0).rule()).contains("protobuf");

        PlainSender.udp(device, new byte[] {(byte) 0xBF, 1, (byte) 0xBF, 0x12, 0});
        assertThat(next(seen.rejected).input()).isEqualTo(Input.UDP);
    }

    @Test
    void takesADatagramOfAnySize() throws Exception {
        PlainSender.udp(device, large(65_000));

        ReceivedEvent received = seen.nextEvent();
        assertThat(received.event().uid()).isEqualTo("large");
        assertThat(received.input()).isEqualTo(Input.UDP);
    }

    @Test
    void learnsContactsFromDatagramsAndNeverFromTcp() throws Exception {
        PlainSender.tcp(device, xml(contact("GW", "127.0.0.1:4300:tcp")));
        seen.nextEvent();
        assertThat(fleet.devices().get(0).tally().contacts()).isZero();

        PlainSender.udp(device, xml(contact("GW", "127.0.0.1:4300:tcp")));
        assertThat(next(seen.contacts).target()).isEqualTo(new InetSocketAddress("127.0.0.1", 4_300));
        assertThat(fleet.devices().get(0).tally().contacts()).isEqualTo(1);
    }

    @Test
    void allDevicesHearAMulticastGroup() throws Exception {
        byte[] message = xml(contact("GW", "127.0.0.1:4300:tcp"));
        try (MulticastSocket socket = new MulticastSocket()) {
            socket.setNetworkInterface(NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1")));
            socket.send(new DatagramPacket(message, message.length, GROUP));
        }

        assertThat(seen.nextEvent().input()).isEqualTo(Input.MULTICAST);
        assertThat(seen.nextEvent().input()).isEqualTo(Input.MULTICAST);
        next(seen.contacts);
        next(seen.contacts);
    }

    @Test
    void countsWhatItSees() throws Exception {
        PlainSender.tcp(device, xml(marker("m1")));
        seen.nextEvent();
        PlainSender.tcp(device, "<event/>".getBytes(UTF_8));
        next(seen.rejected);
        CotEvent ping = CotEvent.builder().type("t-x-c-t").build();
        PlainSender.udp(device, xml(ping));
        assertThat(seen.nextEvent().marker()).isFalse();

        DeviceTally tally = fleet.devices().get(0).tally();
        assertThat(tally.events()).isEqualTo(2);
        assertThat(tally.rejected()).isEqualTo(1);
        assertThat(tally.shown()).isEqualTo(1);
        assertThat(fleet.devices().get(1).tally().events()).isZero();
    }
}
