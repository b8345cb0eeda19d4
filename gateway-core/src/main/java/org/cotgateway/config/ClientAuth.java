package org.cotgateway.config;

/** Whether those who connect over TLS show a certificate. */
public enum ClientAuth {
    /** Without a trusted one nobody gets in. */
    REQUIRED,
    /** One that is shown must be trusted. */
    OPTIONAL,
    /** Nobody is asked. */
    NONE
}
