package org.cotgateway.tls;

/** The versions of TLS that are spoken. Older ones are broken and never offered. */
public enum TlsVersion {
    TLS_1_2("TLSv1.2"),
    TLS_1_3("TLSv1.3");

    private final String standardName;

    TlsVersion(String standardName) {
        this.standardName = standardName;
    }

    /** The name that the JDK, OpenSSL and settings use, for example {@code TLSv1.3}. */
    @Override
    public String toString() {
        return standardName;
    }
}
