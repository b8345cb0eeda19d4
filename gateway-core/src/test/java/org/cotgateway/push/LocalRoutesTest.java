package org.cotgateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import org.cotgateway.channel.Endpoint;
import org.junit.jupiter.api.Test;

class LocalRoutesTest {

    @Test
    void aDeviceOnLoopbackSeesTheLoopbackAddress() {
        assertThat(LocalRoutes.towards(Endpoint.parse("127.9.9.9:4242:tcp")).isLoopbackAddress())
                .isTrue();
    }

    @Test
    void aMulticastInterfaceDecidesByItsAddress() {
        assertThat(LocalRoutes.towards(Endpoint.parse("udp://239.2.3.1:6969?interface=lo"))
                        .getHostAddress())
                .isEqualTo("127.0.0.1");
        assertThat(LocalRoutes.towards(Endpoint.parse("udp://239.2.3.1:6969?interface=127.0.0.5"))
                        .getHostAddress())
                .isEqualTo("127.0.0.5");
    }

    @Test
    void aHostNameIsNotLookedUp() {
        assertThat(LocalRoutes.towards(Endpoint.parse("never-looked-up.invalid:4242:tcp"))
                        .isAnyLocalAddress())
                .isFalse();
    }
}
