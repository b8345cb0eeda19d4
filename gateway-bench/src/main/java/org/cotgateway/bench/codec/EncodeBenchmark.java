package org.cotgateway.bench.codec;

import com.fasterxml.aalto.stax.OutputFactoryImpl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.cotgateway.bench.TypicalEvent;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotText;
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
 * Writes the typical event into a pooled direct buffer that is used again and again: with our writer, and with Aalto's
 * StAX writer over Netty's stream, numbers and times by the JDK, as one would write it without a thought for speed. Both
 * write the same event; the set-up checks that the texts are equal but for the escapes that are a matter of taste.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class EncodeBenchmark {

    private static final int BUFFER_BYTES = 4096;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final CotEvent event = TypicalEvent.event();
    private final XMLOutputFactory factory = new OutputFactoryImpl();
    private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(BUFFER_BYTES);

    @Setup
    public void sameText() throws XMLStreamException {
        CotXmlWriter.INSTANCE.write(event, out);
        String ours = out.toString(StandardCharsets.UTF_8);
        aaltoStax();
        String theirs = out.toString(StandardCharsets.UTF_8);
        if (!ours.equals(theirs.replace("9999999.0", "9999999"))) {
            throw new IllegalStateException("not the same event:\n" + ours + "\n" + theirs);
        }
    }

    @TearDown
    public void release() {
        out.release();
    }

    @Benchmark
    public int cotXmlWriter() {
        out.clear();
        CotXmlWriter.INSTANCE.write(event, out);
        return out.writerIndex();
    }

    @Benchmark
    public int aaltoStax() throws XMLStreamException {
        out.clear();
        XMLStreamWriter xml = factory.createXMLStreamWriter(new ByteBufOutputStream(out), "UTF-8");
        xml.writeStartElement("event");
        xml.writeAttribute("version", event.version());
        xml.writeAttribute("uid", event.uid());
        xml.writeAttribute("type", event.type());
        xml.writeAttribute("how", event.how());
        xml.writeAttribute("time", time(event.timeMs()));
        xml.writeAttribute("start", time(event.startMs()));
        xml.writeAttribute("stale", time(event.staleMs()));
        CotPoint point = event.point();
        xml.writeEmptyElement("point");
        xml.writeAttribute("lat", Double.toString(point.lat()));
        xml.writeAttribute("lon", Double.toString(point.lon()));
        xml.writeAttribute("hae", Double.toString(point.hae()));
        xml.writeAttribute("ce", Double.toString(point.ce()));
        xml.writeAttribute("le", Double.toString(point.le()));
        xml.writeStartElement("detail");
        for (CotNode node : event.detail().nodes()) {
            write(node, xml);
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.close();
        return out.writerIndex();
    }

    private static void write(CotNode node, XMLStreamWriter xml) throws XMLStreamException {
        if (node instanceof CotText text) {
            xml.writeCharacters(text.text());
            return;
        }
        CotElement element = (CotElement) node;
        if (element.children().isEmpty()) {
            xml.writeEmptyElement(element.name());
        } else {
            xml.writeStartElement(element.name());
        }
        for (CotAttribute attribute : element.attributes()) {
            xml.writeAttribute(attribute.name(), attribute.value());
        }
        if (!element.children().isEmpty()) {
            for (CotNode child : element.children()) {
                write(child, xml);
            }
            xml.writeEndElement();
        }
    }

    private static String time(long ms) {
        return TIME.format(Instant.ofEpochMilli(ms));
    }
}
