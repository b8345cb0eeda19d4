package org.cotgateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.cotgateway.channel.DropReason;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvents;
import org.cotgateway.testing.Await;
import org.cotgateway.transport.CountedPasses;
import org.junit.jupiter.api.Test;

/** How a push to many shares the loop. */
class PushSenderTest {

    private static final int DEVICES = 200;

    private final Push push = new Push(
            "p1",
            PushRequest.of(CotEvents.marker("well-7", "Well 7", 48.2, 16.4).build())
                    .to(IntStream.range(0, DEVICES)
                            .mapToObj(i -> "10.0.1." + i + ":4242:tcp")
                            .toArray(String[]::new)),
            InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z")));
    private final EventImages images = new EventImages(
            PooledByteBufAllocator.DEFAULT, "CoT-Gateway-test", InstantSource.system(), XmlLimits.DEFAULT);

    @Test
    void theLoopLooksAtItsSocketsBetweenTheSlicesOfAPush() {
        try (CountedPasses counted = new CountedPasses()) {
            counted.loop().execute(() -> sender(counted).send(push, null));
            Await.until(() -> push.report().deliveries().stream()
                    .noneMatch(delivery -> delivery.state() == DeliveryState.QUEUED));
            assertThat(counted.notedInAll()).isEqualTo(DEVICES);
            assertThat(counted.noted()).allMatch(some -> some <= 64);
        }
    }

    @Test
    void whomItDidNotComeToBeforeACloseFails() {
        CountedPasses counted = new CountedPasses();
        try (counted) {
            EventLoop loop = counted.loop();
            loop.execute(() -> {
                sender(counted).send(push, null);
                loop.parent().shutdownGracefully(0, 10, TimeUnit.SECONDS);
            });
        }
        assertThat(counted.noted()).containsExactly(64);
        assertThat(push.report().deliveries().stream().map(DeliveryReport::reason))
                .filteredOn("the gateway was closed"::equals)
                .hasSize(DEVICES - 64);
    }

    /** Whatever is offered is refused at once, so that nothing is left to be released. */
    private PushSender sender(CountedPasses counted) {
        return new PushSender(
                counted.loop(),
                (to, client, event) -> {
                    counted.note();
                    event.refused(DropReason.LOST, "a test");
                },
                images,
                new GatewayContact("GW-1", "Gateway", 4243, 8080, null));
    }
}
