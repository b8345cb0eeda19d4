package org.cotgateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.cotgateway.channel.Endpoint;
import org.junit.jupiter.api.Test;

class LocalRoutesTest {

    private static InetAddress towards(String text) {
        Endpoint endpoint = Endpoint.parse(text);
        return Objects.requireNonNull(LocalRoutes.towards(List.of(endpoint)).get(endpoint));
    }

    @Test
    void aDeviceOnLoopbackSeesTheLoopbackAddress() {
        assertThat(towards("127.9.9.9:4242:tcp").isLoopbackAddress()).isTrue();
    }

    @Test
    void aMulticastInterfaceDecidesByItsAddress() {
        assertThat(towards("udp://239.2.3.1:6969?interface=lo").getHostAddress())
                .isEqualTo("127.0.0.1");
        assertThat(towards("udp://239.2.3.1:6969?interface=127.0.0.5").getHostAddress())
                .isEqualTo("127.0.0.5");
    }

    @Test
    void aHostNameIsNotLookedUp() {
        assertThat(towards("never-looked-up.invalid:4242:tcp").isAnyLocalAddress())
                .isFalse();
    }
}
