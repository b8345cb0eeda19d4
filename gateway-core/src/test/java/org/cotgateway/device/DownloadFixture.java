package org.cotgateway.device;

import static org.cotgateway.device.PlainSender.contact;
import static org.cotgateway.device.PlainSender.xml;
import static org.cotgateway.device.RecordingObserver.next;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.cotgateway.event.AckRequest;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.FileShare;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A device that is asked to download from a server which answers as it is told, and whoever waits for its answer. */
abstract class DownloadFixture {

    static final byte[] FILE = randomBytes(300_000);

    final RecordingObserver seen = new RecordingObserver();

    @Nullable
    DeviceFleet fleet;

    ScriptedHttp http;
    AckListener acks;

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

    void start(DeviceSettings settings) throws IOException {
        fleet = DeviceFleet.start(new FleetSettings(1, "127.41.0.1", 0, "DEV ", List.of(), settings), seen);
    }

    void stopFleet() {
        if (fleet != null) {
            fleet.close();
        }
    }

    InetSocketAddress device() {
        return Objects.requireNonNull(fleet).devices().get(0).address();
    }

    void beContact() throws Exception {
        PlainSender.udp(device(), xml(contact("GW", acks.endpoint())));
        next(seen.contacts);
    }

    void request(FileShare share) throws IOException {
        CotEvent event = CotEvents.fileTransfer(share, new AckRequest("ack-1", true, "tag"))
                .build();
        PlainSender.tcp(device(), xml(event));
    }

    static FileShare share(String url) throws Exception {
        return share(url, FILE);
    }

    static FileShare share(String url, byte[] file) throws Exception {
        return new FileShare("p.zip", url, file.length, sha256(file), "GW", "GW", "Photo", true);
    }

    static String sha256(byte[] file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    }

    static byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
