package org.cotgateway.datapackage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The hash that packages are known by. */
final class Sha256 {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final int BUFFER_BYTES = 64 * 1024;

    private Sha256() {}

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }

    /** The file's hash in lower-case hexadecimal. Reads all of it. */
    static String of(Path file) throws IOException {
        MessageDigest digest = newDigest();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            int count = in.read(buffer);
            while (count >= 0) {
                digest.update(buffer, 0, count);
                count = in.read(buffer);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Whether the text is a hash in lower-case hexadecimal. */
    static boolean isHash(String text) {
        return HEX.matcher(text).matches();
    }
}
