package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.Status;
import org.cotgateway.event.Track;
import org.junit.jupiter.api.Test;

class TakWriterTest {

    private static final CotEvent BARE = CotEvent.builder()
            .uid("u")
            .type("a-f-G")
            .how("m-g")
            .time(Instant.EPOCH.plusMillis(1))
            .start(Instant.EPOCH.plusMillis(2))
            .stale(Instant.EPOCH.plusMillis(3))
            .point(new CotPoint(1, 0, 0, 0, 0))
            .build();

    private static final CotEvent TYPED = BARE.toBuilder()
            .add(CotElement.named("takv")
                    .attribute("device", "PHONE")
                    .attribute("platform", "ATAK-CIV")
                    .attribute("os", 34)
                    .attribute("version", "5.5")
                    .build())
            .add(Contact.at("D\u00C4V", "*:-1:stcp"))
            .add(CotElement.named("__group")
                    .attribute("name", "Cyan")
                    .attribute("role", "HQ")
                    .build())
            .add(new Status(88, null))
            .add(new Track(359.5, 1.25))
            .build();

    @Test
    void writesTheFieldsOfWireFormatVersion1() {
        String event = "0a05612d662d47" + "2a0175" + "3001" + "3802" + "4003" + "4a036d2d67" + "51000000000000f03f";
        String length = String.format("%02x", event.length() / 2);

        assertThat(hex(BARE)).isEqualTo("12" + length + event);
    }

    @Test
    void elementsThatAllPeersCanReadBackBecomeMessages() {
        assertThat(xmlDetail(TYPED)).isEmpty();
    }

    @Test
    void whatAMessageHasNoFieldForIsWrittenAsXml() {
        assertIsXml(CotElement.named("contact")
                .attribute("endpoint", "e")
                .attribute("callsign", "c")
                .attribute("phone", "1")
                .build());
        assertIsXml(Contact.of("c").toElement());
        assertIsXml(Contact.at("c", "").toElement());
        assertIsXml(new Status(5, true).toElement());
        assertIsXml(CotElement.named("status").attribute("battery", "05").build());
        assertIsXml(
                CotElement.named("status").attribute("battery", "4294967296").build());
        assertIsXml(CotElement.named("__group")
                .attribute("name", "Cyan")
                .attribute("role", "HQ")
                .text("t")
                .build());
        assertIsXml(CotElement.named("track")
                .attribute("speed", "1")
                .attribute("course", "2")
                .attribute("slope", "3")
                .build());
        assertIsXml(CotElement.named("track")
                .attribute("speed", "NaN")
                .attribute("course", "2")
                .build());
        assertIsXml(CotElement.named("track").attribute("speed", "1").build());
    }

    @Test
    void twoElementsOfOneNameAreWrittenAsXml() {
        CotEvent event = BARE.toBuilder()
                .add(Contact.at("a", "b"))
                .add(Contact.at("c", "d"))
                .build();

        assertThat(xmlDetail(event))
                .isEqualTo("<contact callsign=\"a\" endpoint=\"b\"/><contact callsign=\"c\" endpoint=\"d\"/>");
    }

    @Test
    void anElementBetweenTwoThatAreXmlIsXmlToo() {
        CotEvent event = BARE.toBuilder()
                .add(Contact.at("a", "b"))
                .add(CotElement.named("x").build())
                .add(new Track(1.0, 2.0))
                .add(CotElement.named("y").build())
                .add(CotElement.named("status").attribute("battery", 1).build())
                .build();

        assertThat(xmlDetail(event)).isEqualTo("<x/><track course=\"1\" speed=\"2\"/><y/>");
    }

    @Test
    void framesAreHeaderAndPayload() {
        for (CotEvent event : new CotEvent[] {BARE, TYPED, big(200), big(20_000), big(300_000)}) {
            String payload = hex(event);
            ByteBuf out = Unpooled.buffer();
            TakFraming.writeStreamHeader(payload.length() / 2, out);
            String header = ByteBufUtil.hexDump(out);
            out.clear();
            TakWriter.INSTANCE.writeStreamFrame(event, out);
            assertThat(ByteBufUtil.hexDump(out)).isEqualTo(header + payload);
            out.clear();
            TakWriter.INSTANCE.writeMeshMessage(event, out);
            assertThat(ByteBufUtil.hexDump(out)).isEqualTo("bf01bf" + payload);
            assertThat(TakFraming.isMesh(out)).isTrue();
            out.release();
        }
    }

    @Test
    void tellsAMeshThatWeReadVersion1() {
        ByteBuf out = Unpooled.buffer();
        TakWriter.INSTANCE.writeMeshControl("gw", out);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("bf01bf" + "0a08" + "0801" + "1001" + "1a026777");
        TakReading reading = new TakReader(XmlLimits.DEFAULT).read(out.skipBytes(TakFraming.MESH_HEADER_BYTES));
        assertThat(reading.control()).isEqualTo(new TakControl(1, 1, "gw"));
        out.release();
    }

    @Test
    void refusesWhatXmlCannotHoldAndWritesNothing() {
        assertRefused(BARE.toBuilder().uid("a\u0001").build(), "event@uid: U+0001");
        assertRefused(BARE.toBuilder().caveat("\uD800").build(), "event@caveat: U+D800");
        assertRefused(BARE.toBuilder().add(Contact.at("\uFFFE", "e")).build(), "contact: U+FFFE");
        assertRefused(
                BARE.toBuilder().point(new CotPoint(0, Double.NaN, 0, 0, 0)).build(), "point@lon: NaN");
        assertRefused(
                BARE.toBuilder().stale(Instant.parse("+12000-01-01T00:00:00Z")).build(), "event@stale");
        assertRefused(BARE.toBuilder().add(CotElement.named("a b").build()).build(), "not a name");
    }

    @Test
    void writesIntoBuffersOfAnyKindAtTheirWriterIndex() {
        String expected = hex(big(20_000));
        ByteBuf[] buffers = {
            Unpooled.buffer(1),
            Unpooled.directBuffer(1),
            PooledByteBufAllocator.DEFAULT.directBuffer(4_096),
            Unpooled.buffer(1, 1 + expected.length() / 2),
            new CompositeByteBuf(PooledByteBufAllocator.DEFAULT, false, 16)
        };
        for (ByteBuf buffer : buffers) {
            buffer.writeByte('a');
            TakWriter.INSTANCE.write(big(20_000), buffer);
            assertThat(ByteBufUtil.hexDump(buffer)).isEqualTo("61" + expected);
            buffer.release();
        }
    }

    @Test
    void whatDoesNotFitIsNotWritten() {
        ByteBuf small = Unpooled.buffer(1, hex(TYPED).length() / 2 - 1);

        assertThatThrownBy(() -> TakWriter.INSTANCE.write(TYPED, small)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(small.writerIndex()).isZero();
        small.release();
    }

    @Test
    void allocatesNothingInTheSteadyState() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertThat(threads.isThreadAllocatedMemoryEnabled()).isTrue();
        ByteBuf out = Documents.UNRECORDED.directBuffer(4_096);
        encode(out, 20_000);
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        long asking = threads.getThreadAllocatedBytes(thread) - before;
        before = threads.getThreadAllocatedBytes(thread);
        encode(out, 10_000);
        long allocated = threads.getThreadAllocatedBytes(thread) - before - asking;

        assertThat(allocated).as("bytes in 10,000 encodings").isLessThan(10_000);
        out.release();
    }

    private static void encode(ByteBuf out, int times) {
        for (int i = 0; i < times; i++) {
            out.clear();
            TakWriter.INSTANCE.writeStreamFrame(TYPED, out);
        }
    }

    private static CotEvent big(int chars) {
        return BARE.toBuilder().remarks("x".repeat(chars)).build();
    }

    private static void assertIsXml(CotElement element) {
        assertThat(xmlDetail(BARE.toBuilder().add(element).build())).startsWith("<" + element.name());
    }

    private static String hex(CotEvent event) {
        return HexFormat.of().formatHex(Payloads.write(event));
    }

    /** What protobuf-java sees in the field. */
    private static String xmlDetail(CotEvent event) {
        return Schema.xmlDetail(Payloads.write(event));
    }

    private static void assertRefused(CotEvent event, String message) {
        ByteBuf out = Unpooled.buffer().writeBytes("x".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> TakWriter.INSTANCE.write(event, out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
        assertThat(out.writerIndex()).isOne();
        out.release();
    }
}
