package org.cotgateway.bench.codec;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.cotgateway.bench.TypicalEvent;
import org.cotgateway.codec.CotStreamSplitter;
import org.cotgateway.codec.CotStreamSplitter.Sink;
import org.cotgateway.codec.CotStreamSplitter.SkipReason;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.codec.XmlReading;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads the typical event out of a pooled direct buffer: finding it in a stream, reading it, reading and checking it; and
 * for comparison the parser alone, which only makes Strings of all attributes and texts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBenchmark implements Sink {

    private static final int BUFFER_BYTES = 4096;

    private final ByteBuf document = PooledByteBufAllocator.DEFAULT.directBuffer(BUFFER_BYTES);
    private final CotXmlReader reader = new CotXmlReader(XmlLimits.DEFAULT);
    private final CotStreamSplitter splitter = new CotStreamSplitter(BUFFER_BYTES);
    private final InputFactoryImpl factory = new InputFactoryImpl();
    private final byte[] scratch = new byte[BUFFER_BYTES];
    private int found;

    @Setup
    public void write() {
        CotXmlWriter.INSTANCE.write(TypicalEvent.event(), document);
    }

    @TearDown
    public void release() {
        document.release();
        splitter.close();
    }

    @Benchmark
    public int split() {
        document.readerIndex(0);
        splitter.feed(document, this);
        document.readerIndex(0);
        return found;
    }

    @Benchmark
    public XmlReading read() {
        return reader.read(document);
    }

    @Benchmark
    public XmlReading readAndCheck() {
        return reader.readAndCheck(document);
    }

    @Benchmark
    public int aaltoAlone() throws XMLStreamException {
        int size = document.readableBytes();
        document.getBytes(0, scratch, 0, size);
        AsyncXMLStreamReader<AsyncByteArrayFeeder> xml = factory.createAsyncForByteArray();
        xml.getInputFeeder().feedInput(scratch, 0, size);
        xml.getInputFeeder().endOfInput();
        int chars = 0;
        int token;
        while ((token = xml.next()) != XMLStreamConstants.END_DOCUMENT) {
            if (token == XMLStreamConstants.START_ELEMENT) {
                for (int i = 0; i < xml.getAttributeCount(); i++) {
                    chars += xml.getAttributeLocalName(i).length()
                            + xml.getAttributeValue(i).length();
                }
            } else if (token == XMLStreamConstants.CHARACTERS) {
                chars += xml.getText().length();
            }
        }
        xml.close();
        return chars;
    }

    @Override
    public void event(ByteBuf event, long offset) {
        found += event.readableBytes();
    }

    @Override
    public void skipped(SkipReason reason, long offset, long bytes) {
        throw new IllegalStateException(reason + " at " + offset);
    }
}
