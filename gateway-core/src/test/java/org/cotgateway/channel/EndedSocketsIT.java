package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.Test;

class EndedSocketsIT {

    private static final int DEVICES = 50;
    private static final long MAX_WAIT_S = 20;

    private final CountDownLatch maySend = new CountDownLatch(1);

    /** That have read everything, and send their FIN when they may. */
    private final PlainDevice devices = new PlainDevice("0.0.0.0", 0, 512, 0, (number, connection, self) -> {
        self.readToEnd(connection);
        awaitTurn();
    });

    EndedSocketsIT() throws IOException {}

    @Test
    void noneOfThoseThatEndAtOnceStaysOpen() throws Exception {
        assumeTrue(SocketKind.EPOLL.isAvailable());
        try (devices;
                Gateway gateway = new Gateway(SocketKind.EPOLL, ChannelSettings.DEFAULT)) {
            int before = sockets();
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 1; i <= DEVICES; i++) {
                outcomes.add(gateway.send(Endpoint.tcp("127.9.0." + i, devices.port()), "u", "<event/>"));
            }
            Await.until(() -> devices.messages.size() == DEVICES);

            boolean allClosed = gateway.onLoop(() -> {
                maySend.countDown();
                // While the loop is here, so that all of them end in its next pass.
                return Await.until(devices.open::get, open -> open == 0) == 0;
            });

            assertThat(allClosed).isTrue();
            for (Outcome outcome : outcomes) {
                assertThat(outcome.await().sent()).isTrue();
            }
            assertThat(Await.until(EndedSocketsIT::sockets, open -> open <= before))
                    .isLessThanOrEqualTo(before);
        }
    }

    private void awaitTurn() {
        try {
            maySend.await(MAX_WAIT_S, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
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
}
