package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadAllocationsTest {

    private static final int MIB = 1 << 20;
    private static final int MANY = 64 * MIB;
    private static final String WORKER = "allocates";

    private final CountDownLatch begin = new CountDownLatch(1);
    private final CountDownLatch allocated = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread worker = new Thread(this::work, WORKER);
    private volatile int kept;

    @Test
    void whatAThreadAllocatesIsCountedWhileItLives() throws Exception {
        worker.start();
        ThreadAllocations before = ThreadAllocations.here();
        ThreadAllocations withoutWorker = withoutWorker();
        allocate();

        assertThat(ThreadAllocations.here().sinceBytes(before).orElseThrow()).isBetween((long) MANY, 2L * MANY);
        assertThat(withoutWorker().sinceBytes(withoutWorker).orElseThrow())
                .as("if it is one of those that are asked")
                .isLessThan(MANY / 2);
        endWorker();
        assertThat(ThreadAllocations.here().sinceBytes(before).orElseThrow())
                .as("when it has ended")
                .isLessThan(MANY / 2);
    }

    @Test
    void allOfAThreadIsCountedThatBeganMeanwhile() throws Exception {
        ThreadAllocations before = ThreadAllocations.here();
        worker.start();
        allocate();

        assertThat(ThreadAllocations.here().sinceBytes(before).orElseThrow()).isGreaterThanOrEqualTo(MANY);
        endWorker();
    }

    @Test
    void theThreadThatAsksIsLeftOut() {
        ThreadAllocations before = ThreadAllocations.here();
        kept = new byte[MANY].length;

        assertThat(ThreadAllocations.here().sinceBytes(before).orElseThrow()).isLessThan(MANY / 2);
    }

    @Test
    void theThreadsOfAManagementAgentAreLeftOut() throws Exception {
        worker.setName("RMI TCP Connection(1)-127.0.0.1");
        worker.start();
        ThreadAllocations before = ThreadAllocations.here();
        allocate();

        assertThat(ThreadAllocations.here().sinceBytes(before).orElseThrow()).isLessThan(MANY / 2);
        endWorker();
    }

    @Test
    void whatNobodyTellsIsUnknownAndNotNothing() {
        ThreadAllocations known = new ThreadAllocations(Map.of(1L, 10L));

        assertThat(known.sinceBytes(known)).hasValue(0);
        assertThat(known.sinceBytes(ThreadAllocations.UNKNOWN)).isEmpty();
        assertThat(ThreadAllocations.UNKNOWN.sinceBytes(known)).isEmpty();
    }

    private static ThreadAllocations withoutWorker() {
        return ThreadAllocations.of(ManagementFactory.getPlatformMXBean(ThreadMXBean.class), WORKER::equals);
    }

    private void allocate() throws InterruptedException {
        begin.countDown();
        allocated.await();
    }

    private void endWorker() throws InterruptedException {
        end.countDown();
        worker.join();
    }

    private void work() {
        try {
            begin.await();
            kept = new byte[MANY].length;
            allocated.countDown();
            end.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
