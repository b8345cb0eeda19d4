package org.cotgateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What the compiler of Protocol Buffers, a program of its own, makes of a message of TAK Protocol. */
public final class Protoc {

    private static final int TIMEOUT_S = 60;

    private Protoc() {}

    /**
     * The message as text, or what protoc says against it.
     *
     * @param directory for its input and output
     */
    public static String decode(byte[] payload, Path directory) throws IOException, InterruptedException {
        Path input = Files.write(directory.resolve("payload"), payload);
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(
                        "protoc",
                        "--decode=atakmap.commoncommo.protobuf.v1.TakMessage",
                        "--proto_path=src/main/proto",
                        "takmessage.proto")
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS))
                    .as("protoc ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }
}
