package org.cotgateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real curl. Fails where there is none. */
public final class Curl {

    private static final long TIMEOUT_S = 60;

    private Curl() {}

    /** What it prints, with plain line ends; it must succeed. */
    public static String run(String... arguments) throws IOException, InterruptedException {
        Process curl = start(arguments);
        String output = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor(TIMEOUT_S, TimeUnit.SECONDS)).as("curl ends").isTrue();
        assertThat(curl.exitValue())
                .as("curl's exit status; it says: %s", output)
                .isZero();
        return output.replace("\r\n", "\n");
    }

    /** Starts it; whoever does ends it. */
    public static Process start(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("curl", "-sS", "--noproxy", "*", "--max-time", String.valueOf(TIMEOUT_S)));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** A file's hash, as whoever uploads it says it. */
    public static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
