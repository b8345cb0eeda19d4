package org.cotgateway.tls;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Decrypts what a password protects by PKCS#5 or PKCS#12 (RFC 8018, RFC 7292 appendix B). */
final class PasswordCipher {

    private PasswordCipher() {}

    /**
     * @param algorithm the {@code AlgorithmIdentifier} that stands before the secret
     * @throws GeneralSecurityException with the wrong password, mostly
     * @throws IOException for an algorithm that is not understood
     */
    static byte[] decrypt(Der algorithm, byte[] secret, String password) throws GeneralSecurityException, IOException {
        byte[] both = Der.write(Der.SEQUENCE, algorithm.encoded(), Der.write(Der.OCTET_STRING, secret));
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(both);
        AlgorithmParameters parameters = info.getAlgParameters();
        String name = info.getAlgName();
        // PBES2 is a family; only the parameters say which member.
        boolean family = name.equals("PBES2") || name.equals("1.2.840.113549.1.5.13");
        String cipherName = family && parameters != null ? parameters.toString() : name;
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray());
        try {
            Cipher cipher = Cipher.getInstance(cipherName);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(cipherName).generateSecret(spec),
                    parameters);
            return cipher.doFinal(secret);
        } finally {
            spec.clearPassword();
        }
    }
}
