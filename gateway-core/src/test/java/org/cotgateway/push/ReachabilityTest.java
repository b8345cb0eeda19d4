package org.cotgateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.cotgateway.channel.Endpoint;
import org.junit.jupiter.api.Test;

class ReachabilityTest {

    private final Map<Endpoint, InetAddress> advertised = new LinkedHashMap<>();

    @Test
    void aLoopbackAddressIsFineForDevicesOnThisMachine() {
        tell("127.0.0.9:4242:tcp", "127.0.0.1");
        tell("localhost:4242:tcp", "127.0.0.1");
        tell("[::1]:4242:tcp", "127.0.0.1");

        assertThat(Reachability.warnings(advertised, 4242)).isEmpty();
    }

    @Test
    void aLoopbackAddressForOthersIsWarnedOfOnceWithTheNumberOfThem() {
        tell("10.0.0.1:4242:tcp", "127.0.0.1");
        tell("10.0.0.2:4242:tcp", "127.0.0.1");
        tell("127.0.0.2:4242:tcp", "127.0.0.1");

        assertThat(Reachability.warnings(advertised, 4242))
                .containsExactly(
                        "advertised address 127.0.0.1 is reachable on this machine only: tcp://10.0.0.1:4242 and 1 more"
                                .replace(
                                        "tcp://10.0.0.1:4242",
                                        Endpoint.parse("10.0.0.1:4242:tcp").toString()));
    }

    @Test
    void aWildcardIsNobodysAddressAndIpv6IsNoContactForAtak() {
        tell("10.0.0.1:4242:tcp", "0.0.0.0");
        tell("10.0.0.2:4242:tcp", "fd00::1");

        assertThat(Reachability.warnings(advertised, 4242))
                .hasSize(2)
                .anySatisfy(warning -> assertThat(warning).contains("0.0.0.0 is nobody's address"))
                .anySatisfy(warning -> assertThat(warning).contains("IPv6"));
    }

    @Test
    void aUsableAddressIsNotWarnedOf() {
        tell("10.0.0.1:4242:tcp", "10.0.0.254");

        assertThat(Reachability.warnings(advertised, 4242)).isEmpty();
    }

    @Test
    void devicesThatMostLikelyListenElsewhereAreNamedOnceUnlessAPortWasSaid() {
        tell("10.0.0.1:4242:tcp", "10.0.0.254");
        tell("10.0.0.2:8087:stcp", "10.0.0.254");
        tell("10.0.0.3:15001:tcp", "10.0.0.254");
        tell("10.0.0.4:15002:tcp", "10.0.0.254");

        assertThat(Reachability.warnings(advertised, 4242))
                .containsExactly(
                        "the device is told of the gateway at its UDP port 4242 and will not acknowledge if it does"
                                + " not listen there; contactPort, or --contact-port, names another: 10.0.0.3:15001:tcp and 1 more");
        assertThat(Reachability.warnings(advertised, 15001)).isEmpty();
    }

    private void tell(String endpoint, String local) {
        advertised.put(
                Endpoint.parse(endpoint), Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(local)));
    }
}
