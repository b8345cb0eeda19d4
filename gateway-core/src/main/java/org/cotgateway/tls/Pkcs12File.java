package org.cotgateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** A PKCS#12 file whose password fits. */
final class Pkcs12File {

    /** encryptedData, 1.2.840.113549.1.7.6. */
    private static final byte[] ENCRYPTED_DATA = {
        0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x07, 0x06
    };
    /** certBag, 1.2.840.113549.1.12.10.1.3. */
    private static final byte[] CERTIFICATE_BAG = {
        0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, 0x03
    };

    private final String field;
    private final String file;
    private final byte[] bytes;
    private final String password;
    private final KeyStore store;
    private final List<Violation> violations;

    private Pkcs12File(
            String field, String file, byte[] bytes, String password, KeyStore store, List<Violation> violations) {
        this.field = field;
        this.file = file;
        this.bytes = bytes;
        this.password = password;
        this.store = store;
        this.violations = violations;
    }

    /** Opens it, or gives null with a violation. */
    static @Nullable Pkcs12File open(
            String field, String file, byte[] bytes, String password, List<Violation> violations) {
        String rule;
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), password.toCharArray());
            return new Pkcs12File(field, file, bytes, password, store, violations);
        } catch (IOException refused) {
            rule = refused.getCause() instanceof UnrecoverableKeyException
                    ? "the password does not open it; give the one that it was exported with"
                    : unreadable(bytes);
        } catch (GeneralSecurityException unsupported) {
            rule = "is protected in a way that is not supported: " + unsupported.getMessage()
                    + "; export it again: openssl pkcs12 -export";
        }
        violations.add(Violation.of(field, file, rule));
        return null;
    }

    /** What such bytes are instead. */
    private static String unreadable(byte[] bytes) {
        if ((bytes[0] & 0xff) != Der.SEQUENCE) {
            return "is not a PKCS#12 file; make one: openssl pkcs12 -export";
        }
        try {
            Der.read(bytes);
        } catch (IllegalArgumentException damaged) {
            return "is damaged: it " + damaged.getMessage() + "; copy it here again";
        }
        try {
            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
            return "is a bare certificate (DER), not a PKCS#12 file; convert it: openssl x509 -inform der";
        } catch (CertificateException another) {
            return "is not a PKCS#12 file, or is damaged; look into it: openssl pkcs12 -info -noout -in";
        }
    }

    /** Its one private key and the certificates that came with it; null with a violation. */
    @Nullable
    KeyMaterial identity() {
        try {
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                wrong(
                        keys.isEmpty()
                                ? "has no private key with a certificate: it is a truststore, or was exported"
                                        + " without its key or with one that is not encrypted; export both: openssl"
                                        + " pkcs12 -export -inkey"
                                : "has " + keys.size() + " private keys, and must have one: " + keys);
                return null;
            }
            Key key = store.getKey(keys.get(0), password.toCharArray());
            Certificate[] chain = store.getCertificateChain(keys.get(0));
            if (key instanceof PrivateKey own && chain != null && chain.length > 0) {
                List<X509Certificate> certificates =
                        Arrays.stream(chain).map(X509Certificate.class::cast).toList();
                return new KeyMaterial(own, certificates);
            }
            wrong("has a key without a certificate; export both: openssl pkcs12 -export -inkey");
        } catch (GeneralSecurityException refused) {
            wrong("the password does not open its private key; export it again with one password for all of it");
        }
        return null;
    }

    /** Its certificates; none with a violation. */
    List<X509Certificate> certificates() {
        List<X509Certificate> found = new ArrayList<>();
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias)) {
                    found.add((X509Certificate) store.getCertificate(alias));
                }
            }
            if (found.isEmpty()) {
                // The JDK hides certificates that lack Oracle's own mark of trust, which OpenSSL does not set.
                findCertificates(found);
            }
        } catch (GeneralSecurityException | IOException | IllegalArgumentException unread) {
            wrong("its certificates cannot be read: " + unread.getMessage());
            return List.of();
        }
        if (found.isEmpty()) {
            wrong("has no certificate");
        }
        return found;
    }

    /** Walks the file (RFC 7292, section 4) for its certificate bags. */
    private void findCertificates(List<X509Certificate> found) throws GeneralSecurityException, IOException {
        Der safes = Der.read(Der.read(bytes).child(1).child(1).child(0).content());
        for (Der safe : safes.children()) {
            Der content = safe.child(1).child(0);
            byte[] bags;
            if (safe.child(0).is(ENCRYPTED_DATA)) {
                Der encrypted = content.child(1);
                bags = PasswordCipher.decrypt(
                        encrypted.child(1), encrypted.child(2).content(), password);
            } else {
                bags = content.content();
            }
            for (Der bag : Der.read(bags).children()) {
                if (bag.child(0).is(CERTIFICATE_BAG)) {
                    byte[] certificate = bag.child(1).child(0).child(1).child(0).content();
                    found.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(certificate)));
                }
            }
        }
    }

    private void wrong(String rule) {
        violations.add(Violation.of(field, file, rule));
    }
}
