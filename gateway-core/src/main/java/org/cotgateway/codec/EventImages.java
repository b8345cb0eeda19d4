package org.cotgateway.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.EventSummary;
import org.jspecify.annotations.Nullable;

/**
 * Makes the images of one gateway's events and their editions. Loop-only, apart from the constructor.
 */
public final class EventImages {

    private static final int TYPICAL_BYTES = 1_024;
    private static final Set<WireProtocol> TAK =
            EnumSet.of(WireProtocol.TAK_STREAM, WireProtocol.TAK_MESH, WireProtocol.WEBSOCKET_TAK);
    private static final ByteBuf END_TOKEN = Unpooled.unreleasableBuffer(
            Unpooled.copiedBuffer("</event>", StandardCharsets.US_ASCII).asReadOnly());

    private final ByteBufAllocator allocator;
    private final String flowTag;
    private final InstantSource clock;
    private final CotXmlReader reader;
    private final TakReader takReader;
    private final SummaryScan scan;
    private final XmlCut cut;
    private final EventEdit edit;
    private final Map<WireProtocol, EventWriter> writers;

    /** Images without the forms that need a writer. Else as the other constructor. */
    public EventImages(ByteBufAllocator allocator, String flowTag, InstantSource clock, XmlLimits limits) {
        this(allocator, flowTag, clock, limits, Map.of());
    }

    /**
     * @param flowTag this gateway's own name in {@code _flow-tags_}; an XML name
     * @param limits of the events that images are made of
     * @param writers for {@link WireProtocol#WEBSOCKET_JSON} and {@link WireProtocol#WEBSOCKET_GEOJSON}: they write the text of
     *     a message, which is framed here
     */
    public EventImages(
            ByteBufAllocator allocator,
            String flowTag,
            InstantSource clock,
            XmlLimits limits,
            Map<WireProtocol, EventWriter> writers) {
        this.writers = Map.copyOf(writers);
        this.allocator = allocator;
        this.flowTag = flowTag;
        this.clock = clock;
        this.reader = new CotXmlReader(limits);
        this.takReader = new TakReader(limits);
        this.scan = new SummaryScan(limits);
        this.cut = new XmlCut(flowTag);
        this.edit = new EventEdit(flowTag);
    }

    /** This gateway's own name in {@code _flow-tags_}. */
    public String flowTag() {
        return flowTag;
    }

    /**
     * The image of an event that came as XML and is valid. If its bytes would not do on a stream it is written anew: ATAK
     * takes a message to end at the first {@code </event>}, wherever that stands, and at no other spelling of it (ATAK 4.6
     * and 5.5).
     *
     * @param xml the event's bytes; lent, a reference of their own is taken
     * @param reading what came of taking it in
     */
    public EventImage received(ByteBuf xml, IntakeReading reading) {
        EventSummary summary = reading.summary();
        if (summary == null) {
            throw new IllegalArgumentException("not valid: " + reading.violations());
        }
        CotEvent event = reading.event();
        if (event != null && !endsOnce(xml)) {
            return of(event);
        }
        XmlMarks marks = reading.marks();
        // Most events are never changed: only the marks of those that are likely to be are kept.
        XmlMarks kept = marks != null && needed(Edition.CLIENT, summary) != Edition.WHOLE ? marks.copy() : null;
        return new EventImage(this, summary, event, kept, xml.retainedSlice(), false);
    }

    /**
     * The image of an event that came as XML.
     *
     * @param xml the event's bytes; lent, a reference of their own is taken
     * @param event the whole event, if it has been read; else it is read when it is needed
     */
    public EventImage received(ByteBuf xml, EventSummary summary, @Nullable CotEvent event) {
        return new EventImage(this, summary, event, null, xml.retainedSlice(), false);
    }

    /**
     * The image of an event that came as TAK Protocol v1.
     *
     * @param payload the message, without header; lent, a reference of its own is taken. It must hold nothing but the
     *     event: one with a {@link TakControl}, which the peer says of itself, goes out by {@link #of}
     * @param event what was read of it
     */
    public EventImage receivedTak(ByteBuf payload, CotEvent event) {
        return new EventImage(this, EventSummary.of(event), event, null, payload.retainedSlice(), true);
    }

    /** The image of an event of our own. */
    public EventImage of(CotEvent event) {
        return new EventImage(this, EventSummary.of(event), event, null, null, false);
    }

    /**
     * Reads an event again of which an image was made before.
     *
     * @param bytes as it {@link EventImage#asItCame came}; lent
     * @param isTak whether that is TAK Protocol v1, and not XML
     */
    public CotEvent read(ByteBuf bytes, boolean isTak) {
        CotEvent event =
                isTak ? takReader.read(bytes).event() : reader.read(bytes).event();
        if (event == null) {
            throw new IllegalStateException("what was read once cannot be read again");
        }
        return event;
    }

    ByteBuf copy(ByteBuf bytes) {
        return allocator
                .directBuffer(bytes.readableBytes())
                .writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    }

    /** The edition with the fewest changes that is the same for such an event. */
    Edition needed(Edition edition, EventSummary summary) {
        return switch (edition) {
            case WHOLE -> Edition.WHOLE;
            case PLAIN -> summary.hasMarti() ? Edition.PLAIN : Edition.WHOLE;
            case CLIENT ->
                summary.endpoint() != null && !summary.endpoint().equals(EventEdit.THROUGH_THE_SERVER)
                        ? Edition.CLIENT
                        : needed(Edition.PLAIN, summary);
            case SERVER -> Edition.SERVER;
        };
    }

    /** Makes a form of an event that it does not have yet; the caller's to release. */
    ByteBuf make(EventImage image, WireProtocol protocol, Edition edition) {
        if (protocol == WireProtocol.WEBSOCKET_XML) {
            return textFrame(image.bytes(WireProtocol.XML, edition));
        }
        ByteBuf payload = image.takPayload();
        if (payload != null && edition == Edition.WHOLE && TAK.contains(protocol)) {
            return framed(payload, protocol);
        }
        ByteBuf xml = image.xml();
        XmlMarks marks =
                xml != null && edition != Edition.WHOLE && protocol == WireProtocol.XML ? marks(image, xml) : null;
        if (xml != null && marks != null) {
            ByteBuf made = allocator.directBuffer(cut.roomFor(xml.readableBytes()));
            cut.append(xml, marks, edition, clock.millis(), made);
            return made;
        }
        return written(edit.edition(image.event(), edition, clock.millis()), protocol);
    }

    private ByteBuf written(CotEvent event, WireProtocol protocol) {
        ByteBuf made = allocator.directBuffer(TYPICAL_BYTES);
        try {
            switch (protocol) {
                case XML, XML_LINE -> CotXmlWriter.INSTANCE.write(event, made);
                case TAK_STREAM -> TakWriter.INSTANCE.writeStreamFrame(event, made);
                case TAK_MESH -> TakWriter.INSTANCE.writeMeshMessage(event, made);
                case WEBSOCKET_TAK -> frame(event, TakWriter.INSTANCE::write, WebSocketFraming.BINARY, made);
                default -> frame(event, writer(protocol), WebSocketFraming.TEXT, made);
            }
            return made;
        } catch (RuntimeException unwritable) {
            made.release();
            throw unwritable;
        }
    }

    private EventWriter writer(WireProtocol protocol) {
        EventWriter writer = writers.get(protocol);
        if (writer == null) {
            throw new IllegalArgumentException("nobody writes " + protocol.label());
        }
        return writer;
    }

    private static void frame(CotEvent event, EventWriter writer, int opcode, ByteBuf out) {
        out.setIndex(0, WebSocketFraming.MAX_HEADER_BYTES);
        writer.write(event, out);
        WebSocketFraming.frame(opcode, WebSocketFraming.MAX_HEADER_BYTES, out);
    }

    /** Whether the token that ends an event stands at its end and nowhere else. */
    private static boolean endsOnce(ByteBuf xml) {
        int end = ByteBufUtil.indexOf(END_TOKEN, xml);
        return end >= 0 && end + END_TOKEN.readableBytes() == xml.writerIndex();
    }

    /** Where to cut, or null if the event has to be read for that. */
    private @Nullable XmlMarks marks(EventImage image, ByteBuf xml) {
        if (image.summary().flowTags().contains(flowTag)) {
            return null;
        }
        XmlMarks kept = image.marks();
        if (kept != null) {
            return kept;
        }
        return scan.read(xml) == null ? null : scan.marks();
    }

    private ByteBuf textFrame(ByteBuf text) {
        int bytes = text.readableBytes();
        ByteBuf made = allocator.directBuffer(WebSocketFraming.headerBytes(bytes) + bytes);
        WebSocketFraming.writeHeader(WebSocketFraming.TEXT, bytes, made);
        return made.writeBytes(text, text.readerIndex(), bytes);
    }

    private ByteBuf framed(ByteBuf payload, WireProtocol protocol) {
        int bytes = payload.readableBytes();
        ByteBuf made = allocator.directBuffer(WebSocketFraming.MAX_HEADER_BYTES + bytes);
        switch (protocol) {
            case TAK_STREAM -> TakFraming.writeStreamHeader(bytes, made);
            case WEBSOCKET_TAK -> WebSocketFraming.writeHeader(WebSocketFraming.BINARY, bytes, made);
            default -> TakFraming.writeMeshHeader(made);
        }
        return made.writeBytes(payload, payload.readerIndex(), bytes);
    }
}
