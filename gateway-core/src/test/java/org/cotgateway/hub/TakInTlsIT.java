package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.event.CotEvent;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.Membership;
import org.cotgateway.testing.Await;
import org.cotgateway.tls.TestKeys;
import org.cotgateway.tls.TlsSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TAK Protocol agreed upon inside TLS, in both roles, with peers on the JDK's own TLS sockets. */
class TakInTlsIT {

    private static final String DETAIL = "<contact callsign=\"näh\"/><x a=\"1\"><y/>text</x>";

    @TempDir
    private Path directory;

    private TestKeys keys;

    @BeforeEach
    void makeAuthority() throws Exception {
        keys = new TestKeys(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientOfOurListenerAgreesAndEventsCrossInFrames(String version) throws Exception {
        try (TlsHub hub = TlsHub.open(directory);
                TakPeer tak = new TakPeer(dial(hub, version)).agree();
                StreamPeer other = hub.plainClient()) {
            String up = StreamPeer.event("up", "a-f-G", DETAIL);
            tak.send(TakPeer.frame(up));
            assertThat(TakPeer.read(other.next())).isEqualTo(TakPeer.read(up));
            String down = StreamPeer.event("down", "a-f-G", DETAIL);
            other.send(down);
            assertThat(tak.nextFrame()).isEqualTo(TakPeer.read(down));
            hub.await(Counter.STREAMS_SWITCHED, 1);
            hub.await(Counter.STREAM_BYTES_SKIPPED, 0);
        }
    }

    private static SSLSocket dial(TlsHub hub, String version) throws Exception {
        SSLSocket socket = (SSLSocket) hub.keys
                .jdkContext(hub.keys.client("alpha"))
                .getSocketFactory()
                .createSocket("127.0.0.1", hub.tlsPort());
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theStreamThatWeDialTakesTheServersOfferAndEventsCrossInFrames(String version) throws Exception {
        try (SSLServerSocket server = (SSLServerSocket) keys.jdkContext(keys.server())
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            server.setEnabledProtocols(new String[] {version});
            server.setNeedClientAuth(true);
            server.setSoTimeout(20_000);
            try (CotGateway gateway = openDialling(server.getLocalPort());
                    TakPeer tak = new TakPeer(server.accept());
                    StreamPeer other = new StreamPeer(gateway.streamAddresses().get(0))) {
                tak.send(TakPeer.control("t-x-takp-v", "<TakProtocolSupport version=\"1\"/>"));
                assertThat(tak.nextXml()).contains("t-x-takp-q");
                tak.send(TakPeer.control("t-x-takp-r", "<TakResponse status=\"true\"/>"));
                Callable<Long> connected = () -> gateway.counters().get(Counter.CLIENTS_CONNECTED);
                Await.until(connected, now -> now == 1);

                String up = StreamPeer.event("up", "a-f-G", DETAIL);
                other.send(up);
                assertThat(unmarked(tak.nextFrame())).isEqualTo(TakPeer.read(up));
                String down = StreamPeer.event("down", "a-f-G", DETAIL);
                tak.send(TakPeer.frame(down));
                assertThat(unmarked(TakPeer.read(other.next()))).isEqualTo(TakPeer.read(down));
                assertThat(gateway.counters().get(Counter.STREAMS_SWITCHED)).isOne();
                assertThat(gateway.counters().get(Counter.STREAM_BYTES_SKIPPED)).isZero();
            }
        }
    }

    private CotGateway openDialling(int port) throws Exception {
        TlsSettings tls = TlsSettings.DEFAULT.with(keys.pem(keys.client("gateway")), keys.trust());
        HubSettings.EndpointReceiver endpoint =
                new HubSettings.EndpointReceiver("server", Endpoint.tls("127.0.0.1", port), tls, Membership.ANONYMOUS);
        HubSettings.StreamInlet plain = HubSettings.StreamInlet.open(new InetSocketAddress("127.0.0.1", 0));
        return CotGateway.open(
                GatewaySettings.builder().bind("127.0.0.1").build(),
                HubSettings.NONE.with(List.of(plain), List.of(endpoint)));
    }

    /** Without the mark that a server leaves in what passes it. */
    private static CotEvent unmarked(CotEvent event) {
        return event.toBuilder().detail(event.detail().without("_flow-tags_")).build();
    }
}
