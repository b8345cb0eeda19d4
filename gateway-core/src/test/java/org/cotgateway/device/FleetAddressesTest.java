package org.cotgateway.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetAddressesTest {

    @Test
    void countsUpLoopbackAddressesWithoutZeroAnd255() {
        List<InetSocketAddress> plan = FleetAddresses.plan(settings(300, "127.0.0.1", 4242));

        assertThat(plan).hasSize(300).doesNotHaveDuplicates().allMatch(address -> address.getPort() == 4242);
        assertThat(plan.get(0)).isEqualTo(new InetSocketAddress("127.0.0.1", 4242));
        assertThat(plan.get(253)).isEqualTo(new InetSocketAddress("127.0.0.254", 4242));
        assertThat(plan.get(254)).isEqualTo(new InetSocketAddress("127.0.1.1", 4242));
    }

    @Test
    void countsUpPortsElsewhere() {
        assertThat(FleetAddresses.plan(settings(3, "192.0.2.1", 4242)))
                .extracting(InetSocketAddress::getPort)
                .containsExactly(4242, 4243, 4244);
        assertThat(FleetAddresses.plan(settings(2, "192.0.2.1", 0)))
                .extracting(InetSocketAddress::getPort)
                .containsExactly(0, 0);
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        FleetSettings wrong = new FleetSettings(
                0, "::1", 70_000, "\n", List.of(new InetSocketAddress("127.0.0.1", 1)), DeviceSettings.DEFAULT);

        assertThat(FleetAddresses.check(wrong))
                .extracting("field")
                .containsExactlyInAnyOrder("count", "host", "port", "callsign prefix", "multicast group");
    }

    @Test
    void refusesMoreDevicesThanThereIsRoomFor() {
        assertThat(FleetAddresses.check(settings(2, "127.255.255.254", 4242))).hasSize(1);
        assertThat(FleetAddresses.check(settings(1, "127.255.255.254", 4242))).isEmpty();
        assertThat(FleetAddresses.check(settings(2, "192.0.2.1", 65_535))).hasSize(1);
        assertThat(FleetAddresses.check(settings(2, "localhost", 0))).isEmpty();
    }

    private static FleetSettings settings(int count, String host, int port) {
        return FleetSettings.DEFAULT.withCount(count).withAddress(host, port);
    }
}
