package org.cotgateway.bench.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.cotgateway.bench.SampleEvents;
import org.cotgateway.codec.CotStreamSplitter;
import org.cotgateway.codec.CotStreamSplitter.Sink;
import org.cotgateway.codec.CotStreamSplitter.SkipReason;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Finds the events of a stream, and finds, reads and checks them, when they come in reads of that many bytes: whole, in
 * pieces as of a slow link, and byte by byte, which is the worst there is; for comparison Aalto's reader, which gets the
 * same reads and is only asked for all values. Per event.
 *
 * <p>{@code scripts/bench jmh SplitBenchmark -p readBytes=100}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class SplitBenchmark implements Sink {

    private static final int EVENTS = 64;
    private static final int STREAM_BYTES = 256 * 1024;

    /** How many bytes come at once. */
    @Param({"262144", "100", "1"})
    public int readBytes;

    private final ByteBuf stream = PooledByteBufAllocator.DEFAULT.directBuffer(STREAM_BYTES);
    private final CotStreamSplitter splitter = new CotStreamSplitter(STREAM_BYTES);
    private final CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);
    private final AaltoStream aalto = new AaltoStream(STREAM_BYTES);
    private boolean reads;
    private int found;

    @Setup
    public void write() {
        for (CotEvent event : SampleEvents.of(SampleEvents.Kind.MIXED, EVENTS)) {
            CotXmlWriter.INSTANCE.write(event, stream);
        }
        found = 0;
        feed();
        if (found != EVENTS) {
            throw new IllegalStateException("found " + found);
        }
    }

    @TearDown
    public void release() {
        stream.release();
        splitter.close();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int split() {
        reads = false;
        return feed();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int splitReadAndCheck() {
        reads = true;
        return feed();
    }

    /** One reader for all, as if they were one document: the least that it can be asked. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int aaltoAlone() {
        return aalto.documents(stream, readBytes);
    }

    private int feed() {
        int end = stream.writerIndex();
        for (int from = 0; from < end; from += readBytes) {
            stream.setIndex(from, Math.min(end, from + readBytes));
            splitter.feed(stream, this);
        }
        stream.setIndex(0, end);
        return found;
    }

    @Override
    public void event(ByteBuf event, long offset) {
        found += !reads || reader.readAndCheck(event).violations().isEmpty() ? 1 : 0;
    }

    @Override
    public void skipped(SkipReason reason, long offset, long bytes) {
        throw new IllegalStateException(reason + " at " + offset);
    }
}
