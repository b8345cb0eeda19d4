package org.cotgateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** The blocks of a PEM file (RFC 7468); the text between them is skipped. */
final class PemFile {

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");
    private static final String END = "-----END %s-----";
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "Ed25519");
    private static final byte[] VERSION_0 = {Der.INTEGER, 1, 0};
    /** rsaEncryption, 1.2.840.113549.1.1.1, without parameters. */
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    /** id-ecPublicKey, 1.2.840.10045.2.1. */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private static final byte[] JKS = {(byte) 0xfe, (byte) 0xed, (byte) 0xfe, (byte) 0xed};

    private record Block(String label, String body) {
        byte[] bytes() {
            return Base64.getMimeDecoder().decode(body);
        }
    }

    private final String field;
    private final String file;
    private final List<Violation> violations;
    private final List<Block> blocks;
    /** What it is, if it has no block. */
    private final String instead;

    private PemFile(String field, String file, byte[] bytes, List<Block> blocks, List<Violation> violations) {
        this.field = field;
        this.file = file;
        this.blocks = blocks;
        this.instead = instead(bytes);
        this.violations = violations;
    }

    /** Tells its blocks apart, whatever they hold; null with a violation when one has no end. */
    static @Nullable PemFile open(String field, String file, byte[] bytes, List<Violation> violations) {
        // Every byte is a character, so that comments in any encoding do no harm.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text);
        boolean more = begin.find();
        while (more) {
            String label = begin.group(1);
            String end = END.formatted(label);
            int bodyAt = begin.end();
            int endAt = text.indexOf(end, bodyAt);
            more = begin.find();
            if (endAt < 0 || more && begin.start() < endAt) {
                violations.add(Violation.of(
                        field,
                        file,
                        "is cut off: -----BEGIN " + label + "----- has no " + end + "; copy it here again"));
                return null;
            }
            blocks.add(new Block(label, text.substring(bodyAt, endAt)));
        }
        return new PemFile(field, file, bytes, blocks, violations);
    }

    /** Its certificates in their order; none with a violation. */
    List<X509Certificate> certificates() {
        List<X509Certificate> found = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
                try {
                    found.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.bytes())));
                } catch (CertificateException | IllegalArgumentException damaged) {
                    wrong("certificate " + (found.size() + 1) + " in it is damaged; copy it here again");
                    return List.of();
                }
            }
        }
        if (found.isEmpty()) {
            wrong("has no -----BEGIN CERTIFICATE----- block" + present());
        }
        return found;
    }

    /** Its first private key; null with a violation. */
    @Nullable
    PrivateKey privateKey(@Nullable String password) {
        for (Block block : blocks) {
            if (block.label().endsWith("PRIVATE KEY")) {
                try {
                    return keyOf(block, password);
                } catch (IOException | IllegalArgumentException damaged) {
                    wrong("its private key is damaged or of a kind that is not supported (RSA, EC, Ed25519 are)");
                } catch (GeneralSecurityException wrongPassword) {
                    wrong("the password does not open its private key; give the one that it was encrypted with");
                }
                return null;
            }
        }
        wrong("has no -----BEGIN PRIVATE KEY----- block" + present() + "; append the key, or name the key's own file");
        return null;
    }

    private @Nullable PrivateKey keyOf(Block block, @Nullable String password)
            throws IOException, GeneralSecurityException {
        if (block.body().contains("ENCRYPTED")) {
            wrong("its private key is encrypted in the old way of OpenSSL; convert it: openssl pkcs8 -topk8");
            return null;
        }
        byte[] bytes = block.bytes();
        return switch (block.label()) {
            case "PRIVATE KEY" -> pkcs8(bytes);
            case "RSA PRIVATE KEY" ->
                pkcs8(Der.write(Der.SEQUENCE, VERSION_0, RSA, Der.write(Der.OCTET_STRING, bytes)));
            case "EC PRIVATE KEY" ->
                pkcs8(Der.write(
                        Der.SEQUENCE,
                        VERSION_0,
                        Der.write(Der.SEQUENCE, EC, curveOf(bytes)),
                        Der.write(Der.OCTET_STRING, bytes)));
            case "ENCRYPTED PRIVATE KEY" -> {
                if (password == null) {
                    wrong("its private key is encrypted and there is no password for it");
                    yield null;
                }
                Der encrypted = Der.read(bytes);
                yield pkcs8(PasswordCipher.decrypt(
                        encrypted.child(0), encrypted.child(1).content(), password));
            }
            default -> throw new IOException(block.label());
        };
    }

    private static byte[] curveOf(byte[] sec1) {
        for (Der part : Der.read(sec1).children()) {
            if (part.tag() == Der.EXPLICIT_0) {
                return part.content();
            }
        }
        throw new IllegalArgumentException("names no curve");
    }

    private static PrivateKey pkcs8(byte[] bytes) throws IOException, GeneralSecurityException {
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (InvalidKeySpecException another) {
                // Only trying tells which kind of key it is.
            }
        }
        throw new IOException("none of " + KEY_ALGORITHMS);
    }

    private String present() {
        return blocks.isEmpty()
                ? "; it is " + instead
                : "; it has " + blocks.stream().map(Block::label).distinct().toList();
    }

    private static String instead(byte[] bytes) {
        if (Arrays.equals(bytes, 0, Math.min(bytes.length, JKS.length), JKS, 0, JKS.length)) {
            return "a Java keystore (JKS); convert it: keytool -importkeystore -deststoretype PKCS12";
        }
        return (bytes[0] & 0xff) == Der.SEQUENCE
                ? "binary; PKCS#12 is named alone, without a file for the key, and DER converted: openssl x509 -inform der"
                : "not a PEM file";
    }

    private void wrong(String rule) {
        violations.add(Violation.of(field, file, rule));
    }
}
