package org.cotgateway.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cotgateway.device.PlainSender.contact;
import static org.cotgateway.device.PlainSender.xml;
import static org.cotgateway.device.RecordingObserver.next;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.cotgateway.device.FinishedDownload.Outcome;
import org.cotgateway.event.AckRequest;
import org.cotgateway.event.CotEvent;
import org.junit.jupiter.api.Test;

/** Whom a device answers when it has downloaded a file, and where. */
class DeviceAcknowledgementIT extends DownloadFixture {

    @Test
    void toAnUnknownSenderNoAcknowledgementIsEverSent() throws Exception {
        start(DeviceSettings.DEFAULT);
        PlainSender.tcp(device(), xml(contact("GW", acks.endpoint())));
        http.thenFile(FILE);
        request(share(http.url("/p")));

        assertThat(next(seen.acksNotSent)).contains("no contact has the uid \"GW\"");
        assertThat(next(seen.downloads).outcome()).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void toAHostNameNothingCanBeSent() throws Exception {
        start(DeviceSettings.DEFAULT);
        PlainSender.udp(device(), xml(contact("GW", "localhost:4242:tcp")));
        next(seen.contacts);
        http.thenFile(FILE);
        request(share(http.url("/p")));

        assertThat(next(seen.acksNotSent)).contains("localhost:4242:tcp");
    }

    @Test
    void aContactThatDoesNotListenGetsNoAcknowledgement() throws Exception {
        start(DeviceSettings.DEFAULT);
        PlainSender.udp(device(), xml(contact("GW", "127.41.1.98:1:tcp")));
        next(seen.contacts);
        http.thenFile(FILE);
        request(share(http.url("/p")));

        assertThat(next(seen.acksNotSent)).contains("refused");
    }

    @Test
    void answersADatagramContactOnPort6969() throws Exception {
        start(DeviceSettings.DEFAULT);
        try (DatagramSocket socket =
                new DatagramSocket(ContactBook.DATAGRAM_ANSWER_PORT, InetAddress.getByName("127.41.1.2"))) {
            socket.setSoTimeout(20_000);
            PlainSender.udp(device(), xml(contact("GW", "127.41.1.2:7777:udp")));
            next(seen.contacts);
            http.thenFile(FILE);
            request(share(http.url("/p")));

            DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
            socket.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), UTF_8))
                    .contains("b-f-t-a")
                    .contains("ack-1");
            assertThat(packet.getSocketAddress()).isEqualTo(device());
        }
    }

    @Test
    void aRequestByUdpMakesItsSenderAContact() throws Exception {
        start(DeviceSettings.DEFAULT);
        http.thenFile(FILE);
        CotEvent inline = contact("GW", acks.endpoint()).toBuilder()
                .add(share(http.url("/p")))
                .add(new AckRequest("ack-2", true, null))
                .build();
        PlainSender.udp(device(), xml(inline));

        assertThat(seen.nextEvent().marker()).isTrue();
        assertThat(next(acks.received).ack().uid()).isEqualTo("ack-2");
    }

    @Test
    void acknowledgesWithAnEmptyUidWhenNotAsked() throws Exception {
        start(DeviceSettings.DEFAULT);
        beContact();
        http.thenFile(FILE);
        CotEvent unasked =
                CotEvent.builder().type("b-f-t-r").add(share(http.url("/p"))).build();
        PlainSender.tcp(device(), xml(unasked));

        assertThat(next(acks.received).ack().uid()).isEmpty();
    }
}
