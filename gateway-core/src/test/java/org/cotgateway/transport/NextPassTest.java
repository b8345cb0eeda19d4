package org.cotgateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.cotgateway.testing.Await;
import org.cotgateway.testing.LogCapture;
import org.junit.jupiter.api.Test;

class NextPassTest {

    private static final int PIECES = 100;

    private final CountDownLatch ended = new CountDownLatch(PIECES);

    @Test
    void theLoopLooksAtItsSocketsBetweenTwoPieces() throws Exception {
        try (CountedPasses counted = new CountedPasses()) {
            counted.loop().execute(() -> goOn(counted));
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(counted.noted()).hasSize(PIECES).containsOnly(1);
        }
    }

    @Test
    void whatFailsIsLogged() throws Exception {
        IllegalStateException bug = new IllegalStateException("a bug");
        try (CountedPasses counted = new CountedPasses();
                LogCapture log = LogCapture.of(NextPass.class)) {
            NextPass.run(counted.loop(), () -> {
                throw bug;
            });
            Await.until(() -> !log.events().isEmpty());
            assertThat(log.events()).singleElement().satisfies(event -> {
                assertThat(event.getLevel()).isEqualTo(Level.ERROR);
                assertThat(event.getThrowableProxy().getMessage()).isEqualTo("a bug");
            });
        }
    }

    @Test
    void whoeverWaitsIsToldIfTheLoopShutsDownBefore() {
        List<String> ran = new CopyOnWriteArrayList<>();
        try (CountedPasses counted = new CountedPasses()) {
            EventLoop loop = counted.loop();
            loop.execute(() -> {
                NextPass.run(loop, () -> ran.add("rest"), () -> ran.add("instead " + loop.inEventLoop()));
                loop.parent().shutdownGracefully(0, 10, TimeUnit.SECONDS);
            });
        }
        assertThat(ran).containsExactly("instead true");
    }

    @Test
    void whoeverWaitsIsToldAtOnceIfTheLoopIsShuttingDown() {
        List<String> ran = new CopyOnWriteArrayList<>();
        try (CountedPasses counted = new CountedPasses()) {
            EventLoop loop = counted.loop();
            loop.execute(() -> {
                loop.parent().shutdownGracefully(0, 10, TimeUnit.SECONDS);
                NextPass.run(loop, () -> ran.add("rest"), () -> ran.add("instead"));
                ran.add("went on");
            });
        }
        assertThat(ran).containsExactly("instead", "went on");
    }

    @Test
    void aResultFailsIfTheLoopShutsDownBefore() {
        CompletableFuture<String> result = new CompletableFuture<>();
        try (CountedPasses counted = new CountedPasses()) {
            EventLoop loop = counted.loop();
            loop.execute(() -> {
                NextPass.run(loop, () -> result.complete("rest"), result);
                loop.parent().shutdownGracefully(0, 10, TimeUnit.SECONDS);
            });
        }
        assertThat(result)
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void whoeverWaitsIsNotToldIfAllGoesWell() {
        List<String> ran = new CopyOnWriteArrayList<>();
        CountDownLatch rest = new CountDownLatch(1);
        try (CountedPasses counted = new CountedPasses()) {
            NextPass.run(
                    counted.loop(),
                    () -> {
                        ran.add("rest");
                        rest.countDown();
                    },
                    () -> ran.add("instead"));
            Await.until(() -> rest.getCount() == 0);
        }
        assertThat(ran).containsExactly("rest");
    }

    private void goOn(CountedPasses counted) {
        counted.note();
        ended.countDown();
        if (ended.getCount() > 0) {
            NextPass.run(counted.loop(), () -> goOn(counted));
        }
    }
}
