package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworksTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8, 127.9.9.9, true",
        "127.0.0.0/8, 128.0.0.1, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "127.0.0.1/32, 127.0.0.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "::1/128, ::1, true",
        "::1, ::2, false",
        "fd00::/8, fdab::7, true",
        "fd00::/8, fe80::7, false",
    })
    void anAddressIsInANetworkOrNot(String network, String address, boolean inside) {
        assertThat(Networks.of(List.of(network)).contain(NetUtil.createInetAddressFromIpAddressString(address)))
                .isEqualTo(inside);
    }

    @Test
    void nobodyIsInNoNetwork() {
        assertThat(Networks.of(List.of()).contain(NetUtil.LOCALHOST)).isFalse();
    }

    @Test
    void allThatAreNoNetworksAreNamed() {
        assertThatThrownBy(() -> Networks.of(List.of("10.0.0.0/33", "::1/128", "host", "10.0.0.1/", "::/129")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.0.0/33, host, 10.0.0.1/, ::/129");
    }
}
