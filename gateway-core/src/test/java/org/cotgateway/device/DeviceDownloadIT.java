package org.cotgateway.device;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cotgateway.device.RecordingObserver.next;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.cotgateway.device.FinishedDownload.Outcome;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.FileShare;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceDownloadIT extends DownloadFixture {

    private static final DownloadSettings THREE_QUICK_TRIES = DownloadSettings.ATAK.withTries(3, Duration.ofMillis(10));

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
}
