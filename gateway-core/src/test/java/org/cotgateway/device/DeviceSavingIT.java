package org.cotgateway.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cotgateway.device.RecordingObserver.next;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.cotgateway.device.FinishedDownload.Outcome;
import org.cotgateway.event.FileShare;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device saves of the files that it took. */
class DeviceSavingIT extends DownloadFixture {

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

    private static List<Path> filesIn(Path dir) throws IOException {
        try (Stream<Path> all = Files.walk(dir)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
