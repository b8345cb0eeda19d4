package org.cotgateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsFailureTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error:100000f3:SSL routines:OPENSSL_internal:WRONG_CURVE"
                        + "|the peer does not take the elliptic curve of our certificate",
                "error:1000010a:SSL routines:OPENSSL_internal:NO_SHARED_GROUP"
                        + "|the peer has no elliptic curve in common with us",
                "error:10000096:SSL routines:OPENSSL_internal:EXCESSIVE_MESSAGE_SIZE|TLS failed: excessive message size",
                "Received fatal alert: internal_error|the peer ended TLS (alert internal_error)",
                "Invalid ClientHello message|TLS failed: Invalid ClientHello message"
            })
    void whatAnEngineSaysIsSaidInWords(String message, String words) {
        assertThat(TlsFailure.of(new SSLHandshakeException(message))).isEqualTo(words);
    }
}
