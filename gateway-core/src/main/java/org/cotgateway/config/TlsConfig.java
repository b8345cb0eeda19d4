package org.cotgateway.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keys and trust of one listener or endpoint. Immutable. Whether the files are there and fit is not looked at here.
 *
 * @param identity a PKCS#12 or PEM file with our certificate, its chain and, unless {@code key} is given, its key
 * @param key a PEM file with the key
 * @param password of {@code identity} or {@code key}; read from {@code passwordFile} when that is given
 * @param passwordFile where the password stands
 * @param trust a PKCS#12 or PEM file with the certificates that a peer's must come from; null for the system's
 * @param trustPassword of {@code trust}; read from {@code trustPasswordFile} when that is given
 * @param trustPasswordFile where that password stands
 * @param clientAuth whether those who connect show a certificate; not used when we connect
 * @param verify whether the peer's certificate is verified at all; false lets anybody in the middle listen
 * @param verifyHost whether the certificate of a server that we connect to must name its host
 */
public record TlsConfig(
        @Nullable Path identity,
        @Nullable Path key,
        @Nullable Secret password,
        @Nullable Path passwordFile,
        @Nullable Path trust,
        @Nullable Secret trustPassword,
        @Nullable Path trustPasswordFile,
        ClientAuth clientAuth,
        boolean verify,
        boolean verifyHost) {

    static final TlsConfig TEMPLATE =
            new TlsConfig(null, null, null, null, null, null, null, ClientAuth.REQUIRED, true, true);
}
