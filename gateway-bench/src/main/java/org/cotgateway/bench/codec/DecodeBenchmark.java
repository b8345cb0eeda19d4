package org.cotgateway.bench.codec;

import com.ctc.wstx.stax.WstxInputFactory;
import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.cotgateway.bench.SampleEvents;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.codec.XmlReading;
import org.cotgateway.event.CotEvent;
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
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/**
 * Reads single events out of pooled direct buffers, one after the other of a set: to an event, and to an event that is
 * checked; and for comparison parsers alone, which are only asked for all values. Jackson's
 * XML is not among them: it reads through a StAX reader, Woodstox's or Aalto's, which are, and binds objects on top.
 *
 * <p>{@code scripts/bench jmh DecodeBenchmark -p kind=TYPICAL -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBenchmark {

    private static final int BUFFER_BYTES = 16 * 1024;

    /** What the events are about. */
    @Param({"TYPICAL", "MINIMAL", "DETAIL_4KB", "CHAT"})
    public SampleEvents.Kind kind = SampleEvents.Kind.TYPICAL;

    private final ByteBuf all = PooledByteBufAllocator.DEFAULT.directBuffer(BUFFER_BYTES);
    private final CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);
    private final InputFactoryImpl async = new InputFactoryImpl();
    private final PullReader aalto = new PullReader(new InputFactoryImpl());
    private final PullReader woodstox = new PullReader(new WstxInputFactory());
    private final PullReader jdk = new PullReader(XMLInputFactory.newDefaultFactory());
    private final DocumentBuilder dom = DomEventWriter.documents();
    private final byte[] scratch = new byte[BUFFER_BYTES];
    private ByteBuf[] documents = {};
    private int next;

    @Setup
    public void write() {
        CotEvent[] events = SampleEvents.of(kind, SampleEvents.USUAL_COUNT).toArray(CotEvent[]::new);
        int[] ends = new int[events.length];
        for (int i = 0; i < events.length; i++) {
            CotXmlWriter.INSTANCE.write(events[i], all);
            ends[i] = all.writerIndex();
        }
        documents = new ByteBuf[events.length];
        for (int i = 0; i < events.length; i++) {
            int from = i == 0 ? 0 : ends[i - 1];
            documents[i] = all.slice(from, ends[i] - from);
            XmlReading read = reader.readAndCheck(documents[i]);
            if (!events[i].equals(read.event()) || !read.violations().isEmpty()) {
                throw new IllegalStateException("read as something else: " + events[i]);
            }
        }
    }

    @TearDown
    public void release() {
        all.release();
    }

    private ByteBuf next() {
        next = next + 1 == documents.length ? 0 : next + 1;
        return documents[next];
    }

    @Benchmark
    public XmlReading read() {
        return reader.read(next());
    }

    @Benchmark
    public XmlReading readAndCheck() {
        return reader.readAndCheck(next());
    }

    @Benchmark
    public int aaltoAsyncAlone() throws XMLStreamException {
        ByteBuf document = next();
        int size = document.readableBytes();
        document.getBytes(0, scratch, 0, size);
        AsyncXMLStreamReader<AsyncByteArrayFeeder> xml = async.createAsyncForByteArray();
        xml.getInputFeeder().feedInput(scratch, 0, size);
        xml.getInputFeeder().endOfInput();
        int chars = 0;
        for (int token = xml.next(); token != XMLStreamConstants.END_DOCUMENT; token = xml.next()) {
            chars += PullReader.values(xml, token);
        }
        xml.close();
        return chars;
    }

    @Benchmark
    public int aaltoAlone() throws XMLStreamException {
        return aalto.read(new ByteBufInputStream(next().duplicate()));
    }

    @Benchmark
    public int woodstoxAlone() throws XMLStreamException {
        return woodstox.read(new ByteBufInputStream(next().duplicate()));
    }

    /** To a tree, which nobody walks. */
    @Benchmark
    public Document jdkDomAlone() throws IOException, SAXException {
        return dom.parse(new ByteBufInputStream(next().duplicate()));
    }

    @Benchmark
    public int jdkAlone() throws XMLStreamException {
        return jdk.read(new ByteBufInputStream(next().duplicate()));
    }
}
