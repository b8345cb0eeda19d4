package org.cotgateway.tls;

/** Whether a listener wants to see its clients' certificates. Dialled streams do not ask. */
public enum ClientAuthentication {
    /** A client without a trusted certificate is refused. */
    REQUIRE,
    /** A client may come without a certificate; the one that it shows must be trusted. */
    OPTIONAL,
    /** Nobody is asked: everyone may connect. */
    NONE
}
