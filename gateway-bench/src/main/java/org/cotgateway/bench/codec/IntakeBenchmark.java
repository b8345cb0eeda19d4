package org.cotgateway.bench.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotgateway.bench.SampleEvents;
import org.cotgateway.codec.CotStreamSplitter;
import org.cotgateway.codec.CotStreamSplitter.Sink;
import org.cotgateway.codec.CotStreamSplitter.SkipReason;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.EventIntake;
import org.cotgateway.codec.IntakeReading;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.json.DocumentFormat;
import org.cotgateway.json.EventDocument;
import org.cotgateway.json.EventItems;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Takes in what a socket gives in one read, some 64 kB of position reports of many devices, details of several sizes among
 * them: finding the events, and finding, checking and summing them up, as streams do and as the body of a request; for
 * comparison Aalto's parser alone over the same bytes, which makes Strings of all values, and reading and checking whole
 * events. All per event.
 *
 * <p>{@code scripts/bench jmh IntakeBenchmark -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class IntakeBenchmark {

    /** So many MIXED events are some 64 kB. */
    public static final int EVENTS = 90;

    private static final int CHUNK_BYTES = 128 * 1024;

    private final ByteBuf chunk = PooledByteBufAllocator.DEFAULT.directBuffer(CHUNK_BYTES);
    private final EventIntake intake = new EventIntake(XmlLimits.DEFAULT);
    private final CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);
    private final CotStreamSplitter splitter = new CotStreamSplitter(CHUNK_BYTES);
    private final AaltoStream aalto = new AaltoStream(CHUNK_BYTES);
    private final EventDocument document = DocumentFormat.XML.open(new Items());
    private int found;

    @Setup
    public void write() {
        for (CotEvent event : SampleEvents.of(SampleEvents.Kind.MIXED, EVENTS)) {
            CotXmlWriter.INSTANCE.write(event, chunk);
        }
    }

    @TearDown
    public void release() {
        chunk.release();
        splitter.close();
        document.close();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int split() {
        return feed(new EachEvent() {
            @Override
            public void event(ByteBuf event, long offset) {
                found += event.readableBytes();
            }
        });
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int splitAndTakeIn() {
        return feed(new EachEvent() {
            @Override
            public void event(ByteBuf event, long offset) {
                found += intake.read(event).isValid() ? 1 : 0;
            }
        });
    }

    /** As streams are read. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int takeInAhead() {
        return feed(new EachEvent() {
            private boolean isAhead;

            @Override
            public int eventAt(ByteBuf in, int from, int to) {
                int bytes = intake.readAhead(in, from, to);
                isAhead = bytes > 0;
                return bytes;
            }

            @Override
            public void event(ByteBuf event, long offset) {
                found += (isAhead ? intake.reading() : intake.read(event)).isValid() ? 1 : 0;
                isAhead = false;
            }
        });
    }

    /** As bodies of requests are read. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int takeInDocument() {
        document.feed(chunk.readerIndex(0));
        return found;
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int splitReadAndCheck() {
        return feed(new EachEvent() {
            @Override
            public void event(ByteBuf event, long offset) {
                found += reader.readAndCheck(event).violations().isEmpty() ? 1 : 0;
            }
        });
    }

    /** A reader for each event, which our splitter finds. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int splitAndAaltoAlone() {
        return feed(new EachEvent() {
            @Override
            public void event(ByteBuf event, long offset) {
                found += aalto.document(event);
            }
        });
    }

    /** One reader for all, as if they were one document: the least that it can be asked. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int aaltoAlone() {
        return aalto.documents(chunk.readerIndex(0), CHUNK_BYTES);
    }

    private int feed(Sink sink) {
        chunk.readerIndex(0);
        splitter.feed(chunk, sink);
        return found;
    }

    /** Passes events on as they came. */
    private final class Items implements EventItems {

        @Override
        public boolean xml(ByteBuf event, IntakeReading reading, long index, int line) {
            found++;
            return true;
        }

        @Override
        public void event(CotEvent event, long index, int line) {
            found++;
        }

        @Override
        public void rejected(long index, int line, List<Violation> violations) {
            throw new IllegalStateException(violations.toString());
        }
    }

    /** What the chunk consists of must be events from end to end. */
    private abstract static class EachEvent implements Sink {

        @Override
        public void skipped(SkipReason reason, long offset, long bytes) {
            throw new IllegalStateException(reason + " at " + offset);
        }
    }
}
