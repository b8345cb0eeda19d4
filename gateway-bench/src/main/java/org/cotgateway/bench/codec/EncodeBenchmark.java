package org.cotgateway.bench.codec;

import com.ctc.wstx.stax.WstxOutputFactory;
import com.fasterxml.aalto.stax.OutputFactoryImpl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.transform.TransformerException;
import org.cotgateway.bench.SampleEvents;
import org.cotgateway.bench.UnseenEvents;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.TakWriter;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventRules;
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
 * Writes events, one after the other of a set, into a pooled direct buffer that is used again and again: with our writers
 * and with what one would take otherwise. All write the same events; the set-up reads what each wrote of
 * some and compares. The events have been looked at before, by the rules in the set-up, as those have that come to a gateway:
 * events, attributes and texts keep that they are plain. Those of {@link #cotXmlWriterFirst} have not, as those that a gateway makes
 * itself.
 *
 * <p>{@code scripts/bench jmh EncodeBenchmark -p kind=TYPICAL -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class EncodeBenchmark {

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int COMPARED = 32;

    /** What the events are about. */
    @Param({"TYPICAL", "MINIMAL", "DETAIL_4KB", "CHAT"})
    public SampleEvents.Kind kind = SampleEvents.Kind.TYPICAL;

    private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(BUFFER_BYTES);
    private final StaxEventWriter aalto = new StaxEventWriter(new OutputFactoryImpl());
    private final StaxEventWriter woodstox = new StaxEventWriter(new WstxOutputFactory());
    private final StaxEventWriter jdk = new StaxEventWriter(XMLOutputFactory.newDefaultFactory());
    private final DomEventWriter dom = new DomEventWriter();
    private CotEvent[] events = {};
    private int next;

    @Setup
    public void sameEvents() throws XMLStreamException, TransformerException {
        events = SampleEvents.of(kind, SampleEvents.USUAL_COUNT).toArray(CotEvent[]::new);
        for (CotEvent event : events) {
            if (!EventRules.check(event).isEmpty()) {
                throw new IllegalStateException("not a good event: " + event);
            }
        }
        for (CotEvent event : Arrays.asList(events).subList(0, COMPARED)) {
            out.clear();
            CotXmlWriter.INSTANCE.write(event, out);
            requireSame(event);
            out.clear();
            aalto.write(event, out);
            requireSame(event);
            out.clear();
            woodstox.write(event, out);
            requireSame(event);
            out.clear();
            jdk.write(event, out);
            requireSame(event);
            out.clear();
            // The DOM sorts the attributes, so its events are equal only in what they say.
            dom.write(event, out);
            if (out.readableBytes() == 0) {
                throw new IllegalStateException("nothing written of " + event);
            }
        }
    }

    private void requireSame(CotEvent event) {
        CotEvent read = new CotXmlReader(XmlLimits.DEFAULT).read(out).event();
        if (!event.equals(read)) {
            throw new IllegalStateException("not the same event: " + event + " as "
                    + out.toString(StandardCharsets.UTF_8) + ", which is " + read);
        }
    }

    @TearDown
    public void release() {
        out.release();
    }

    private CotEvent next() {
        out.clear();
        next = next + 1 == events.length ? 0 : next + 1;
        return events[next];
    }

    @Benchmark
    public int cotXmlWriter() {
        CotXmlWriter.INSTANCE.write(next(), out);
        return out.writerIndex();
    }

    /** What a first writing costs, in which values are looked at that later ones copy. */
    @Benchmark
    @OperationsPerInvocation(SampleEvents.USUAL_COUNT)
    public int cotXmlWriterFirst(UnseenEvents unseen) {
        for (CotEvent event : unseen.events()) {
            out.clear();
            CotXmlWriter.INSTANCE.write(event, out);
        }
        return out.writerIndex();
    }

    /** As TAK Protocol v1. */
    @Benchmark
    public int takWriter() {
        TakWriter.INSTANCE.write(next(), out);
        return out.writerIndex();
    }

    @Benchmark
    public int aaltoStax() throws XMLStreamException {
        aalto.write(next(), out);
        return out.writerIndex();
    }

    @Benchmark
    public int woodstoxStax() throws XMLStreamException {
        woodstox.write(next(), out);
        return out.writerIndex();
    }

    @Benchmark
    public int jdkStax() throws XMLStreamException {
        jdk.write(next(), out);
        return out.writerIndex();
    }

    @Benchmark
    public int jdkDom() throws TransformerException {
        dom.write(next(), out);
        return out.writerIndex();
    }
}
