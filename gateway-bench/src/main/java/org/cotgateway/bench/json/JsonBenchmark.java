package org.cotgateway.bench.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.cotgateway.bench.SampleEvents;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotText;
import org.cotgateway.event.Violation;
import org.cotgateway.json.CotJsonWriter;
import org.cotgateway.json.DocumentFormat;
import org.cotgateway.json.DocumentReaders;
import org.cotgateway.json.DocumentSettings;
import org.cotgateway.json.EventDocument;
import org.cotgateway.json.EventItems;
import org.cotgateway.json.GeoJsonWriter;
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
 * Reads a partner's tracks as lines of JSON and of GeoJSON and as one FeatureCollection, and writes typical events as both; for comparison the parser alone
 * over the same bytes, which looks at every number, and its generator with the same events. All per event.
 *
 * <p>{@code scripts/bench jmh JsonBenchmark -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class JsonBenchmark {

    private static final int ITEMS = 256;
    private static final int SHIPS = 100;

    private static final String TRACK =
            "{\"uid\":\"ship-%1$d\",\"type\":\"a-n-S\",\"how\":\"m-g\",\"time\":\"2026-11-21T10:15:%2$02d.%3$03dZ\","
                    + "\"stale\":\"2026-11-21T10:17:30.000Z\",\"point\":{\"lat\":%4$.6f,\"lon\":%5$.6f},"
                    + "\"callsign\":\"MV NUMBER %1$d\",\"course\":%6$.1f,\"speed\":%7$.2f}%n";
    private static final String FEATURE = "{\"type\":\"Feature\",\"id\":\"ship-%1$d\",\"geometry\":{\"type\":\"Point\","
            + "\"coordinates\":[%5$.6f,%4$.6f]},\"properties\":{\"type\":\"a-n-S\",\"how\":\"m-g\","
            + "\"time\":\"2026-11-21T10:15:%2$02d.%3$03dZ\",\"stale\":\"2026-11-21T10:17:30.000Z\","
            + "\"callsign\":\"MV NUMBER %1$d\",\"course\":%6$.1f,\"speed\":%7$.2f}}%n";

    private final JsonFactory factory = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private final CountedItems items = new CountedItems();
    private final DocumentReaders readers = new DocumentReaders(DocumentSettings.DEFAULT);
    private final EventDocument lines = readers.open(DocumentFormat.NDJSON, items);
    private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(64 * 1024);
    private final CotEvent[] events =
            SampleEvents.of(SampleEvents.Kind.TYPICAL, SampleEvents.USUAL_COUNT).toArray(CotEvent[]::new);
    private int next;
    private byte[] tracks = new byte[0];
    private ByteBuf trackBytes = out;
    private ByteBuf featureBytes = out;
    private ByteBuf collectionBytes = out;
    private JsonParser parser = alone();

    /** Throws away what it is given. */
    private static final class CountedItems implements EventItems {

        private long events;

        @Override
        public void event(CotEvent event, long index, int line) {
            events++;
        }

        @Override
        public void rejected(long index, int line, List<Violation> violations) {
            throw new IllegalStateException(violations.toString());
        }
    }

    @Setup
    public void write() {
        tracks = text(TRACK);
        trackBytes = PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(tracks);
        byte[] features = text(FEATURE);
        featureBytes = PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(features);
        String members = new String(features, StandardCharsets.UTF_8).strip().replace("\n", ",\n");
        collectionBytes = PooledByteBufAllocator.DEFAULT
                .directBuffer()
                .writeBytes(("{\"type\":\"FeatureCollection\",\"features\":[" + members + "]}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] text(String form) {
        Random random = new Random(4);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ITEMS; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    form,
                    i % SHIPS,
                    i % 60,
                    random.nextInt(1_000),
                    random.nextDouble() * 180 - 90,
                    random.nextDouble() * 360 - 180,
                    random.nextDouble() * 360,
                    random.nextDouble() * 20));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private JsonParser alone() {
        try {
            return factory.createNonBlockingByteArrayParser();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @TearDown
    public void release() {
        lines.close();
        out.release();
        trackBytes.release();
        featureBytes.release();
        collectionBytes.release();
    }

    /** Lines of our JSON: read and checked. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public long readTracks() {
        lines.feed(trackBytes.duplicate());
        return items.events;
    }

    /** Lines of GeoJSON: read and checked. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public long readFeatures() {
        lines.feed(featureBytes.duplicate());
        return items.events;
    }

    /** The same Features in an array: it has to be found out where each ends. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public long readCollection() {
        try (EventDocument collection = readers.open(DocumentFormat.GEOJSON, items)) {
            collection.feed(collectionBytes.duplicate());
            collection.end();
        }
        return items.events;
    }

    /** The parser alone over the lines of our JSON. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public double parserAlone() throws IOException {
        ((ByteArrayFeeder) parser.getNonBlockingInputFeeder()).feedInput(tracks, 0, tracks.length);
        double sum = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.NOT_AVAILABLE; token = parser.nextToken()) {
            if (token.isNumeric()) {
                sum += parser.getDoubleValue();
            } else if (token == JsonToken.VALUE_STRING) {
                sum += parser.getTextLength();
            }
        }
        return sum;
    }

    private CotEvent nextEvent() {
        next = next + 1 == events.length ? 0 : next + 1;
        return events[next];
    }

    @Benchmark
    public int writeJson() {
        out.clear();
        CotJsonWriter.INSTANCE.write(nextEvent(), out);
        return out.writerIndex();
    }

    @Benchmark
    public int writeGeoJson() {
        out.clear();
        GeoJsonWriter.INSTANCE.write(nextEvent(), out);
        return out.writerIndex();
    }

    /** The same JSON by the generator of the library whose parser we use, times as they come. */
    @Benchmark
    public int generatorAlone() throws IOException {
        out.clear();
        CotEvent event = nextEvent();
        try (OutputStream stream = new ByteBufOutputStream(out);
                JsonGenerator json = factory.createGenerator(stream)) {
            json.writeStartObject();
            json.writeStringField("uid", event.uid());
            json.writeStringField("type", event.type());
            json.writeStringField("how", event.how());
            json.writeStringField("time", Instant.ofEpochMilli(event.timeMs()).toString());
            json.writeStringField("start", Instant.ofEpochMilli(event.startMs()).toString());
            json.writeStringField("stale", Instant.ofEpochMilli(event.staleMs()).toString());
            json.writeObjectFieldStart("point");
            json.writeNumberField("lat", event.point().lat());
            json.writeNumberField("lon", event.point().lon());
            json.writeNumberField("hae", event.point().hae());
            json.writeNumberField("ce", event.point().ce());
            json.writeEndObject();
            json.writeArrayFieldStart("detail");
            for (CotNode node : event.detail().nodes()) {
                generate((CotElement) node, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.writerIndex();
    }

    private static void generate(CotElement element, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", element.name());
        if (!element.attributes().isEmpty()) {
            json.writeObjectFieldStart("attributes");
            for (CotAttribute attribute : element.attributes()) {
                json.writeStringField(attribute.name(), attribute.value());
            }
            json.writeEndObject();
        }
        for (CotNode child : element.children()) {
            json.writeStringField("text", ((CotText) child).text());
        }
        json.writeEndObject();
    }
}
