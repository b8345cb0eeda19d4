package org.cotgateway.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotgateway.device.PlainSender.contact;
import static org.cotgateway.device.PlainSender.marker;
import static org.cotgateway.device.PlainSender.xml;
import static org.cotgateway.device.RecordingObserver.next;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Set;
import org.cotgateway.device.FinishedDownload.Outcome;
import org.cotgateway.event.AckRequest;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.FileShare;
import org.cotgateway.event.Remarks;
import org.junit.jupiter.api.Test;

class DeviceFaultIT {

    private static final byte[] FILE = "three bytes and some more".getBytes(UTF_8);
    private static final String SHA256 = "620df98f62433b3bc1b302b89ac19d179e1006788314a6939915c91a1158e690";

    private final RecordingObserver seen = new RecordingObserver();

    @Test
    void resetAnswersTheFirstBytesWithAReset() throws Exception {
        try (DeviceFleet fleet = start(Fault.RESET);
                Socket socket = PlainSender.connect(device(fleet))) {
            socket.getOutputStream().write(xml(marker("m1")));

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(seen.events).isEmpty();
            assertThat(seen.rejected).isEmpty();
        }
    }

    @Test
    void deafTakesTheConnectionButNothingMore() throws Exception {
        try (DeviceFleet fleet = start(Fault.DEAF);
                Socket socket = PlainSender.connect(device(fleet))) {
            socket.getOutputStream().write(xml(marker("m1")));
            socket.shutdownOutput();
            PlainSender.udp(device(fleet), xml(marker("m2")));
            socket.setSoTimeout(200);

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(seen.events).isEmpty();
        }
    }

    @Test
    void slowTakesEverythingInTheEnd() throws Exception {
        DeviceSettings slow = new DeviceSettings(Set.of(Fault.SLOW), DownloadSettings.ATAK, null, 200_000);
        try (DeviceFleet fleet = start(slow)) {
            PlainSender.tcp(
                    device(fleet),
                    xml(marker("m1").toBuilder()
                            .add(new Remarks("x".repeat(100_000), null, null, null))
                            .build()));

            assertThat(seen.nextEvent().event().uid()).isEqualTo("m1");
        }
    }

    @Test
    void reorderStillHandsOnEverything() throws Exception {
        try (DeviceFleet fleet = start(Fault.REORDER)) {
            for (int i = 0; i < 5; i++) {
                PlainSender.tcp(device(fleet), xml(marker("m" + i)));
            }
            for (int i = 0; i < 5; i++) {
                seen.nextEvent();
            }
            assertThat(fleet.devices().get(0).tally().events()).isEqualTo(5);
        }
    }

    @Test
    void noFetchSaysThatTransfersAreDisabled() throws Exception {
        try (DeviceFleet fleet = start(Fault.NO_FETCH);
                ScriptedHttp http = new ScriptedHttp("127.42.1.1");
                AckListener acks = new AckListener("127.42.1.1")) {
            push(fleet, http, acks);

            assertThat(next(seen.downloads).outcome()).isEqualTo(Outcome.DISABLED);
            AckResponse ack = next(acks.received).ack();
            assertThat(ack.success()).isFalse();
            assertThat(ack.reason()).isEqualTo("File transfers disabled");
            assertThat(http.requests).isEmpty();
        }
    }

    @Test
    void noAckDownloadsAndKeepsSilent() throws Exception {
        try (DeviceFleet fleet = start(Fault.NO_ACK);
                ScriptedHttp http = new ScriptedHttp("127.42.1.1");
                AckListener acks = new AckListener("127.42.1.1")) {
            push(fleet, http, acks);

            assertThat(next(seen.downloads).requests()).isEqualTo(1);
            assertThat(next(seen.acksNotSent)).contains("never acknowledges");
            assertThat(acks.received).isEmpty();
        }
    }

    @Test
    void corruptAcknowledgesWhatItThenDoesNotTake() throws Exception {
        try (DeviceFleet fleet = start(Fault.CORRUPT);
                ScriptedHttp http = new ScriptedHttp("127.42.1.1");
                AckListener acks = new AckListener("127.42.1.1")) {
            push(fleet, http, acks);

            FinishedDownload download = next(seen.downloads);
            assertThat(download.outcome()).isEqualTo(Outcome.CORRUPT);
            assertThat(download.sizeMatches()).isTrue();
            assertThat(download.sha256Matches()).isFalse();
            assertThat(next(acks.received).ack().success()).isTrue();
        }
    }

    private void push(DeviceFleet fleet, ScriptedHttp http, AckListener acks) throws Exception {
        PlainSender.udp(device(fleet), xml(contact("GW", acks.endpoint())));
        next(seen.contacts);
        http.thenFile(FILE);
        FileShare share = new FileShare("p.zip", http.url("/p"), FILE.length, SHA256, "GW", "GW", "Photo", true);
        PlainSender.tcp(
                device(fleet),
                xml(CotEvents.fileTransfer(share, new AckRequest("ack-1", true, null))
                        .build()));
    }

    private DeviceFleet start(Fault fault) throws IOException {
        return start(DeviceSettings.DEFAULT.withFaults(fault));
    }

    private DeviceFleet start(DeviceSettings settings) throws IOException {
        return DeviceFleet.start(
                FleetSettings.DEFAULT.withAddress("127.42.0.1", 0).withDevice(settings), seen);
    }

    private static InetSocketAddress device(DeviceFleet fleet) {
        return fleet.devices().get(0).address();
    }
}
