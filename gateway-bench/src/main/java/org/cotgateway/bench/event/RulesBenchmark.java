package org.cotgateway.bench.event;

import java.util.concurrent.TimeUnit;
import org.cotgateway.bench.SampleEvents;
import org.cotgateway.bench.UnseenEvents;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventRules;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Checks events by all rules, which they keep, when nobody has looked at them before, as when they were just read. Reading and
 * checking in one is in {@link org.cotgateway.bench.codec.DecodeBenchmark}.
 *
 * <p>{@code scripts/bench jmh RulesBenchmark -p kind=TYPICAL -prof gc}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class RulesBenchmark {

    @Benchmark
    @OperationsPerInvocation(SampleEvents.USUAL_COUNT)
    public void checkFirst(UnseenEvents unseen, Blackhole violations) {
        for (CotEvent event : unseen.events()) {
            violations.consume(EventRules.check(event));
        }
    }
}
