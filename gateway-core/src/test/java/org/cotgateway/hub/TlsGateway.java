package org.cotgateway.hub;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.channel.ClientSettings;
import org.cotgateway.route.Membership;
import org.cotgateway.tls.TlsContexts;
import org.cotgateway.tls.TlsIdentity;
import org.cotgateway.tls.TlsProvider;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.tls.TlsTrust;
import org.slf4j.LoggerFactory;

/**
 * A gateway in a JVM of its own, since one looks for OpenSSL's library only once: with a listener on loopback for TLS streams,
 * whose clients must show a certificate. Prints at which port, or why it does not start, and logs which engine it has. Ends
 * when standard input does.
 */
final class TlsGateway {

    static final String LISTENS = "listens at ";

    private TlsGateway() {}

    /** @param arguments the provider, our chain, its key, and the certificates that are trusted */
    public static void main(String[] arguments) throws IOException {
        ((Logger) LoggerFactory.getLogger(TlsContexts.class)).setLevel(Level.INFO);
        TlsSettings tls = TlsSettings.DEFAULT
                .with(TlsProvider.valueOf(arguments[0]))
                .with(
                        new TlsIdentity.Pem(Path.of(arguments[1]), Path.of(arguments[2]), null),
                        new TlsTrust.Pem(Path.of(arguments[3])));
        HubSettings.StreamInlet listener = new HubSettings.StreamInlet(
                "tls", new InetSocketAddress("127.0.0.1", 0), ClientSettings.DEFAULT, tls, Membership.ANONYMOUS);
        try (CotGateway gateway = CotGateway.open(
                GatewaySettings.builder().bind("127.0.0.1").build(),
                HubSettings.NONE.with(List.of(listener), List.of()))) {
            System.out.println(LISTENS + gateway.streamAddresses().get(0).getPort());
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException refused) {
            System.out.println("does not start: " + refused.getMessage());
        }
    }
}
