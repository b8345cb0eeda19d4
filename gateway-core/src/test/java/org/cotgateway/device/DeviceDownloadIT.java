package org.cotgateway.device;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cotgateway.device.PlainSender.contact;
import static org.cotgateway.device.PlainSender.xml;
import static org.cotgateway.device.RecordingObserver.next;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.cotgateway.device.FinishedDownload.Outcome;
import org.cotgateway.event.AckRequest;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.FileShare;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceDownloadIT {

    private static final byte[] FILE = randomBytes(300_000);
    private static final DownloadSettings THREE_QUICK_TRIES = DownloadSettings.ATAK.withTries(3, Duration.ofMillis(10));

    private final RecordingObserver seen = new RecordingObserver();
    private @Nullable DeviceFleet fleet;
    private ScriptedHttp http;
    private AckListener acks;

    @BeforeEach
    void startPeers() throws IOException {
        http = new ScriptedHttp("127.41.1.1");
        acks = new AckListener("127.41.1.1");
    }

    @AfterEach
    void stop() throws Exception {
        stopFleet();
        http.close();
        acks.close();
    }

    @Test
    void downloadsChecksAndAcknowledgesFromItsOwnAddress() throws Exception {
        start(DeviceSettings.DEFAULT);
        beContact();
        http.thenFile(FILE);
        request(share(http.url("/p?to=7")));

        ScriptedHttp.Request asked = next(http.requests);
        assertThat(asked.text())
                .isEqualTo("GET /p?to=7&receiver=DEV%20001 HTTP/1.1\r\nHost: 127.41.1.1:" + http.port()
                        + "\r\nAccept: */*\r\n\r\n");
        assertThat(asked.from()).isEqualTo(device().getAddress());

        FinishedDownload download = next(seen.downloads);
        assertThat(download.outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(download.bytes()).isEqualTo(FILE.length);
        assertThat(download.sha256()).isEqualTo(sha256(FILE));
        assertThat(download.sizeMatches()).isTrue();
        assertThat(download.sha256Matches()).isTrue();
        assertThat(download.requests()).isEqualTo(1);

        AckListener.Received answer = next(acks.received);
        assertThat(answer.from()).isEqualTo(device().getAddress());
        assertThat(answer.event().type()).isEqualTo("b-f-t-a");
        assertThat(answer.ack())
                .isEqualTo(new AckResponse(
                        "ack-1", "SIM-DEV 001", true, "tag", "File transferred successfully", sha256(FILE), (long)
                                FILE.length));
        assertThat(next(seen.acksSent)).isEqualTo(answer.ack());
    }

    @Test
    void acceptsAHashInCapitals() throws Exception {
        start(DeviceSettings.DEFAULT);
        http.thenFile(FILE);
        request(new FileShare(
                "p.zip",
                http.url("/p"),
                FILE.length,
                sha256(FILE).toUpperCase(Locale.ROOT),
                "GW",
                "GW",
                "Photo",
                true));

        assertThat(next(seen.downloads).outcome()).isEqualTo(Outcome.TAKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content",
                "HTTP/1.1 206 Partial Content\r\nContent-Length: 3",
                "HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: /elsewhere",
                "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://127.41.1.1/",
                "HTTP/1.1 304 Not Modified",
                "HTTP/1.1 404 Not Found\r\nContent-Length: 0",
                "HTTP/1.1 500 Oops\r\nContent-Length: 0",
                "rubbish"
            })
    void onlyStatus200Counts(String head) throws Exception {
        start(DeviceSettings.DEFAULT.withDownloads(THREE_QUICK_TRIES));
        beContact();
        http.then(head, new byte[0]).then(head, new byte[0]).thenFile(FILE);
        request(share(http.url("/Marti/p")));

        FinishedDownload download = next(seen.downloads);
        assertThat(download.outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(download.requests()).isEqualTo(3);
        assertThat(next(acks.received).ack().success()).isTrue();
    }

    @Test
    void givesUpAfterItsTriesAndSaysSo() throws Exception {
        start(DeviceSettings.DEFAULT.withDownloads(THREE_QUICK_TRIES));
        beContact();
        for (int i = 0; i < 3; i++) {
            http.then("HTTP/1.1 404 Not Found\r\nContent-Length: 0", new byte[0]);
        }
        request(share(http.url("/Marti/p")));

        FinishedDownload download = next(seen.downloads);
        assertThat(download.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(download.httpStatus()).isEqualTo(404);
        assertThat(download.requests()).isEqualTo(3);
        AckResponse ack = next(acks.received).ack();
        assertThat(ack.success()).isFalse();
        assertThat(ack.reason()).isEqualTo("Unable to download");
        assertThat(ack.uid()).isEqualTo("ack-1");
    }

    @Test
    void repeatsAFailedTryAtOnceOnTheContactsAddress() throws Exception {
        start(DeviceSettings.DEFAULT.withDownloads(DownloadSettings.ATAK.withTries(1, Duration.ofDays(1))));
        beContact();
        http.thenFile(FILE);
        String unreachable = "http://127.41.1.99:" + http.port() + "/p";
        request(share(unreachable));

        assertThat(next(seen.requests)).startsWith(unreachable);
        assertThat(next(seen.requests)).startsWith(http.url("/p"));
        assertThat(next(seen.downloads).outcome()).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void neverRepeatsAServersUrlElsewhere() throws Exception {
        start(DeviceSettings.DEFAULT.withDownloads(DownloadSettings.ATAK.withTries(1, Duration.ofDays(1))));
        beContact();
        request(share("http://127.41.1.99:" + http.port() + "/Marti/p"));

        FinishedDownload download = next(seen.downloads);
        assertThat(download.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(download.requests()).isEqualTo(1);
    }

    @Test
    void takesAChunkedAnswer() throws Exception {
        start(DeviceSettings.DEFAULT);
        http.then(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked",
                ("3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n").getBytes(ISO_8859_1));
        request(share(http.url("/p"), "abcdefg".getBytes(UTF_8)));

        assertThat(next(seen.downloads).outcome()).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void takesAnHttp10AnswerWithoutLength() throws Exception {
        start(DeviceSettings.DEFAULT);
        http.then("HTTP/1.0 200 OK", FILE);
        request(share(http.url("/p")));

        assertThat(next(seen.downloads).outcome()).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void aShortContentLengthTruncatesAndIsAcknowledgedAllTheSame() throws Exception {
        start(DeviceSettings.DEFAULT);
        beContact();
        http.then("HTTP/1.1 200 OK\r\nContent-Length: 100", FILE);
        request(share(http.url("/p")));

        FinishedDownload download = next(seen.downloads);
        assertThat(download.outcome()).isEqualTo(Outcome.CORRUPT);
        assertThat(download.bytes()).isEqualTo(100);
        assertThat(download.sizeMatches()).isFalse();
        assertThat(next(acks.received).ack().success()).isTrue();
    }

    @Test
    void anAnswerThatEndsTooEarlyFails() throws Exception {
        start(DeviceSettings.DEFAULT.withDownloads(DownloadSettings.ATAK.withTries(1, Duration.ZERO)));
        http.then("HTTP/1.1 200 OK\r\nContent-Length: 400000", FILE);
        request(share(http.url("/p")));

        assertThat(next(seen.downloads).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void keepsGzipAsItCame() throws Exception {
        start(DeviceSettings.DEFAULT);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(FILE);
        }
        http.then(
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + zipped.size(), zipped.toByteArray());
        request(share(http.url("/p")));

        FinishedDownload download = next(seen.downloads);
        assertThat(download.outcome()).isEqualTo(Outcome.CORRUPT);
        assertThat(download.sha256()).isEqualTo(sha256(zipped.toByteArray()));
    }

    @Test
    void anEmpty200IsAcknowledgedAndMakesNoFile(@TempDir Path dir) throws Exception {
        start(DeviceSettings.DEFAULT.withSaveDir(dir));
        beContact();
        http.thenFile(new byte[0]);
        request(share(http.url("/p")));

        assertThat(next(seen.downloads).outcome()).isEqualTo(Outcome.EMPTY);
        assertThat(next(acks.received).ack().success()).isTrue();
        assertThat(filesIn(dir)).isEmpty();
    }

    @Test
    void waitsForASlowServerUntilItStalls() throws Exception {
        start(DeviceSettings.DEFAULT.withDownloads(
                THREE_QUICK_TRIES.withTries(2, Duration.ZERO).withStallAfter(Duration.ofMillis(300))));
        http.then(socket -> {
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab".getBytes(UTF_8));
                    socket.getInputStream().read();
                })
                .thenFile(FILE);
        request(share(http.url("/p")));

        assertThat(next(seen.downloads).outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(seen.requests).hasSize(2);
    }

    @Test
    void toAnUnknownSenderNoAcknowledgementIsEverSent() throws Exception {
        start(DeviceSettings.DEFAULT);
        PlainSender.tcp(device(), xml(contact("GW", acks.endpoint())));
        http.thenFile(FILE);
        request(share(http.url("/p")));

        assertThat(next(seen.acksNotSent)).contains("no contact has the uid \"GW\"");
        assertThat(next(seen.downloads).outcome()).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void toAHostNameNothingCanBeSent() throws Exception {
        start(DeviceSettings.DEFAULT);
        PlainSender.udp(device(), xml(contact("GW", "localhost:4242:tcp")));
        next(seen.contacts);
        http.thenFile(FILE);
        request(share(http.url("/p")));

        assertThat(next(seen.acksNotSent)).contains("localhost:4242:tcp");
    }

    @Test
    void aContactThatDoesNotListenGetsNoAcknowledgement() throws Exception {
        start(DeviceSettings.DEFAULT);
        PlainSender.udp(device(), xml(contact("GW", "127.41.1.98:1:tcp")));
        next(seen.contacts);
        http.thenFile(FILE);
        request(share(http.url("/p")));

        assertThat(next(seen.acksNotSent)).contains("refused");
    }

    @Test
    void answersADatagramContactOnPort6969() throws Exception {
        start(DeviceSettings.DEFAULT);
        try (DatagramSocket socket =
                new DatagramSocket(ContactBook.DATAGRAM_ANSWER_PORT, InetAddress.getByName("127.41.1.2"))) {
            socket.setSoTimeout(20_000);
            PlainSender.udp(device(), xml(contact("GW", "127.41.1.2:7777:udp")));
            next(seen.contacts);
            http.thenFile(FILE);
            request(share(http.url("/p")));

            DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
            socket.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), UTF_8))
                    .contains("b-f-t-a")
                    .contains("ack-1");
            assertThat(packet.getSocketAddress()).isEqualTo(device());
        }
    }

    @Test
    void aRequestByUdpMakesItsSenderAContact() throws Exception {
        start(DeviceSettings.DEFAULT);
        http.thenFile(FILE);
        CotEvent inline = contact("GW", acks.endpoint()).toBuilder()
                .add(share(http.url("/p")))
                .add(new AckRequest("ack-2", true, null))
                .build();
        PlainSender.udp(device(), xml(inline));

        assertThat(seen.nextEvent().marker()).isTrue();
        assertThat(next(acks.received).ack().uid()).isEqualTo("ack-2");
    }

    @Test
    void acknowledgesWithAnEmptyUidWhenNotAsked() throws Exception {
        start(DeviceSettings.DEFAULT);
        beContact();
        http.thenFile(FILE);
        CotEvent unasked =
                CotEvent.builder().type("b-f-t-r").add(share(http.url("/p"))).build();
        PlainSender.tcp(device(), xml(unasked));

        assertThat(next(acks.received).ack().uid()).isEmpty();
    }

    @Test
    void downloadsAFileOfTheSameNameAndHashOnlyOnce() throws Exception {
        start(DeviceSettings.DEFAULT);
        beContact();
        http.thenFile(FILE);
        request(share(http.url("/p")));
        next(seen.downloads);
        next(acks.received);
        request(share(http.url("/p")));

        assertThat(next(seen.downloads).outcome()).isEqualTo(Outcome.ALREADY_TAKEN);
        AckResponse ack = next(acks.received).ack();
        assertThat(ack.success()).isTrue();
        assertThat(ack.reason()).isEqualTo("File already exists; transfer not needed");
    }

    @Test
    void refusesHttpsClearly() throws Exception {
        start(DeviceSettings.DEFAULT);
        beContact();
        request(share("https://127.41.1.1/p"));

        FinishedDownload download = next(seen.downloads);
        assertThat(download.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(download.detail()).contains("https is not supported");
        assertThat(next(acks.received).ack().success()).isFalse();
    }

    @Test
    void looksHostNamesUp() throws Exception {
        http.close();
        http = new ScriptedHttp("127.0.0.1");
        start(DeviceSettings.DEFAULT.withDownloads(DownloadSettings.ATAK.withTries(1, Duration.ZERO)));
        http.thenFile(FILE);
        request(share("http://localhost:" + http.port() + "/p"));

        assertThat(next(seen.downloads).outcome()).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void savesWhatItTookUnderAHarmlessName(@TempDir Path dir) throws Exception {
        start(DeviceSettings.DEFAULT.withSaveDir(dir));
        http.thenFile(FILE);
        request(new FileShare(
                "../../evil: name.zip", http.url("/p"), FILE.length, sha256(FILE), "GW", "GW", "Photo", true));

        Path saved = next(seen.downloads).savedTo();
        assertThat(saved).isEqualTo(dir.resolve("DEV 001").resolve("evil_ name.zip"));
        assertThat(saved).hasBinaryContent(FILE);
        assertThat(filesIn(dir)).hasSize(1);
    }

    @Test
    void keepsNothingOfACorruptFile(@TempDir Path dir) throws Exception {
        start(DeviceSettings.DEFAULT.withSaveDir(dir));
        http.thenFile(randomBytes(1_000_000));
        request(share(http.url("/p")));

        FinishedDownload download = next(seen.downloads);
        stopFleet();
        assertThat(download.outcome()).isEqualTo(Outcome.CORRUPT);
        assertThat(filesIn(dir)).isEmpty();
    }

    @Test
    void saysThatItCouldNotSave(@TempDir Path dir) throws Exception {
        Path inTheWay = Files.writeString(dir.resolve("file"), "not a directory");
        start(DeviceSettings.DEFAULT.withSaveDir(inTheWay));
        http.thenFile(FILE);
        request(share(http.url("/p")));

        FinishedDownload download = next(seen.downloads);
        assertThat(download.outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(download.savedTo()).isNull();
        assertThat(download.detail()).contains("could not be saved");
    }

    @Test
    void leavesNothingHalfWrittenWhenStoppedInMidDownload(@TempDir Path dir) throws Exception {
        start(DeviceSettings.DEFAULT.withSaveDir(dir));
        CountDownLatch sent = new CountDownLatch(1);
        http.then(socket -> {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n".getBytes(UTF_8));
            socket.getOutputStream().write(FILE);
            sent.countDown();
            socket.getInputStream().read();
        });
        request(share(http.url("/p")));
        sent.await();
        stopFleet();

        assertThat(filesIn(dir)).isEmpty();
    }

    private void start(DeviceSettings settings) throws IOException {
        fleet = DeviceFleet.start(new FleetSettings(1, "127.41.0.1", 0, "DEV ", List.of(), settings), seen);
    }

    private void stopFleet() {
        if (fleet != null) {
            fleet.close();
        }
    }

    private InetSocketAddress device() {
        return Objects.requireNonNull(fleet).devices().get(0).address();
    }

    private void beContact() throws Exception {
        PlainSender.udp(device(), xml(contact("GW", acks.endpoint())));
        next(seen.contacts);
    }

    private void request(FileShare share) throws IOException {
        CotEvent event = CotEvents.fileTransfer(share, new AckRequest("ack-1", true, "tag"))
                .build();
        PlainSender.tcp(device(), xml(event));
    }

    private static FileShare share(String url) throws Exception {
        return share(url, FILE);
    }

    private static FileShare share(String url, byte[] file) throws Exception {
        return new FileShare("p.zip", url, file.length, sha256(file), "GW", "GW", "Photo", true);
    }

    private static List<Path> filesIn(Path dir) throws IOException {
        try (Stream<Path> all = Files.walk(dir)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String sha256(byte[] file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    }

    private static byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
