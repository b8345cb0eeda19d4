package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Host names, looked up at a DNS server of the test's own. */
class HostNamesIT {

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aNameIsLookedUpAndRemembered(SocketKind sockets) throws Exception {
        try (PlainDns dns = new PlainDns();
                PlainDevice device = PlainDevice.wellBehaved();
                Gateway gateway = new Gateway(sockets, settings(dns))) {
            dns.answer("device.test", "127.0.0.1");
            Endpoint endpoint = Endpoint.tcp("Device.test", device.port());
            for (int i = 0; i < 5; i++) {
                assertThat(gateway.send(endpoint, "u" + i, "<event/>").await().sent())
                        .isTrue();
            }
            assertThat(device.messages).hasSize(5);
            assertThat(dns.questions("device.test")).isLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void theNextAddressOfANameIsTriedAfterAFailure(SocketKind sockets) throws Exception {
        try (PlainDns dns = new PlainDns();
                PlainDevice device = new PlainDevice("127.0.3.3", 0, 15, 0, PlainDevice.WELL_BEHAVED);
                Gateway gateway = new Gateway(sockets, settings(dns))) {
            dns.answer("device.test", "127.0.3.1", "127.0.3.2", "127.0.3.3");
            Outcome outcome = gateway.send(Endpoint.tcp("device.test", device.port()), "u", "<event/>");
            assertThat(outcome.await().sent()).isTrue();
            assertThat(device.messages).containsExactly("<event/>");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aNameThatDoesNotExistIsGivenUpAtOnceByEveryTransport(SocketKind sockets) throws Exception {
        try (PlainDns dns = new PlainDns();
                Gateway gateway = new Gateway(sockets, settings(dns))) {
            for (String transport : List.of("tcp", "stcp", "udp")) {
                Outcome.End end = gateway.send(Endpoint.parse("nobody.test:4242:" + transport), "u", "<event/>")
                        .await();
                assertThat(end.reason()).isEqualTo(DropReason.UNRESOLVED);
                assertThat(end.why()).isEqualTo("host nobody.test does not exist");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void namesUnderInvalidAreNotAskedFor(SocketKind sockets) throws Exception {
        try (PlainDns dns = new PlainDns();
                Gateway gateway = new Gateway(sockets, settings(dns))) {
            Outcome.End end = gateway.send(Endpoint.tcp("no.such.invalid", 4242), "u", "<event/>")
                    .await();
            assertThat(end.reason()).isEqualTo(DropReason.UNRESOLVED);
            assertThat(end.why()).isEqualTo("host no.such.invalid does not exist");
            assertThat(dns.questions("no.such.invalid")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aServerThatFailsIsAskedAgain(SocketKind sockets) throws Exception {
        try (PlainDns dns = new PlainDns();
                PlainDevice device = PlainDevice.wellBehaved();
                Gateway gateway = new Gateway(sockets, settings(dns))) {
            dns.fail("device.test");
            Outcome outcome = gateway.send(Endpoint.tcp("device.test", device.port()), "u", "<event/>");
            Await.until(() -> dns.questions("device.test") >= 4);
            assertThat(outcome.isOver()).isFalse();
            dns.answer("device.test", "127.0.0.1");
            assertThat(outcome.await().sent()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aServerThatIsSilentIsSaidAtTheDeadline(SocketKind sockets) throws Exception {
        try (PlainDns dns = new PlainDns();
                Gateway gateway = new Gateway(sockets, settings(dns))) {
            dns.ignore("device.test");
            long deadlineMs = System.currentTimeMillis() + 1_500;
            Outcome.End end = gateway.send(
                            Endpoint.tcp("device.test", 4242), "u", Priority.ROUTINE, "<event/>", deadlineMs)
                    .await();
            assertThat(end.reason()).isEqualTo(DropReason.DEADLINE);
            assertThat(end.why())
                    .isEqualTo("deadline passed; host device.test could not be looked up: no DNS server answered");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void localhostNeedsNoServer(SocketKind sockets) throws Exception {
        try (PlainDns dns = new PlainDns();
                PlainDevice device = PlainDevice.wellBehaved();
                Gateway gateway = new Gateway(sockets, settings(dns))) {
            Outcome outcome = gateway.send(Endpoint.tcp("localhost", device.port()), "u", "<event/>");
            assertThat(outcome.await().sent()).isTrue();
            assertThat(dns.questions("localhost")).isZero();
        }
    }

    private static ChannelSettings settings(PlainDns dns) {
        return Settings.dns(new DnsSettings(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), dns.port())),
                Duration.ofMillis(200),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1)));
    }
}
