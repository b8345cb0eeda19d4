package org.cotgateway.bench.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cotgateway.bench.SampleEvents;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.EventIntake;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;
import org.cotgateway.hub.LatestEvents;
import org.cotgateway.hub.LatestSettings;
import org.cotgateway.metrics.Counters;
import org.cotgateway.route.Audience;
import org.cotgateway.route.GroupSet;
import org.cotgateway.route.Router;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to keep the newest event of each uid, for each event that is passed on; devices come in random order.
 *
 * <p>{@code scripts/bench jmh LatestBenchmark -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class LatestBenchmark {

    private static final int TURNS = 1 << 16;
    private static final int ROOM_BYTES = 2_048;

    /** How many uids there are. */
    @Param({"400", "20000"})
    public int devices;

    private final Counters counters = new Counters();
    private final EventImages images =
            new EventImages(PooledByteBufAllocator.DEFAULT, "bench", InstantSource.system(), XmlLimits.DEFAULT);
    private final LatestEvents latest = new LatestEvents(LatestSettings.DEFAULT, images, counters);
    private final GroupSet groups =
            new Router<String, Audience<String>>(subscription -> new Nobody()).groups(Set.of("bench"));
    private final long nowMs = System.currentTimeMillis();
    private final int[] turns = new int[TURNS];
    private final byte[] scratch = new byte[ROOM_BYTES];
    private EventImage[] arrived = {};
    private int next;

    @Setup
    public void write() {
        ByteBuf read = Unpooled.directBuffer(devices * ROOM_BYTES);
        EventIntake intake = new EventIntake(XmlLimits.DEFAULT);
        List<CotEvent> typical = SampleEvents.of(SampleEvents.Kind.TYPICAL, SampleEvents.USUAL_COUNT);
        arrived = new EventImage[devices];
        for (int i = 0; i < devices; i++) {
            CotEvent event = typical.get(i % typical.size()).toBuilder()
                    .uid("ANDROID-589520ccfcd20f" + i)
                    .time(Instant.ofEpochMilli(nowMs))
                    .stale(Instant.ofEpochMilli(nowMs + Duration.ofHours(1).toMillis()))
                    .build();
            int at = read.writerIndex();
            CotXmlWriter.INSTANCE.write(event, read);
            ByteBuf xml = read.slice(at, read.writerIndex() - at);
            EventSummary summary = Objects.requireNonNull(intake.read(xml).summary());
            arrived[i] = images.received(xml, summary, null);
            latest.passed(arrived[i], groups, nowMs);
        }
        read.release();
        Random random = new Random(20_261_121L);
        for (int i = 0; i < TURNS; i++) {
            turns[i] = random.nextInt(devices);
        }
    }

    @TearDown
    public void release() {
        if (latest.size() != devices) {
            throw new IllegalStateException("kept " + latest.size());
        }
        for (EventImage image : arrived) {
            image.release();
        }
    }

    @Benchmark
    public void update() {
        latest.passed(nextToArrive(), groups, nowMs);
    }

    /** What of it is the benchmark's: on a socket's way the event has just been read, and its uid looked at. */
    @Benchmark
    public int readOnly() {
        EventImage image = nextToArrive();
        ByteBuf source = image.asItCame();
        source.getBytes(source.readerIndex(), scratch, 0, source.readableBytes());
        return image.summary().uid().hashCode() + image.summary().type().hashCode();
    }

    private EventImage nextToArrive() {
        return arrived[turns[next++ & TURNS - 1]];
    }

    private record Nobody() implements Audience<String> {
        @Override
        public void joined(String receiver) {
            // Nobody joins.
        }

        @Override
        public void left(String receiver) {
            // Nor leaves.
        }
    }
}
