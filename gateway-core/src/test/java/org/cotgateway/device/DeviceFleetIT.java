package org.cotgateway.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotgateway.device.PlainSender.marker;
import static org.cotgateway.device.PlainSender.xml;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class DeviceFleetIT {

    private final RecordingObserver seen = new RecordingObserver();

    @Test
    void threeHundredDevicesListenEachOnAnAddressOfItsOwn() throws Exception {
        FleetSettings settings = FleetSettings.DEFAULT.withCount(300).withAddress("127.43.0.1", 0);
        try (DeviceFleet fleet = DeviceFleet.start(settings, seen)) {
            assertThat(fleet.devices())
                    .hasSize(300)
                    .extracting(device -> device.address().getAddress())
                    .doesNotHaveDuplicates();
            assertThat(fleet.devices().get(0).callsign()).isEqualTo("DEV-001");
            assertThat(fleet.devices().get(299).uid()).isEqualTo("SIM-DEV-300");
            for (SimulatedDevice device : fleet.devices()) {
                PlainSender.tcp(device.address(), xml(marker("to-" + device.callsign())));
                assertThat(seen.nextEvent().event().uid()).isEqualTo("to-" + device.callsign());
                assertThat(device.tally().events()).isEqualTo(1);
            }
        }
    }

    @Test
    void namesATcpAddressThatIsTakenAndLeavesNothingOpen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.44.0.3"))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> start(5, "127.44.0.1", port))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("DEV-003")
                    .hasMessageContaining("127.44.0.3:" + port + " (TCP)");
            assertThatAllIsFree("127.44.0.1", port);
            assertThatAllIsFree("127.44.0.2", port);
        }
    }

    @Test
    void namesAUdpAddressThatIsTakenAndLeavesNothingOpen() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress("127.45.0.2", 0))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> start(2, "127.45.0.1", port))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("127.45.0.2:" + port + " (UDP)");
            assertThatAllIsFree("127.45.0.1", port);
        }
    }

    @Test
    void givesItsAddressesBackWhenClosed() throws Exception {
        DeviceFleet fleet = start(2, "127.46.0.1", 0);
        fleet.close();
        fleet.close();

        for (SimulatedDevice device : fleet.devices()) {
            assertThatAllIsFree(
                    device.address().getAddress().getHostAddress(),
                    device.address().getPort());
        }
    }

    @Test
    void namesEverythingThatIsWrongWithItsSettings() {
        assertThatThrownBy(() -> start(0, "not-an-address", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("count")
                .hasMessageContaining("host")
                .hasMessageContaining("port");
    }

    private DeviceFleet start(int count, String host, int port) throws IOException {
        return DeviceFleet.start(FleetSettings.DEFAULT.withCount(count).withAddress(host, port), seen);
    }

    private static void assertThatAllIsFree(String host, int port) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        try (ServerSocket tcp = new ServerSocket(port, 1, address);
                DatagramSocket udp = new DatagramSocket(port, address)) {
            assertThat(tcp.isBound()).isTrue();
            assertThat(udp.isBound()).isTrue();
        }
    }
}
