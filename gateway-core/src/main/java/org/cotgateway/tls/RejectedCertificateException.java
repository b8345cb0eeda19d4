package org.cotgateway.tls;

import java.security.cert.CertificateException;

/** We do not trust a peer's certificate; the message is a whole sentence that says which one and why. */
final class RejectedCertificateException extends CertificateException {

    private static final long serialVersionUID = 1;

    RejectedCertificateException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
