package org.cotgateway.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A private key and certificates.
 *
 * @param key ours
 * @param chain once {@link #ordered}, the key's certificate, then its issuer's and so on
 */
record KeyMaterial(PrivateKey key, List<X509Certificate> chain) {

    private static final byte[] PROOF = {1, 2, 3, 4};

    KeyMaterial {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    /**
     * The same with the chain in the order that TLS wants and without what does not belong to it; null when the key fits
     * none of the certificates.
     */
    @Nullable
    KeyMaterial ordered() {
        Optional<X509Certificate> own =
                chain.stream().filter(each -> fits(each.getPublicKey())).findFirst();
        if (own.isEmpty()) {
            return null;
        }
        List<X509Certificate> ordered = new ArrayList<>();
        Optional<X509Certificate> next = own;
        while (next.isPresent()) {
            X509Certificate last = next.get();
            ordered.add(last);
            next = chain.stream()
                    .filter(each -> !ordered.contains(each))
                    .filter(each -> each.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                    .findFirst();
        }
        return new KeyMaterial(key, ordered);
    }

    private boolean fits(PublicKey certified) {
        if (!certified.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(
                    switch (key.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> key.getAlgorithm();
                    });
            signature.initSign(key);
            signature.update(PROOF);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(PROOF);
            return signature.verify(signed);
        } catch (GeneralSecurityException cannot) {
            return false;
        }
    }
}
