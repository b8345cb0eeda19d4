package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.Dest;
import org.cotgateway.event.EventSummary;
import org.cotgateway.event.Marti;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventImageTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:11:12.000Z");

    private final EventImages images = new EventImages(
            PooledByteBufAllocator.DEFAULT,
            "CoT-Gateway-me",
            InstantSource.fixed(NOW),
            XmlLimits.DEFAULT,
            // Any text will do for the framing; this one can be read.
            Map.of(
                    WireProtocol.WEBSOCKET_JSON,
                    CotXmlWriter.INSTANCE::write,
                    WireProtocol.WEBSOCKET_GEOJSON,
                    CotXmlWriter.INSTANCE::write));
    private final TakReader takReader = new TakReader(XmlLimits.DEFAULT);

    @Test
    void xmlThatNeedsNoChangeIsTheBytesThatCame() {
        EventImage image = received(Documents.write(marker().build()));
        ByteBuf whole = image.bytes(WireProtocol.XML, Edition.WHOLE);

        assertThat(image.bytes(WireProtocol.XML, Edition.PLAIN)).isSameAs(whole);
        assertThat(image.bytes(WireProtocol.XML, Edition.CLIENT)).isSameAs(whole);
        assertThat(text(whole)).isEqualTo(Documents.write(marker().build()));
        image.release();
    }

    @Test
    void aTakPayloadThatNeedsNoChangeIsFramedAnew() {
        byte[] payload = Payloads.write(marker().build());
        EventImage image = receivedTak(payload);

        ByteBuf stream = image.bytes(WireProtocol.TAK_STREAM, Edition.CLIENT);
        ByteBuf mesh = image.bytes(WireProtocol.TAK_MESH, Edition.PLAIN);
        assertThat(ByteBufUtil.getBytes(stream))
                .startsWith(0xBF)
                .endsWith(payload)
                .hasSize(TakFraming.streamHeaderBytes(payload.length) + payload.length);
        assertThat(ByteBufUtil.getBytes(mesh)).startsWith(0xBF, 1, 0xBF).endsWith(payload);
        assertThat(mesh.readableBytes()).isEqualTo(TakFraming.MESH_HEADER_BYTES + payload.length);
        assertThat(image.sizeBytes()).isEqualTo(payload.length);
        image.release();
    }

    @Test
    void whatUnknownFieldsATakPayloadHasGoesOn() {
        byte[] payload = Payloads.write(marker().build());
        // Field 3 of the message, a submission time.
        byte[] withTime = Unpooled.buffer()
                .writeBytes(payload)
                .writeByte(3 << 3)
                .writeByte(7)
                .copy()
                .array();
        EventImage image = receivedTak(withTime);

        assertThat(ByteBufUtil.getBytes(image.bytes(WireProtocol.TAK_MESH, Edition.PLAIN)))
                .endsWith(withTime);
        image.release();
    }

    @ParameterizedTest
    @EnumSource(WireProtocol.class)
    void everyFormIsTheSameEvent(WireProtocol protocol) {
        CotEvent event = marker().build();
        List<EventImage> made =
                List.of(received(Documents.write(event)), receivedTak(Payloads.write(event)), images.of(event));

        for (EventImage image : made) {
            assertThat(read(image, protocol, Edition.PLAIN)).isEqualTo(event);
            image.release();
        }
    }

    @ParameterizedTest
    @EnumSource(WireProtocol.class)
    void editionsChangeWhatTheyHaveToInEveryForm(WireProtocol protocol) {
        CotEvent event = addressed().build();
        List<EventImage> made =
                List.of(received(Documents.write(event)), receivedTak(Payloads.write(event)), images.of(event));

        for (EventImage image : made) {
            assertThat(read(image, protocol, Edition.WHOLE)).isEqualTo(event);
            CotEvent plain = read(image, protocol, Edition.PLAIN);
            assertThat(plain.detail().element("marti")).isEmpty();
            assertThat(endpoint(plain)).isEqualTo("10.0.0.1:4242:tcp");
            CotEvent client = read(image, protocol, Edition.CLIENT);
            assertThat(client.detail().element("marti")).isEmpty();
            assertThat(endpoint(client)).isEqualTo("*:-1:stcp");
            CotEvent server = read(image, protocol, Edition.SERVER);
            assertThat(server.detail().element("marti")).isEmpty();
            assertThat(endpoint(server)).isEqualTo("10.0.0.1:4242:tcp");
            CotElement tags = server.detail().element("_flow-tags_").orElseThrow();
            assertThat(tags.attribute("TAK-Server-x")).isEqualTo("2026-01-01T00:00:00Z");
            assertThat(Instant.parse(Objects.requireNonNull(tags.attribute("CoT-Gateway-me"))))
                    .isEqualTo(NOW);
            image.release();
        }
    }

    @ParameterizedTest
    @EnumSource(WireProtocol.class)
    void everyFormIsMadeOnce(WireProtocol protocol) {
        EventImage image = images.of(addressed().build());

        for (Edition edition : Edition.values()) {
            assertThat(image.bytes(protocol, edition)).isSameAs(image.bytes(protocol, edition));
        }
        assertThat(image.bytes(WireProtocol.TAK_STREAM, Edition.PLAIN))
                .isNotEqualTo(image.bytes(WireProtocol.TAK_MESH, Edition.PLAIN));
        image.release();
    }

    @Test
    void aCompactImageKeepsNothingOfTheBufferThatItCameIn() {
        String xml = Documents.write(marker().build());
        ByteBuf read = PooledByteBufAllocator.DEFAULT.directBuffer();
        read.writeCharSequence("before" + xml + "after", StandardCharsets.UTF_8);
        ByteBuf event = read.slice(6, ByteBufUtil.utf8Bytes(xml));
        EventImage image = images.received(event, EventSummary.of(marker().build()), null);

        image.compact();
        assertThat(read.refCnt()).isOne();
        read.release();
        ByteBuf bytes = image.bytes(WireProtocol.XML, Edition.PLAIN);
        image.compact();

        assertThat(text(bytes)).isEqualTo(xml);
        assertThat(image.bytes(WireProtocol.XML, Edition.PLAIN)).isSameAs(bytes);
        image.release();
        assertThat(bytes.refCnt()).isZero();
    }

    @Test
    void framingIsForXmlOnly() {
        EventImage image = images.of(marker().build());
        ByteBuf out = Unpooled.buffer();

        WireFormat.xml(Framing.NULL, Edition.PLAIN).append(image, out);
        assertThat(out.getByte(out.writerIndex() - 1)).isZero();
        out.clear();
        new WireFormat(WireProtocol.TAK_STREAM, Framing.NULL, Edition.PLAIN).append(image, out);
        assertThat(out).isEqualTo(image.bytes(WireProtocol.TAK_STREAM, Edition.PLAIN));
        image.release();
    }

    @Test
    void whereALineBreakEndsEventsTheyAreOfOneLine() {
        String head = "<event version='2.0' uid='u' type='a-f-G' how='m-g' time='2026-01-02T03:04:05Z'"
                + " start='2026-01-02T03:04:05Z' stale='2026-01-02T03:05:05Z'>";
        String point = "<point lat='1' lon='2' hae='3' ce='4' le='5'/>";
        EventImage lines =
                received(head + "\n  " + point + "\r\n<detail><remarks>one\ntwo</remarks></detail>\n</event>");
        EventImage line = received(head + point + "<detail/></event>");

        assertThat(text(lines, WireProtocol.XML)).contains("one\ntwo");
        assertThat(text(lines, WireProtocol.XML_LINE))
                .doesNotContain("\n", "\r")
                .contains("one&#10;two");
        assertThat(read(lines, WireProtocol.XML_LINE, Edition.WHOLE)).isEqualTo(lines.event());
        assertThat(line.bytes(WireProtocol.XML_LINE, Edition.WHOLE))
                .isSameAs(line.bytes(WireProtocol.XML, Edition.WHOLE));
        lines.release();
        line.release();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<detail/></event >",
                "<detail/></event\n>",
                "<detail><x><![CDATA[</event>]]></x></detail></event>",
                "<detail><!-- </event> --></detail></event>"
            })
    void anEventThatEndsInAWayThatAtakDoesNotTakeIsWrittenAnew(String rest) {
        ByteBuf came = Unpooled.copiedBuffer(
                "<event version='2.0' uid='u' type='a-f-G' how='m-g' time='2026-01-02T03:04:05Z'"
                        + " start='2026-01-02T03:04:05Z' stale='2026-01-02T03:05:05Z'>"
                        + "<point lat='1' lon='2' hae='3' ce='4' le='5'/>" + rest,
                StandardCharsets.UTF_8);
        EventImage image = images.received(came, new EventIntake(XmlLimits.DEFAULT).read(came));
        came.release();

        String xml = text(image, WireProtocol.XML);
        assertThat(xml.indexOf("</event>")).isEqualTo(xml.length() - "</event>".length());
        assertThat(read(image, WireProtocol.XML, Edition.WHOLE)).isEqualTo(image.event());
        image.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 125, 126, 65_535, 65_536})
    void aFrameSaysHowLongItsPayloadIs(int bytes) {
        ByteBuf frame = Unpooled.buffer();
        WebSocketFraming.writeHeader(WebSocketFraming.TEXT, bytes, frame);
        assertThat(frame.readableBytes()).isEqualTo(WebSocketFraming.headerBytes(bytes));
        frame.writeZero(bytes);
        assertThat(message(frame, TextWebSocketFrame.class).readableBytes()).isEqualTo(bytes);
        ByteBuf framed = Unpooled.buffer().writeZero(WebSocketFraming.MAX_HEADER_BYTES + bytes);
        WebSocketFraming.frame(WebSocketFraming.TEXT, WebSocketFraming.MAX_HEADER_BYTES, framed);
        assertThat(framed).isEqualTo(frame);
    }

    private static String text(EventImage image, WireProtocol protocol) {
        return image.bytes(protocol, Edition.WHOLE).toString(StandardCharsets.UTF_8);
    }

    private CotEvent read(EventImage image, WireProtocol protocol, Edition edition) {
        ByteBuf bytes = image.bytes(protocol, edition);
        return Objects.requireNonNull(
                switch (protocol) {
                    case XML, XML_LINE ->
                        new CotXmlReader(XmlLimits.DEFAULT).read(bytes).event();
                    case TAK_STREAM -> {
                        int length = bytes.readableBytes();
                        int header = length < 128 + 2 ? 2 : 3;
                        assertThat(TakFraming.streamHeaderBytes(length - header))
                                .isEqualTo(header);
                        yield takReader
                                .read(bytes.slice(header, length - header))
                                .event();
                    }
                    case TAK_MESH -> {
                        assertThat(TakFraming.isMesh(bytes)).isTrue();
                        int length = bytes.readableBytes() - TakFraming.MESH_HEADER_BYTES;
                        yield takReader
                                .read(bytes.slice(TakFraming.MESH_HEADER_BYTES, length))
                                .event();
                    }
                    case WEBSOCKET_TAK ->
                        takReader
                                .read(message(bytes, BinaryWebSocketFrame.class))
                                .event();
                    case WEBSOCKET_XML, WEBSOCKET_JSON, WEBSOCKET_GEOJSON ->
                        new CotXmlReader(XmlLimits.DEFAULT)
                                .read(message(bytes, TextWebSocketFrame.class))
                                .event();
                });
    }

    /** The one message in these bytes, as Netty's client reads it. */
    private static ByteBuf message(ByteBuf bytes, Class<? extends WebSocketFrame> kind) {
        EmbeddedChannel client = new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, Integer.MAX_VALUE));
        client.writeInbound(bytes.copy());
        WebSocketFrame frame = client.readInbound();
        assertThat(frame).isInstanceOf(kind);
        assertThat(frame.isFinalFragment()).isTrue();
        assertThat(client.finish()).isFalse();
        ByteBuf message = Unpooled.copiedBuffer(frame.content());
        frame.release();
        return message;
    }

    private EventImage received(String xml) {
        ByteBuf came = Unpooled.copiedBuffer(xml, StandardCharsets.UTF_8);
        EventSummary summary = Objects.requireNonNull(
                new EventIntake(XmlLimits.DEFAULT).read(came).summary());
        EventImage image = images.received(came, summary, null);
        came.release();
        return image;
    }

    private EventImage receivedTak(byte[] payload) {
        ByteBuf came = Unpooled.copiedBuffer(payload);
        EventImage image = images.receivedTak(
                came, Objects.requireNonNull(takReader.read(came).event()));
        came.release();
        return image;
    }

    private static CotEvent.Builder marker() {
        return CotEvents.marker("u-1", "Bridge & ford", 48.2, 16.3).time(NOW).remarks("näh");
    }

    private static CotEvent.Builder addressed() {
        return CotEvents.ownPosition("u-1", "HOPE-1", "10.0.0.1:4242:tcp", 48.2, 16.3)
                .time(NOW)
                .add(new Marti(List.of(Dest.callsign("HOPE-2"))))
                .add(CotElement.named("_flow-tags_")
                        .attribute("TAK-Server-x", "2026-01-01T00:00:00Z")
                        .build());
    }

    private static String endpoint(CotEvent event) {
        return event.detail()
                .element(Contact.NAME, Contact::from)
                .map(Contact::endpoint)
                .orElseThrow();
    }

    private static String text(ByteBuf bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
