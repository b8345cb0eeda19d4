package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLServerSocket;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.route.Membership;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.LogCapture;
import org.cotgateway.testing.RecordCopy;
import org.cotgateway.tls.TestKeys;
import org.cotgateway.tls.TlsSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Servers of the configuration that cannot be reached, as an operator reads of them who sees nothing but warnings. */
class EndpointTroublesIT {

    @TempDir
    private Path directory;

    @AutoClose
    private final LogCapture log = LogCapture.of(EndpointTroubles.class);

    @Test
    void whoseCertificateIsRefusedIsNamedOnceWithTheReason() throws Exception {
        TestKeys keys = new TestKeys(directory);
        TestKeys others = new TestKeys(directory, "CN=Other Root");
        try (SSLServerSocket server = (SSLServerSocket) others.jdkContext(others.server())
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Thread accepting = new Thread(() -> acceptAll(server), "accepting");
            accepting.setDaemon(true);
            accepting.start();
            Endpoint address = Endpoint.tls("127.0.0.1", server.getLocalPort());
            try (CotGateway gateway = open(address, TlsSettings.DEFAULT.with(null, keys.trust()))) {
                Await.until(() -> !log.warnings().isEmpty());
                int failures = failures(gateway);
                Await.until(() -> failures(gateway) > failures + 12);
                assertThat(log.warnings())
                        .as("after many failures")
                        .containsExactly("endpoint tak (" + address + ") is not connected: the peer's certificate"
                                + " CN=server has an unknown issuer, CN=Other Root; dialling again");
            }
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "has all of 127.0.0.0/8")
    void whoIsThereAtLastIsToldOf() throws Exception {
        // An address of its own, and a port that no connection of ours is given: nobody but this test is ever there.
        Endpoint address = Endpoint.stcp("127.42.42.4", 8087);
        String refused = "endpoint tak (" + address + ") is not connected: connection refused; dialling again";
        try (CotGateway gateway = open(address, null)) {
            Await.until(() -> log.warnings().contains(refused));
            try (ServerSocket server = new ServerSocket(address.port(), 1, InetAddress.getByName(address.host()));
                    Socket stream = server.accept()) {
                Await.until(() -> log.warnings().size() == 2);
                assertThat(stream.isConnected()).isTrue();
            }
        }
        assertThat(log.warnings()).containsExactly(refused, "endpoint tak (" + address + ") is connected");
    }

    private CotGateway open(Endpoint address, @Nullable TlsSettings tls) throws Exception {
        ChannelSettings usual = ChannelSettings.DEFAULT;
        ChannelSettings quick = RecordCopy.of(usual)
                .with(
                        "stream",
                        RecordCopy.of(usual.stream())
                                .with("firstRetry", Duration.ofMillis(10))
                                .with("maxRetry", Duration.ofMillis(50))
                                .with("steadyAfter", Duration.ofMillis(50))
                                .get())
                .get();
        HubSettings.EndpointReceiver tak = new HubSettings.EndpointReceiver("tak", address, tls, Membership.ANONYMOUS);
        return CotGateway.open(
                GatewaySettings.builder().bind("127.0.0.1").channel(quick).build(),
                HubSettings.NONE.with(List.of(), List.of(tak)));
    }

    private static int failures(CotGateway gateway) {
        return gateway.status()
                .toCompletableFuture()
                .join()
                .receivers()
                .get(0)
                .status()
                .failures();
    }

    private static void acceptAll(SSLServerSocket server) {
        while (!server.isClosed()) {
            try (Socket stream = server.accept()) {
                stream.getInputStream().read();
            } catch (java.io.IOException refused) {
                // What the gateway makes of it is what counts.
                continue;
            }
        }
    }
}
