package org.cotgateway.tls;

/** Who does the cryptography. */
public enum TlsProvider {
    /** {@link #OPENSSL} where its native library loads, {@link #JDK} else. */
    AUTO,
    /** BoringSSL by netty-tcnative: several times the JDK's speed. */
    OPENSSL,
    /** The JDK's own engine: everywhere. */
    JDK
}
