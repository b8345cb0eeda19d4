package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.junit.jupiter.api.Test;

class ConnectGateTest {

    private static final long SLICE_MS = 1_000;
    private static final long TICK_MS = 10;
    private static final long CONNECT_TIMEOUT_MS = 20_000;

    private final Counters counters = new Counters();
    private final List<Device> devices = new ArrayList<>();
    private long nowMs;
    private ConnectGate gate = new ConnectGate(8, SLICE_MS, counters);

    @Test
    void asManyAsAllowedBeginAtOnceAndTheRestInTheirOrder() {
        List<Device> all = enter(10, Long.MAX_VALUE);
        assertThat(all.subList(0, 8)).allMatch(device -> device.connecting);
        assertThat(all.subList(8, 10)).noneMatch(device -> device.connecting);
        all.get(3).end();
        assertThat(all.get(8).connecting).isTrue();
        assertThat(all.get(9).connecting).isFalse();
        assertThat(gate.connecting()).isEqualTo(8);
        assertThat(gate.waiting()).isEqualTo(1);
    }

    @Test
    void whoLeavesTheLineIsNotCalled() {
        List<Device> all = enter(10, Long.MAX_VALUE);
        gate.leave(all.get(8), nowMs);
        all.get(0).end();
        assertThat(all.get(8).connecting).isFalse();
        assertThat(all.get(9).connecting).isTrue();
    }

    @Test
    void aConnectThatEndsAtOnceLetsTheNextBegin() {
        List<Device> all = enter(1_000, 0);
        assertThat(all).allMatch(device -> device.connected);
        assertThat(gate.connecting()).isZero();
    }

    @Test
    void aConnectThatCannotBeginLeavesItsPlaceToTheNext() {
        for (int i = 0; i < 9; i++) {
            gate.enter(new Broken(), nowMs);
        }
        assertThat(gate.connecting() + gate.waiting()).isZero();
        assertThat(enter(8, Long.MAX_VALUE)).allMatch(device -> device.connecting);
    }

    @Test
    void aClosedGateLetsNobodyIn() {
        List<Device> all = enter(10, Long.MAX_VALUE);
        gate.close();
        all.subList(0, 8).forEach(Device::end);
        Device late = enter(1, Long.MAX_VALUE).get(0);
        runFor(2 * SLICE_MS);
        assertThat(all.subList(8, 10)).noneMatch(device -> device.connecting);
        assertThat(late.connecting).isFalse();
        assertThat(gate.connecting() + gate.waiting()).isZero();
    }

    @Test
    void nobodyYieldsWhileNobodyWaits() {
        enter(8, Long.MAX_VALUE);
        runFor(CONNECT_TIMEOUT_MS - TICK_MS);
        assertThat(counters.get(Counter.CONNECTS_YIELDED)).isZero();
    }

    @Test
    void goodDevicesBehindDeadOnesGetThroughInAFewSlices() {
        enter(80, Long.MAX_VALUE);
        List<Device> good = enter(300, 5);
        runFor(15 * SLICE_MS);
        assertThat(good).allMatch(device -> device.connected);
    }

    @Test
    void aGoodDeviceThatComesLateWaitsForAboutOneSlice() {
        enter(80, Long.MAX_VALUE);
        runFor(60 * SLICE_MS);
        Device good = enter(1, 5).get(0);
        runFor(SLICE_MS + 100);
        assertThat(good.connected).isTrue();
    }

    @Test
    void aSlowDeviceGetsItsTimeInTheEndAmongDeadOnes() {
        enter(40, Long.MAX_VALUE);
        Device slow = enter(1, 12_000).get(0);
        runFor(600 * SLICE_MS);
        assertThat(slow.connected).isTrue();
    }

    @Test
    void aSlowDeviceIsNotStarvedByAFlowOfNewcomers() {
        Device slow = enter(1, 3_000).get(0);
        for (int i = 0; i < 100 && !slow.connected; i++) {
            enter(16, Long.MAX_VALUE);
            runFor(SLICE_MS);
        }
        assertThat(slow.connected).isTrue();
    }

    @Test
    void theBoundHoldsWhateverHappens() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 3_000; step++) {
            if (random.nextInt(3) == 0) {
                enter(random.nextInt(4), random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextInt(4_000));
            }
            runFor(TICK_MS);
            assertThat(gate.connecting()).as("seed %d step %d", seed, step).isLessThanOrEqualTo(8);
        }
        runFor(10_000 * SLICE_MS);
        assertThat(devices).allMatch(device -> device.connected || device.timedOut);
        assertThat(gate.connecting() + gate.waiting()).isZero();
    }

    private List<Device> enter(int count, long answersAfterMs) {
        List<Device> entered = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Device device = new Device(answersAfterMs);
            entered.add(device);
            devices.add(device);
        }
        entered.forEach(device -> gate.enter(device, nowMs));
        return entered;
    }

    private void runFor(long durationMs) {
        long endMs = nowMs + durationMs;
        while (nowMs < endMs) {
            nowMs += TICK_MS;
            for (Device device : devices) {
                device.pass();
            }
            gate.tick(nowMs);
            if (gate.connecting() + gate.waiting() == 0) {
                nowMs = endMs;
            }
        }
    }

    /** Fails before it has begun. */
    private static final class Broken extends ConnectGate.Pass {
        @Override
        void begin() {
            throw new IllegalStateException("for this test");
        }

        @Override
        void yieldPlace() {}
    }

    /** Answers a connect after a while, or never; a connect gives up after 20 s. */
    private final class Device extends ConnectGate.Pass {
        final long answersAfterMs;
        boolean connecting;
        boolean connected;
        boolean timedOut;
        long sinceMs;

        Device(long answersAfterMs) {
            this.answersAfterMs = answersAfterMs;
        }

        @Override
        void begin() {
            assertThat(connecting).isFalse();
            connecting = true;
            sinceMs = nowMs;
            if (answersAfterMs == 0) {
                connected = true;
                end();
            }
        }

        @Override
        void yieldPlace() {
            assertThat(connecting).isTrue();
            connecting = false;
        }

        void pass() {
            if (connecting && nowMs - sinceMs >= answersAfterMs) {
                connected = true;
                end();
            } else if (connecting && nowMs - sinceMs >= CONNECT_TIMEOUT_MS) {
                timedOut = true;
                end();
            }
        }

        void end() {
            connecting = false;
            gate.leave(this, nowMs);
        }
    }
}
