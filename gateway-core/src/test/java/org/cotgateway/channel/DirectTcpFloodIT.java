package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.CountedPasses;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.Test;

/** A device that answers direct TCP with more than is read of it in a row. */
class DirectTcpFloodIT {

    private static final int LIMIT_S = 20;
    /** Four times sixteen reads of 4 KiB. The buffers of two sockets hold as much, so that nobody waits for the loop. */
    private static final int FLOOD_BYTES = 4 * 64 * 1024;

    @Test
    void theLoopLooksAtItsOtherSocketsBetweenTheReads() throws Exception {
        assumeThat(SocketKind.best()).isEqualTo(SocketKind.EPOLL);
        CountDownLatch heard = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch flooded = new CountDownLatch(1);
        AtomicInteger sentIn = new AtomicInteger();
        try (CountedPasses counted = new CountedPasses(SocketKind.EPOLL);
                PlainDevice device = PlainDevice.behaving((number, connection, self) -> {
                    self.readToEnd(connection);
                    heard.countDown();
                    await(held);
                    connection.setSendBufferSize(2 * FLOOD_BYTES);
                    connection.getOutputStream().write(new byte[FLOOD_BYTES]);
                    connection.shutdownOutput();
                    flooded.countDown();
                });
                Gateway gateway = new Gateway(
                        counted.gatewayLoop(), Settings.closeWait(Duration.ofSeconds(LIMIT_S)), TlsSettings.DEFAULT)) {
            Outcome outcome = new Outcome() {
                @Override
                public void sent(long atMs) {
                    sentIn.set(counted.passes());
                    super.sent(atMs);
                }
            };
            gateway.send(device.endpoint(), "u", Priority.ROUTINE, "<event/>", OutboundEvent.NEVER_MS, outcome);
            await(heard);
            // All of it is to be there at the loop's next look.
            Future<Integer> heldIn = gateway.loop.loop().submit(() -> {
                held.countDown();
                await(flooded);
                return counted.passes();
            });
            assertThat(outcome.await().sent()).isTrue();

            // In one pass it reads twice: at the look, and what was left over before. The end takes another read.
            assertThat(sentIn.get() - heldIn.get(LIMIT_S, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(3);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(LIMIT_S, TimeUnit.SECONDS)) {
                throw new IOException("nothing within " + LIMIT_S + " s");
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }
}
