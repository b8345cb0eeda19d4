package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.Test;

class EndedSocketsIT {

    private static final int DEVICES = 50;

    @Test
    void noneStaysOpen() throws Exception {
        try (PlainDevice device = new PlainDevice("0.0.0.0", 0, 512, 0, PlainDevice.WELL_BEHAVED);
                Gateway gateway = new Gateway(SocketKind.EPOLL, ChannelSettings.DEFAULT)) {
            int before = sockets();

            assertThat(send(device, gateway)).isEqualTo(DEVICES);

            assertThat(Await.until(EndedSocketsIT::sockets, now -> now <= before))
                    .isLessThanOrEqualTo(before);
        }
    }

    /** How many this process has open. */
    private static int sockets() throws IOException {
        int open = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : all) {
                try {
                    open += Files.readSymbolicLink(each).toString().startsWith("socket:") ? 1 : 0;
                } catch (NoSuchFileException closedMeanwhile) {
                    // It is none.
                }
            }
        }
        return open;
    }

    private static int send(PlainDevice device, Gateway gateway) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 1; i <= DEVICES; i++) {
            outcomes.add(gateway.send(Endpoint.tcp("127.9.0." + i, device.port()), "u", "<event/>"));
        }
        int sent = 0;
        for (Outcome outcome : outcomes) {
            sent += outcome.await().sent() ? 1 : 0;
        }
        return sent;
    }
}
