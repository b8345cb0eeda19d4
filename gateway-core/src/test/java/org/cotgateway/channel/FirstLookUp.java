package org.cotgateway.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the first name of a JVM of its own, since much is read only once, and prints the address, and each file that the
 * loop read meanwhile, other than code and randomness.
 */
final class FirstLookUp {

    private static final String LOOP = "first-look-up";

    private FirstLookUp() {}

    /** @param arguments where the recording goes */
    public static void main(String[] arguments) throws Exception {
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        DnsSettings settings =
                new DnsSettings(List.of(nobody), Duration.ofMillis(200), Duration.ofMinutes(1), Duration.ofSeconds(1));
        try (GatewayLoop loop = GatewayLoop.start(LOOP, SocketKind.best());
                Recording recording = new Recording()) {
            HostNames names = new HostNames(loop.loop(), loop.sockets(), settings);
            recording.enable("jdk.FileRead").withoutThreshold();
            recording.start();
            CompletableFuture<String> said = new CompletableFuture<>();
            loop.loop().execute(() -> names.lookUp("localhost", into(said)));
            System.out.println(said.get(20, TimeUnit.SECONDS));
            loop.loop().submit(names::close).get(20, TimeUnit.SECONDS);
            recording.stop();
            Path file = Path.of(arguments[0]);
            recording.dump(file);
            printReads(file);
        }
    }

    private static HostNames.Answer into(CompletableFuture<String> said) {
        return new HostNames.Answer() {
            @Override
            public void found(List<InetAddress> addresses) {
                said.complete(addresses.get(0).getHostAddress());
            }

            @Override
            public void unknown(String why) {
                said.complete(why);
            }

            @Override
            public void failed(String why) {
                said.complete(why);
            }
        };
    }

    private static void printReads(Path recording) throws IOException {
        for (RecordedEvent read : RecordingFile.readAllEvents(recording)) {
            String thread = read.getThread().getJavaName();
            String path = read.getString("path");
            if (thread != null && thread.startsWith(LOOP) && isData(path)) {
                System.out.println(path);
            }
        }
        Files.delete(recording);
    }

    private static boolean isData(@Nullable String path) {
        return path != null && !path.endsWith(".jar") && !path.endsWith(".class") && !path.startsWith("/dev/");
    }
}
