package org.cotgateway.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.Membership;
import org.cotgateway.testing.Await;
import org.cotgateway.tls.TestKeys;
import org.cotgateway.tls.TlsSettings;

/** A gateway on loopback with a listener for TLS streams, whose clients must show a certificate, and one for plain ones. */
final class TlsHub implements AutoCloseable {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);

    final TestKeys keys;
    private final CotGateway gateway;

    private TlsHub(TestKeys keys, CotGateway gateway) {
        this.keys = keys;
        this.gateway = gateway;
    }

    /** Opens one whose certificate's chain goes over an intermediate authority. */
    static TlsHub open(Path directory) throws Exception {
        TestKeys keys = new TestKeys(directory);
        TlsSettings tls = TlsSettings.DEFAULT.with(keys.pem(keys.serverByIntermediate()), keys.trust());
        HubSettings hub = HubSettings.NONE.with(
                List.of(
                        new HubSettings.StreamInlet("tls", ANY, ClientSettings.DEFAULT, tls, Membership.ANONYMOUS),
                        HubSettings.StreamInlet.open("plain", ANY)),
                List.of());
        return new TlsHub(
                keys,
                CotGateway.open(GatewaySettings.builder().bind("127.0.0.1").build(), hub));
    }

    int tlsPort() {
        return gateway.streamAddresses().get(0).getPort();
    }

    /** A new client without TLS, when the gateway knows it. */
    StreamPeer plainClient() throws Exception {
        long connected = gateway.counters().get(Counter.CLIENTS_CONNECTED);
        StreamPeer client = new StreamPeer(gateway.streamAddresses().get(1));
        await(Counter.CLIENTS_CONNECTED, connected + 1);
        return client;
    }

    /** Waits until the counter stands there. */
    void await(Counter counter, long count) throws Exception {
        Callable<Long> current = () -> gateway.counters().get(counter);
        Await.until(current, now -> now == count);
    }

    @Override
    public void close() throws IOException {
        gateway.close();
    }
}
