package org.cotgateway.api.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.Curl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads to a real server by the real curl, and by clients that do not end what they begin. */
class UploadsIT {

    private static final long SEED = 31;

    @TempDir
    Path directory;

    @Test
    void curlsFormsArriveWhole() throws Exception {
        Path large = random("large.bin", 15_000_000);
        Path small = random("small;\"1\".bin", 10);
        try (UploadServer server = server()) {
            String told = Curl.run(
                    "-F",
                    "to=10.0.0.7:4242:tcp",
                    "-F",
                    "a=@" + large,
                    "-F",
                    "b=@\"" + small.toString().replace("\"", "\\\"") + "\"",
                    server.url("/form"));

            assertThat(told.lines())
                    .containsExactly(
                            "to=10.0.0.7:4242:tcp",
                            "a large.bin 15000000 " + sha256(large),
                            "b small;\"1\".bin 10 " + sha256(small));
            Await.until(server::files, List::isEmpty);
            assertThat(server.counters.get(Counter.UPLOADS_COMPLETED)).isOne();
            assertThat(server.counters.get(Counter.UPLOADS_BROKEN)).isZero();
        }
    }

    @Test
    void aFormWithoutFilesAsksNothingOfTheDisksThreads() throws Exception {
        List<Runnable> tasks = new CopyOnWriteArrayList<>();
        try (UploadServer server = new UploadServer(directory.resolve("uploads"), tasks::add)) {
            assertThat(Curl.run("-F", "to=10.0.0.7:4242:tcp", server.url("/form")))
                    .isEqualTo("to=10.0.0.7:4242:tcp\n");
            assertThat(Curl.run(
                            "-d", "none", "-H", "Content-Type: multipart/form-data; boundary=b", server.url("/form")))
                    .contains("400");
            assertThat(tasks).isEmpty();
        }
    }

    @Test
    void aBodyThatIsAFileArrivesWholeInChunksAndPacked() throws Exception {
        Path file = random("file", 3_000_000);
        Path packed = directory.resolve("packed.gz");
        try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(file, out);
        }
        try (UploadServer server = server()) {
            String expected = " null 3000000 " + sha256(file) + "\n";

            assertThat(Curl.run("--data-binary", "@" + file, server.url("/file")))
                    .isEqualTo(expected);
            assertThat(Curl.run(
                            "-T",
                            file.toString(),
                            "-X",
                            "POST",
                            "-H",
                            "Transfer-Encoding: chunked",
                            server.url("/file")))
                    .isEqualTo(expected);
            assertThat(Curl.run("--data-binary", "@" + packed, "-H", "Content-Encoding: gzip", server.url("/file")))
                    .isEqualTo(expected);
            Await.until(server::files, List::isEmpty);
        }
    }

    @Test
    void tooMuchIsRefusedWhetherItIsSaidAheadOrNot() throws Exception {
        Path file = random("file", 20_000_001);
        try (UploadServer server = server()) {
            assertThat(Curl.run(
                            "-w", "%{http_code}", "-o", "/dev/null", "--data-binary", "@" + file, server.url("/file")))
                    .isEqualTo("413");
            Path bomb = directory.resolve("bomb.gz");
            try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(bomb))) {
                out.write(new byte[20_000_001]);
            }
            assertThat(Curl.run("--data-binary", "@" + bomb, "-H", "Content-Encoding: gzip", server.url("/file")))
                    .contains("\"status\":413");
            try (Socket client = connect(server)) {
                OutputStream out = client.getOutputStream();
                out.write(head("/form", "Transfer-Encoding: chunked"));
                byte[] chunk = new byte[1_000_000];
                String part = "--b\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\n";
                out.write(chunk(part.getBytes(StandardCharsets.US_ASCII)));
                for (int i = 0; i < 20; i++) {
                    out.write(chunk(chunk));
                }
                assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 413");
            }
            Await.until(server::files, List::isEmpty);
        }
    }

    @Test
    void badFormsAreAnsweredAndLeaveNothing() throws Exception {
        try (UploadServer server = server()) {
            assertThat(post(server, "--b\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\nxyz"))
                    .contains("\"status\":400", "its last boundary is missing");
            assertThat(post(
                            server,
                            "--b\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\n\r\n".repeat(10_000)))
                    .contains("\"status\":413", "more than 5000 parts");
            assertThat(post(server, "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n" + "x".repeat(1_100_000)))
                    .contains("\"status\":413");
            assertThat(post(server, "--b\r\nX: " + "y".repeat(1_000_000) + "\r\n\r\n\r\n--b--"))
                    .contains("\"status\":413", "part 1 has a head of more than 8192 bytes");
            assertThat(post(server, "--b\r\n" + "X: y\r\n".repeat(200_000) + "\r\n\r\n--b--"))
                    .contains("\"status\":413", "part 1 has a head of more than 8192 bytes");
            String[] noBoundaries = {
                "", "; boundary=", "; boundary=\"\"", "; boundary=" + "x".repeat(71), "; boundary=\"a b \""
            };
            for (String none : noBoundaries) {
                String type = "Content-Type: multipart/form-data" + none;
                assertThat(Curl.run("--data-binary", "--\r\n\r\n----", "-H", type, server.url("/form")))
                        .as(type)
                        .contains("\"status\":415", "with a boundary");
            }
            assertThat(Curl.run("-d", "a=b", server.url("/form"))).contains("\"status\":415");
            assertThat(Curl.run("-d", "a=b", "-H", "Content-Encoding: br", server.url("/file")))
                    .contains("\"status\":415");
            Await.until(server::files, List::isEmpty);
            assertThat(Curl.run("-F", "a=b", server.url("/form"))).isEqualTo("a=b\n");
        }
    }

    @Test
    void whatLooksLikeTheBoundaryComesThroughInPiecesOfAnySize() throws Exception {
        Random random = new Random(SEED);
        try (UploadServer server = server()) {
            for (int round = 0; round < 20; round++) {
                String part = "--b\r\nContent-Disposition: form-data; name=a; filename=f\r\n\r\n";
                StringBuilder content = new StringBuilder();
                while (content.length() < 1_000) {
                    content.append("\r\n--b".substring(random.nextInt(3), 3 + random.nextInt(2)));
                }
                byte[] body = (part + content + "\r\n--b--").getBytes(StandardCharsets.US_ASCII);
                try (Socket client = connect(server)) {
                    OutputStream out = client.getOutputStream();
                    out.write(head("/form", "Transfer-Encoding: chunked\r\nConnection: close"));
                    for (int at = 0; at < body.length; ) {
                        int to = Math.min(body.length, at + 1 + random.nextInt(round < 2 ? 2 : 40));
                        out.write(chunk(Arrays.copyOfRange(body, at, to)));
                        at = to;
                    }
                    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    byte[] hash = MessageDigest.getInstance("SHA-256")
                            .digest(content.toString().getBytes(StandardCharsets.US_ASCII));
                    assertThat(answer)
                            .as("seed " + SEED + ", round " + round)
                            .contains("a f " + content.length() + " "
                                    + HexFormat.of().formatHex(hash));
                }
            }
            Await.until(server::files, List::isEmpty);
        }
    }

    @Test
    void clientsThatVanishAnywhereLeaveNothing() throws Exception {
        Random random = new Random(SEED);
        byte[] body = ("--b\r\nContent-Disposition: form-data; name=a; filename=\"../../a\"\r\n\r\n"
                        + "x".repeat(300_000) + "\r\n--b--")
                .getBytes(StandardCharsets.US_ASCII);
        try (UploadServer server = server()) {
            for (int round = 0; round < 20; round++) {
                int sent = random.nextInt(body.length);
                try (Socket client = connect(server)) {
                    client.getOutputStream().write(head("/form", "Content-Length: " + body.length));
                    client.getOutputStream().write(Arrays.copyOf(body, sent));
                    client.setSoLinger(random.nextBoolean(), 0);
                }
                int begun = round + 1;
                Await.until(() -> server.counters.get(Counter.UPLOADS_BROKEN), broken -> broken == begun);
            }
            Await.until(server::files, List::isEmpty);
            assertThat(Curl.run("-F", "a=b", server.url("/form"))).isEqualTo("a=b\n");
        }
    }

    @Test
    void aSlowDiskSlowsTheClientDownAndNobodyElse() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        byte[] body = new byte[19_000_000];
        try (UploadServer server = new UploadServer(directory.resolve("uploads"), task -> await(disk));
                Socket client = connect(server)) {
            client.getOutputStream().write(head("/file", "Content-Length: " + body.length));
            Thread writer = new Thread(() -> {
                try {
                    client.getOutputStream().write(body);
                } catch (IOException gone) {
                    // The test is over.
                }
            });
            writer.start();
            Await.until(() -> server.counters.get(Counter.UPLOADS_STARTED), begun -> begun == 1);

            assertThat(Curl.run("-w", "%{http_code}", server.url("/other"))).endsWith("404");
            assertThat(writer.isAlive()).as("19 MB are more than all buffers").isTrue();
            disk.countDown();

            assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
            writer.join(10_000);
        }
    }

    @Test
    void moreThanSoManyAtOnceAreSentAway() throws Exception {
        try (UploadServer server = server();
                Socket one = connect(server);
                Socket two = connect(server)) {
            one.getOutputStream().write(head("/file", "Content-Length: 10"));
            two.getOutputStream().write(head("/file", "Content-Length: 10"));
            Await.until(() -> server.counters.get(Counter.UPLOADS_STARTED), begun -> begun == 2);

            assertThat(Curl.run("-i", "-d", "a", server.url("/file"))).contains("503", "retry-after: 5");

            one.close();
            Await.until(() -> server.counters.get(Counter.UPLOADS_BROKEN), broken -> broken == 1);
            assertThat(Curl.run("-d", "a", server.url("/file"))).contains(" null 1 ");
        }
    }

    @Test
    void aDiskThatCannotBeWrittenIsSaid() throws Exception {
        try (UploadServer server = server()) {
            Files.delete(server.directory);

            assertThat(Curl.run("-F", "a=@" + random("x", 1_000), server.url("/form")))
                    .contains("\"status\":507");
        }
    }

    @Test
    void whatACrashLeftIsRemovedAtTheNextStart() throws Exception {
        Path uploads = Files.createDirectories(directory.resolve("uploads"));
        Files.writeString(uploads.resolve("upload-123.part"), "half");
        Files.writeString(uploads.resolve("other"), "whose?");

        Uploads.open(uploads, UploadSettings.DEFAULT, Runnable::run, new Counters());

        try (var left = Files.list(uploads)) {
            assertThat(left).containsExactly(uploads.resolve("other"));
        }
    }

    private UploadServer server() throws IOException {
        return new UploadServer(directory.resolve("uploads"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private String post(UploadServer server, String body) throws Exception {
        Path file = directory.resolve("body");
        Files.writeString(file, body);
        return Curl.run(
                "--data-binary",
                "@" + file,
                "-H",
                "Content-Type: multipart/form-data; boundary=b",
                server.url("/form"));
    }

    private Path random(String name, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(SEED).nextBytes(content);
        return Files.write(directory.resolve(name), content);
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static Socket connect(UploadServer server) throws IOException {
        Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static byte[] head(String path, String header) {
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                        + header + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] chunk(byte[] content) {
        byte[] size = (Integer.toHexString(content.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = Arrays.copyOf(size, size.length + content.length + 2);
        System.arraycopy(content, 0, chunk, size.length, content.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        return chunk;
    }
}
