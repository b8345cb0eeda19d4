package org.cotgateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import org.cotgateway.testing.LogCapture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is not verified because the settings say so, or cannot be, is a warning in the log. */
class TlsWarningsTest {

    @TempDir
    private Path directory;

    @AutoClose
    private final LogCapture log = LogCapture.of(TlsContexts.class);

    private TestKeys keys;
    private TlsSettings usual;

    @BeforeEach
    void begin() throws Exception {
        keys = new TestKeys(directory);
        usual = TlsSettings.DEFAULT.with(keys.pem(keys.server()), keys.trust());
    }

    @Test
    void unlessAskedForNothingIsSwitchedOff() throws Exception {
        TlsContexts.server(usual, "listener l");
        TlsContexts.client(usual, "endpoint e");
        TlsContexts.client(TlsSettings.DEFAULT, "endpoint e");

        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void aListenerWarnsWhenItDoesNotVerifyOrAskItsClients() throws Exception {
        TlsContexts.server(usual.verifying(false, true), "listener l");
        TlsContexts.server(usual.with(ClientAuthentication.NONE), "listener l");
        TlsContexts.server(usual.with(ClientAuthentication.OPTIONAL), "listener l");

        assertThat(log.warnings())
                .containsExactly(
                        "TLS for listener l: clients' certificates are NOT verified: anyone may pose as any of them",
                        "TLS for listener l: clients are not asked for a certificate: anyone may connect",
                        "TLS for listener l: clients may come without a certificate: anyone may connect");
    }

    @Test
    void aDialledStreamWarnsWhenItDoesNotVerifyTheServerOrItsHost() throws Exception {
        TlsContexts.client(usual.verifying(false, true), "endpoint e");
        TlsContexts.client(usual.verifying(true, false), "endpoint e");

        assertThat(log.warnings())
                .containsExactly(
                        "TLS for endpoint e: peers' certificates are NOT verified: anyone on the way can pose as the peer, read and"
                                + " change everything",
                        "TLS for endpoint e: host names are NOT verified: whoever has a certificate of a trusted issuer can pose as"
                                + " the peer");
    }

    @Test
    void whatHasTooWeakAKeyToBeTrustedIsWarnedOf() throws Exception {
        X509Bundle weak = TestKeys.weakRoot("CN=Weak Root");
        X509Bundle server = TestKeys.weak(TestKeys.leaf("CN=server")).buildIssuedBy(weak);
        TlsContexts.server(usual.with(keys.pem(server), keys.trust(weak)), "listener l");

        String tooWeak = " has too weak a key, RSA with 768 bits";
        assertThat(log.warnings())
                .containsExactly(
                        "TLS for listener l: trusted certificate CN=Weak Root" + tooWeak,
                        "TLS for listener l: our certificate CN=server" + tooWeak + "; peers will refuse it");
    }
}
